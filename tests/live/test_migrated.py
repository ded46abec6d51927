# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What playbooks for other collections say, where a task did something else or nothing."""

from __future__ import annotations

import json

import both_ways
import pytest
from connecting import admin_options, realm_of
from kinds import converge, task
from running import run_module
from test_identity_providers import hidden

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.authz_permission import AUTHZ_PERMISSION
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.authz_scope import AUTHZ_SCOPE
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client import CLIENT
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client_scope_type import OF_REALM
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.identity_provider import IDENTITY_PROVIDER
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.localization import LOCALIZATION, OVERRIDES
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.realm import REALM
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.role_list import ROLES_OF_CLIENT_SCOPE
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.user import USER
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.user_federation import USER_FEDERATION
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.user_profile import USER_PROFILE


def client_of(admin, realm, client_id):
    return admin.get(f"/admin/realms/{realm}/clients?clientId={client_id}")[0]


def test_the_listed_texts_of_a_language_are_absent(server, admin, realm):
    converge(server, LOCALIZATION, realm=realm, locale="de", texts={"a": "1", "b": "2", "c": "3"})
    converge(server, LOCALIZATION, parent_id=realm, locale="de", overrides=[{"key": "a"}], state="absent")
    converge(server, LOCALIZATION, parent_id=realm, locale="de", texts={"b": None}, state="absent")
    assert admin.get(f"/admin/realms/{realm}/localization/de") == {"c": "3"}
    assert not task(server, LOCALIZATION, realm=realm, locale="de", overrides=[], state="absent").changed
    converge(server, LOCALIZATION, realm=realm, locale="de", state="absent")
    assert admin.get(f"/admin/realms/{realm}/localization/de") == {}


def test_without_a_list_no_text_is_absent_under_the_name_of_community_general(server, admin, realm):
    converge(server, OVERRIDES, parent_id=realm, locale="fr", overrides=[{"key": "a", "value": "1"}, {"key": "b"}])
    assert not task(server, OVERRIDES, parent_id=realm, locale="fr", state="absent").changed
    converge(server, OVERRIDES, parent_id=realm, locale="fr", overrides=[{"key": "b"}], state="absent")
    assert admin.get(f"/admin/realms/{realm}/localization/fr") == {"a": "1"}


def test_the_roles_of_a_user_are_the_effective_ones(server, admin, realm):
    path = f"/admin/realms/{realm}"
    for name in ("inner role", "outer role"):
        admin.post(f"{path}/roles", {"name": name})
    admin.post(f"{path}/roles/outer role/composites", [admin.get(f"{path}/roles/inner role")])
    admin.post(f"{path}/users", {"username": "effective"})
    own = {f"default-roles-{realm}", "offline_access", "uma_authorization"}
    given = {"realm": realm, "target_username": "effective", "roles": [{"name": "outer role"}], **admin_options(server)}
    for check in (True, False):
        told = run_module("keycloak_user_rolemapping", check=check, **given).result
        assert told["changed"] and {it["name"] for it in told["existing"]} == own
    assert {it["name"] for it in told["end_state"]} == own | {"inner role", "outer role"}
    again = run_module("keycloak_user_rolemapping", **given).result
    assert not again["changed"] and again["existing"] == again["end_state"] == told["end_state"]
    gone = run_module("keycloak_user_rolemapping", **given, state="absent").result
    assert {it["name"] for it in gone["end_state"]} == own and gone["existing"] == told["end_state"]


@pytest.mark.parametrize("shape", [lambda part: part, lambda part: [part]])
@pytest.mark.parametrize("option", ["kcUserProfileConfig", "kc_user_profile_config"])
def test_the_profile_under_its_documented_alias(server, admin, realm, option, shape):
    validations = {"usernameProhibitedCharacters": {}, "person_name_prohibited_characters": {}}
    part = {"attributes": [{"name": f"via-{option}", "validations": validations}]}
    converge(server, USER_PROFILE, realm=realm, config={option: shape(part)})
    held = {it["name"]: it for it in admin.get(f"/admin/realms/{realm}/users/profile")["attributes"]}
    assert set(held[f"via-{option}"]["validations"]) == {
        "username-prohibited-characters",
        "person-name-prohibited-characters",
    }
    with pytest.raises(InputError, match="config has no option kcUserProfile: it takes kc_user_profile_config"):
        task(server, USER_PROFILE, realm=realm, config={"kcUserProfile": [part]})
    with pytest.raises(
        InputError, match="no validator 'lenght' on the server, named in validations of the attribute x"
    ):
        task(server, USER_PROFILE, realm=realm, attributes=[{"name": "x", "validations": {"lenght": {}}}])


def test_mappers_shortened_where_the_list_is_exact(server, admin, realm):
    one, two = ({"name": name, "protocol_mapper": "oidc-full-name-mapper"} for name in ("one", "two"))
    arguments = {"realm": realm, "client_id": "shortened"}
    converge(server, CLIENT, **arguments, protocol_mappers=[one, two])
    converge(server, CLIENT, **arguments, protocol_mappers=[two], protocol_mappers_behavior="exact")
    assert [it["name"] for it in client_of(admin, realm, "shortened")["protocolMappers"]] == ["two"]
    converge(server, CLIENT, **arguments, protocol_mappers=[], protocol_mappers_behavior="exact")
    assert not client_of(admin, realm, "shortened").get("protocolMappers")


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        (CLIENT, {"client_id": "both", "default_client_scopes": ["email"], "optional_client_scopes": ["email"]}),
        (OF_REALM, {"default_client_scopes": ["email"], "optional_client_scopes": ["email", "phone"]}),
        (REALM, {"default_default_client_scopes": ["email"], "default_optional_client_scopes": ["email"]}),
    ],
)
def test_a_scope_in_both_lists(server, admin, realm, kind, arguments):
    with pytest.raises(InputError, match="both list email: a client scope is in one of them"):
        task(server, kind, realm=realm, **arguments)
    assert not admin.get(f"/admin/realms/{realm}/clients?clientId=both")


def test_a_flow_of_a_client_is_removed_by_null(server, admin, realm):
    arguments = {"realm": realm, "client_id": "bound"}
    converge(
        server,
        CLIENT,
        **arguments,
        authentication_flow_binding_overrides={"browser": "browser", "directGrant": "browser"},
    )
    assert set(client_of(admin, realm, "bound")["authenticationFlowBindingOverrides"]) == {"browser", "direct_grant"}
    converge(server, CLIENT, **arguments, authentication_flow_binding_overrides={"browser_name": None})
    assert set(client_of(admin, realm, "bound")["authenticationFlowBindingOverrides"]) == {"direct_grant"}
    with pytest.raises(InputError, match="no key 'browsr': there are browser"):
        task(server, CLIENT, **arguments, authentication_flow_binding_overrides={"browsr": "browser"})


def test_the_flows_of_a_client_may_be_the_whole_list(server, admin, realm):
    arguments = {"realm": realm, "client_id": "all-flows", "authentication_flow_binding_overrides_behavior": "exact"}
    both = {"browser": "browser", "directGrant": "browser"}
    for flows, held in ((both, {"browser", "direct_grant"}), ({"browserName": "browser"}, {"browser"}), ({}, set())):
        converge(server, CLIENT, **arguments, authentication_flow_binding_overrides=flows)
        assert set(client_of(admin, realm, "all-flows")["authenticationFlowBindingOverrides"]) == held
    task(server, CLIENT, **arguments)


def test_a_misspelt_key_of_an_attribute_removes_nothing(server, realm):
    with pytest.raises(InputError, match="unknown key 'value'; did you mean values"):
        task(server, USER, realm=realm, username="x", attributes=[{"name": "a", "value": ["1"]}])


def test_a_password_that_was_not_compared(server, realm):
    arguments = {"realm": realm, "username": "secretive", "password": "hush-hush"}
    task(server, USER, **arguments)
    assert "its password was not compared (update_password: on_create)" in task(server, USER, **arguments).result.msg
    assert "not compared" not in task(server, USER, realm=realm, username="secretive").result.msg


def test_permissions_about_nothing(server, admin):
    body = {"clientId": "authz", "serviceAccountsEnabled": True, "authorizationServicesEnabled": True}
    with realm_of(server, clients=[body]) as own:
        place = {"realm": own, "client_id": "authz"}
        converge(server, AUTHZ_SCOPE, **place, name="s")
        for arguments, sentence in (
            ({"permission_type": "scope"}, "of the type scope needs scopes"),
            ({"permission_type": "resource"}, "of the type resource needs resources"),
            ({"permission_type": "resource", "resource_type": "urn:x", "scopes": ["s"]}, "takes no scopes"),
        ):
            with pytest.raises(InputError, match=sentence):
                task(server, AUTHZ_PERMISSION, **place, name="p", **arguments)
        converge(server, AUTHZ_PERMISSION, **place, name="p", permission_type="scope", scopes=["s"])
        converge(server, AUTHZ_PERMISSION, **place, name="p", permission_type="scope", description="d")
        with pytest.raises(InputError, match="of the type scope needs scopes"):
            task(server, AUTHZ_PERMISSION, **place, name="p", permission_type="scope", scopes=[])
        uuid = client_of(admin, own, "authz")["id"]
        held = admin.get(f"/admin/realms/{own}/clients/{uuid}/authz/resource-server/permission")
        assert [it["name"] for it in held if it["name"] == "p"] == ["p"]


def test_options_of_middleware_automation(server, admin, realm):
    admin.post(f"/admin/realms/{realm}/clients", {"clientId": "asking", "fullScopeAllowed": False})
    converge(
        server,
        ROLES_OF_CLIENT_SCOPE,
        realm=realm,
        target_client_id="asking",
        role_owner_client_id="account",
        role_names=["view-profile"],
    )
    mapped = admin.get(f"/admin/realms/{realm}/clients/{client_of(admin, realm, 'asking')['id']}/scope-mappings")
    assert [role["name"] for role in mapped["clientMappings"]["account"]["mappings"]] == ["view-profile"]
    provider = {"realm": realm, "alias": "hidden", "provider_id": "github", "config": {"clientId": "a"}}
    converge(server, IDENTITY_PROVIDER, **provider, hide_on_login_page=True)
    assert hidden(admin.get(f"/admin/realms/{realm}/identity-provider/instances/hidden"))


def test_components_of_a_parent(server, admin, realm):
    ldap = {"name": "dir", "providerId": "ldap", "providerType": "org.keycloak.storage.UserStorageProvider"}
    # Older servers ask a directory for each user.
    off = {"enabled": ["false"], "vendor": ["other"], "editMode": ["READ_ONLY"]}
    admin.post(f"/admin/realms/{realm}/components", dict(ldap, config=off))
    (parent,) = admin.get(f"/admin/realms/{realm}/components?name=dir")
    mappers = "org.keycloak.storage.ldap.mappers.LDAPStorageMapper"
    for parent_id, kind in ((parent["id"], mappers), ("dir", mappers), (parent["parentId"], None), (realm, None)):
        query = {"parent_id": parent_id, "provider_type": kind}
        found = run_module("keycloak_component_info", realm=realm, **query, **admin_options(server)).result[
            "components"
        ]
        wanted = [
            it["id"]
            for it in admin.get(f"/admin/realms/{realm}/components")
            if it["parentId"] == (parent["id"] if kind else parent["parentId"])
        ]
        assert sorted(it["id"] for it in found) == sorted(wanted)
        assert len(wanted) > 5


@pytest.mark.parametrize(
    ("kind", "arguments", "sentence"),
    [
        (USER_FEDERATION, {"name": "x", "provider_id": "ldap", "parent_id": "other"}, "belongs to its realm"),
        (
            USER_FEDERATION,
            {"name": "x", "mappers": [{"name": "m", "parent_id": "other"}]},
            "its parent is the provider",
        ),
        (IDENTITY_PROVIDER, {"alias": "x", "mappers": [{"name": "m", "identity_provider_alias": "y"}]}, "is about 'x'"),
        (USER_PROFILE, {"provider_id": "other"}, "has declarative-user-profile"),
    ],
)
def test_what_can_be_one_thing_alone_is_that(server, realm, kind, arguments, sentence):
    for check in (True, False):
        with pytest.raises(InputError, match=sentence):
            task(server, kind, check, realm=realm, **arguments)


def test_a_parent_that_is_named_as_it_is(server, admin, realm):
    config = {"vendor": "other", "connectionUrl": "ldap://127.0.0.1:1", "usersDn": "ou=p", "editMode": "READ_ONLY"}
    config["enabled"] = False
    for parent in (realm, admin.get(f"/admin/realms/{realm}")["id"]):
        arguments = {"realm": realm, "name": "parented", "provider_id": "ldap", "config": config, "parent_id": parent}
        converge(server, USER_FEDERATION, **arguments, mappers=[{"name": "email", "parent_id": "parented"}])


def test_the_label_of_a_password_has_no_effect(server, realm):
    password = {"type": "password", "value": "hush-hush", "user_label": "mine"}
    run = task(server, USER, True, realm=realm, username="labelled", credentials=[password])
    assert "user_label of a credential has no effect" in run.result.warnings[0]


def test_the_role_of_middleware_automation(server, admin, realm, tmp_path):
    ann = {
        "username": "ann",
        "password": "a-password",
        "email": "ann@example.com",
        "firstName": "Ann",
        "lastName": "Bee",
    }
    bob = {
        "username": "bob",
        "client_roles": [{"client": "office", "role": "clerk"}, {"client": "shop", "role": "one"}],
    }
    office = {"name": "The office", "client_id": "office", "public_client": False, "secret": "s", "users": [bob]}
    mapper = {"name": "whole", "providerId": "full-name-ldap-mapper", "config": {"ldap.full.name.attribute": "cn"}}
    ldap = {
        "name": "ldap",
        "provider_id": "ldap",
        "config": {"enabled": False, "vendor": "other", "editMode": "READ_ONLY"},
    }
    variables = {
        "keycloak_url": server.url,
        "keycloak_context": "",
        "keycloak_admin_user": "admin",
        "keycloak_admin_password": "admin",
        "keycloak_realm": f"{realm} of a role",
        "keycloak_client_default_roles": ["one"],
        "keycloak_client_users": [{**ann, "client_roles": [{"client": "shop", "role": "one"}]}],
        "keycloak_clients": [
            {"name": "shop"},
            {**office, "roles": ["clerk"], "redirect_uris": ["https://a.example.com/*"]},
        ],
        "keycloak_user_federation": [{**ldap, "mappers": [mapper]}],
    }
    play = {"hosts": "localhost", "connection": "local", "gather_facts": False, "vars": variables}
    path = tmp_path / "play.yml"
    path.write_text(json.dumps([{**play, "roles": ["realmkit.keycloak.keycloak_realm"]}]))
    own = f"/admin/realms/{variables['keycloak_realm']}"
    try:
        first, second = (both_ways.run("in process", tmp_path, path) for _run in range(2))
        assert first.code == second.code == 0, first.output
        assert [it["task"] for it in second.results if it["result"].get("changed")] == []
        clients = {it["clientId"]: it for it in admin.get(f"{own}/clients")}
        assert clients["shop"]["publicClient"] and clients["shop"]["webOrigins"] == ["+"]
        assert (clients["office"]["name"], clients["office"]["secret"]) == ("The office", "s")
        assert admin.get(f"{own}/clients/{clients['office']['id']}/roles/clerk")
        users = {it["username"]: it["id"] for it in admin.get(f"{own}/users")}
        for name, held in (("ann", {"shop": ["one"]}), ("bob", {"office": ["clerk"], "shop": ["one"]})):
            mapped = admin.get(f"{own}/users/{users[name]}/role-mappings")["clientMappings"]
            assert {client: [role["name"] for role in it["mappings"]] for client, it in mapped.items()} == held
        assert admin.get(f"{own}/users/{users['ann']}/credentials")[0]["type"] == "password"
        assert admin.get(f"{own}/components?name=whole")[0]["providerId"] == "full-name-ldap-mapper"
    finally:
        admin.remove_realm(variables["keycloak_realm"])
