# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many requests it takes to see that nothing differs: none grows with the number of objects."""

from __future__ import annotations

from collections import Counter

from connecting import client_with
from needs import needs
from test_realm_config import NOTHING, converge, lines, name, parts_of, run, settled

__all__ = ["name"]
MAPPER = {"protocol": "openid-connect", "protocolMapper": "oidc-full-name-mapper", "config": {}}
LDAP = {
    "enabled": ["false"],
    "connectionUrl": ["ldap://127.0.0.1:1"],
    "usersDn": ["dc=x"],
    "bindDn": ["cn=a"],
    "bindCredential": ["secret"],
    "vendor": ["other"],
    "usernameLDAPAttribute": ["uid"],
    "rdnLDAPAttribute": ["uid"],
    "uuidLDAPAttribute": ["entryUUID"],
    "userObjectClasses": ["top"],
    "editMode": ["READ_ONLY"],
    "authType": ["simple"],
}
# One read for each object of these lists: the server has none that tells of all of them.
OF_EACH = {
    "/groups/{group-id}/members",
    "/roles/{role-name}/users",
    "/clients/{client-uuid}/roles/{role-name}/users",
    "/organizations/{org-id}/members",
    "/organizations/{org-id}/identity-providers",
    "/organizations/{org-id}/groups",
}


def flow(n):
    executions = [
        {"authenticator": "auth-cookie", "requirement": "ALTERNATIVE"},
        {
            "authenticator": "identity-provider-redirector",
            "requirement": "ALTERNATIVE",
            "authenticatorConfig": f"config {n}",
        },
        {"flowAlias": f"flow {n} forms", "requirement": "ALTERNATIVE"},
    ]
    forms = [{"authenticator": "auth-username-password-form", "requirement": "REQUIRED"}]
    return [
        {"alias": f"flow {n}", "providerId": "basic-flow", "topLevel": True, "authenticationExecutions": executions},
        {"alias": f"flow {n} forms", "providerId": "basic-flow", "authenticationExecutions": forms, "topLevel": False},
    ]


def client(n):
    policies = [
        {"name": "p", "type": "role", "config": {"roles": '[{"id": "role-0"}]'}},
        {"name": "x", "type": "scope", "config": {"scopes": '["a"]', "applyPolicies": '["p"]'}},
    ]
    resources = [{"name": "r", "scopes": [{"name": "a"}]}]
    return {
        "clientId": f"app-{n}",
        "secret": "secret",
        "serviceAccountsEnabled": True,
        "authorizationServicesEnabled": True,
        "defaultClientScopes": [f"scope-{n}"],
        "protocolMappers": [{"name": "m", **MAPPER}],
        "authorizationSettings": {"scopes": [{"name": "a"}], "resources": resources, "policies": policies},
    }


def config(count):
    """So many objects of each kind, but for what there is a fixed number of."""
    every = range(count)
    locales = ["de", "fr", "es", "it"][:count]
    ldap_mapper = {
        "name": "m",
        "providerId": "user-attribute-ldap-mapper",
        "config": {"ldap.attribute": ["x"], "user.model.attribute": ["y"]},
    }
    mappers = {"org.keycloak.storage.ldap.mappers.LDAPStorageMapper": [ldap_mapper]}
    return {
        "organizationsEnabled": True,
        "internationalizationEnabled": True,
        "supportedLocales": ["en", *locales],
        "localizationTexts": {locale: {"a": "b"} for locale in locales},
        "authenticationFlows": [part for n in every for part in flow(n)],
        "authenticatorConfig": [{"alias": f"config {n}", "config": {"defaultProvider": "gh"}} for n in every],
        "clientScopes": [
            {"name": f"scope-{n}", "protocol": "openid-connect", "protocolMappers": [{"name": "m", **MAPPER}]}
            for n in every
        ],
        "clientProfiles": {
            "profiles": [{"name": f"profile-{n}", "executors": [{"executor": "secure-session"}]} for n in every]
        },
        "clientPolicies": {
            "policies": [
                {"name": f"policy-{n}", "conditions": [{"condition": "any-client"}], "profiles": [f"profile-{n}"]}
                for n in every
            ]
        },
        "clients": [client(n) for n in every],
        "roles": {
            "realm": [{"name": f"role-{n}", "composites": {"realm": ["offline_access"]}} for n in every],
            "client": {f"app-{n}": [{"name": "own"}] for n in every},
        },
        "groups": [
            {
                "name": f"group-{n}",
                "realmRoles": [f"role-{n}"],
                "clientRoles": {f"app-{n}": ["own"]},
                "subGroups": [{"name": "below", "attributes": {"x": ["y"]}}],
            }
            for n in every
        ],
        "defaultGroups": ["/group-0"],
        "scopeMappings": [{"client": f"app-{n}", "roles": [f"role-{n}"]} for n in every],
        "clientScopeMappings": {f"app-{n}": [{"clientScope": f"scope-{n}", "roles": ["own"]}] for n in every},
        "identityProviders": [
            {"alias": f"gh-{n}", "providerId": "github", "config": {"clientId": "x", "clientSecret": "secret"}}
            for n in every
        ],
        "identityProviderMappers": [
            {
                "name": "m",
                "identityProviderAlias": f"gh-{n}",
                "identityProviderMapper": "oidc-hardcoded-role-idp-mapper",
                "config": {"role": "role-0"},
            }
            for n in every
        ],
        "components": {
            "org.keycloak.storage.UserStorageProvider": [
                {"name": f"ldap-{n}", "providerId": "ldap", "config": LDAP, "subComponents": mappers} for n in every
            ],
            "org.keycloak.keys.KeyProvider": [
                {"name": f"key-{n}", "providerId": "aes-generated", "config": {"priority": ["50"]}} for n in every
            ],
        },
        "users": [
            {
                "username": f"user-{n}",
                "groups": [f"/group-{n}"],
                "realmRoles": [f"role-{n}"],
                "clientRoles": {f"app-{n}": ["own"]},
                "credentials": [{"type": "password", "value": "secret"}],
            }
            for n in every
        ]
        + [
            {"username": f"service-account-app-{n}", "serviceAccountClientId": f"app-{n}", "realmRoles": ["role-0"]}
            for n in every
        ],
        "organizations": [
            {
                "name": f"org-{n}",
                "domains": [{"name": f"{n}.example.org"}],
                "members": [{"username": f"user-{n}"}],
                "identityProviders": [{"alias": f"gh-{n}"}],
                "groups": [{"name": "top", "realmRoles": ["role-0"], "subGroups": [{"name": "below"}]}],
            }
            for n in every
        ],
        "workflows": [
            {"name": f"workflow-{n}", "on": "user-created", "steps": [{"uses": "disable-user", "after": "30d"}]}
            for n in every
        ],
    }


def reads(server, realm, config_):
    """How often each path is read by a run that finds nothing to do."""
    with client_with(server) as connection:
        counted, send = Counter(), connection.send

        def counting(endpoint, *arguments, **options):
            counted[endpoint.path.replace("/admin/realms/{realm}", "")] += 1
            return send(endpoint, *arguments, **options)

        connection.send = counting
        outcome = converge(connection, parts_of(config_, realm), NOTHING, False)
        assert (lines(outcome), connection.writes) == ([], 0)
        return counted


@needs("groups of organizations", "workflows")
def test_reads_do_not_grow_with_the_realm(server, name):
    counts = []
    for size in (2, 4):
        settled(server, name, config(size))
        counts.append(reads(server, name, config(size)))
    few, many = counts
    assert {path: many[path] for path in many if path not in OF_EACH} == {
        path: few[path] for path in few if path not in OF_EACH
    }
    assert sum(count for path, count in many.items() if path not in OF_EACH) <= 10
    assert {path: many[path] for path in OF_EACH} == dict.fromkeys(OF_EACH, 4)


@needs("groups of organizations")
def test_more_groups_of_an_organization_than_a_page(server, admin, name):
    below = [{"name": f"{n} Größe %", "attributes": {"n": [str(n)]}} for n in range(101)]
    groups = [{"name": "top", "subGroups": below}, *({"name": f"side {n}"} for n in range(101))]
    whole = {"organizationsEnabled": True, "organizations": [{"name": "Acme", "groups": groups}]}
    run(server, name, whole)
    again, writes, requests_ = run(server, name, whole)
    assert (lines(again), writes) == ([], 0) and requests_ < 10
    below[100]["attributes"] = {"n": ["other"]}
    changed, _writes, _requests = run(server, name, whole)
    assert lines(changed) == ["update organization group '100 Größe %': attributes"]


def test_what_a_brief_page_of_users_has_is_enough(server, admin, name):
    """Those who differ, or of whom more is declared, are read whole: what no one mentions of them stays."""
    users = [
        {
            "username": f"User-{n}",
            "email": f"User-{n}@Example.org",
            "firstName": f"Ü {n}",
            "lastName": " ",
            "enabled": n > 3,
        }
        for n in range(250)
    ]
    run(server, name, {"users": users})
    path = f"/admin/realms/{name}"
    admin.put(f"{path}/users/profile", {**admin.get(f"{path}/users/profile"), "unmanagedAttributePolicy": "ENABLED"})
    (held,) = admin.get(f"{path}/users?username=user-7&exact=true")
    by_hand = {**held, "firstName": "by hand", "attributes": {"kept": ["yes"]}, "requiredActions": ["VERIFY_EMAIL"]}
    admin.put(f"{path}/users/{held['id']}", by_hand)
    users[8]["attributes"] = {"colour": ["red"]}
    users[9]["requiredActions"] = ["VERIFY_EMAIL"]
    users[10]["emailVerified"] = True
    done, _requests = settled(server, name, {"users": users})
    assert sorted(lines(done)) == [
        "update user 'user-10': emailVerified",
        "update user 'user-7': firstName",
        "update user 'user-8': attributes",
        "update user 'user-9': requiredActions",
    ]
    (held,) = admin.get(f"{path}/users?username=user-7&exact=true&briefRepresentation=false")
    kept = {key: held[key] for key in ("firstName", "attributes", "requiredActions")}
    assert kept == {"firstName": "Ü 7", "attributes": {"kept": ["yes"]}, "requiredActions": ["VERIFY_EMAIL"]}
    counted = reads(server, name, {"users": users})
    # The count, a brief page, and each of those of whom more is declared.
    assert (counted["/users/count"], counted["/users"]) == (1, 1 + 2)
