# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Role mappings by the options of community.general's modules, names and ids alike."""

from __future__ import annotations

import pytest
from kinds import converge, task

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds import role_list


@pytest.fixture(scope="module")
def ids(admin, realm):
    """The ids of a user, a client with a service account, a group below another and some roles."""
    base = f"/admin/realms/{realm}"
    admin.post(f"{base}/users", {"username": "ann", "enabled": True})
    admin.post(f"{base}/clients", {"clientId": "robot", "serviceAccountsEnabled": True, "fullScopeAllowed": False})
    admin.post(f"{base}/groups", {"name": "staff"})
    staff = admin.get(f"{base}/group-by-path/staff")["id"]
    admin.post(f"{base}/groups/{staff}/children", {"name": "a/b"})
    account = admin.get(f"{base}/clients?clientId=account")[0]["id"]
    return {
        "ann": admin.get(f"{base}/users?username=ann")[0]["id"],
        "robot": admin.get(f"{base}/clients?clientId=robot")[0]["id"],
        "a/b": admin.get(f"{base}/groups/{staff}/children")[0]["id"],
        "account": account,
        "offline_access": admin.get(f"{base}/roles/offline_access")["id"],
        "view-profile": admin.get(f"{base}/clients/{account}/roles/view-profile")["id"],
    }


def held(admin, realm, of):
    """The names of the roles there, those of the account client apart."""
    found = admin.get(f"/admin/realms/{realm}/{of}")
    account = found.get("clientMappings", {}).get("account", {}).get("mappings", ())
    of_realm = [it["name"] for it in found.get("realmMappings", ()) if not it["name"].startswith("default-roles")]
    return of_realm, [it["name"] for it in account]


def test_of_a_group(server, admin, realm, ids):
    mappings = f"groups/{ids['a/b']}/role-mappings"
    place = dict(realm=realm, group_name="a/b", parents=[{"name": "staff"}])
    by_id = dict(realm=realm, gid=ids["a/b"], roles=[{"id": ids["view-profile"]}])
    converge(server, role_list.REALM_ROLES_OF_GROUP, **place, roles=[{"name": "offline_access"}])
    converge(server, role_list.CLIENT_ROLES_OF_GROUP, **by_id, cid=ids["account"])
    assert held(admin, realm, mappings) == (["offline_access"], ["view-profile"])
    converge(server, role_list.CLIENT_ROLES_OF_GROUP, **by_id, client_id="account", state="absent")
    converge(
        server,
        role_list.REALM_ROLES_OF_GROUP,
        **{**place, "parents": [{"id": admin.get(f"/admin/realms/{realm}/group-by-path/staff")["id"]}]},
        roles=[{"id": ids["offline_access"]}],
        state="absent",
    )
    assert held(admin, realm, mappings) == ([], [])


@pytest.mark.parametrize(
    ("name", "user"),
    [
        ("ann", lambda ids: dict(target_username="Ann")),
        ("ann", lambda ids: dict(uid=ids["ann"])),
        ("robot", lambda ids: dict(service_account_user_client_id="robot")),
    ],
)
def test_of_a_user(server, admin, realm, ids, name, user):
    path = f"users/{ids['ann']}" if name == "ann" else f"clients/{ids['robot']}/service-account-user"
    found = admin.get(f"/admin/realms/{realm}/{path}")["id"]
    arguments = dict(realm=realm, **user(ids))
    converge(server, role_list.ROLES_OF_USER, **arguments, roles=[{"name": "offline_access"}])
    converge(server, role_list.ROLES_OF_USER, **arguments, cid=ids["account"], roles=[{"name": "manage-account"}])
    assert held(admin, realm, f"users/{found}/role-mappings") == (["offline_access"], ["manage-account"])
    gone = dict(arguments, state="absent")
    converge(server, role_list.ROLES_OF_USER, **gone, roles=[{"name": "offline_access"}])
    converge(server, role_list.ROLES_OF_USER, **gone, client_id="account", roles=[{"name": "manage-account"}])
    assert held(admin, realm, f"users/{found}/role-mappings") == ([], [])


def test_in_the_scope_of_a_client(server, admin, realm, ids):
    arguments = dict(realm=realm, client_id="robot")
    of_account = dict(arguments, client_scope_id="account", role_names=["view-profile", "manage-account"])
    converge(server, role_list.ROLES_OF_CLIENT_SCOPE, **arguments, role_names=["offline_access"])
    converge(server, role_list.ROLES_OF_CLIENT_SCOPE, **of_account)
    converge(server, role_list.ROLES_OF_CLIENT_SCOPE, **{**of_account, "role_names": ["view-profile"]}, state="absent")
    assert held(admin, realm, f"clients/{ids['robot']}/scope-mappings") == (["offline_access"], ["manage-account"])


def test_in_a_client_scope(server, admin, realm, ids):
    admin.post(f"/admin/realms/{realm}/client-scopes", {"name": "invoices:eu", "protocol": "openid-connect"})
    (scope,) = [it["id"] for it in admin.get(f"/admin/realms/{realm}/client-scopes") if it["name"] == "invoices:eu"]
    arguments = dict(realm=realm, clientscope_id="invoices:eu")
    of_account = dict(arguments, client_id="account", role_names=["view-profile", "manage-account"])
    converge(server, role_list.ROLES_OF_SHARED_SCOPE, **arguments, role_names=["offline_access"])
    converge(server, role_list.ROLES_OF_SHARED_SCOPE, **of_account)
    converge(server, role_list.ROLES_OF_SHARED_SCOPE, **{**of_account, "role_names": ["view-profile"]}, state="absent")
    assert held(admin, realm, f"client-scopes/{scope}/scope-mappings") == (["offline_access"], ["manage-account"])


@pytest.mark.parametrize(
    ("kind", "arguments", "message"),
    [
        ("REALM_ROLES_OF_GROUP", dict(gid="no", roles=[{"name": "offline_access"}]), "no group with the id 'no'"),
        ("REALM_ROLES_OF_GROUP", dict(group_name="b", roles=[{"name": "offline_access"}]), "no group '/b'"),
        ("ROLES_OF_USER", dict(uid="no", roles=[{"name": "offline_access"}]), "no user with the id 'no'"),
        ("ROLES_OF_USER", dict(target_username="ann", roles=[{"id": "no"}]), "no role with the id 'no'"),
        ("ROLES_OF_USER", dict(target_username="ann", roles=[{}]), "neither name nor id"),
        ("ROLES_OF_USER", dict(target_username="ann", cid="no", roles=[{"name": "x"}]), "no client with the id 'no'"),
    ],
)
def test_what_is_not_there(server, realm, ids, kind, arguments, message):
    with pytest.raises(InputError, match=message):
        task(server, getattr(role_list, kind), realm=realm, **arguments)
