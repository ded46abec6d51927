# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A run that breaks in the middle: the next one completes it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from kinds import converge, task
from proxy import Fault, Proxy

from ansible_collections.realmkit.keycloak.plugins.module_utils._http.errors import KeycloakError
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client import CLIENT
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.group import GROUP
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.user import USER


@pytest.fixture
def broken(server):
    """The server behind a proxy that a test makes fail."""
    with Proxy(server.url) as proxy:
        yield SimpleNamespace(url=proxy.url, proxy=proxy)


def test_a_user_without_its_groups_gets_them_in_the_next_run(server, broken, admin, realm):
    task(server, GROUP, realm=realm, path="/late")
    arguments = dict(realm=realm, username="half", groups=["/late"], password="secret-of-half")
    broken.proxy.faults = [Fault("answer", "PUT", ".*/groups/.*", count=20, status=500)]
    with pytest.raises(KeycloakError) as told:
        task(broken, USER, **arguments)
    assert "secret-of-half" not in str(told.value)
    found = admin.get(f"/admin/realms/{realm}/users?username=half&exact=true")[0]["id"]
    assert admin.get(f"/admin/realms/{realm}/users/{found}/groups") == []
    assert converge(server, USER, **arguments).changed
    assert [it["path"] for it in admin.get(f"/admin/realms/{realm}/users/{found}/groups")] == ["/late"]


def test_a_scope_that_was_on_its_way_arrives_in_the_next_run(server, broken, admin, realm):
    converge(server, CLIENT, realm=realm, client_id="moving")
    arguments = dict(realm=realm, client_id="moving", default_client_scopes=["address"])
    broken.proxy.faults = [Fault("answer", "PUT", ".*/default-client-scopes/.*", count=20, status=500)]
    with pytest.raises(KeycloakError):
        task(broken, CLIENT, **arguments)
    assert converge(server, CLIENT, **arguments).changed
    now = next(it for it in admin.get(f"/admin/realms/{realm}/clients") if it["clientId"] == "moving")
    assert "address" in now["defaultClientScopes"] and "address" not in now["optionalClientScopes"]
