# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names that do not resolve, names that differ in case only, and objects whose holder is gone: each for many kinds."""

from __future__ import annotations

import pytest
from connecting import client_with, realm_of
from kinds import task
from needs import for_server, needs, needs_of_module
from test_odd_values import KINDS, resource_of

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError

MAPPER = {"name": "m", "protocol_mapper": "oidc-usermodel-atribute-mapper"}
LDAP = KINDS["user_federation"].base


@pytest.fixture(scope="module")
def place(server):
    body = {
        "organizationsEnabled": True,
        "organizations": [{"name": "acme"}],
        "clients": [
            {"clientId": "authz", "serviceAccountsEnabled": True, "authorizationServicesEnabled": True},
            {"clientId": "plain"},
        ],
        "identityProviders": [{"alias": "idp", "providerId": "github", "config": {"clientId": "a"}}],
    }
    with realm_of(server, **for_server(body)) as name:
        yield name


def run(server, place, kind, check=False, **arguments):
    resource, choose = resource_of(kind)
    return task(server, choose(arguments) if choose else resource, check, resource, realm=place, **arguments)


@pytest.mark.parametrize(
    ("kind", "arguments", "sentence"),
    [
        ("client", {"client_id": "x", "protocol_mappers": [MAPPER]}, "oidc-usermodel-attribute-mapper"),
        ("client", {"client_id": "x", "client_authenticator_type": "client-secrt"}, "client-secret"),
        ("client", {"client_id": "x", "protocol": "openid-conect"}, "openid-connect"),
        ("client_scope", {"name": "x", "protocol": "openid-conect"}, "openid-connect"),
        ("realm", {"password_policy": "length(8) and digit(1)"}, "digits"),
        ("realm", {"default_signature_algorithm": "RS25"}, "RS256"),
        ("authz_policy", {"name": "x", "client_id": "authz", "policy_type": "rol"}, "role"),
        ("client_scope", {"name": "x", "protocol_mappers": [MAPPER]}, "oidc-usermodel-attribute-mapper"),
        ("protocol_mapper", {"client_id": "plain", **MAPPER}, "oidc-usermodel-attribute-mapper"),
        ("identity_provider", {"alias": "x", "provider_id": "githb"}, "github"),
        ("idp_mapper", {"identity_provider": "idp", "name": "x", "identity_provider_mapper": "oidc-x"}, "None of the"),
        ("user_federation", {"name": "x", "provider_id": "ldpa"}, "ldap"),
        (
            "user_federation",
            {"name": "x", **LDAP, "mappers": [{"name": "m", "provider_id": "ful-name-ldap-mapper"}]},
            "full-name-ldap-mapper",
        ),
        ("component", {"name": "x", "provider_type": "org.keycloak.keys.KeyProvidr", "provider_id": "rsa"}, "KeyProvi"),
        ("user", {"username": "x", "federation_link": "nope"}, "no user federation 'nope'"),
        ("user", {"username": "x", "federated_identities": [{"identity_provider": "ipd"}]}, "Similar names there: idp"),
        pytest.param(
            "workflow",
            {"name": "x", "on": "user_created", "steps": [{"uses": "disable-usr"}]},
            "disable-user",
            marks=needs("workflows"),
        ),
        ("authz_scope", {"name": "x", "client_id": "plain"}, "Set authorization_services_enabled"),
        ("authz_resource", {"name": "x", "client_id": "plain", "scopes": ["s"]}, "Set authorization_services_enabled"),
        ("authz_policy", {"name": "x", "client_id": "plain", "policy_type": "user"}, "Set authorization_services_en"),
        (
            "authz_permission",
            {"name": "x", "client_id": "plain", "permission_type": "scope", "scopes": ["s"]},
            "Set authorization_services_enabled",
        ),
        ("authz_settings", {"client_id": "plain", "decision_strategy": "AFFIRMATIVE"}, "authorization_services_en"),
    ],
)
def test_a_name_that_does_not_resolve(server, admin, place, kind, arguments, sentence):
    """Check mode warns, the run fails, and neither writes."""
    checked = run(server, place, kind, True, **arguments)
    assert any(sentence in warning for warning in checked.result.warnings)
    with client_with(server) as client, pytest.raises(InputError, match=sentence.replace("(", ".")):
        run(server, place, kind, **arguments)
        assert not client.writes
    for path in ("clients", "client-scopes", "components", "users", "identity-provider/instances"):
        names = {item.get(key) for item in admin.get(f"/admin/realms/{place}/{path}") for key in ("clientId", "name")}
        assert "x" not in names
    assert admin.get(f"/admin/realms/{place}/users") == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param({"login_theme": "keycloak.v3"}, "keycloak.v2", marks=needs("the theme keycloak.v2 for logins")),
        ({"events_listeners": ["emial"]}, "email"),
    ],
)
def test_a_new_realm_names_what_the_server_lacks(server, admin, arguments, sentence):
    """The server takes both (26.7)."""
    assert sentence in task(server, resource_of("realm")[0], True, realm="never", **arguments).result.warnings[0]
    with pytest.raises(InputError, match=sentence):
        task(server, resource_of("realm")[0], realm="never", **arguments)
    assert "never" not in [it["realm"] for it in admin.get("/admin/realms")]


@needs("the theme keycloak.v2 for logins")
def test_a_realm_names_a_theme(server, admin, place):
    with pytest.raises(InputError, match="no login theme 'keycloak.v3' on the server.*keycloak.v2"):
        run(server, place, "realm", login_theme="keycloak.v3")
    run(server, place, "realm", login_theme="keycloak.v2")
    assert admin.get(f"/admin/realms/{place}")["loginTheme"] == "keycloak.v2"


LISTS = {
    "authz_resource": "clients/{authz}/authz/resource-server/resource",
    "authz_scope": "clients/{authz}/authz/resource-server/scope",
    "authz_policy": "clients/{authz}/authz/resource-server/policy?permission=false",
    "client": "clients",
    "client_role": "clients/{authz}/roles",
    "client_scope": "client-scopes",
    "component": "components",
    "group": "groups",
    "identity_provider": "identity-provider/instances",
    "role": "roles",
}


@pytest.mark.parametrize("kind", LISTS)
def test_names_that_differ_in_case(server, admin, place, kind):
    """Two objects; and a third spelling is neither."""
    made = KINDS[kind]
    authz = admin.get(f"/admin/realms/{place}/clients?clientId=authz")[0]["id"]
    path = f"/admin/realms/{place}/{LISTS[kind].format(authz=authz)}"

    def names():
        held = [item.get("clientId") or item.get("alias") or item.get("name") for item in admin.get(path)]
        return sorted(name for name in held if name.lower() == "view")

    for name in ("View", "view"):
        assert run(server, place, kind, **made.base, **{made.key: name}).changed
    assert names() == ["View", "view"]
    assert not run(server, place, kind, **made.base, **{made.key: "VIEW"}, state="absent").changed
    run(server, place, kind, **made.base, **{made.key: "view"}, state="absent")
    assert names() == ["View"]


def gone(kind, arguments):
    return pytest.param(kind, arguments, marks=needs_of_module(f"keycloak_{kind}"))


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("client_role", {"client_id": "gone", "name": "x"}),
        ("role", {"client_id": "gone", "name": "x"}),
        ("protocol_mapper", {"client_id": "gone", "name": "x"}),
        ("protocol_mapper", {"client_scope": "gone", "name": "x"}),
        ("idp_mapper", {"identity_provider": "gone", "name": "x"}),
        ("role_mapping", {"username": "gone", "realm_roles": ["offline_access"]}),
        ("role_mapping", {"group": "gone", "realm_roles": ["offline_access"]}),
        ("scope_mapping", {"client_id": "gone", "realm_roles": ["offline_access"]}),
        ("user_rolemapping", {"target_username": "gone", "roles": [{"name": "offline_access"}]}),
        ("realm_rolemapping", {"group_name": "gone", "roles": [{"name": "offline_access"}]}),
        ("client_rolemapping", {"group_name": "gone", "client_id": "plain", "roles": [{"name": "x"}]}),
        ("client_rolescope", {"client_id": "gone", "role_names": ["offline_access"]}),
        ("clientscope_rolemappings", {"clientscope_id": "gone", "role_names": ["offline_access"]}),
        ("authz_scope", {"client_id": "gone", "name": "x"}),
        ("authz_scope", {"client_id": "plain", "name": "x"}),
        ("authz_resource", {"client_id": "gone", "name": "x"}),
        ("authz_permission", {"client_id": "gone", "name": "x", "permission_type": "scope"}),
        ("authz_policy", {"client_id": "gone", "name": "x", "policy_type": "role"}),
        gone("organization_group", {"organization": "gone", "name": "x"}),
        gone("organization_invitation", {"organization": "gone", "email": "x@example.org"}),
        ("user_credential", {"user": "gone", "type": "otp"}),
        ("client_scope_type", {"client_id": "gone", "default_client_scopes": ["email"]}),
        ("component", {"name": "x", "parent_id": "gone", "provider_type": "org.keycloak.keys.KeyProvider"}),
        ("client_certificate", {"client_id": "gone"}),
        ("localization", {"locale": "de", "texts": {"a": None}}),
        ("realm_localization", {"locale": "de", "overrides": [{"key": "a"}]}),
        *(
            gone(kind, {KINDS[kind].key: "x"})
            for kind in ("client", "group", "user", "auth_flow", "realm_key", "workflow")
        ),
    ],
)
def test_what_lived_in_something_that_is_gone(server, place, kind, arguments):
    assert not run(server, place, kind, **arguments, state="absent").changed
    assert not run(server, "no such realm", kind, **arguments, state="absent").changed
