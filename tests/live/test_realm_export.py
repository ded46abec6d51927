# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A realm as what keycloak_realm_config takes: applied it changes nothing, and on an empty server it makes the same."""

from __future__ import annotations

import json

import jinja2
import pytest
from connecting import client_with
from needs import for_server, has, needs
from test_realm_config import NAME, _export, lines, name, run, settled

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.export import _written, export
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.purge import Purge

__all__ = ["name"]
CLIENT = f"https://app.example.org/{NAME}"


def listed(*items):
    return json.dumps(items)


def policy(title, kind, strategy="UNANIMOUS", logic="POSITIVE", **config):
    return {"name": title, "type": kind, "logic": logic, "decisionStrategy": strategy, "config": config}


SETTINGS = {
    "policyEnforcementMode": "PERMISSIVE",
    "decisionStrategy": "AFFIRMATIVE",
    "allowRemoteResourceManagement": False,
    "scopes": [{"name": "read"}, {"name": NAME, "displayName": "Schreiben", "iconUri": "https://x.example.org"}],
    "resources": [
        {
            "name": "doc",
            "displayName": NAME,
            "type": "urn:doc",
            "uris": ["/a"],
            "ownerManagedAccess": True,
            "scopes": [{"name": "read"}, {"name": NAME}],
            "attributes": {"x": ["1", "2"]},
        },
        {"name": "hers", "owner": {"name": "ann"}},
        {"name": "all", "uris": ["/*"]},
    ],
    "policies": [
        policy("outermost", "aggregate", applyPolicies=listed("outer")),
        policy("outer", "aggregate", logic="NEGATIVE", applyPolicies=listed("by role", "by user")),
        policy(
            "by role",
            "role",
            roles=listed({"id": "r", "required": True}, {"id": f"{CLIENT}/{NAME}", "required": False}),
            **({"fetchRoles": "true"} if has("roles in tokens for policies") else {}),
        ),
        policy("by user", "user", users=listed("ann")),
        policy("by group", "group", groups=listed({"path": f"/{NAME}/sub", "extendChildren": True}), groupsClaim="g"),
        policy("by client", "client", clients=listed(CLIENT)),
        policy("by scope", "client-scope", clientScopes=listed({"id": "email", "required": True})),
        policy("by time", "time", hour="8", hourEnd="17", nbf="2024-01-01 00:00:00"),
        policy("by claim", "regex", targetClaim="email", pattern=".*", targetContextAttributes="false"),
        policy("on doc", "resource", "AFFIRMATIVE", resources=listed("doc"), applyPolicies=listed("outermost")),
        policy("on type", "resource", defaultResourceType="urn:doc", applyPolicies=listed("by time")),
        policy("to read", "scope", resources=listed("doc"), scopes=listed("read"), applyPolicies=listed("by time")),
    ],
}


def may(title, kind, *resources):
    found = {"resources": listed(*resources)} if resources else {}
    scope = {"Roles": "map-role"}.get(kind, "view")
    return policy(title, "scope", defaultResourceType=kind, scopes=listed(scope), applyPolicies=listed("her"), **found)


CONFIG = for_server(
    {
        "adminPermissionsEnabled": True,
        "organizationsEnabled": True,
        "roles": {"realm": [{"name": "r"}], "client": {CLIENT: [{"name": NAME}]}},
        "groups": [{"name": NAME, "realmRoles": ["r"], "subGroups": [{"name": "sub"}]}],
        "clients": [
            {
                "clientId": CLIENT,
                "secret": "hush-hush",
                "serviceAccountsEnabled": True,
                "authorizationServicesEnabled": True,
                "authorizationSettings": SETTINGS,
            },
            {
                "clientId": "admin-permissions",
                "authorizationSettings": {
                    "policies": [
                        policy("her", "user", users=listed("ann")),
                        may("people", "Users", "ann"),
                        may("groups", "Groups", f"/{NAME}/sub"),
                        may("clients", "Clients", CLIENT),
                        may("roles", "Roles", f"{CLIENT}/{NAME}"),
                        may("organizations", "Organizations", "Acme"),
                        may("all groups", "Groups"),
                    ]
                },
            },
        ],
        "identityProviders": [{"alias": "gh", "providerId": "github", "config": {"clientId": "x"}}],
        "users": [
            {
                "username": "ann",
                "email": "ann@example.org",
                "firstName": "Ann",
                "groups": [f"/{NAME}/sub"],
                "realmRoles": ["r"],
                "clientRoles": {CLIENT: [NAME]},
                "federatedIdentities": [{"identityProvider": "gh", "userId": "1", "userName": "ann-1"}],
            },
            {"username": "bob", "enabled": False, "requiredActions": ["VERIFY_EMAIL"]},
        ],
        "organizations": [
            {
                "name": "Acme",
                "domains": [{"name": "acme.example.org"}],
                "identityProviders": [{"alias": "gh"}],
                "members": [{"username": "ann"}, {"username": "bob"}],
                "groups": [{"name": NAME, "realmRoles": ["r"], "subGroups": [{"name": "sub", "members": ["ann"]}]}],
            }
        ],
    }
)


def exported(server, name, people=True):
    with client_with(server) as client:
        found = export(client, name, False, people)
        assert client.writes == 0
    assert "hush-hush" not in str(found.config)
    text = json.dumps(found.config)
    for variable in found.variables:
        text = text.replace("{{ " + variable + " }}", "hush-hush")
    return json.loads(text)


def test_authorization_services_and_people(server, admin, name):
    done, _requests = settled(server, name, CONFIG)
    # The client of admin permissions comes with the setting.
    assert done.summary["unchanged"] == has("admin permissions")
    # The server's own word for what is there.
    held = {it["clientId"]: it.get("authorizationSettings") for it in _export(server, admin, name)["clients"]}
    policies = {it["name"]: it for it in held[CLIENT]["policies"]}
    # Older servers add their own.
    servers_own = set() if has("authorization services without defaults") else {"Default Policy", "Default Permission"}
    assert set(policies) == {it["name"] for it in SETTINGS["policies"]} | servers_own
    for wanted in SETTINGS["policies"]:
        now = policies[wanted["name"]]["config"]
        for key, value in wanted["config"].items():
            same = (json.loads(now[key]), json.loads(value)) if value.startswith("[") else (now[key], value)
            assert sorted(same[0], key=str) == sorted(same[1], key=str), (wanted["name"], key)
    (ann,) = admin.get(f"/admin/realms/{name}/users?username=ann")
    if has("admin permissions"):
        permissions = {it["name"]: it for it in held["admin-permissions"]["policies"]}
        assert json.loads(permissions["people"]["config"]["resources"]) == [ann["id"]]

    # One thing at a time is seen, and only what is said.
    change = {
        "clients": [
            {
                "clientId": CLIENT,
                "authorizationSettings": {
                    "decisionStrategy": "UNANIMOUS",
                    "resources": [{"name": "doc", "uris": ["/a", "/b"]}],
                    "policies": [policy("by time", "time", hour="9")],
                },
            }
        ]
    }
    done, _requests = settled(server, name, change)
    assert sorted(lines(done)) == [
        "update authorization policy 'by time': hour",
        "update authorization resource 'doc': uris",
        f"update client with authorization services '{CLIENT}': decisionStrategy",
    ]

    # What the server exports, with ids of users and so on in admin permissions, declares what is there.
    again, writes, requests_ = run(server, name, _export(server, admin, name))
    assert (lines(again), writes) == ([], 0) and requests_ < 20
    # The server's own policy is a script.
    assert again.warnings == [] or servers_own

    files = exported(server, name)
    if has("organizations"):
        (acme,) = files["organizations"]
        assert (acme["members"], acme["identityProviders"]) == (
            [{"username": "ann"}, {"username": "bob"}],
            [{"alias": "gh"}],
        )
        grouped = has("groups of organizations")
        assert not grouped or acme["groups"][0]["subGroups"][0]["members"] == ["ann"]
        (acme,) = exported(server, name, people=False)["organizations"]
        assert "members" not in acme and acme["identityProviders"]
        assert not grouped or "members" not in acme["groups"][0]["subGroups"][0]
    again, writes, _requests = run(server, name, files)
    assert (lines(again), writes) == ([], 0) and (again.warnings == [] or servers_own)
    admin.remove_realm(name)
    if servers_own:
        return
    settled(server, name, files)
    assert exported(server, name) == files
    (ann,) = admin.get(f"/admin/realms/{name}/users?username=ann")
    assert admin.get(f"/admin/realms/{name}/users/{ann['id']}/federated-identity")[0]["userName"] == "ann-1"


def test_people_are_exported_only_when_asked_for(server, name):
    settled(server, name, {"users": CONFIG["users"][1:]})
    assert "users" not in exported(server, name, people=False)
    assert exported(server, name)["users"] == [
        {"emailVerified": False, "enabled": False, "requiredActions": ["VERIFY_EMAIL"], "username": "bob"}
    ]


def test_a_policy_that_names_nothing(server, realm):
    settings = {"policies": [policy("p", "role", roles=listed({"id": "nobody"}))]}
    client = {"clientId": "app", "serviceAccountsEnabled": True, "authorizationServicesEnabled": True}
    config = {"clients": [{**client, "authorizationSettings": settings}]}
    for where in (realm, "not-there"):
        with pytest.raises(InputError, match="no role 'nobody'"):
            run(server, where, config)


def test_what_was_changed_of_what_each_realm_has(server, admin, name):
    path = f"/admin/realms/{name}"
    admin.post("/admin/realms", {"realm": name, "enabled": True})
    admin.post(f"{path}/users", {"username": "ann", "enabled": True})
    untouched = exported(server, name)
    assert not {"clients", "roles", "authenticationFlows", "clientScopes", "components"} & set(untouched)

    (account,) = admin.get(f"{path}/clients?clientId=account")
    admin.put(f"{path}/clients/{account['id']}", {**account, "name": "Changed"})
    admin.post(f"{path}/clients/{account['id']}/roles", {"name": "by hand"})
    role = admin.get(f"{path}/roles/offline_access")
    admin.put(f"{path}/roles/offline_access", {**role, "description": "changed"})
    admin.delete(f"{path}/roles/default-roles-{name}/composites", [role])
    scopes = {it["name"]: it for it in admin.get(f"{path}/client-scopes")}
    admin.put(f"{path}/client-scopes/{scopes['email']['id']}", {**scopes["email"], "description": "changed"})
    admin.delete(f"{path}/default-optional-client-scopes/{scopes['phone']['id']}")
    executions = admin.get(f"{path}/authentication/flows/browser/executions")
    (spnego,) = [it for it in executions if it.get("providerId") == "auth-spnego"]
    admin.put(f"{path}/authentication/flows/browser/executions", {**spnego, "requirement": "ALTERNATIVE"})
    (limit,) = [it for it in admin.get(f"{path}/components") if it.get("providerId") == "max-clients"]
    admin.put(f"{path}/components/{limit['id']}", {**limit, "config": {"max-clients": ["7"]}})
    action = admin.get(f"{path}/authentication/required-actions/CONFIGURE_TOTP")
    admin.put(f"{path}/authentication/required-actions/CONFIGURE_TOTP", {**action, "defaultAction": True})

    files = exported(server, name)
    assert [it["clientId"] for it in files["clients"]] == ["account"]
    assert {it["alias"] for it in files["authenticationFlows"] if it.get("topLevel")} == {"browser"}
    again, writes, _requests = run(server, name, files)
    assert (lines(again), writes) == ([], 0)
    admin.delete(path)
    settled(server, name, files)
    assert exported(server, name) == files

    (account,) = admin.get(f"{path}/clients?clientId=account")
    assert account["name"] == "Changed"
    assert "by hand" in [it["name"] for it in admin.get(f"{path}/clients/{account['id']}/roles")]
    assert admin.get(f"{path}/roles/offline_access")["description"] == "changed"
    default = [it["name"] for it in admin.get(f"{path}/roles/default-roles-{name}/composites")]
    assert "offline_access" not in default and "uma_authorization" in default
    scopes = {it["name"]: it for it in admin.get(f"{path}/client-scopes")}
    assert scopes["email"]["description"] == "changed"
    assert "phone" not in [it["name"] for it in admin.get(f"{path}/default-optional-client-scopes")]
    executions = admin.get(f"{path}/authentication/flows/browser/executions")
    assert [it["requirement"] for it in executions if it.get("providerId") == "auth-spnego"] == ["ALTERNATIVE"]
    (limit,) = [it for it in admin.get(f"{path}/components") if it.get("providerId") == "max-clients"]
    assert limit["config"] == {"max-clients": ["7"]}
    assert admin.get(f"{path}/users?username=ann")[0]["requiredActions"] == []


@needs("users beside a directory that is down")
def test_what_was_taken_from_what_each_realm_has(server, admin, name):
    path = f"/admin/realms/{name}"
    admin.post("/admin/realms", {"realm": name, "enabled": True})
    scopes = {it["name"]: it for it in admin.get(f"{path}/client-scopes")}
    clients = {it["clientId"]: it for it in admin.get(f"{path}/clients")}
    keys = "org.keycloak.keys.KeyProvider"

    def mappers(scope):
        return {it["name"]: it for it in admin.get(f"{path}/client-scopes/{scope['id']}/protocol-mappers/models")}

    admin.delete(f"{path}/client-scopes/{scopes['phone']['id']}")
    of_email = f"{path}/client-scopes/{scopes['email']['id']}/protocol-mappers/models"
    admin.delete(f"{of_email}/{mappers(scopes['email'])['email verified']['id']}")
    admin.delete(f"{path}/clients/{clients['admin-cli']['id']}/default-client-scopes/{scopes['email']['id']}")
    admin.delete(f"{path}/authentication/required-actions/UPDATE_PROFILE")
    components = admin.get(f"{path}/components")
    (limit,) = [it for it in components if it.get("providerId") == "max-clients"]
    (encrypting,) = [it for it in components if it["name"] == "rsa-enc-generated"]
    (signing,) = [it for it in components if it["name"] == "rsa-generated"]
    own = {key: signing[key] for key in ("providerId", "providerType", "parentId", "config")}
    admin.post(f"{path}/components", {**own, "name": "own"})
    for item in (limit, encrypting, signing):
        admin.delete(f"{path}/components/{item['id']}")
    admin.delete(f"{path}/clients/{clients['account']['id']}/roles/view-groups")
    role = admin.get(f"{path}/clients/{clients['account']['id']}/roles/manage-account-links")
    admin.delete(f"{path}/clients/{clients['account']['id']}/roles/manage-account/composites", [role])
    admin.delete(f"{path}/roles/uma_authorization")
    offline = admin.get(f"{path}/roles/offline_access")
    admin.delete(f"{path}/client-scopes/{scopes['offline_access']['id']}/scope-mappings/realm", [offline])
    console = clients["account-console"]
    without = {**console["attributes"], "pkce.code.challenge.method": ""}
    admin.put(f"{path}/clients/{console['id']}", {**console, "attributes": without, "baseUrl": ""})
    settings = admin.get(path)
    headers = {**settings["browserSecurityHeaders"], "xRobotsTag": ""}
    admin.put(path, {**settings, "eventsListeners": [], "browserSecurityHeaders": headers})
    account = {
        "clientId": "shop",
        "secret": "hush-hush",
        "serviceAccountsEnabled": True,
        "rootUrl": "https://shop.example.org",
    }
    admin.post(f"{path}/clients", {**account, "redirectUris": [], "webOrigins": []})
    (shop,) = admin.get(f"{path}/clients?clientId=shop")
    admin.delete(f"{path}/clients/{shop['id']}/optional-client-scopes/{scopes['address']['id']}")
    service = admin.get(f"{path}/clients/{shop['id']}/service-account-user")["id"]
    default = admin.get(f"{path}/roles/default-roles-{name}")
    admin.delete(f"{path}/users/{service}/role-mappings/realm", [default])
    directory = {
        "vendor": ["other"],
        "connectionUrl": ["ldap://127.0.0.1:1"],
        "usersDn": ["ou=p"],
        "authType": ["none"],
    }
    directory.update(
        usernameLDAPAttribute=["uid"],
        rdnLDAPAttribute=["uid"],
        uuidLDAPAttribute=["entryUUID"],
        userObjectClasses=["person"],
        editMode=["READ_ONLY"],
    )
    ldap = {"name": "ldap", "providerId": "ldap", "providerType": "org.keycloak.storage.UserStorageProvider"}
    admin.post(f"{path}/components", {**ldap, "config": directory})
    (federation,) = admin.get(f"{path}/components?name=ldap")
    of_ldap = admin.get(f"{path}/components?parent={federation['id']}")
    admin.delete(f"{path}/components/{next(it['id'] for it in of_ldap if it['name'] == 'last name')}")

    files = exported(server, name)
    again, writes, _requests = run(server, name, files)
    assert (lines(again), writes, again.warnings) == ([], 0, [])
    assert sorted(it["clientId"] for it in files["clients"]) == ["account-console", "admin-cli", "shop"]
    admin.delete(path)
    settled(server, name, files)
    assert exported(server, name) == files

    scopes = {it["name"]: it for it in admin.get(f"{path}/client-scopes")}
    clients = {it["clientId"]: it for it in admin.get(f"{path}/clients")}
    assert "phone" not in scopes and set(mappers(scopes["email"])) == {"email"}
    assert "email" not in clients["admin-cli"]["defaultClientScopes"]
    assert "pkce.code.challenge.method" not in clients["account-console"]["attributes"]
    assert not clients["account-console"].get("baseUrl")
    assert "UPDATE_PROFILE" not in [it["alias"] for it in admin.get(f"{path}/authentication/required-actions")]
    components = admin.get(f"{path}/components")
    assert not [it for it in components if it.get("providerId") == "max-clients"]
    assert not {"rsa-generated", "rsa-enc-generated"} & {it["name"] for it in components if it["providerType"] == keys}
    roles = {it["name"] for it in admin.get(f"{path}/clients/{clients['account']['id']}/roles")}
    assert "view-groups" not in roles and "manage-account-links" in roles
    assert not admin.get(f"{path}/clients/{clients['account']['id']}/roles/manage-account/composites")
    assert "uma_authorization" not in [it["name"] for it in admin.get(f"{path}/roles")]
    assert not admin.get(f"{path}/client-scopes/{scopes['offline_access']['id']}/scope-mappings/realm")
    now = admin.get(path)
    assert now["eventsListeners"] == [] and now["browserSecurityHeaders"]["xRobotsTag"] == ""
    assert clients["shop"]["redirectUris"] == clients["shop"]["webOrigins"] == []
    assert "address" not in clients["shop"]["optionalClientScopes"]
    service = admin.get(f"{path}/clients/{clients['shop']['id']}/service-account-user")["id"]
    assert admin.get(f"{path}/users/{service}/role-mappings/realm") == []
    (federation,) = admin.get(f"{path}/components?name=ldap")
    of_ldap = [it["name"] for it in admin.get(f"{path}/components?parent={federation['id']}")]
    assert "email" in of_ldap and "last name" not in of_ldap


def test_a_whole_realm_says_what_is_absent_as_well(server, admin, name):
    path = f"/admin/realms/{name}"
    admin.post("/admin/realms", {"realm": name, "enabled": True})
    (phone,) = [it for it in admin.get(f"{path}/client-scopes") if it["name"] == "phone"]
    admin.delete(f"{path}/client-scopes/{phone['id']}")
    admin.delete(f"{path}/authentication/required-actions/UPDATE_PROFILE")
    with client_with(server) as client:
        files = export(client, name, built_in=True).config
    admin.delete(path)
    settled(server, name, files)
    assert "phone" not in [it["name"] for it in admin.get(f"{path}/client-scopes")]
    assert "UPDATE_PROFILE" not in [it["alias"] for it in admin.get(f"{path}/authentication/required-actions")]


@pytest.mark.parametrize("title", ["admin", "create-realm"])
def test_a_role_called_as_one_of_master(server, admin, name, title):
    """It is a realm's own role anywhere but in master: exported, and removed by a purge where it is not declared."""
    admin.post("/admin/realms", {"realm": name, "enabled": True, "roles": {"realm": [{"name": title}]}})
    files = exported(server, name)
    assert [it["name"] for it in files["roles"]["realm"]] == [title]
    run(server, name, files, purge=Purge(["realm_roles"], limit=1))
    assert title in [it["name"] for it in admin.get(f"/admin/realms/{name}/roles")]
    run(server, name, {}, purge=Purge(["realm_roles"], limit=1))
    assert title not in [it["name"] for it in admin.get(f"/admin/realms/{name}/roles")]


def test_secrets_become_variables_whether_the_server_masks_them_or_not(server, admin, name):
    secret = "hush-hush"
    mapper = {"name": "m", "protocol": "openid-connect", "protocolMapper": "oidc-hardcoded-claim-mapper"}
    config = {
        "localizationTexts": {"en": {"password": "Passphrase {{ x", "login.secret": "Say it"}},
        "smtpServer": {
            "host": "mail.example.org",
            "from": "a@example.org",
            "auth": "true",
            "password": "${vault.mail}",
        },
        "clients": [
            {
                "clientId": "signing",
                "secret": secret,
                "protocol": "saml",
                "attributes": {"saml.signing.private.key": secret, "saml.encryption.private.key": secret},
            },
            {
                "clientId": "the secret",
                "attributes": {"jwt.credential.private.key": secret, "api.key": secret, "use.refresh.tokens": "true"},
                "protocolMappers": [
                    {**mapper, "config": {"claim.name": "c", "claim.value": "v", "own.secret": secret}}
                ],
                "serviceAccountsEnabled": True,
                "secret": secret,
            },
        ],
        "roles": {
            "client": {"the secret": [{"name": "plain"}]},
            "realm": [
                {"name": "r", "attributes": {"password": [secret]}, "composites": {"client": {"the secret": ["plain"]}}}
            ],
        },
        "authenticationFlows": [
            {
                "alias": "own",
                "topLevel": True,
                "providerId": "basic-flow",
                "authenticationExecutions": [
                    {"authenticator": "auth-cookie", "requirement": "REQUIRED", "authenticatorConfig": "keys"}
                ],
            }
        ],
        "authenticatorConfig": [{"alias": "keys", "config": {"site.key": "public", "secret.key": secret}}],
    }
    admin.post("/admin/realms", {"realm": name, "enabled": True})
    settled(server, name, config)
    files = exported(server, name)
    with client_with(server) as client:
        found = export(client, name, False)
    assert {
        "authenticator_config_keys_secret_key",
        "clients_signing_attributes_saml_encryption_private_key",
        "clients_signing_attributes_saml_signing_private_key",
        "clients_signing_secret",
        "clients_the_secret_attributes_api_key",
        "clients_the_secret_attributes_jwt_credential_private_key",
        "clients_the_secret_protocol_mappers_m_own_secret",
        "clients_the_secret_secret",
        "roles_realm_r_attributes_password",
    } == set(found.variables)
    # Rendered, they are the realm again; what only sounds like a secret stands there as it is.
    again, writes, _requests = run(server, name, {**files, "localizationTexts": config["localizationTexts"]})
    assert (lines(again), writes) == ([], 0)
    assert files["smtpServer"]["password"] == "${vault.mail}"
    assert files["localizationTexts"]["en"]["login.secret"] == "Say it"
    assert files["roles"]["client"] == {"the secret": [{"name": "plain"}]}


@pytest.mark.parametrize("value", ["{{ a }}", "{% b", "{# c #}", "{% raw %}{{ '\"' }}{% endraw %} \u00fc\n}}"])
def test_a_string_that_looks_like_a_template_is_written_as_one_that_renders_to_it(value):
    assert jinja2.Environment().from_string(_written(value)).render() == value
