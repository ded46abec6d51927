# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Applies the configuration of a whole realm in process, and counts the writes."""

from __future__ import annotations

import copy

from connecting import client_with

from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.converge import converge
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.declare import parts_of
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.providers import providers_of, version_of
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.purge import Purge

NOTHING = Purge()


def apply(server, name, config, check=False, purge=NOTHING):
    with client_with(server) as client:
        parts = parts_of(copy.deepcopy(config), name, None, providers_of(client), version=version_of(client))
        return converge(client, parts, purge, check), client.writes


def settled(server, name, config, purge=NOTHING):
    """Check mode announces what the run does, and a second run writes nothing."""
    checked, writes = apply(server, name, config, True, purge)
    assert writes == 0
    done, _writes = apply(server, name, config, False, purge)
    assert checked.summary == done.summary
    again, writes = apply(server, name, config, False, purge)
    assert ([it.declared.title for it in again.changed], writes) == ([], 0)
    return done


def client_of(admin, name, client_id):
    return admin.get(f"/admin/realms/{name}/clients?clientId={client_id}")[0]
