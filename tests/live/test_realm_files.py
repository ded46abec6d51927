# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Small parts of realm files that people have: what each makes of a realm, and that a second run does nothing."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import subprocess
import uuid
from types import SimpleNamespace

import pytest
import requests
from applying import NOTHING, apply, client_of, settled
from connecting import admin_options
from needs import has, needs
from proxy import Fault, Proxy

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.options import connect
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.converge import converge
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.declare import parts_of
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.providers import providers_of
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.purge import Purge


@pytest.fixture
def name(admin):
    made = f"file-{uuid.uuid4().hex[:8]}"
    yield made
    admin.remove_realm(made)


def users(admin, name, username):
    return admin.get(f"/admin/realms/{name}/users?username={username}&exact=true")


def account_of(admin, name, client_id):
    return admin.get(f"/admin/realms/{name}/clients/{client_of(admin, name, client_id)['id']}/service-account-user")


def test_groups_of_one_name_in_many_places(server, admin, name):
    tree = [{"name": f"d{number}", "subGroups": [{"name": "members"}, {"name": "admins"}]} for number in range(5)]
    settled(server, name, {"groups": tree})
    found = admin.get(f"/admin/realms/{name}/groups?briefRepresentation=false&search=s")
    assert sorted(sub["path"] for group in found for sub in group["subGroups"]) == sorted(
        f"/d{number}/{sub}" for number in range(5) for sub in ("members", "admins")
    )


def test_service_accounts_have_what_any_user_has(server, admin, name):
    account = {"username": "any-name", "serviceAccountClientId": "shop", "email": "shop@example.com"}
    account.update(attributes={"team": ["a"]}, groups=["/robots"], realmRoles=["clerk"])
    config = {
        "components": {
            "org.keycloak.userprofile.UserProfileProvider": [
                {"config": {"kc.user.profile.config": [json.dumps({"unmanagedAttributePolicy": "ENABLED"})]}}
            ]
        },
        "clients": [{"clientId": "shop", "serviceAccountsEnabled": True}],
        "groups": [{"name": "robots"}],
        "roles": {"realm": [{"name": "clerk"}]},
        "users": [account],
    }
    settled(server, name, config)
    found = account_of(admin, name, "shop")
    assert (found["email"], found["attributes"]) == ("shop@example.com", {"team": ["a"]})
    own = f"/admin/realms/{name}/users/{found['id']}"
    assert [group["path"] for group in admin.get(f"{own}/groups")] == ["/robots"]
    # As the server's import has it: no more than is listed.
    assert [role["name"] for role in admin.get(f"{own}/role-mappings")["realmMappings"]] == ["clerk"]


def test_default_roles_of_old_files(server, admin, name):
    config = {
        "roles": {"realm": [{"name": "clerk"}]},
        "defaultRoles": ["clerk", "late"],
        "clients": [{"clientId": "shop"}],
    }
    config["clients"][0]["defaultRoles"] = ["buyer"]
    config["roles"]["client"] = {"shop": [{"name": "buyer"}]}
    settled(server, name, config)
    role = admin.get(f"/admin/realms/{name}/roles/default-roles-{name}/composites")
    assert {"clerk", "late", "buyer", "offline_access"} <= {item["name"] for item in role}


def test_the_default_role_of_another_name(server, admin, name):
    composites = {"realm": ["clerk"]}
    roles = [{"name": "clerk"}, {"name": "default-roles-old", "composites": composites}]
    account = {"clientId": "account", "baseUrl": "/realms/old/account/", "redirectUris": ["/realms/old/account/*"]}
    settled(
        server,
        name,
        {"realm": "old", "roles": {"realm": roles}, "defaultRole": {"name": "default-roles-old"}, "clients": [account]},
    )
    names = {role["name"] for role in admin.get(f"/admin/realms/{name}/roles")}
    assert "default-roles-old" not in names
    assert "clerk" in {
        item["name"] for item in admin.get(f"/admin/realms/{name}/roles/default-roles-{name}/composites")
    }
    assert client_of(admin, name, "account")["baseUrl"] == f"/realms/{name}/account/"


@pytest.mark.parametrize("form", ["today", "old"])
def test_hashed_passwords_of_new_users(server, admin, name, form):
    salt = b"0123456789abcdef"
    value = base64.b64encode(hashlib.pbkdf2_hmac("sha256", b"test", salt, 20_000, 64)).decode()
    salted = base64.b64encode(salt).decode()
    credential = {
        "type": "password",
        "hashedSaltedValue": value,
        "salt": salted,
        "hashIterations": 20_000,
        "algorithm": "pbkdf2-sha256",
    }
    if form == "today":
        credential = {
            "type": "password",
            "secretData": json.dumps({"value": value, "salt": salted}),
            "credentialData": json.dumps({"hashIterations": 20_000, "algorithm": "pbkdf2-sha256"}),
        }
    person = {
        "username": "ann",
        "email": "ann@example.com",
        "firstName": "A",
        "lastName": "B",
        "credentials": [credential],
    }
    settled(server, name, {"enabled": True, "users": [{**person, "enabled": True}]})
    form = {"grant_type": "password", "client_id": "admin-cli", "username": "ann", "password": "test"}
    answer = requests.post(f"{server.url}/realms/{name}/protocol/openid-connect/token", data=form, timeout=30)
    assert answer.status_code == 200, answer.text


def test_a_user_profile_is_the_whole_of_a_new_realm(server, admin, name):
    document = {"attributes": [{"name": "username"}, {"name": "email"}, {"name": "firstName"}], "groups": []}
    config = {"kc.user.profile.config": [json.dumps(document)]}
    settled(server, name, {"components": {"org.keycloak.userprofile.UserProfileProvider": [{"config": config}]}})
    profile = admin.get(f"/admin/realms/{name}/users/profile")
    assert [item["name"] for item in profile["attributes"]] == ["username", "email", "firstName"]
    assert not any(item.get("required") for item in profile["attributes"])
    assert profile.get("groups", []) == []


def test_the_client_scopes_of_a_new_client_are_all_that_it_has(server, admin, name):
    admin.post("/admin/realms", {"realm": name, "enabled": True})
    settled(
        server, name, {"clients": [{"clientId": "c", "defaultClientScopes": ["email"], "optionalClientScopes": []}]}
    )
    found = client_of(admin, name, "c")
    assert (found["defaultClientScopes"], found["optionalClientScopes"]) == (["email"], [])


def test_empty_addresses_of_a_new_client(server, admin, name):
    one = {"clientId": "c", "rootUrl": "https://c.example.com", "webOrigins": [], "redirectUris": []}
    settled(server, name, {"clients": [one]})
    found = client_of(admin, name, "c")
    assert (found["webOrigins"], found["redirectUris"]) == ([], [])


def test_mappers_of_a_new_directory_are_all_that_it_has(server, admin, name):
    kind, mapper = "org.keycloak.storage.UserStorageProvider", "org.keycloak.storage.ldap.mappers.LDAPStorageMapper"
    config = {
        "connectionUrl": ["ldap://127.0.0.1:1"],
        "usersDn": ["ou=p"],
        "vendor": ["other"],
        "editMode": ["READ_ONLY"],
    }
    groups = {"groups.dn": ["ou=g"], "group.name.ldap.attribute": ["cn"], "group.object.classes": ["groupOfNames"]}
    groups.update({"membership.ldap.attribute": ["member"], "groups.path": ["/from ldap"], "mode": ["READ_ONLY"]})
    mappers = [{"name": "groups", "providerId": "group-ldap-mapper", "config": groups}]
    directory = {"name": "ldap", "providerId": "ldap", "config": config, "subComponents": {mapper: mappers}}
    settled(server, name, {"groups": [{"name": "from ldap"}], "components": {kind: [directory]}})
    parent = admin.get(f"/admin/realms/{name}/components?name=ldap")[0]
    assert [it["name"] for it in admin.get(f"/admin/realms/{name}/components?parent={parent['id']}")] == ["groups"]


@needs("organizations")
def test_organizations_of_a_realm_that_had_none(server, admin, name):
    admin.post("/admin/realms", {"realm": name, "enabled": True})
    one = {"name": "acme", "alias": "acme", "domains": [{"name": "acme.example.com"}]}
    settled(server, name, {"organizationsEnabled": True, "organizations": [one]})
    assert [it["name"] for it in admin.get(f"/admin/realms/{name}/organizations")] == ["acme"]


def test_a_flow_that_is_replaced_and_purged(server, admin, name):
    step = {"authenticator": "auth-cookie", "requirement": "REQUIRED", "priority": 1}
    old, new = (
        {"alias": alias, "providerId": "basic-flow", "topLevel": True, "authenticationExecutions": [step]}
        for alias in ("old", "new")
    )
    settled(server, name, {"authenticationFlows": [old], "browserFlow": "old"})
    settled(server, name, {"authenticationFlows": [new], "browserFlow": "new"}, Purge(["authentication_flows"], (), 5))
    assert "old" not in {flow["alias"] for flow in admin.get(f"/admin/realms/{name}/authentication/flows")}


def test_a_client_scope_that_a_client_still_has_is_purged(server, admin, name):
    scope = {"name": "extra", "protocol": "openid-connect"}
    settled(server, name, {"clientScopes": [scope], "clients": [{"clientId": "c", "defaultClientScopes": ["extra"]}]})
    settled(server, name, {"clients": [{"clientId": "c", "name": "C"}]}, Purge(["client_scopes"], (), 5))
    assert "extra" not in {item["name"] for item in admin.get(f"/admin/realms/{name}/client-scopes")}


def test_a_mapper_whose_provider_is_not_in_the_file(server, admin, name):
    provider = {
        "alias": "corp",
        "providerId": "oidc",
        "config": {"clientId": "k", "tokenUrl": "https://c/t", "authorizationUrl": "https://c/a"},
    }
    settled(server, name, {"identityProviders": [provider]})
    mapper = {"name": "m", "identityProviderAlias": "corp", "identityProviderMapper": "oidc-user-attribute-idp-mapper"}
    settled(
        server, name, {"identityProviderMappers": [{**mapper, "config": {"claim": "x", "user.attribute": "email"}}]}
    )
    assert [it["name"] for it in admin.get(f"/admin/realms/{name}/identity-provider/instances/corp/mappers")] == ["m"]


def test_authorization_services_switch_the_service_account_on(server, admin, name):
    services = {"resources": [{"name": "r", "scopes": [{"name": "not listed"}]}]}
    client = {
        "clientId": "shop",
        "secret": "s",
        "authorizationServicesEnabled": True,
        "authorizationSettings": services,
    }
    account = {"serviceAccountClientId": "shop", "clientRoles": {"shop": ["uma_protection"]}}
    settled(server, name, {"clients": [client], "users": [account]})
    found = client_of(admin, name, "shop")
    assert found["serviceAccountsEnabled"] is True
    scopes = admin.get(f"/admin/realms/{name}/clients/{found['id']}/authz/resource-server/scope")
    assert [scope["name"] for scope in scopes] == ["not listed"]


def test_the_secret_of_a_public_client_is_not_compared(server, name):
    settled(server, name, {"clients": [{"clientId": "c", "publicClient": True, "secret": "s1"}]})


def test_settings_among_attributes(server, admin, name):
    attributes = {
        "failureFactor": "7",
        "bruteForceProtected": "true",
        "_browser_header.xFrameOptions": "DENY",
        "own": "x",
    }
    settled(server, name, {"attributes": attributes})
    found = admin.get(f"/admin/realms/{name}")
    assert (found["failureFactor"], found["bruteForceProtected"], found["attributes"]["own"]) == (7, True, "x")
    assert found["browserSecurityHeaders"]["xFrameOptions"] == "DENY"


def test_all_problems_at_once_each_with_its_object(server, name):
    config = {"users": [{"username": "b1", "realmRoles": ["nope"]}, {"username": "b2", "groups": ["/nowhere"]}]}
    with pytest.raises(InputError) as error:
        apply(server, name, config, True)
    assert "roles of user 'b1': There is no role 'nope'" in str(error.value)
    assert "user 'b2': There is no group '/nowhere'" in str(error.value)


def test_an_auditor_gets_the_same_report(server, admin, name):
    """An account with view roles alone may not export a realm, which the administrator's preview does."""
    config = {
        "enabled": True,
        "displayName": "Shop",
        "clients": [{"clientId": "shop", "serviceAccountsEnabled": True, "protocolMappers": []}],
        "roles": {"realm": [{"name": "clerk", "composites": {"realm": ["offline_access"]}}]},
        "groups": [{"name": "staff", "subGroups": [{"name": "new"}], "realmRoles": ["clerk"]}],
        "users": [{"username": "ann", "groups": ["/staff"], "realmRoles": ["clerk"], "enabled": True}],
        "identityProviders": [{"alias": "gh", "providerId": "github", "config": {"clientId": "k"}}],
    }
    settled(server, name, config)
    reader = {"username": "auditor", "enabled": True, "email": "a@example.com", "firstName": "A", "lastName": "B"}
    admin.post(f"/admin/realms/{name}/users", {**reader, "credentials": [{"type": "password", "value": "auditor"}]})
    user = users(admin, name, "auditor")[0]["id"]
    management = client_of(admin, name, "realm-management")["id"]
    every = admin.get(f"/admin/realms/{name}/clients/{management}/roles")
    views = [role for role in every if role["name"].startswith("view-")]
    admin.post(f"/admin/realms/{name}/users/{user}/role-mappings/clients/{management}", views)
    config["displayName"] = "Changed"
    config["groups"][0]["subGroups"].append({"name": "newer"})
    config["users"][0]["groups"].append("/staff/new")
    config["clients"][0]["redirectUris"] = ["https://shop.example.com/*"]
    expected = [it.entry() for it in apply(server, name, config, True)[0].changed]
    options = {**admin_options(server), "auth_realm": name, "auth_username": "auditor", "auth_password": "auditor"}
    with connect(options) as client:
        outcome = converge(client, parts_of(copy.deepcopy(config), name, None, providers_of(client)), NOTHING, True)
        assert [it.entry() for it in outcome.changed] == expected
        assert client.writes == 0
    assert outcome.warnings == [
        f"realm '{name}': the account may not export the realm, which needs the role manage-realm, so each object was "
        "read by itself"
    ]
    admin.delete(
        f"/admin/realms/{name}/users/{user}/role-mappings/clients/{management}",
        [it for it in views if it["name"] == "view-users"],
    )
    with connect(options) as client:
        outcome = converge(client, parts_of(copy.deepcopy(config), name, None, providers_of(client)), NOTHING, True)
    assert any("not compared" in it and "view-users" in it and "user 'ann'" in it for it in outcome.warnings)
    assert "client 'shop'" in [it.declared.title for it in outcome.changed]


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        (
            {"authenticationFlows": [{"alias": "alone", "topLevel": False, "providerId": "basic-flow"}]},
            "sub-flow 'alone': no flow of the configuration uses it",
        ),
        (
            {"authenticatorConfig": [{"alias": "alone", "config": {}}]},
            "authenticatorConfig 'alone': no flow of the configuration uses it",
        ),
        (
            {
                "authenticationFlows": [
                    {"alias": "f", "authenticationExecutions": [{"authenticatorConfig": {"alias": "x"}}]}
                ]
            },
            "authenticationFlows[0].authenticationExecutions[0].authenticatorConfig in the configuration must be a str",
        ),
        ({"enabled": "vielleicht"}, "realm 'in-the-message' in the configuration: .*enabled"),
    ],
)
def test_what_is_wrong_in_itself(server, config, sentence):
    with pytest.raises(InputError, match=sentence.replace("[", r"\[").replace("]", r"\]")):
        apply(server, "in-the-message", config, True)


def test_case_of_settings_and_settings_without_a_value(server, admin, name):
    provider = {"alias": "corp", "providerId": "oidc", "config": {"clientId": "k", "hideOnLoginPage": ""}}
    provider["config"].update(tokenUrl="https://c/t", authorizationUrl="https://c/a")
    settled(server, name, {"sslRequired": "EXTERNAL", "identityProviders": [provider]})
    assert admin.get(f"/admin/realms/{name}")["sslRequired"] == "external"


def test_the_address_of_a_user_who_is_purged(server, admin, name):
    ann = {"email": "ann@example.com", "firstName": "A", "lastName": "B", "enabled": True}
    settled(server, name, {"users": [{"username": "ann.old", **ann}]})
    settled(server, name, {"users": [{"username": "ann.new", **ann}]}, Purge(["users"], (), 5))
    assert [user["username"] for user in admin.get(f"/admin/realms/{name}/users")] == ["ann.new"]


def test_what_the_server_keeps_nowhere_is_said_once(server, name):
    directory = {"name": "ldap", "providerId": "ldap", "config": {"changedSyncEnabled": ["true"], "vendor": ["other"]}}
    directory["config"].update(connectionUrl=["ldap://127.0.0.1:1"], usersDn=["ou=p"], editMode=["READ_ONLY"])
    config = {"components": {"org.keycloak.storage.UserStorageProvider": [directory]}}
    config["attributes"] = {"organizationsEnabled": str(has("organizations")).lower()}
    done = settled(server, name, config)
    assert ["'changedSyncEnabled', which is no setting" in warning for warning in done.warnings] == [True]


def test_a_key_of_another_provider_stays(server, admin, name):
    """As files of Keycloak 13 to 15 have it."""
    admin.post("/admin/realms", {"realm": name, "enabled": True})
    key = {"name": "rsa-enc-generated", "providerId": "rsa-generated", "config": {"priority": ["100"]}}
    done = settled(server, name, {"components": {"org.keycloak.keys.KeyProvider": [key]}})
    assert done.changed == [] and "another provider" in done.warnings[0]


def test_another_private_key(server, admin, name, tmp_path):
    """Twice: what the realm keeps of the first tells it from the second."""
    kind, held = "org.keycloak.keys.KeyProvider", []
    for _number in range(2):
        command = ["openssl", "genrsa", "-traditional", "-out", str(tmp_path / "key.pem"), "2048"]
        subprocess.run(command, check=True, capture_output=True)
        config = {"privateKey": [(tmp_path / "key.pem").read_text()], "priority": ["3"]}
        settled(server, name, {"components": {kind: [{"name": "own", "providerId": "rsa", "config": config}]}})
        (own,) = [it for it in admin.get(f"/admin/realms/{name}/components?type={kind}") if it["name"] == "own"]
        held.append(own["config"]["certificate"])
    assert held[0] != held[1]


def test_the_address_of_a_resource(server, admin, name):
    client = {"clientId": "shop", "secret": "s", "authorizationServicesEnabled": True}
    services = {"resources": [{"name": "r", "uri": "/a"}]}
    settled(server, name, {"clients": [{**client, "authorizationSettings": services}]})
    authz = f"/admin/realms/{name}/clients/{client_of(admin, name, 'shop')['id']}/authz/resource-server"
    # Up to 26.0 there is a resource of the server as well.
    assert {it["name"]: it["uris"] for it in admin.get(f"{authz}/resource?deep=true")}["r"] == ["/a"]


def test_a_client_scope_of_another_protocol(server, admin, name):
    """Clients of files up to Keycloak 13 list it."""
    done = settled(server, name, {"clients": [{"clientId": "c", "defaultClientScopes": ["email", "role_list"]}]})
    assert client_of(admin, name, "c")["defaultClientScopes"] == ["email"]
    assert ["role_list" in warning for warning in done.warnings] == [True]


def test_clients_that_the_server_manages(server, admin, name):
    done = settled(server, name, {"clients": [{"clientId": "realm-management", "description": "x"}]})
    assert [it.declared.title for it in done.changed] == [f"realm '{name}'"]
    outcome, _writes = apply(server, "master", {"clients": [{"clientId": f"{name}-realm", "description": "x"}]}, True)
    assert outcome.changed == [] and "the server manages this client itself" in outcome.warnings[0]


def test_an_authenticator_beside_a_sub_flow(server, admin, name):
    inner = {"authenticator": "auth-cookie", "requirement": "REQUIRED", "priority": 1}
    outer = {"flowAlias": "s", "authenticator": "auth-cookie", "authenticatorFlow": True, "requirement": "REQUIRED"}
    flows = [
        {"alias": "f", "topLevel": True, "providerId": "basic-flow", "authenticationExecutions": [outer]},
        {"alias": "s", "topLevel": False, "providerId": "basic-flow", "authenticationExecutions": [inner]},
    ]
    settled(server, name, {"authenticationFlows": flows})
    rows = admin.get(f"/admin/realms/{name}/authentication/flows/f/executions")
    assert [row["displayName"] for row in rows] == ["s", "Cookie"]


def test_a_service_account_of_any_name(server, admin, name):
    account = {"username": "shop-account", "enabled": True, "serviceAccountClientId": "shop", "realmRoles": ["clerk"]}
    config = {
        "clients": [{"clientId": "shop", "serviceAccountsEnabled": True}],
        "roles": {"realm": [{"name": "clerk"}]},
    }
    config["users"] = [account]
    admin.post("/admin/realms", {"realm": name, "enabled": True, **config})
    settled(server, name, config)
    assert account_of(admin, name, "shop")["username"] == "shop-account"


def test_a_passing_error_of_the_bulk_read(server, name):
    with Proxy(server.url) as proxy:
        proxy.faults = [Fault("answer", "POST", "/partial-export", count=1, status=500)]
        settled(server, name, {"displayName": "x"})
        apply(SimpleNamespace(url=proxy.url, extra=server.extra), name, {"displayName": "x"})
