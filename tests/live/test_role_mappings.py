# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Role mappings of users, groups and service accounts."""

from __future__ import annotations

import pytest
from connecting import client_with
from kinds import converge, task

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.execute import execute
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds import role_mapping


def mapped(admin, realm, kind, found):
    held = admin.get(f"/admin/realms/{realm}/{kind}/{found}/role-mappings")
    names = {"": sorted(role["name"] for role in held.get("realmMappings", ()))}
    for client, mapping in held.get("clientMappings", {}).items():
        names[client] = sorted(role["name"] for role in mapping["mappings"])
    return names


def run(server, **arguments):
    return converge(server, role_mapping.holder_of(arguments), role_mapping.OF_USER, **arguments)


@pytest.fixture
def ann(admin, realm):
    admin.post(f"/admin/realms/{realm}/users", {"username": "ann", "enabled": True})
    found = admin.get(f"/admin/realms/{realm}/users?username=ann&exact=true")[0]["id"]
    yield found
    admin.delete(f"/admin/realms/{realm}/users/{found}")


def test_of_a_user(server, admin, realm, ann):
    default = f"default-roles-{realm}"
    run(server, realm=realm, username="Ann", realm_roles=["offline_access"], client_roles={"account": ["view-profile"]})
    assert mapped(admin, realm, "users", ann) == {"": sorted([default, "offline_access"]), "account": ["view-profile"]}
    run(server, realm=realm, username="ann", client_roles={"account": ["manage-account"]}, roles_behavior="exact")
    assert mapped(admin, realm, "users", ann) == {
        "": sorted([default, "offline_access"]),
        "account": ["manage-account"],
    }
    run(server, realm=realm, username="ann", realm_roles=[], roles_behavior="exact")
    assert mapped(admin, realm, "users", ann) == {"": [], "account": ["manage-account"]}
    run(server, realm=realm, username="ann", client_roles={"account": ["manage-account"]}, state="absent")
    assert mapped(admin, realm, "users", ann) == {"": []}


def test_an_inherited_role_is_not_removed_for_ever(server, realm, ann):
    gone = run(server, realm=realm, username="ann", realm_roles=["offline_access"], state="absent")
    assert not gone.changed


def test_of_a_group(server, admin, realm):
    admin.post(f"/admin/realms/{realm}/groups", {"name": "mapped"})
    found = admin.get(f"/admin/realms/{realm}/group-by-path/mapped")["id"]
    run(
        server, realm=realm, group="mapped/", realm_roles=["offline_access"], client_roles={"account": ["view-profile"]}
    )
    assert mapped(admin, realm, "groups", found) == {"": ["offline_access"], "account": ["view-profile"]}


def test_of_a_service_account(server, admin, realm):
    admin.post(
        f"/admin/realms/{realm}/clients", {"clientId": "Robot/1", "serviceAccountsEnabled": True, "publicClient": False}
    )
    run(server, realm=realm, service_account="Robot/1", client_roles={"realm-management": ["view-users"]})
    uuid = admin.get(f"/admin/realms/{realm}/clients?clientId=Robot/1")[0]["id"]
    account = admin.get(f"/admin/realms/{realm}/clients/{uuid}/service-account-user")["id"]
    assert mapped(admin, realm, "users", account)["realm-management"] == ["view-users"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (dict(username="anna", realm_roles=["offline_access"]), "no user 'anna'.*Similar names there: ann"),
        (dict(username="ann", realm_roles=["offline"]), "no role 'offline'.*offline_access"),
        (dict(username="ann", client_roles={"acount": ["view-profile"]}), "no role 'view-profile .client acount.'"),
        (dict(service_account="account", realm_roles=["offline_access"]), "no user 'service-account-account'"),
        (dict(username="ann", client_roles={"account": "view-profile"}), "client 'account' must be a list"),
        (
            dict(username="ann", client_roles={"account": [{"name": "view-profile"}]}),
            "'account' must be a list of names",
        ),
    ],
)
def test_names_that_are_not_there(server, admin, realm, ann, arguments, message):
    before = mapped(admin, realm, "users", ann)
    with pytest.raises(InputError, match=message):
        task(server, role_mapping.OF_USER, realm=realm, **arguments)
    assert mapped(admin, realm, "users", ann) == before


@pytest.mark.parametrize("option", ["username", "group"])
def test_by_an_account_that_may_manage_users_alone(server, admin, realm, ann, option):
    """It sees no roles of the realm but those that it can map."""
    weak = {
        "username": f"weak-{option}",
        "enabled": True,
        "email": f"weak-{option}@example.org",
        "firstName": "W",
        "lastName": "W",
        "credentials": [{"type": "password", "value": "weak-password"}],
    }
    admin.post(f"/admin/realms/{realm}/users", weak)
    (account,) = admin.get(f"/admin/realms/{realm}/users?username=weak-{option}&exact=true")
    (holder,) = admin.get(f"/admin/realms/{realm}/clients?clientId=realm-management")
    role = admin.get(f"/admin/realms/{realm}/clients/{holder['id']}/roles/manage-users")
    admin.post(f"/admin/realms/{realm}/users/{account['id']}/role-mappings/clients/{holder['id']}", [role])
    admin.post(f"/admin/realms/{realm}/roles", {"name": f"mapped {option}"})
    admin.post(f"/admin/realms/{realm}/groups", {"name": "weakly mapped"}) if option == "group" else None
    login = {"auth_realm": realm, "auth_username": f"weak-{option}", "auth_password": "weak-password"}
    params = {option: {"username": "ann", "group": "/weakly mapped"}[option], "realm": realm, "state": "present"}
    kind = role_mapping.holder_of(params)
    with client_with(server, **login) as client:
        with pytest.raises(InputError, match=f"no role 'maped {option}'.*Similar names there: mapped {option}"):
            execute(kind, {**params, "realm_roles": [f"maped {option}"]}, False, client)
        for changed in (True, False):
            done = execute(kind, {**params, "realm_roles": [f"mapped {option}"]}, False, client)
            assert done.changed is changed
