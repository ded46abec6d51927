# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole realm as declared state: preview, run, again; faults; what is not declared."""

from __future__ import annotations

import copy
import itertools
import json
import os
import signal
import uuid
from types import SimpleNamespace

import background
import pytest
import requests
import server as keycloak
from connecting import client_with
from needs import for_server, has
from proxy import Fault, Proxy

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.converge import converge
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.declare import parts_of
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.outcome import Stopped
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.providers import version_of
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.purge import Purge
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.source import load
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.stages import PHASES
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.tidy import tidy

NAME = "Größe a%+&?# 😀 B"
NOTHING = Purge()
ALIAS = "flow ü 😀"
FLOW = {
    "alias": ALIAS,
    "providerId": "basic-flow",
    "topLevel": True,
    "authenticationExecutions": [
        {"authenticator": "auth-cookie", "requirement": "ALTERNATIVE", "priority": 10},
        {"flowAlias": "forms of it", "requirement": "ALTERNATIVE", "priority": 20},
    ],
}
FORMS = {
    "alias": "forms of it",
    "providerId": "basic-flow",
    "topLevel": False,
    "authenticationExecutions": [
        {"authenticator": "auth-username-password-form", "requirement": "REQUIRED", "priority": 10},
        {
            "authenticator": "auth-otp-form",
            "requirement": "REQUIRED",
            "priority": 20,
            "authenticatorConfig": "settings of it",
        },
    ],
}
CONFIG = for_server(
    {
        "displayName": NAME,
        "organizationsEnabled": True,
        "browserFlow": ALIAS,
        "attributes": {"frontendUrl": ""},
        "components": {
            "org.keycloak.keys.KeyProvider": [
                {"name": "extra", "providerId": "rsa-generated", "config": {"priority": ["150"]}}
            ]
        },
        "localizationTexts": {"de": {"a b": NAME}},
        "requiredActions": [{"alias": "TERMS_AND_CONDITIONS", "enabled": True}],
        "clientScopes": [
            {
                "name": "invoices",
                "protocol": "openid-connect",
                "protocolMappers": [
                    {
                        "name": "m",
                        "protocol": "openid-connect",
                        "protocolMapper": "oidc-full-name-mapper",
                        "config": {"access.token.claim": "true"},
                    }
                ],
            }
        ],
        "authenticationFlows": [FLOW, FORMS],
        "authenticatorConfig": [{"alias": "settings of it", "config": {"x": "y"}}],
        "clientProfiles": {"profiles": [{"name": "p", "executors": [{"executor": "secure-session"}]}]},
        "clientPolicies": {"policies": [{"name": "q", "conditions": [{"condition": "any-client"}], "profiles": ["p"]}]},
        "clients": [
            {
                "clientId": NAME,
                "secret": "hush-hush",
                "serviceAccountsEnabled": "true",
                "defaultClientScopes": ["invoices"],
                "authenticationFlowBindingOverrides": {"browser": ALIAS},
            },
            {"clientId": "spa", "publicClient": True, "redirectUris": ["https://a.example.org/*"]},
        ],
        "roles": {
            "realm": [
                {"name": "outer", "composites": {"realm": ["inner"], "client": {NAME: [NAME]}}},
                {"name": "inner", "description": NAME},
            ],
            "client": {NAME: [{"name": NAME}]},
        },
        "groups": [
            {"name": NAME, "realmRoles": ["outer"], "subGroups": [{"name": "below", "clientRoles": {NAME: [NAME]}}]}
        ],
        "defaultGroups": [f"/{NAME}"],
        "scopeMappings": [{"client": "spa", "roles": ["inner"]}],
        "clientScopeMappings": {NAME: [{"clientScope": "invoices", "roles": [NAME]}]},
        "identityProviders": [
            {"alias": "gh", "providerId": "github", "config": {"clientId": "x", "clientSecret": "hidden-1"}}
        ],
        "identityProviderMappers": [
            {
                "name": "im",
                "identityProviderAlias": "gh",
                "identityProviderMapper": "oidc-hardcoded-role-idp-mapper",
                "config": {"role": "inner"},
            }
        ],
        "users": [
            {"username": "Ann", "email": "ann@example.org", "groups": [f"/{NAME}/below"], "realmRoles": ["inner"]},
            {"username": f"service-account-{NAME}", "serviceAccountClientId": NAME, "realmRoles": ["outer"]},
        ],
        "organizations": [
            {
                "name": "Acme",
                "domains": [{"name": "acme.example.org"}],
                "members": [{"username": "ann"}],
                "groups": [
                    {
                        "name": NAME,
                        "realmRoles": ["inner"],
                        "members": ["ann"],
                        "subGroups": [{"name": "below", "attributes": {"n": ["1"]}}],
                    }
                ],
            },
            {"name": "Other", "groups": [{"name": NAME}]},
        ],
        "workflows": [{"name": "w", "on": "user-created", "steps": [{"uses": "disable-user", "after": "30d"}]}],
    }
)


@pytest.fixture
def name(admin):
    held = f"whole-{uuid.uuid4().hex[:8]}"
    yield held
    try:
        admin.remove_realm(held)
    except requests.HTTPError as error:
        if error.response.status_code != 404:
            raise


def run(server, name, config, check=False, purge=NOTHING):
    """One run: the outcome, its writes and its requests."""
    with client_with(server) as client:
        parts = parts_of(copy.deepcopy(config), name, version=version_of(client))
        outcome = converge(client, parts, purge, check)
        return outcome, client.writes, sum(client.requests.values())


def lines(outcome):
    return [line for it in outcome.planned for line in it.plan.operations]


def settled(server, name, config, purge=NOTHING):
    """Check, run, again: check mode tells the truth, and neither it nor the second run writes."""
    checked, writes, _requests = run(server, name, config, check=True, purge=purge)
    assert writes == 0
    done, _writes, _requests = run(server, name, config, purge=purge)
    assert lines(done) == lines(checked) and done.warnings == []
    again, writes, requests_ = run(server, name, config, purge=purge)
    assert (writes, lines(again)) == (0, [])
    return done, requests_


def test_a_new_realm_and_then_an_old_one(server, admin, name):
    done, requests_ = settled(server, name, CONFIG)
    assert done.summary["create"] > 14 and done.summary["delete"] == done.summary["unchanged"] == 0
    assert requests_ < 30
    assert "hush-hush" not in str(done.report()) and "hidden-1" not in str(done.report())

    realm = admin.get(f"/admin/realms/{name}")
    assert (realm["displayName"], realm["browserFlow"]) == (NAME, ALIAS)
    export = _export(server, admin, name)
    clients = {it["clientId"]: it for it in export["clients"]}
    flows = {it["alias"]: it for it in export["authenticationFlows"]}
    assert clients[NAME]["authenticationFlowBindingOverrides"] == {"browser": flows[ALIAS]["id"]}
    # A new client that lists scopes has no others but the one that comes with its service account.
    own = ["service_account"] if has("a scope of service accounts") else []
    assert sorted(clients[NAME]["defaultClientScopes"]) == ["invoices", *own]
    roles = {it["name"]: it for it in export["roles"]["realm"]}
    assert roles["outer"]["composites"] == {"realm": ["inner"], "client": {NAME: [NAME]}}
    assert export["groups"][0]["subGroups"][0]["clientRoles"] == {NAME: [NAME]}
    if has("groups of organizations"):
        acme = admin.get(f"/admin/realms/{name}/organizations?search=Acme")[0]["id"]
        path = f"/admin/realms/{name}/organizations/{acme}/groups"
        (top,) = admin.get(path)
        assert [it["name"] for it in admin.get(f"{path}/{top['id']}/children")] == ["below"]
        assert [it["name"] for it in admin.get(f"{path}/{top['id']}/role-mappings/realm")] == ["inner"]
        assert [it["username"] for it in admin.get(f"{path}/{top['id']}/members")] == ["ann"]
        ann = admin.get(f"/admin/realms/{name}/users?username=ann")[0]
        groups = admin.get(f"/admin/realms/{name}/users/{ann['id']}/groups")
        assert sorted(it["path"] for it in groups) == [f"/{NAME}", f"/{NAME}/below"]

    # What nobody mentions stays, one thing at a time is seen, a secret changed alone is sent and not shown.
    change = {
        "clients": [{"clientId": NAME, "description": "d"}],
        "identityProviders": [{"alias": "gh", "config": {"clientSecret": "hidden-2"}}],
        "roles": {"realm": [{"name": "inner", "attributes": {"x": ["1"]}}]},
    }
    done, _requests = settled(server, name, change)
    assert done.summary == {"create": 0, "update": 3, "delete": 0, "unchanged": 1}
    assert "hidden-2" not in str(done.report())
    after = _export(server, admin, name)
    for before, now in ((clients[NAME], next(it for it in after["clients"] if it["clientId"] == NAME)),):
        assert {**before, "description": "d"} == now

    # An export of the realm declares what is there.
    again, writes, requests_ = run(server, name, after, check=True)
    assert (lines(again), writes) == ([], 0) and requests_ < 10


def _export(server, admin, name):
    return admin.post(f"/admin/realms/{name}/partial-export?exportClients=true&exportGroupsAndRoles=true", None)


def leaves(value, path=()):
    """The plain values of a representation by their place, in which objects go by their names."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        names = ("clientId", "alias", "name", "username", "authenticator", "flowAlias", "client", "clientScope")
        value = {next((str(it[key]) for key in names if it.get(key)), str(n)): it for n, it in enumerate(value)}
    if not isinstance(value, dict):
        return {path: sorted(value, key=str) if isinstance(value, list) else value}
    return {key: it for name, inner in value.items() for key, it in leaves(inner, (*path, name)).items()}


def test_nothing_else_is_touched(server, admin, name):
    run(server, name, CONFIG)
    before = leaves(_export(server, admin, name))
    said = {
        "displayName": "new",
        "attributes": {"own": "1"},
        "clients": [{"clientId": NAME, "name": "n"}, {"clientId": "account", "description": "d"}],
        "clientScopes": [{"name": "invoices", "description": "d"}],
        "roles": {"realm": [{"name": "outer", "description": "d"}]},
        "groups": [{"name": NAME, "attributes": {"n": ["1"]}}],
        "identityProviders": [{"alias": "gh", "providerId": "github", "displayName": "d"}],
        "requiredActions": [{"alias": "TERMS_AND_CONDITIONS", "defaultAction": True}],
        "localizationTexts": {"de": {"k": "v"}},
    }
    done, _requests = settled(server, name, said)
    after = leaves(_export(server, admin, name))
    assert {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)} == {
        ("displayName",),
        ("attributes", "own"),
        ("clients", NAME, "name"),
        ("clients", "account", "description"),
        ("clientScopes", "invoices", "description"),
        ("roles", "realm", "outer", "description"),
        ("groups", NAME, "attributes", "n"),
        ("identityProviders", "gh", "displayName"),
        ("requiredActions", "TERMS_AND_CONDITIONS", "defaultAction"),
        ("localizationTexts", "de", "k"),
    }
    assert done.summary["update"] == 9


BADGES = {
    "components": {
        "org.keycloak.userprofile.UserProfileProvider": [
            {
                "providerId": "declarative-user-profile",
                "config": {
                    "kc.user.profile.config": [
                        '{"attributes": [{"name": "badge", "permissions": {"view": ["admin"], "edit": ["admin"]}}]}'
                    ]
                },
            }
        ]
    },
    "users": [{"username": "ann", "attributes": {"badge": ["7"]}}],
}


def test_what_a_new_realm_brings_is_foreseen(server, admin, name):
    flow = {"providerId": "basic-flow", "topLevel": True}
    executions = [{"authenticator": "docker-http-basic-authenticator", "requirement": "DISABLED"}]
    config = {
        **BADGES,
        "adminPermissionsEnabled": True,
        "clients": [
            {"clientId": "account", "description": "d"},
            {"clientId": "admin-cli", "enabled": True},
            {"clientId": "admin-permissions", "enabled": True},
            {"clientId": "new", "authenticationFlowBindingOverrides": {"browser": "direct grant"}},
        ],
        "clientScopes": [{"name": "email", "description": "mail"}, {"name": "profile", "protocol": "openid-connect"}],
        "roles": {
            "realm": [
                {
                    "name": f"default-roles-{name}",
                    "composites": {"client": {"account": ["view-profile", "view-groups"]}},
                },
                {"name": "helper", "composites": {"client": {"realm-management": ["view-users"]}}},
            ],
            "client": {"account": [{"name": "view-profile", "description": "v"}]},
        },
        "requiredActions": [{"alias": "VERIFY_EMAIL", "enabled": True}, {"alias": "CONFIGURE_TOTP", "priority": 15}],
        "authenticationFlows": [{**flow, "alias": "docker auth", "authenticationExecutions": executions}],
        "defaultDefaultClientScopes": ["phone", "email"],
    }
    config = for_server(config)
    checked, _writes, _requests = run(server, name, config, check=True)
    done, _requests = settled(server, name, config)
    assert done.summary["unchanged"] == len(config["clients"]) and "create client 'account'" not in lines(done)

    def told(outcome):
        return [tidy(side) for it in outcome.planned for side in (it.plan.before, it.plan.after)]

    assert told(checked) == told(done)


def test_an_export_of_a_new_realm_applied_to_none(server, admin, name):
    other = {"realm": f"{name}-other", "enabled": True}
    admin.post("/admin/realms", other)
    try:
        config = _export(server, admin, other["realm"])
    finally:
        admin.remove_realm(other["realm"])
    # As a configuration that nobody exported, the realm is made object by object.
    del config["keycloakVersion"]
    config["clients"] = [client for client in config["clients"] if client["clientId"] != "realm-management"]
    done, _requests = settled(server, name, config)
    # Addresses of the account pages and the console, and the default role, follow the name of the realm.
    assert done.summary == {"create": 1, "update": 0, "delete": 0, "unchanged": done.summary["unchanged"]}


def test_attributes_that_the_profile_is_to_have(server, admin, name):
    admin.post("/admin/realms", {"realm": name, "enabled": True})
    settled(server, name, BADGES)
    assert admin.get(f"/admin/realms/{name}/users?username=ann")[0]["attributes"] == {"badge": ["7"]}


def test_each_phase_of_a_realm_that_is_not_there_can_be_checked(server, name):
    eve = {"username": "eve", "attributes": {"badge": ["7"], "locale": "de"}}
    more = {**BADGES, "users": [*CONFIG["users"], eve], "internationalizationEnabled": True}
    parts = parts_of(copy.deepcopy({**CONFIG, **more}), name)
    with client_with(server) as client:
        whole = converge(client, parts, NOTHING, True)
        told = [
            {it.declared.title for it in converge(client, parts.only([phase]), NOTHING, True).changed}
            for phase in PHASES
        ]
        assert client.writes == 0
    assert [{it.declared.title for it in whole.changed if phase in it.phases} for phase in PHASES] == told


def test_phase_by_phase(server, name):
    parts = parts_of(copy.deepcopy(CONFIG), name)
    with client_with(server) as client:
        whole = converge(client, parts, NOTHING, True)
        with pytest.raises(InputError, match="the phase settings creates it"):
            converge(client, parts.only(["clients"]), NOTHING, False)
        told = []
        for phase in PHASES:
            done = converge(client, parts.only([phase]), NOTHING, False)
            assert done.warnings == []
            told.append({it.declared.title for it in done.changed})
    assert [{it.declared.title for it in whole.changed if phase in it.phases} for phase in PHASES] == told
    settled_, writes, _requests = run(server, name, CONFIG)
    assert (lines(settled_), writes) == ([], 0)


def test_what_is_set_in_each_run_is_set_once_in_it(server, admin, name):
    config = {
        "identityProviders": CONFIG["identityProviders"],
        "users": [{"username": "ann", "credentials": [{"type": "password", "value": "secret"}]}],
    }
    run(server, name, config)
    always = {"update_secret": "always", "update_password": "always"}
    with client_with(server) as client:
        outcome = converge(client, parts_of(copy.deepcopy(config), name, always), NOTHING, False)
        assert (client.writes, outcome.warnings) == (2, [])
    assert lines(outcome) == ["update identity provider 'gh': config", "set the password of user 'ann'"]


def test_objects_that_were_changed_by_hand(server, admin, name):
    settled(server, name, CONFIG)
    admin.put(f"/admin/realms/{name}", {"displayName": "by hand"})
    role = admin.get(f"/admin/realms/{name}/roles/inner")
    admin.delete(f"/admin/realms/{name}/roles/inner")
    done, _requests = settled(server, name, CONFIG)
    assert "create role 'inner'" in lines(done) and admin.get(f"/admin/realms/{name}/roles/inner")["id"] != role["id"]
    assert admin.get(f"/admin/realms/{name}")["displayName"] == NAME


def test_a_thousand_users(server, admin, name):
    config = {
        "internationalizationEnabled": True,
        "supportedLocales": ["de"],
        "roles": {"realm": [{"name": "member"}], "client": {"app": [{"name": "reader"}]}},
        "groups": [{"name": "everyone"}, {"name": "all"}],
        "defaultGroups": ["/all"],
        "clients": [{"clientId": "app"}],
        "identityProviders": [
            {"alias": "other", "providerId": "oidc", "config": {"clientId": "a", "tokenUrl": "https://a.example.org"}}
        ],
        "components": {
            "org.keycloak.userprofile.UserProfileProvider": [
                {
                    "providerId": "declarative-user-profile",
                    "config": {
                        "kc.user.profile.config": [json.dumps({"unmanagedAttributePolicy": "ENABLED"})],
                    },
                }
            ]
        },
        "users": [
            {
                "username": f"user-{n}",
                "email": f"User-{n}@Example.org",
                "emailVerified": n % 2 == 0,
                "enabled": n % 10 > 0,
                "firstName": "Zoë O'Neil",
                "lastName": "de la Cruz",
                "attributes": {"locale": ["de"], "Größe & x": ["ä", "b"], "empty": [""]},
                "requiredActions": ["UPDATE_PROFILE"] if n % 3 else [],
                # The server has no list of them: they are read user by user.
                "federatedIdentities": [{"identityProvider": "other", "userId": "Id", "userName": "N"}]
                if n == 5
                else [],
                "groups": ["/everyone"],
                "realmRoles": ["member"],
                "clientRoles": {"app": ["reader"]},
            }
            for n in range(1001)
        ],
    }
    checked, writes, _requests = run(server, name, config, check=True)
    assert (checked.summary["create"], writes) == (1008, 0)
    _done, writes, _requests = run(server, name, config)
    # One for each batch of users, and a handful for the rest.
    assert writes < 1001 / 20 + 10
    again, writes, requests_ = run(server, name, config)
    assert (lines(again), writes) == ([], 0) and requests_ < 50
    # An import gives a new user nothing of its own accord.
    someone = admin.get(f"/admin/realms/{name}/users?username=user-501&exact=true")[0]
    path = f"/admin/realms/{name}/users/{someone['id']}"
    assert someone["enabled"] is True
    assert sorted(it["path"] for it in admin.get(f"{path}/groups")) == ["/all", "/everyone"]
    roles = sorted(it["name"] for it in admin.get(f"{path}/role-mappings/realm"))
    assert roles == [f"default-roles-{name}", "member"]
    # One of them alone does not read a thousand.
    one, _writes, requests_ = run(server, name, {"users": [{"username": "user-7", "firstName": "F"}]}, check=True)
    assert lines(one) == ["update user 'user-7': firstName"] and requests_ < 10


def many(*others):
    return {"users": [{"username": f"user-{n}", "email": f"user-{n}@example.org"} for n in range(12)] + list(others)}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"username": "x"}, "user 'x'.*error-invalid-length"),
        ({"username": "other", "email": "nobody"}, "user 'other'.*error-invalid-email"),
        ({"username": "other", "email": "taken@example.org"}, "user 'other'.*email.*409"),
        (
            {"username": "other", "credentials": [{"type": "password", "value": "short"}]},
            "user 'other'.*[Pp]assword.*" + ("length" if has("names of broken password policies") else "not met"),
        ),
    ],
)
def test_the_server_looks_at_each_of_many_new_users(server, admin, name, wrong, message):
    taken = {"username": "somebody", "email": "taken@example.org"}
    run(server, name, {"passwordPolicy": "length(8)", "users": [taken]})
    with pytest.raises(Stopped, match=message) as stopped:
        run(server, name, many(wrong))
    assert stopped.value.report["not_done"] == [f"user '{wrong['username']}'"]
    assert admin.get(f"/admin/realms/{name}/users/count") == 13
    again, writes, _requests = run(server, name, many())
    assert (lines(again), writes) == ([], 0)


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (
            {"roles": {"realm": [{"name": "a", "composites": {"realm": ["offline-access"]}}]}},
            "no role 'offline-access'",
        ),
        ({"users": [{"username": "x", "groups": ["/nowhere"]}]}, "no group '/nowhere'"),
        ({"clients": [{"clientId": "x", "defaultClientScopes": ["emial"]}]}, "no client scope 'emial'.*email"),
        ({"browserFlow": "brwser"}, "no authentication flow 'brwser'.*browser"),
        ({"clients": [{"clientId": "x", "enabled": "perhaps"}]}, "client 'x' in the configuration.*enabled"),
    ],
)
def test_bad_input_writes_nothing(server, realm, config, message):
    for check, where in itertools.product((True, False), (realm, "not-there")):
        with client_with(server) as client:
            with pytest.raises(InputError, match=message):
                converge(client, parts_of(config, where), Purge(), check)
            assert client.writes == 0


def test_what_the_module_does_not_know_is_said(server, realm):
    with pytest.raises(InputError) as error:
        run(server, realm, {"frobnicate": 1, "displayNam": "x"}, check=True)
    assert f"realm '{realm}': unknown key frobnicate." in str(error.value)
    assert f"realm '{realm}': unknown key displayNam; did you mean displayName" in str(error.value)


def test_purge(server, admin, name):
    settled(server, name, CONFIG)
    kinds = ("clients", "groups", "realm_roles", "client_roles", "client_scopes", "identity_providers")
    little = {"clients": [{"clientId": NAME}], "roles": {"realm": [{"name": "inner"}]}}
    before = _export(server, admin, name)
    with pytest.raises(InputError, match="purge would remove 6 objects .*max_deletions is 5"):
        run(server, name, little, purge=Purge(kinds, (), 5))
    referring = dict(little, scopeMappings=[{"client": "spa", "roles": ["inner"]}])
    with pytest.raises(InputError, match="no client 'spa'"):
        run(server, name, referring, purge=Purge(kinds, (), 10))
    assert _export(server, admin, name) == before
    done, _requests = settled(server, name, little, purge=Purge(kinds, ("g*", "sp?"), 10))
    assert sorted(lines(done)) == sorted(
        [
            f"delete client role '{NAME}'",
            f"delete group '{NAME}'",
            "delete role 'outer'",
            "delete client scope 'invoices'",
        ]
    )
    after = _export(server, admin, name)
    assert {"account", "broker", "spa", NAME} <= {it["clientId"] for it in after["clients"]}
    assert {"offline_access", "uma_authorization", f"default-roles-{name}", "inner"} == {
        it["name"] for it in after["roles"]["realm"]
    }
    assert {"email", "profile"} <= {it["name"] for it in after["clientScopes"]}


def test_purge_of_people_and_what_is_around_them(server, admin, name):
    directory = "org.keycloak.storage.UserStorageProvider"
    ldap = {
        "enabled": ["false"],
        "connectionUrl": ["ldap://localhost:1"],
        "editMode": ["READ_ONLY"],
        "vendor": ["other"],
    }
    more = {"components": {directory: [{"name": "old", "providerId": "ldap", "config": ldap}]}}
    settled(server, name, {**CONFIG, **more})
    admin.post(f"/admin/realms/{name}/users", {"username": "bob", "enabled": True})
    kinds = ("users", "organizations", "user_federation", "workflows")
    left = {"users": [{"username": "ANN"}], "organizations": [{"name": "Other", "members": [{"username": "bob"}]}]}
    left = for_server(left)
    if has("organizations"):
        with pytest.raises(InputError, match="no user 'bob'"):
            run(server, name, left, purge=Purge(kinds, (), 9))
        left["organizations"][0].pop("members")
    done, _requests = settled(server, name, left, purge=Purge(kinds, ("kept*",), 4))
    assert sorted(lines(done)) == [
        *(["delete organization 'Acme'"] if has("organizations") else []),
        "delete user 'bob'",
        "delete user federation 'old'",
        *(["delete workflow 'w'"] if has("workflows") else []),
    ]
    assert [it["username"] for it in admin.get(f"/admin/realms/{name}/users")] == ["ann"]
    own = next(it["id"] for it in admin.get(f"/admin/realms/{name}/clients") if it["clientId"] == NAME)
    assert admin.get(f"/admin/realms/{name}/clients/{own}/service-account-user")
    if has("organizations"):
        assert [it["name"] for it in admin.get(f"/admin/realms/{name}/organizations")] == ["Other"]
    assert not _export(server, admin, name)["components"].get(directory)


def test_the_role_of_authorization_services_is_not_purged(server, admin, name):
    app = {"clientId": "app", "serviceAccountsEnabled": True, "authorizationServicesEnabled": True}
    run(server, name, {"clients": [app], "roles": {"client": {"app": [{"name": "old"}]}}})
    done, _requests = settled(server, name, {"clients": [app]}, purge=Purge(("client_roles",), (), 9))
    assert lines(done) == ["delete client role 'old'"]


def test_what_is_said_of_imported_users_is_all_that_they_get(server, admin, name):
    action = {"alias": "CONFIGURE_TOTP", "defaultAction": True, "enabled": True}
    config = many(
        {"username": "nothing", "requiredActions": []},
        {
            "username": "exact",
            "groups": ["/b"],
            "groups_behavior": "exact",
            "realmRoles": ["r"],
            "roles_behavior": "exact",
        },
        {"username": "more", "groups": ["/b"], "realmRoles": ["r"]},
    )
    config.update(groups=[{"name": "a"}, {"name": "b"}], defaultGroups=["/a"], roles={"realm": [{"name": "r"}]})
    config.update(requiredActions=[action])
    settled(server, name, config)
    path = f"/admin/realms/{name}/users"
    held = {it["username"]: it for it in admin.get(f"{path}?briefRepresentation=false")}
    assert [held[it]["requiredActions"] for it in ("nothing", "more")] == [[], ["CONFIGURE_TOTP"]]
    groups = {it: admin.get(f"{path}/{held[it]['id']}/groups") for it in ("exact", "more")}
    assert {it: sorted(one["name"] for one in own) for it, own in groups.items()} == {
        "exact": ["b"],
        "more": ["a", "b"],
    }
    roles = {it: admin.get(f"{path}/{held[it]['id']}/role-mappings/realm") for it in ("exact", "more")}
    assert [len(roles[it]) for it in ("exact", "more")] == [1, 2]


def test_who_comes_by_an_import_is_not_purged(server, admin, name):
    run(server, name, {"users": [{"username": "old"}]})
    done, _requests = settled(server, name, many(), purge=Purge(("users",), (), 20))
    assert (done.summary["create"], done.summary["delete"]) == (12, 1)
    assert admin.get(f"/admin/realms/{name}/users/count") == 12


def test_a_run_that_is_stopped_is_completed_by_the_next(server, admin, name):
    for number in (2, 8, 12):
        with Proxy(server.url) as proxy:
            writing = "/admin/realms(?!.*partial-export)"
            proxy.faults = [Fault("answer", "POST|PUT", writing, after=number, count=1000, status=500)]
            with pytest.raises(Stopped) as stopped:
                run(SimpleNamespace(url=proxy.url), name, CONFIG)
        told = stopped.value.report
        assert told["not_done"] and not set(told["done"]) & set(told["not_done"])
    again, _writes, _requests = run(server, name, CONFIG)
    assert again.changed
    settled_, writes, _requests = run(server, name, CONFIG)
    assert (lines(settled_), writes) == ([], 0)


@pytest.mark.parametrize("number", [3, 9])
def test_a_token_that_is_revoked_in_the_middle(server, name, number):
    base = f"{server.url}/realms/master/protocol/openid-connect"
    form = {"client_id": "admin-cli"}
    log_in = dict(form, grant_type="password", username="admin", password="admin")
    granted = requests.post(f"{base}/token", data=log_in, timeout=60).json()
    with client_with(server, token=granted["access_token"]) as client:
        send = client.send

        def revoking(*arguments, **options):
            if client.writes == number:
                logged_out = dict(form, refresh_token=granted["refresh_token"])
                requests.post(f"{base}/logout", data=logged_out, timeout=60)
            return send(*arguments, **options)

        client.send = revoking
        with pytest.raises(Stopped, match="(?i)token") as stopped:
            converge(client, parts_of(copy.deepcopy(CONFIG), name), NOTHING, False)
    told = stopped.value.report
    assert told["not_done"] and not set(told["done"]) & set(told["not_done"])
    assert granted["access_token"] not in str(stopped.value)
    again, _writes, _requests = run(server, name, CONFIG)
    assert again.changed
    settled_, writes, _requests = run(server, name, CONFIG)
    assert (lines(settled_), writes) == ([], 0)


def test_a_server_that_is_killed_in_the_middle(name):
    state = keycloak.start("killed")
    home, processes = background.CACHE / "instances" / "killed", [state.pid]
    try:
        with client_with(state) as client:
            send = client.send

            def killing(*arguments, **options):
                if client.writes == 9:
                    os.killpg(state.pid, signal.SIGKILL)
                return send(*arguments, **options)

            client.send = killing
            with pytest.raises(Stopped) as stopped:
                converge(client, parts_of(copy.deepcopy(CONFIG), name), NOTHING, False)
        assert stopped.value.report["done"] and stopped.value.report["not_done"]
        process, port = keycloak.launch(home, home.with_suffix(".log"))
        processes.append(process.pid)
        restarted = SimpleNamespace(url=f"http://{background.LOOPBACK}:{port}")
        again, _writes, _requests = run(restarted, name, CONFIG)
        assert again.changed
        settled_, writes, _requests = run(restarted, name, CONFIG)
        assert (lines(settled_), writes) == ([], 0)
    finally:
        for pid in processes:
            background.end(pid)
        background.stop("killed")


def test_files(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "a.yml").write_text("realm: r\nclients: [{clientId: one, enabled: true}]\n")
    (tmp_path / "b" / "c.json").write_text(
        json.dumps({"clients": [{"clientId": "two"}, {"clientId": "one", "name": "n"}]})
    )
    assert load([str(tmp_path)]) == {
        "realm": "r",
        "clients": [{"clientId": "one", "enabled": True, "name": "n"}, {"clientId": "two"}],
    }
    (tmp_path / "b" / "d.yaml").write_text("realm: other\n")
    with pytest.raises(InputError, match="d.yaml has another realm than the files before it"):
        load([str(tmp_path)])
    (tmp_path / "b" / "d.yaml").write_text("clients: [{clientId: one, secret: s1}, {clientId: one, secret: s2}]")
    with pytest.raises(InputError, match="d.yaml has another clients > one > secret than .*: keep one.") as told:
        load([str(tmp_path)])
    assert "s2" not in str(told.value)
    (tmp_path / "e.yml").write_text("a: [b")
    with pytest.raises(InputError, match="e.yml can't be read"):
        load([str(tmp_path / "e.yml")])


def test_lists_that_are_the_whole_truth(server, admin, name):
    mapper = {"protocol": "openid-connect", "protocolMapper": "oidc-audience-mapper", "config": {"claim.name": "a"}}
    provider = {
        "alias": "other",
        "providerId": "oidc",
        "config": {"clientId": "a", "tokenUrl": "https://a.example.org"},
    }
    of_provider = {"identityProviderAlias": "other", "identityProviderMapper": "oidc-hardcoded-role-idp-mapper"}
    config = {
        "roles": {"realm": [{"name": "a"}, {"name": "b"}, {"name": "all", "composites": {"realm": ["a", "b"]}}]},
        "groups": [{"name": "g", "realmRoles": ["a", "b"]}, {"name": "h"}],
        "clients": [{"clientId": "c", "protocolMappers": [{"name": "one", **mapper}, {"name": "two", **mapper}]}],
        "identityProviders": [provider],
        "identityProviderMappers": [
            {"name": it, **of_provider, "config": {"role": "a", "syncMode": "FORCE"}} for it in ("one", "two")
        ],
        "users": [{"username": "ann", "groups": ["/g", "/h"], "realmRoles": ["a", "b"]}],
    }
    settled(server, name, config)
    whole = {
        "roles": {"realm": [{"name": "all", "composites": {"realm": ["b"]}, "composites_behavior": "exact"}]},
        "groups": [{"name": "g", "realmRoles": ["b"], "roles_behavior": "exact"}],
        "clients": [
            {
                "clientId": "c",
                "protocolMappers": [{"name": "two", **mapper}],
                "protocol_mappers_behavior": "exact",
            }
        ],
        "identityProviders": [{**provider, "mappers_behavior": "exact"}],
        "identityProviderMappers": config["identityProviderMappers"][1:],
        "users": [
            {
                "username": "ann",
                "groups": ["/h"],
                "groups_behavior": "exact",
                "realmRoles": [],
                "roles_behavior": "exact",
            }
        ],
    }
    done, _requests = settled(server, name, whole)
    assert done.summary["update"] == 6
    path = f"/admin/realms/{name}"
    ann = admin.get(f"{path}/users?username=ann")[0]["id"]
    client = admin.get(f"{path}/clients?clientId=c")[0]
    held = [
        admin.get(f"{path}/roles/all/composites"),
        admin.get(f"{path}/groups/{admin.get(f'{path}/groups?search=g')[0]['id']}/role-mappings/realm"),
        client["protocolMappers"],
        admin.get(f"{path}/identity-provider/instances/other/mappers"),
        admin.get(f"{path}/users/{ann}/groups"),
        admin.get(f"{path}/users/{ann}/role-mappings/realm"),
    ]
    assert [[it["name"] for it in items] for items in held] == [["b"], ["b"], ["two"], ["two"], ["h"], []]
