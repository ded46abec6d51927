# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clients and short-lived realms for the tests of the connection."""

from __future__ import annotations

import uuid
from contextlib import contextmanager

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.options import connect
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.catalogue import ENDPOINTS as E

__all__ = ["E", "admin_options", "client_with", "realm_of"]


def admin_options(server):
    return {"auth_keycloak_url": server.url, "auth_username": "admin", "auth_password": "admin"}


@contextmanager
def client_with(server, **options):
    """A client; without other options that of the administrator."""
    given = {"auth_keycloak_url": server.url, **options} if options else admin_options(server)
    with connect(given) as client:
        yield client


@contextmanager
def realm_of(server, **representation):
    """A realm of its own, gone afterwards."""
    name = f"client-{uuid.uuid4().hex[:8]}"
    with client_with(server) as admin:
        admin.send(E["realms.create"], body={"realm": name, "enabled": True, **representation})
    try:
        yield name
    finally:
        with client_with(server) as admin:
            admin.send(E["realms.delete"], {"realm": name})
