# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Roles in the scope of clients and of client scopes, and the lists of default and optional client scopes."""

from __future__ import annotations

import pytest
from kinds import converge, task

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds import client_scope_type, scope_mapping

CLIENT_ID = "https://app.example.com/?a=b&c"
ROLE = "Rolle a/%+&?# ü😀"


@pytest.fixture(scope="module")
def holders(admin, realm):
    """The paths of a client and of a client scope; the realm and the client have a role of a strange name."""
    admin.post(f"/admin/realms/{realm}/clients", {"clientId": CLIENT_ID, "fullScopeAllowed": False})
    admin.post(f"/admin/realms/{realm}/client-scopes", {"name": "Scope/a%+&?#", "protocol": "openid-connect"})
    client = next(it["id"] for it in admin.get(f"/admin/realms/{realm}/clients") if it["clientId"] == CLIENT_ID)
    scope = next(it["id"] for it in admin.get(f"/admin/realms/{realm}/client-scopes") if it["name"] == "Scope/a%+&?#")
    admin.post(f"/admin/realms/{realm}/roles", {"name": ROLE})
    admin.post(f"/admin/realms/{realm}/clients/{client}/roles", {"name": ROLE})
    return {
        "client_id": (CLIENT_ID, f"/admin/realms/{realm}/clients/{client}"),
        "client_scope": ("Scope/a%+&?#", f"/admin/realms/{realm}/client-scopes/{scope}"),
    }


def mapped(admin, path):
    held = admin.get(f"{path}/scope-mappings")
    names = {"": sorted(role["name"] for role in held.get("realmMappings", ()))}
    for client, mapping in held.get("clientMappings", {}).items():
        names[client] = sorted(role["name"] for role in mapping["mappings"])
    return names


def map_roles(server, **arguments):
    return converge(server, scope_mapping.holder_of(arguments), scope_mapping.OF_CLIENT, **arguments)


@pytest.mark.parametrize("option", ["client_id", "client_scope"])
def test_roles(server, admin, realm, holders, option):
    holder, path = holders[option]
    arguments = {"realm": realm, option: holder}
    account = {"account": ["view-profile", "manage-account"]}
    map_roles(server, **arguments, realm_roles=["offline_access", ROLE], client_roles=account)
    map_roles(server, **arguments, client_roles={"account": ["view-profile"], CLIENT_ID: [ROLE]})
    assert mapped(admin, path) == {
        "": sorted(["offline_access", ROLE]),
        "account": ["manage-account", "view-profile"],
        CLIENT_ID: [ROLE],
    }
    map_roles(server, **arguments, client_roles={"account": ["view-profile"]}, roles_behavior="exact")
    map_roles(server, **arguments, realm_roles=[ROLE], state="absent")
    assert mapped(admin, path) == {"": ["offline_access"], "account": ["view-profile"], CLIENT_ID: [ROLE]}
    shown = map_roles(server, **arguments, realm_roles=[], roles_behavior="exact").result.before
    assert shown["roles"] == [f"{ROLE} (client {CLIENT_ID})", "offline_access", "view-profile (client account)"]
    assert not {"secret", "protocol"} & set(shown)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (dict(client_id="app", realm_roles=["offline_access"]), "no client 'app'"),
        (dict(client_scope="profil", realm_roles=["offline_access"]), "no client scope 'profil'"),
        (dict(client_id=CLIENT_ID, realm_roles=["offline_access", "offline"]), "no role 'offline'.*offline_access"),
        (dict(client_id=CLIENT_ID, client_roles={"acount": ["view-profile"]}), "no role 'view-profile .client acount"),
    ],
)
def test_names_that_are_not_there(server, admin, realm, holders, arguments, message):
    before = [mapped(admin, path) for _holder, path in holders.values()]
    with pytest.raises(InputError, match=message):
        task(server, scope_mapping.holder_of(arguments), False, scope_mapping.OF_CLIENT, realm=realm, **arguments)
    assert [mapped(admin, path) for _holder, path in holders.values()] == before


def lists(admin, base, prefix=""):
    return tuple(
        {scope["name"] for scope in admin.get(f"{base}/{prefix}{kind}-client-scopes")}
        for kind in ("default", "optional")
    )


def sort_scopes(server, **arguments):
    return converge(server, client_scope_type.holder_of(arguments), client_scope_type.OF_CLIENT, **arguments)


@pytest.mark.parametrize("of_client", [True, False])
def test_lists_of_scopes(server, admin, realm, holders, of_client):
    arguments, prefix = {"realm": realm}, "default-"
    base = f"/admin/realms/{realm}"
    if of_client:
        prefix = ""
        arguments["client_id"], base = holders["client_id"]
    default, optional = lists(admin, base, prefix)
    sort_scopes(server, **arguments, optional_client_scopes=["Scope/a%+&?#", "email"])
    assert lists(admin, base, prefix) == (default - {"email"}, optional | {"Scope/a%+&?#", "email"})
    sort_scopes(server, **arguments, default_client_scopes=["Scope/a%+&?#", "email"])
    assert lists(admin, base, prefix) == (default | {"Scope/a%+&?#"}, optional)
    sort_scopes(server, **arguments, default_clientscopes=["email", "roles"], client_scopes_behavior="exact")
    assert lists(admin, base, prefix) == ({"email", "roles"}, optional)
    sort_scopes(server, **arguments, optional_clientscopes=[], client_scopes_behavior="exact")
    assert lists(admin, base, prefix) == ({"email", "roles"}, set())
    sort_scopes(server, **arguments, default_client_scopes=["roles"], state="absent")
    assert lists(admin, base, prefix) == ({"email"}, set())


def test_unknown_scopes_and_clients(server, admin, realm, holders):
    base = holders["client_id"][1]
    before = lists(admin, base)
    for wrong, message in (
        ({"client_id": CLIENT_ID, "default_client_scopes": ["phone", "profil"]}, "no client scope 'profil'.*profile"),
        ({"client_id": "app", "default_client_scopes": ["phone"]}, "no client 'app'"),
    ):
        with pytest.raises(InputError, match=message):
            task(server, client_scope_type.OF_CLIENT, realm=realm, **wrong)
    assert lists(admin, base) == before
