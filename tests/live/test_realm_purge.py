# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Undeclared objects of every kind are removed on demand; what is declared, kept, or comes with each realm stays."""

from __future__ import annotations

import copy
import json
import uuid

import pytest
from applying import apply, client_of, settled
from needs import for_server, has

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.purge import Purge

KEYS, STORAGE = "org.keycloak.keys.KeyProvider", "org.keycloak.storage.UserStorageProvider"
POLICIES = "org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy"
MAPPER = "org.keycloak.storage.ldap.mappers.LDAPStorageMapper"


@pytest.fixture
def name(admin):
    made = f"purge-{uuid.uuid4().hex[:8]}"
    yield made
    admin.remove_realm(made)


def attribute_mapper(name):
    config = {"user.model.attribute": [name], "ldap.attribute": [name]}
    return {"name": name, "providerId": "user-attribute-ldap-mapper", "config": config}


def directory(*mappers):
    config = {
        "connectionUrl": ["ldap://127.0.0.1:1"],
        "usersDn": ["ou=p"],
        "vendor": ["other"],
        "editMode": ["READ_ONLY"],
    }
    inner = {MAPPER: [attribute_mapper(it) for it in mappers]}
    return {"name": "ldap", "providerId": "ldap", "config": config, "subComponents": inner}


def policy(name, **config):
    return {"name": name, "type": "time", "logic": "POSITIVE", "config": {"noa": "2099-01-01 00:00:00", **config}}


def permission(name, resource, applied):
    config = {"resources": [resource], "applyPolicies": [applied]}
    return {"name": name, "type": "resource", "decisionStrategy": "UNANIMOUS", "config": config}


def services(*names):
    return {
        "scopes": [{"name": f"scope {it}"} for it in names],
        "resources": [{"name": f"resource {it}", "scopes": [{"name": f"scope {it}"}]} for it in names],
        "policies": [
            *(policy(f"policy {it}") for it in names),
            *(permission(f"permission {it}", f"resource {it}", f"policy {it}") for it in names),
        ],
    }


def realm_with(*names):
    """Objects of each kind, one for each name."""
    mapper = {"identityProviderAlias": "corp", "identityProviderMapper": "oidc-hardcoded-role-idp-mapper"}
    keys = [{"name": f"key {it}", "providerId": "rsa-generated", "config": {"priority": ["50"]}} for it in names]
    consent = [
        {"name": f"consent {it}", "providerId": "consent-required", "subType": "anonymous", "config": {}}
        for it in names
    ]
    profiles = [{"name": f"profile {it}", "executors": [{"executor": "pkce-enforcer"}]} for it in names]
    policies = [
        {
            "name": f"policy {it}",
            "enabled": False,
            "profiles": [f"profile {it}"],
            "conditions": [{"condition": "any-client"}],
        }
        for it in names
    ]
    provider = {"clientId": "k", "tokenUrl": "https://c/t", "authorizationUrl": "https://c/a"}
    client = {"clientId": "shop", "secret": "s", "fullScopeAllowed": False, "authorizationServicesEnabled": True}
    return {
        "components": {KEYS: keys, POLICIES: consent, STORAGE: [directory(*names)]},
        "roles": {
            "realm": [{"name": "gone"}, {"name": "stays"}],
            "client": {"shop": [{"name": "gone"}, {"name": "stays"}]},
        },
        "clients": [{**client, "authorizationSettings": services(*names)}],
        "scopeMappings": [{"client": "shop", "roles": list(names)}],
        "clientScopeMappings": {"shop": [{"clientScope": "phone", "roles": list(names)}]},
        "clientProfiles": {"profiles": profiles},
        "clientPolicies": {"policies": policies},
        "identityProviders": [{"alias": "corp", "providerId": "oidc", "config": provider}],
        "identityProviderMappers": [{**mapper, "name": it, "config": {"role": "stays"}} for it in names],
        "localizationTexts": {"de": {it: "x" for it in names}, **({"fr": {"gone": "x"}} if "gone" in names else {})},
    }


def state(admin, name):
    """The names of all that the configuration has of each kind."""
    realm = f"/admin/realms/{name}"
    client = client_of(admin, name, "shop")["id"]
    authz, scope = f"{realm}/clients/{client}/authz/resource-server", admin.get(f"{realm}/client-scopes")
    phone = next(it["id"] for it in scope if it["name"] == "phone")
    lists = {
        "components": [it["name"] for it in admin.get(f"{realm}/components") if it.get("name")],
        "scopes": [it["name"] for it in admin.get(f"{authz}/scope")],
        "resources": [it["name"] for it in admin.get(f"{authz}/resource")],
        "policies": [it["name"] for it in admin.get(f"{authz}/policy")],
        "of client": [it["name"] for it in admin.get(f"{realm}/clients/{client}/scope-mappings/realm")],
        "of scope": [it["name"] for it in admin.get(f"{realm}/client-scopes/{phone}/scope-mappings/clients/{client}")],
        "profiles": [it["name"] for it in admin.get(f"{realm}/client-policies/profiles")["profiles"]],
        "client policies": [it["name"] for it in admin.get(f"{realm}/client-policies/policies")["policies"]],
        "mappers": [it["name"] for it in admin.get(f"{realm}/identity-provider/instances/corp/mappers")],
        "texts": [f"{it} {key}" for it in ("de", "fr") for key in admin.get(f"{realm}/localization/{it}")],
    }
    # Those of the server, which older ones make for each client with authorization services.
    return {key: sorted(name for name in it if not name.startswith("Default ")) for key, it in lists.items()}


EVERY = ["authorization", "client_policies", "client_profiles", "components", "identity_provider_mappers"]
EVERY += ["localization_texts", "required_actions", "scope_mappings", "sub_components"]


def test_purge_of_what_belongs_to_others(server, admin, name):
    settled(server, name, realm_with("stays"))
    expected = state(admin, name)
    settled(server, name, realm_with("stays", "gone"))
    before = state(admin, name)
    assert all(len(before[key]) > len(expected[key]) for key in before)
    config = realm_with("stays")
    done = settled(server, name, config, Purge(EVERY, (), 20))
    assert state(admin, name) == expected
    # Two components, a mapper of a directory, four objects of authorization services, a profile, a policy, a mapper of
    # a provider, the scopes of a client and of a client scope, a language and the text of another one. On older servers
    # three objects of the server's own besides.
    assert len(done.changed) == (14 if has("authorization services without defaults") else 17)


def test_what_is_kept_or_named_is_not_purged(server, admin, name):
    settled(server, name, realm_with("stays", "gone"))
    before = state(admin, name)
    kept = ("key *", "consent *", "ldap:gone", "shop*", "phone", "profile *", "policy *", "corp:*", "de", "fr")
    settled(server, name, realm_with("stays"), Purge(EVERY, kept, 20))
    assert state(admin, name) == before
    referring = copy.deepcopy(realm_with("stays"))
    referring["clients"][0]["authorizationSettings"]["policies"].append(
        permission("p", "resource stays", "policy gone")
    )
    with pytest.raises(InputError, match="would remove the authorization policy 'policy gone', which .*'p'.* names"):
        apply(server, name, referring, True, Purge(["authorization"], (), 20))


def made(admin, name):
    return json.loads(admin.get(f"/admin/realms/{name}")["attributes"].get("realmkit.made", "null"))


def test_only_what_a_run_has_created_is_removed(server, admin, name):
    settled(server, name, realm_with("stays"))
    before = state(admin, name)
    settled(server, name, realm_with("stays", "gone"), Purge(made=True))
    assert "client profile 'profile gone'" in made(admin, name)
    found = state(admin, name)
    settled(server, name, realm_with("stays"), Purge(EVERY, (), 20, made=True))
    # Roles in a scope, texts, and mappers of a directory or an identity provider are parts of objects.
    parts = {"of client", "of scope", "texts", "mappers"}
    left = state(admin, name)
    left["components"].remove("gone")
    assert left == {**before, **{key: found[key] for key in parts}}
    assert made(admin, name) == []
    assert not settled(server, name, realm_with(), Purge(EVERY, (), 20, made=True)).changed


def everything(name):
    """Whole objects of a name, and a client that they belong to."""
    config = {
        "clients": [{"clientId": "owner"}, {"clientId": f"client {name}"}],
        "clientScopes": [{"name": f"scope-{name}", "protocol": "openid-connect"}],
        "roles": {"realm": [{"name": f"role {name}"}], "client": {"owner": [{"name": f"role/{name}"}]}},
        "groups": [{"name": "top", "subGroups": [{"name": f"group {name}"}]}, {"name": f"group {name}"}],
        "users": [{"username": f"user-{name}", "groups": ["/top"]}],
        "authenticationFlows": [{"alias": f"flow {name}", "providerId": "basic-flow", "topLevel": True}],
        "identityProviders": [{"alias": f"idp-{name}", "providerId": "google", "config": {"clientId": "c"}}],
        "organizationsEnabled": True,
        "organizations": [
            {"name": f"org {name}", "alias": f"org-{name}", "domains": [{"name": f"{name}.example.org"}]}
        ],
    }
    return for_server(config)


KINDS = ["authentication_flows", "client_roles", "client_scopes", "clients", "groups", "identity_providers"]
KINDS += ["organizations", "realm_roles", "users"]


def names_in(admin, name):
    """All objects of the kinds above, without what comes with a realm."""
    realm = f"/admin/realms/{name}"
    owner = client_of(admin, name, "owner")["id"]
    groups = admin.get(f"{realm}/groups")
    top = next(it["id"] for it in groups if it["name"] == "top")
    return {
        *(it["clientId"] for it in admin.get(f"{realm}/clients")),
        *(it["name"] for it in admin.get(f"{realm}/client-scopes")),
        *(it["name"] for it in admin.get(f"{realm}/roles")),
        *(it["name"] for it in admin.get(f"{realm}/clients/{owner}/roles")),
        *(it["name"] for it in groups),
        *(f"top/{it['name']}" for it in admin.get(f"{realm}/groups/{top}/children")),
        *(it["username"] for it in admin.get(f"{realm}/users")),
        *(it["alias"] for it in admin.get(f"{realm}/authentication/flows")),
        *(it["alias"] for it in admin.get(f"{realm}/identity-provider/instances")),
        *(it["name"] for it in (admin.get(f"{realm}/organizations") if has("organizations") else ())),
    }


def test_what_was_there_before_or_is_made_by_hand_stays(server, admin, name):
    settled(server, name, everything("old"))
    before = names_in(admin, name)
    settled(server, name, everything("new"), Purge(KINDS, (), 20, made=True))
    count = 10 if has("organizations") else 9
    assert len(names_in(admin, name) - before) == count
    admin.post(f"/admin/realms/{name}/clients", {"clientId": "client by hand"})
    rest = {"clients": [{"clientId": "owner"}], "groups": [{"name": "top"}]}
    checked, _writes = apply(server, name, rest, True, Purge(KINDS, (), 20, made=True))
    assert checked.summary["delete"] == count
    # One that was made by hand after a run removed it is not taken for its own.
    settled(server, name, {**everything("new"), **rest}, Purge(["clients"], (), 20, made=True))
    admin.post(f"/admin/realms/{name}/clients", {"clientId": "client new"})
    settled(server, name, rest, Purge(KINDS, (), 20, made=True))
    assert names_in(admin, name) == before | {"client by hand", "client new"}
    assert made(admin, name) == []


def test_a_record_that_somebody_has_broken_is_none(server, admin, name):
    settled(server, name, {"clients": [{"clientId": "one"}]}, Purge(made=True))
    realm = admin.get(f"/admin/realms/{name}")
    for broken in ("{", '{"a": 1}', "17"):
        admin.put(f"/admin/realms/{name}", {**realm, "attributes": {**realm["attributes"], "realmkit.made": broken}})
        settled(server, name, {"displayName": "x"}, Purge(["clients"], (), 5, made=True))
    assert client_of(admin, name, "one")


def test_a_required_action_that_a_new_realm_does_not_have(server, admin, name):
    settled(server, name, {"displayName": "x"})
    path = f"/admin/realms/{name}/authentication"
    actions = {it["alias"] for it in admin.get(f"{path}/required-actions")}
    settled(server, name, {"displayName": "x"}, Purge(["required_actions"], (), 5))
    assert {it["alias"] for it in admin.get(f"{path}/required-actions")} == actions


def test_files_of_other_tools(server, admin, name):
    """Texts and the user profile as keycloak-config-cli has them, organizations by their aliases."""
    attributes = [{"name": it} for it in ("username", "email", "firstName", "team")]
    config = {
        "messageBundles": {"de": {"hello": "Hallo"}},
        "localizationTexts": {"de": {"bye": "Tschüss"}},
        "userProfile": {"attributes": attributes, "unmanagedAttributePolicy": "ADMIN_EDIT"},
        "organizationsEnabled": True,
        "organizations": [{"alias": "acme", "domains": [{"name": "acme.example.com"}], "groups": [{"name": "g"}]}],
    }
    config = for_server(config)
    settled(server, name, config)
    realm = f"/admin/realms/{name}"
    assert admin.get(f"{realm}/localization/de") == {"hello": "Hallo", "bye": "Tschüss"}
    profile = admin.get(f"{realm}/users/profile")
    assert [it["name"] for it in profile["attributes"]] == ["username", "email", "firstName", "team"]
    assert profile["unmanagedAttributePolicy"] == "ADMIN_EDIT"
    if not has("organizations"):
        return
    one = admin.get(f"{realm}/organizations")[0]
    assert (one["name"], one["alias"]) == ("acme", "acme")
    admin.put(f"{realm}/organizations/{one['id']}", {**one, "name": "Acme Inc."})
    config["organizations"][0]["description"] = "new"
    settled(server, name, config, Purge(["organizations"], (), 5))
    one = admin.get(f"{realm}/organizations")[0]
    assert (one["name"], one["description"]) == ("Acme Inc.", "new")
