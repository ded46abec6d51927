# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Authorization services of a client, and fine-grained admin permissions."""

from __future__ import annotations

from urllib.parse import quote

import pytest
import requests
from connecting import admin_options, realm_of
from kinds import converge, task
from needs import for_server, has, needs

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.options import connect
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.authz_permission import (
    AUTHZ_PERMISSION as PERMISSION,
)
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.authz_permission import kind_of, permission_of
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.authz_policy import AUTHZ_POLICY as POLICY
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.authz_resource import AUTHZ_RESOURCE
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.authz_scope import AUTHZ_SCOPE as SCOPE
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.authz_settings import (
    AUTHZ_SETTINGS as SETTINGS,
)

NAME = "Größe a/%+&?# 😀 B"


@pytest.fixture(scope="module")
def place(server):
    """A client with authorization services in a realm with fine-grained admin permissions, and whom to name there."""
    body = {
        "adminPermissionsEnabled": True,
        "organizationsEnabled": True,
        "organizations": [{"name": "Acme"}],
        "clients": [
            {
                "clientId": NAME,
                "secret": "hush",
                "serviceAccountsEnabled": True,
                "authorizationServicesEnabled": True,
                "directAccessGrantsEnabled": True,
            }
        ],
        "roles": {"realm": [{"name": NAME}], "client": {NAME: [{"name": NAME}]}},
        "groups": [{"name": "top", "subGroups": [{"name": "below"}]}],
        "users": [
            {
                "username": name,
                "enabled": True,
                "email": f"{name}@example.org",
                "firstName": "F",
                "lastName": "L",
                "credentials": [{"type": "password", "value": "secret"}],
                "clientRoles": {"realm-management": ["query-users"]},
            }
            for name in ("ann", "bob")
        ],
    }
    with realm_of(server, **for_server(body)) as realm:
        yield {"realm": realm, "client_id": NAME}


def listed(admin, place, what, client_id=NAME):
    uuid = next(it["id"] for it in admin.get(f"/admin/realms/{place['realm']}/clients") if it["clientId"] == client_id)
    path = f"/admin/realms/{place['realm']}/clients/{uuid}/authz/resource-server/{what}"
    return {it["name"]: it for it in admin.get(path)}


def test_scopes_and_resources(server, admin, place):
    converge(server, SCOPE, **place, name=NAME, display_name="One")
    converge(server, SCOPE, **place, name=NAME, icon_uri="http://icon.example.org")
    converge(server, SCOPE, **place, name="other")
    assert listed(admin, place, "scope")[NAME]["displayName"] == "One"
    converge(server, AUTHZ_RESOURCE, **place, name=NAME, uris=["/a", "/b"], scopes=[NAME, "other"], attributes={"n": 1})
    converge(server, AUTHZ_RESOURCE, **place, name=NAME, uris=["/b", "/a"], type="urn:x", owner_managed_access="yes")
    converge(server, AUTHZ_RESOURCE, **place, name=NAME, scopes=["other"])
    held = listed(admin, place, "resource")[NAME]
    assert [it["name"] for it in held["scopes"]] == ["other"]
    assert (held["type"], held["ownerManagedAccess"], held["attributes"]) == ("urn:x", True, {"n": ["1"]})
    with pytest.raises(InputError, match="no authorization scope 'othr'.*other"):
        task(server, AUTHZ_RESOURCE, **place, name="never", scopes=["othr"])
    assert "othr" not in listed(admin, place, "scope")
    converge(server, AUTHZ_RESOURCE, **place, name=NAME, state="absent")
    converge(server, SCOPE, **place, name=NAME, state="absent")
    assert NAME not in listed(admin, place, "scope")


def test_settings(server, place):
    converge(server, SETTINGS, **place, policy_enforcement_mode="PERMISSIVE")
    converge(server, SETTINGS, **place, decision_strategy="AFFIRMATIVE", allow_remote_resource_management=False)
    converge(server, SETTINGS, **place, policy_enforcement_mode="ENFORCING", decision_strategy="UNANIMOUS")
    with pytest.raises(InputError, match="no client with authorization services 'account'"):
        task(server, SETTINGS, realm=place["realm"], client_id="account", decision_strategy="AFFIRMATIVE")


def test_each_owner_has_a_resource_of_that_name(server, admin, place):
    name = f"owned {NAME}"
    converge(server, AUTHZ_RESOURCE, **place, name=name, display_name="the client's")
    converge(server, AUTHZ_RESOURCE, **place, name=name, owner="Ann", owner_managed_access=True)
    converge(server, AUTHZ_RESOURCE, **place, name=name, owner="ann", display_name="Ann's")
    holder = admin.get(f"/admin/realms/{place['realm']}/clients?clientId={quote(NAME)}")[0]["id"]
    path = f"/admin/realms/{place['realm']}/clients/{holder}/authz/resource-server/resource?exactName=true&name="
    held = {it["owner"]["name"]: it for it in admin.get(path + quote(name))}
    assert (held["ann"]["displayName"], held["ann"]["ownerManagedAccess"]) == ("Ann's", True)
    assert held[NAME]["displayName"] == "the client's"
    with pytest.raises(InputError, match="no user 'anna'"):
        task(server, AUTHZ_RESOURCE, **place, name=name, owner="anna")
    converge(server, AUTHZ_RESOURCE, **place, name=name, owner="ann", state="absent")
    assert list({it["owner"]["name"] for it in admin.get(path + quote(name))}) == [NAME]


POLICIES = {
    "role": (
        {"roles": [{"name": NAME, "required": "yes"}, {"name": "view-users", "client_id": "realm-management"}]},
        {"roles": [{"name": "offline_access"}]},
    ),
    "user": ({"users": ["Ann", "bob"]}, {"users": ["bob"]}),
    "group": ({"groups": [{"path": "top/below"}]}, {"groups": [{"path": "/top", "extend_children": True}]}),
    "client": ({"clients": [NAME, "account"]}, {"clients": [NAME]}),
    "client-scope": ({"client_scopes": [{"name": "email"}]}, {"client_scopes": [{"name": "email", "required": True}]}),
    "regex": ({"target_claim": "email", "pattern": ".*"}, {"pattern": "a+"}),
    "time": ({"hour": 8, "hour_end": "17", "not_before": "2026-01-01 00:00:00"}, {"hour": 9}),
}


@pytest.mark.parametrize("kind", POLICIES)
def test_policies(server, admin, place, kind):
    name = f"{kind} {NAME}"
    for arguments in POLICIES[kind]:
        assert converge(server, POLICY, **place, name=name, policy_type=kind, **arguments).changed
    converge(server, POLICY, **place, name=name, policy_type=kind, description="d", logic="NEGATIVE")
    # What the last change did not mention is what the one before it said.
    assert not converge(server, POLICY, **place, name=name, policy_type=kind, **POLICIES[kind][1]).changed
    held = listed(admin, place, "policy")[name]
    assert (held["type"], held["description"], held["logic"]) == (kind, "d", "NEGATIVE")
    converge(server, POLICY, **place, name=name, policy_type=kind, state="absent")
    assert name not in listed(admin, place, "policy")


def test_an_aggregate_and_what_is_refused(server, admin, place):
    for name in ("a", "b"):
        task(server, POLICY, **place, name=name, policy_type="user", users=["ann"])
    converge(server, POLICY, **place, name=NAME, policy_type="aggregate", policies=["a", "b"])
    converge(server, POLICY, **place, name=NAME, policy_type="aggregate", description="d")
    assert not converge(server, POLICY, **place, name=NAME, policy_type="aggregate", policies=["b", "a"]).changed
    converge(server, POLICY, **place, name=NAME, policy_type="aggregate", policies=["b"])
    before = listed(admin, place, "policy")
    for arguments, message in (
        ({"name": NAME, "policy_type": "user"}, "is of the type aggregate, which can't be changed to user"),
        ({"name": "x", "policy_type": "user", "groups": []}, "of the type user does not take groups"),
        ({"name": "x", "policy_type": "user", "users": ["anna"]}, "no user 'anna'.*ann"),
        ({"name": "x", "policy_type": "role", "roles": [{"name": "offline"}]}, "no role 'offline'.*offline_access"),
        ({"name": "x", "policy_type": "aggregate", "policies": ["c"]}, "no authorization policy 'c'"),
    ):
        with pytest.raises(InputError, match=message):
            task(server, POLICY, **place, **arguments)
    assert listed(admin, place, "policy") == before
    converge(server, POLICY, **place, name=NAME, policy_type="aggregate", state="absent")


def test_a_name_that_more_than_a_page_of_others_hold(server, admin, place):
    holder = admin.get(f"/admin/realms/{place['realm']}/clients?clientId={quote(NAME)}")[0]["id"]
    path = f"/admin/realms/{place['realm']}/clients/{holder}/authz/resource-server/policy/user"
    for number in range(101):
        admin.post(path, {"name": f"a-zz-{number}", "users": []})
    converge(server, POLICY, **place, name="zz", policy_type="user", users=["ann"])
    converge(server, POLICY, **place, name="zz", policy_type="user", description="found again")
    converge(server, POLICY, **place, name="of it", policy_type="aggregate", policies=["zz", "a-zz-100"])


def test_what_a_policy_names_and_is_gone(server, admin):
    body = {
        "clients": [
            {"clientId": "guard", "secret": "x", "serviceAccountsEnabled": True, "authorizationServicesEnabled": True},
            {"clientId": "left"},
        ],
        "roles": {"realm": [{"name": "left"}]},
        "groups": [{"name": "left"}],
        "users": [{"username": "left"}, {"username": "stays"}],
    }
    with realm_of(server, **body) as realm:
        there = dict(realm=realm, client_id="guard")
        named = {
            "role": ({"roles": [{"name": "left"}]}, {"roles": [{"name": "offline_access"}]}),
            "user": ({"users": ["left", "stays"]}, {"users": ["stays"]}),
            "group": ({"groups": [{"path": "/left"}]}, {"groups": []}),
            "client": ({"clients": ["left"]}, {"clients": ["account"]}),
        }
        for kind, (before, _after) in named.items():
            task(server, POLICY, **there, name=kind, policy_type=kind, **before)
        base = f"/admin/realms/{realm}"
        admin.delete(f"{base}/roles/left")
        admin.delete(f"{base}/groups/{admin.get(f'{base}/groups')[0]['id']}")
        admin.delete(f"{base}/users/{admin.get(f'{base}/users?username=left')[0]['id']}")
        admin.delete(f"{base}/clients/{admin.get(f'{base}/clients?clientId=left')[0]['id']}")
        for kind, (_before, after) in named.items():
            converge(server, POLICY, **there, name=kind, policy_type=kind, **after)
            assert not task(server, POLICY, **there, name=kind, policy_type=kind, **after).changed


def granted(server, place, username):
    """Whether a user gets the permission of the resource from the server."""
    url = f"{server.url}/realms/{place['realm']}/protocol/openid-connect/token"
    form = {"client_id": NAME, "client_secret": "hush"}
    person = dict(form, grant_type="password", username=username, password="secret")
    token = requests.post(url, data=person, timeout=60).json()["access_token"]
    form.update(grant_type="urn:ietf:params:oauth:grant-type:uma-ticket", audience=NAME, permission="invoices#view")
    return requests.post(url, data=form, headers={"Authorization": f"Bearer {token}"}, timeout=60).status_code == 200


def test_permissions_decide(server, place):
    task(server, SCOPE, **place, name="view")
    task(server, AUTHZ_RESOURCE, **place, name="invoices", scopes=["view"])
    task(server, POLICY, **place, name="only ann", policy_type="user", users=["ann"])
    task(server, POLICY, **place, name="only bob", policy_type="user", users=["bob"])
    rule = dict(place, name=NAME, permission_type="scope")
    converge(server, PERMISSION, **rule, resources=["invoices"], scopes=["view"], policies=["only ann"])
    assert granted(server, place, "ann") and not granted(server, place, "bob")
    converge(server, PERMISSION, **rule, description="what is not mentioned stays")
    assert granted(server, place, "ann") and not granted(server, place, "bob")
    converge(server, PERMISSION, **rule, policies=["only ann", "only bob"], decision_strategy="AFFIRMATIVE")
    assert granted(server, place, "ann") and granted(server, place, "bob")
    with pytest.raises(InputError, match="no authorization policy 'only an'.*only ann"):
        task(server, PERMISSION, **rule, policies=["only an"])
    converge(server, PERMISSION, **rule, state="absent")
    of_type = dict(place, name="of type", permission_type="resource")
    converge(server, PERMISSION, **of_type, resource_type="urn:x", policies=["only ann"])
    converge(server, PERMISSION, **of_type, decision_strategy="CONSENSUS")
    converge(server, PERMISSION, **of_type, state="absent")


def test_a_resource_that_is_called_as_its_type_stays(server, admin, place):
    task(server, SCOPE, **place, name="look")
    task(server, AUTHZ_RESOURCE, **place, name="urn:same", type="urn:same", scopes=["look"])
    task(server, POLICY, **place, name="somebody", policy_type="user", users=["ann"])
    rule = dict(place, name="same", permission_type="scope")
    more = {"resource_type": "urn:same", "resources": ["urn:same"], "scopes": ["look"], "policies": ["somebody"]}
    converge(server, PERMISSION, **rule, **more)
    converge(server, PERMISSION, **rule, description="d")
    uuid = listed(admin, place, "permission")["same"]["id"]
    assert list(listed(admin, place, f"policy/{uuid}/resources")) == ["urn:same"]


def administer(server, **arguments):
    return converge(server, kind_of(arguments), spec_of=PERMISSION, **arguments)


@needs("admin permissions")
def test_fine_grained_admin_permissions(server, admin, place):
    """A user may see those whom a permission names, and nobody else."""
    there = dict(place, client_id="admin-permissions")
    task(server, POLICY, **there, name="only ann", policy_type="user", users=["ann"])
    rule = dict(there, permission_type="scope", policies=["only ann"])
    administer(server, **rule, name=NAME, resource_type="Users", resources=["Bob"], scopes=["view"])
    ann = {"grant_type": "password", "client_id": "admin-cli", "username": "ann", "password": "secret"}
    url = f"{server.url}/realms/{place['realm']}/protocol/openid-connect/token"
    token = requests.post(url, data=ann, timeout=60).json()["access_token"]
    seen = requests.get(
        f"{server.url}/admin/realms/{place['realm']}/users",
        headers={"Authorization": f"Bearer {token}"},
        timeout=60,
    )
    assert [it["username"] for it in seen.json()] == ["bob"]
    for kind, names, scope in (
        ("Groups", ["/top/below"], "view"),
        ("Clients", [NAME], "view"),
        ("Roles", [NAME, f"{NAME}/{NAME}"], "map-role"),
        *([("Organizations", ["Acme"], "view")] if has("admin permissions of organizations") else []),
    ):
        run = administer(server, **rule, name=kind, resource_type=kind, resources=names, scopes=[scope])
        assert sorted(run.result.end_state["resources"]) == sorted(names)
        administer(server, **rule, name=kind, description="the rest stays")
        assert not administer(server, **rule, name=kind, resource_type=kind, resources=names).changed
        administer(server, **rule, name=f"all {kind}", resource_type=kind, scopes=[scope])
    run = administer(server, **rule, name="Groups", resource_type="Groups", resources=["top"])
    assert run.result.before["resources"] == ["/top/below"]
    with connect(admin_options(server)) as client:
        told = permission_of(client, place["realm"], "admin-permissions", "Roles")
    assert told["resources"] == sorted([NAME, f"{NAME}/{NAME}"])
    never = dict(rule, name="never", scopes=["view"])
    organizations = has("admin permissions of organizations")
    for options, message in (
        (dict(resource_type="Users", resources=["bobb"]), "no user 'bobb'.*bob"),
        (
            dict(resource_type="Organizations", resources=["Acm"]),
            "no organization 'Acm'.*Acme" if organizations else "no type of resources 'Organizations'",
        ),
        (dict(resource_type="Group"), "no type of resources 'Group'.*named in resource_type.*Groups"),
        (dict(resources=["bob"]), "Set resource_type"),
    ):
        with pytest.raises(InputError, match=message):
            administer(server, **never, **options)
    with pytest.raises(InputError, match="'Groups' is of the type scope, which can't be changed to resource"):
        administer(server, **dict(rule, permission_type="resource"), name="Groups", resource_type="Groups")
    converge(server, PERMISSION, **there, name=NAME, permission_type="scope", state="absent")
    assert NAME not in listed(admin, place, "permission", "admin-permissions")
