# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What only a server with further features has: management permissions of the first version, deployed scripts."""

from __future__ import annotations

import pytest
from connecting import realm_of
from kinds import converge, task

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.errors import KeycloakError
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.authz_policy import AUTHZ_POLICY as POLICY
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.management_permissions import (
    MANAGEMENT_PERMISSIONS,
    permissions_of,
)

NAME = "Größe a/%+&?# 😀 B"
REALM = {
    "clients": [{"clientId": NAME}],
    "roles": {"realm": [{"name": NAME}], "client": {NAME: [{"name": NAME}]}},
    "groups": [{"name": "Größe %+&?# B"}],
    "identityProviders": [
        {
            "alias": "idp",
            "providerId": "oidc",
            "config": {"authorizationUrl": "https://e.org/a", "tokenUrl": "https://e.org/t", "clientId": "x"},
        }
    ],
}


@pytest.fixture(scope="module")
def place(featured):
    with realm_of(featured, **REALM) as realm:
        yield realm


def settle(featured, **arguments):
    return converge(featured, permissions_of(arguments), spec_of=MANAGEMENT_PERMISSIONS, **arguments)


def paths(admin, realm):
    base = f"/admin/realms/{realm}"
    uuid = next(it["id"] for it in admin.get(f"{base}/clients") if it["clientId"] == NAME)
    role = next(it["id"] for it in admin.get(f"{base}/roles") if it["name"] == NAME)
    own = next(iter(admin.get(f"{base}/clients/{uuid}/roles")))["id"]
    group = admin.get(f"{base}/groups")[0]["id"]
    return {
        "client": f"{base}/clients/{uuid}/management/permissions",
        "role": f"{base}/roles-by-id/{role}/management/permissions",
        "client role": f"{base}/roles-by-id/{own}/management/permissions",
        "group": f"{base}/groups/{group}/management/permissions",
        "identity provider": f"{base}/identity-provider/instances/idp/management/permissions",
        "users": f"{base}/users-management-permissions",
    }


def test_each_kind_of_object(featured, featured_admin, place):
    where = paths(featured_admin, place)
    role = where["role"].split("/")[-3]
    named = {
        "client": {"client_id": NAME},
        "role": {"role": NAME},
        "client role": {"client_id": NAME, "role": NAME},
        "group": {"group": "Größe %+&?# B"},
        "identity provider": {"identity_provider": "idp"},
        "users": {"users": True},
    }
    for kind, options in named.items():
        assert settle(featured, realm=place, enabled=True, **options).changed
        assert featured_admin.get(where[kind])["enabled"] is True, kind
        assert [kind for kind in where if featured_admin.get(where[kind])["enabled"]] == [kind]
        assert settle(featured, realm=place, enabled=False, **options).changed
        assert featured_admin.get(where[kind])["enabled"] is False, kind
    assert settle(featured, realm=place, enabled=True, role_id=role).changed
    assert featured_admin.get(where["role"])["enabled"] is True


def test_policies_that_decide(featured, featured_admin, place):
    for name in ("only ann", "only bob"):
        policy = dict(realm=place, client_id="realm-management", policy_type="user", name=name, users=[])
        task(featured, POLICY, **policy)
    options = dict(realm=place, client_id=NAME, enabled=True)
    assert settle(featured, **options, policies={"view": ["only bob", "only ann"], "manage": "only ann"}).changed

    def deciding(scope):
        held = featured_admin.get(paths(featured_admin, place)["client"])["scopePermissions"]
        base = f"/admin/realms/{place}/clients"
        manager = next(it["id"] for it in featured_admin.get(base) if it["clientId"] == "realm-management")
        path = f"{base}/{manager}/authz/resource-server/policy/{held[scope]}"
        kept = featured_admin.get(f"{path}/resources"), featured_admin.get(f"{path}/scopes")
        assert [len(items) for items in kept] == [1, 1]
        return sorted(it["name"] for it in featured_admin.get(f"{path}/associatedPolicies"))

    assert (deciding("view"), deciding("manage")) == (["only ann", "only bob"], ["only ann"])
    # What is not mentioned stays.
    assert settle(featured, **options, policies={"view": []}).changed
    assert (deciding("view"), deciding("manage")) == ([], ["only ann"])
    assert not settle(featured, **options).changed


def test_a_realm_in_which_nothing_has_permissions_yet_has_no_policies(featured, featured_admin):
    with realm_of(featured) as realm, pytest.raises(InputError, match="no authorization policy 'x'"):
        arguments = dict(realm=realm, users=True, enabled=True, policies={"view": ["x"]})
        task(featured, permissions_of(arguments), spec_of=MANAGEMENT_PERMISSIONS, **arguments)


def test_bad_input_writes_nothing(featured, featured_admin, place):
    wrong = (
        (dict(client_id=NAME, policies={"view": ["only an"]}), "no authorization policy 'only an'"),
        (dict(client_id=NAME, policies={"vieww": []}), "no permission 'vieww'.*view"),
        (dict(client_id="nobody"), "no client 'nobody'"),
        (dict(role="nothing"), "no role with management permissions 'nothing'"),
        (dict(group="/nowhere"), "no group '/nowhere'"),
    )
    featured_admin.put(paths(featured_admin, place)["client"], {"enabled": False})
    for options, message in wrong:
        arguments = dict(realm=place, enabled=True, **options)
        with pytest.raises(InputError, match=message):
            task(featured, permissions_of(arguments), spec_of=MANAGEMENT_PERMISSIONS, **arguments)
    assert featured_admin.get(paths(featured_admin, place)["client"])["enabled"] is False
    with pytest.raises(InputError, match="leave policies out"):
        task(featured, MANAGEMENT_PERMISSIONS, realm=place, client_id=NAME, enabled=False, policies={"view": ["x"]})


def test_a_server_without_the_feature_says_so(server):
    with pytest.raises(InputError, match="needs --features=admin-fine-grained-authz:v1"):
        task(
            server,
            permissions_of({"users": True}),
            spec_of=MANAGEMENT_PERMISSIONS,
            realm="master",
            users=True,
            enabled=True,
        )


def test_a_policy_of_a_deployed_script(featured, featured_admin):
    client = {"clientId": "guard", "serviceAccountsEnabled": True, "authorizationServicesEnabled": True, "secret": "x"}
    with realm_of(featured, clients=[client]) as realm:
        policy = dict(realm=realm, client_id="guard", policy_type="script-grant-always.js", name=NAME)
        converge(featured, POLICY, **policy, description="first")
        converge(featured, POLICY, **policy, logic="NEGATIVE")
        uuid = next(
            it["id"] for it in featured_admin.get(f"/admin/realms/{realm}/clients") if it["clientId"] == "guard"
        )
        path = f"/admin/realms/{realm}/clients/{uuid}/authz/resource-server/policy"
        (held,) = [it for it in featured_admin.get(f"{path}?permission=false") if it["name"] == NAME]
        assert (held["type"], held["description"], held["logic"]) == ("script-grant-always.js", "first", "NEGATIVE")
        converge(featured, POLICY, **policy, state="absent")
        with pytest.raises((InputError, KeycloakError), match="script-missing.js"):
            task(featured, POLICY, **{**policy, "policy_type": "script-missing.js"})
