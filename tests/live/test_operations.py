# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What no other file of tests drives: plain reads through the generic lookup, and modules without a kind."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import pytest
import requests
from ansible.module_utils.testing import patch_module_args
from connecting import E, admin_options, realm_of
from needs import has

from ansible_collections.realmkit.keycloak.plugins.lookup.keycloak import LookupModule

ROOT = Path(__file__).resolve().parents[2]
NAME = "Größe a/%+&?# 😀 B"
USER = "größe a 😀 b"
SCOPE = "invoices"
LDAP = {
    "vendor": "other",
    "connectionUrl": "ldap://127.0.0.1:1",
    "usersDn": "ou=people",
    "authType": "simple",
    "bindDn": "cn=admin",
    "bindCredential": "hush",
    "editMode": "READ_ONLY",
    "usernameLDAPAttribute": "uid",
    "rdnLDAPAttribute": "uid",
    "uuidLDAPAttribute": "entryUUID",
    "userObjectClasses": "inetOrgPerson",
    "enabled": str(has("users beside a directory that is down")).lower(),
}
# What the lookup is given in place of ids.
NAMES = {
    "client": NAME,
    "target_client": "account",
    "group": f"/{NAME}",
    "user": USER,
    "client_scope": SCOPE,
    "identity_provider": "idp",
}


class Lookup(LookupModule):
    """The generic lookup with its options given: how Ansible reads them is for the integration target."""

    def set_options(self, var_options=None, direct=None):
        self.given = {"values": {}, "query": {}, **direct}

    def get_option(self, option):
        return self.given.get(option)


@pytest.fixture(scope="module")
def lookup(server):
    return lambda endpoint, **given: Lookup().run([endpoint], {}, **admin_options(server), **given)


@pytest.fixture(scope="module")
def world(server, admin):
    """A realm in which each read finds something, and the ids of what is in it by the variables of paths."""
    mapper = {"name": "m", "protocol": "openid-connect", "protocolMapper": "oidc-full-name-mapper", "config": {}}
    contained = {"realm": ["inner"], "client": {"account": ["view-profile"]}}
    person = {"email": "a@example.org", "firstName": "F", "lastName": "L"}
    person["credentials"] = [{"type": "password", "value": "secret"}]
    roles = {"realmRoles": ["outer", "offline_access"], "clientRoles": {"account": ["manage-account"], NAME: ["own"]}}
    body = {
        "roles": {
            "realm": [{"name": "outer", "composites": contained}, {"name": "inner"}],
            "client": {NAME: [{"name": "own", "composites": contained}]},
        },
        "clients": [
            {
                "clientId": NAME,
                "publicClient": True,
                "directAccessGrantsEnabled": True,
                "fullScopeAllowed": False,
                "protocolMappers": [mapper],
                "attributes": {"jwt.credential.certificate": "a certificate"},
            }
        ],
        "groups": [{"name": NAME, **roles}],
        "users": [{"username": USER, "enabled": True, "groups": [f"/{NAME}"], **roles, **person}],
        "identityProviders": [
            {
                "alias": "idp",
                "providerId": "oidc",
                "config": {"clientId": "x", "authorizationUrl": "https://e.org/a", "tokenUrl": "https://e.org/t"},
            }
        ],
    }
    with realm_of(server, **body) as realm:
        base = f"/admin/realms/{realm}"
        admin.post(f"{base}/client-scopes", {"name": SCOPE, "protocol": "openid-connect", "protocolMappers": [mapper]})
        ids = {"realm": realm, "role-name": quote("outer"), "alias": "idp"}
        ids["client-uuid"] = admin.get(f"{base}/clients?clientId={quote(NAME, safe='')}")[0]["id"]
        account = admin.get(f"{base}/clients?clientId=account")[0]["id"]
        ids.update({name: account for name in ("client-id", "client", "clientUuid", "targetClientUuid")})
        ids["group-id"] = admin.get(f"{base}/groups")[0]["id"]
        ids["user-id"] = admin.get(f"{base}/users")[0]["id"]
        ids["role-id"] = admin.get(f"{base}/roles/outer")["id"]
        (ids["client-scope-id"],) = (it["id"] for it in admin.get(f"{base}/client-scopes") if it["name"] == SCOPE)
        inner, profile = admin.get(f"{base}/roles/inner"), admin.get(f"{base}/clients/{account}/roles/view-profile")
        for holder in (f"clients/{ids['client-uuid']}", f"client-scopes/{ids['client-scope-id']}"):
            admin.post(f"{base}/{holder}/scope-mappings/realm", [inner])
            admin.post(f"{base}/{holder}/scope-mappings/clients/{account}", [profile])
        mapper = {"name": "im", "identityProviderAlias": "idp", "config": {}}
        mapper["identityProviderMapper"] = "oidc-hardcoded-role-idp-mapper"
        admin.post(f"{base}/identity-provider/instances/idp/mappers", mapper)
        kind = "org.keycloak.storage.UserStorageProvider"
        component = {"name": "people", "providerId": "ldap", "providerType": kind}
        component["config"] = {key: [value] for key, value in LDAP.items()}
        admin.post(f"{base}/components", component)
        form = {"grant_type": "password", "client_id": NAME, "username": USER, "password": "secret"}
        token = f"{server.url}/realms/{realm}/protocol/openid-connect/token"
        requests.post(token, data=dict(form, scope="openid offline_access"), timeout=60).raise_for_status()
        yield SimpleNamespace(realm=realm, ids=ids, base=base)


def own(admin, world, path, key="id"):
    """An id from what is there."""
    return admin.get(f"{world.base}/{path}")[0][key]


# The path's variables that have no name of their own, and whether there is nothing to be found.
READS = {
    "authentication.get": {"id": lambda a, w: own(a, w, "authentication/flows")},
    "authentication.get_execution": {"executionId": lambda a, w: own(a, w, "authentication/flows/browser/executions")},
    "authentication.config_description": {"providerId": lambda a, w: "identity-provider-redirector"},
    "authentication.per_client_config_description": {},
    "client_certificates.get": {"attr": lambda a, w: "jwt.credential"},
    "client_protocol_mappers.list_of_protocol": {"protocol": lambda a, w: "openid-connect"},
    "client_roles.client_composites": {"role-name": lambda a, w: "own"},
    "client_roles.groups": {"role-name": lambda a, w: "own"},
    "client_roles.list": {},
    "client_roles.realm_composites": {"role-name": lambda a, w: "own"},
    "client_scope_mappings.available_client": {},
    "client_scope_mappings.available_realm": {},
    "client_scope_mappings.effective_client": {},
    "client_scope_mappings.effective_realm": {},
    "client_scope_mappings.list_client": {},
    "client_scope_mappings.list_realm": {},
    "client_scope_protocol_mappers.list_of_protocol": {"protocol": lambda a, w: "openid-connect"},
    "client_scope_scope_mappings.available_client": {},
    "client_scope_scope_mappings.available_realm": {},
    "client_scope_scope_mappings.effective_client": {},
    "client_scope_scope_mappings.effective_realm": {},
    "client_scope_scope_mappings.list_client": {},
    "client_scope_scope_mappings.list_realm": {},
    "clients.get": {},
    "clients.granted_roles": {"roleContainerId": lambda a, w: w.ids["client-id"]},
    "clients.not_granted_roles": {"roleContainerId": lambda a, w: w.ids["client-id"]},
    "client_scopes.get": {},
    "clients.default_client_scopes": {},
    "clients.offline_sessions": {},
    "clients.optional_client_scopes": {},
    "components.get": {"id": lambda a, w: own(a, w, "components")},
    "components.sub_component_types": {
        "id": lambda a, w: own(a, w, "components?name=people"),
        "query": {"type": "org.keycloak.storage.ldap.mappers.LDAPStorageMapper"},
    },
    "events.config": {},
    "group_role_mappings.available_client": {},
    "group_role_mappings.available_realm": {},
    "group_role_mappings.effective_client": {},
    "group_role_mappings.effective_realm": {},
    "group_role_mappings.list_client": {},
    "group_role_mappings.list_realm": {},
    "groups.count": {},
    "identity_provider_mappers.get": {"id": lambda a, w: own(a, w, "identity-provider/instances/idp/mappers")},
    "identity_providers.mapper_types": {},
    "identity_providers.provider": {"provider_id": lambda a, w: "oidc"},
    "realms.credential_registrators": {},
    "required_actions.get": {"alias": lambda a, w: "CONFIGURE_TOTP"},
    "roles.client_composites": {"role-name": lambda a, w: "outer"},
    "roles.groups": {"role-name": lambda a, w: "outer"},
    "roles.realm_composites": {"role-name": lambda a, w: "outer"},
    "roles_by_id.client_composites": {"role-id": lambda a, w: w.ids["role-id"]},
    "roles_by_id.composites": {"role-id": lambda a, w: w.ids["role-id"]},
    "roles_by_id.realm_composites": {"role-id": lambda a, w: w.ids["role-id"]},
    "user_role_mappings.available_client": {},
    "user_role_mappings.available_realm": {},
    "user_role_mappings.effective_client": {},
    "user_role_mappings.list_client": {},
    "user_role_mappings.list_realm": {},
    "user_storage.name": {"id": lambda a, w: own(a, w, "components?name=people")},
    "users.count": {},
    "users.get": {},
    "users.group_count": {},
}


@pytest.mark.parametrize("name", READS)
def test_plain_reads(admin, lookup, world, name):
    """The generic lookup, given names, reads what a plain request with ids reads."""
    endpoint, given = E[name], dict(READS[name])
    query = given.pop("query", {})
    values = {variable: value(admin, world) for variable, value in given.items()}
    path = endpoint.path
    for variable in endpoint.variables:
        path = path.replace(f"{{{variable}}}", str(values.get(variable, world.ids.get(variable, ""))))
    given = {"realm": world.realm, "values": {**values, **_names(endpoint, values)}, "query": query}
    found = lookup(name, **given)
    expected = admin.get(path + ("?" + "&".join(f"{key}={it}" for key, it in query.items()) if query else ""))
    expected = expected if isinstance(expected, list) else [expected]
    assert by_id(found) == by_id(expected)
    assert expected


def by_id(items):
    """Older servers list roles in any order."""
    return sorted(items, key=lambda item: str(item.get("id", "")) if isinstance(item, dict) else "")


def _names(endpoint, values):
    """The names that stand for the other variables; of two clients the second is the target_client."""
    left = [it for it in endpoint.variables if it not in values and it != "realm"]
    by = {
        "client-uuid": "client",
        "client-id": "target_client",
        "client": "target_client",
        "clientUuid": "target_client",
        "targetClientUuid": "target_client",
        "group-id": "group",
        "user-id": "user",
        "client-scope-id": "client_scope",
        "alias": "identity_provider",
    }
    return {by[it]: NAMES[by[it]] for it in left}


def test_the_metadata_of_a_broker(server, admin, lookup):
    config = {"singleSignOnServiceUrl": "https://e.org/saml", "entityId": "https://here.example.org"}
    provider = {"alias": "metadata-ü", "providerId": "saml", "config": config}
    with realm_of(server, identityProviders=[provider]) as realm:
        (text,) = lookup("identity_providers.export", realm=realm, identity_provider=provider["alias"])
    assert "EntityDescriptor" in text and "https://here.example.org" in text


def module(server, capsys, name, **arguments):
    """A module's main() as Ansible runs it: what it told."""
    main = importlib.import_module(f"ansible_collections.realmkit.keycloak.plugins.modules.{name}").main
    given = {**admin_options(server), **arguments}
    with patch_module_args(given), pytest.raises(SystemExit):
        main()
    told = json.loads(capsys.readouterr().out)
    assert not told.get("failed"), told["msg"]
    return SimpleNamespace(**told)


def test_initial_access_tokens(server, admin, realm, capsys):
    path = f"/admin/realms/{realm}/clients-initial-access"
    made = module(server, capsys, "keycloak_initial_access_token", realm=realm, count=2, expiration=60)
    (held,) = admin.get(path)
    assert (held["id"], held["count"], held["expiration"]) == (made.id, 2, 60)
    gone = module(server, capsys, "keycloak_initial_access_token", realm=realm, id=made.id, state="absent")
    assert gone.changed and admin.get(path) == []
    again = module(server, capsys, "keycloak_initial_access_token", realm=realm, id=made.id, state="absent")
    assert not again.changed


def test_a_client_from_its_description(server, realm, capsys):
    text = json.dumps({"client_name": "shop", "redirect_uris": ["https://shop.example.org/cb"]})
    told = module(server, capsys, "keycloak_client_description_info", realm=realm, description=text)
    assert told.client["redirectUris"] == ["https://shop.example.org/cb"]
    assert not told.changed


def test_the_own_export_and_import_of_the_server(server, admin, realm, capsys):
    admin.post(f"/admin/realms/{realm}/roles", {"name": "exported"})
    told = module(server, capsys, "keycloak_partial_export", realm=realm, groups_and_roles=True)
    assert "exported" in [it["name"] for it in told.export["roles"]["realm"]]
    assert not told.changed
    content = {"roles": {"realm": [{"name": "imported"}]}}
    told = module(server, capsys, "keycloak_partial_import", realm=realm, config=content)
    assert told.changed
    assert admin.get(f"/admin/realms/{realm}/roles/imported")["name"] == "imported"


def test_the_answer_to_an_options_request(server, capsys):
    told = module(server, capsys, "keycloak_api", endpoint="server.preflight", values={"any": "realms"})
    assert (told.status, told.changed) == (200, False)


def test_a_keystore_with_a_new_key(server, admin, realm, capsys, tmp_path):
    admin.post(f"/admin/realms/{realm}/clients", {"clientId": "keyed"})
    store = tmp_path / "store.p12"
    arguments = dict(realm=realm, client_id="keyed", dest=str(store), format="PKCS12", key_alias="keyed")
    passwords = dict(key_password="secret-key", store_password="secret-store")
    told = module(server, capsys, "keycloak_client_certificate", **arguments, **passwords, regenerate=True)
    assert told.changed and store.stat().st_mode & 0o777 == 0o600
    assert store.read_bytes()[:1] == b"\x30"
    uuid = admin.get(f"/admin/realms/{realm}/clients?clientId=keyed")[0]["id"]
    held = admin.get(f"/admin/realms/{realm}/clients/{uuid}/certificates/jwt.credential")
    assert held["certificate"]
