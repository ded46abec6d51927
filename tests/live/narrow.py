# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What each module does at least, by an account that has only some admin roles: the service account of a client."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import contract
import yaml
from needs import for_server, has
from running import run_module

TARGETS = Path(__file__).resolve().parents[1] / "integration" / "targets"
CLIENT, SECRET = "narrow", "narrow-secret-1"
# The public half of a key: making one takes seconds.
KEY = {"kty": "RSA", "kid": "one", "alg": "RS256", "use": "sig", "e": "AQAB", "n": "wcHB" * 85 + "wQ"}
# Older servers go by the roles in the token; not every realm has the client scope that brings them.
IN_TOKEN = {
    "name": "roles",
    "protocol": "openid-connect",
    "protocolMapper": "oidc-usermodel-client-role-mapper",
    "config": {"access.token.claim": "true", "claim.name": "resource_access.${client_id}.roles", "multivalued": "true"},
}
# A realm that each of the further cases finds what it names in.
REALM = {
    "organizationsEnabled": True,
    "organizations": [{"name": "team", "alias": "team", "domains": [{"name": "team.example"}]}],
    "components": {
        "org.keycloak.storage.UserStorageProvider": [
            {
                "name": "directory",
                "providerId": "ldap",
                "config": {
                    "connectionUrl": ["ldap://127.0.0.1:9"],
                    "usersDn": ["ou=people"],
                    "vendor": ["other"],
                    "authType": ["none"],
                    "editMode": ["READ_ONLY"],
                    "enabled": [str(has("users beside a directory that is down")).lower()],
                    "importEnabled": ["true"],
                    "usernameLDAPAttribute": ["uid"],
                    "rdnLDAPAttribute": ["uid"],
                    "uuidLDAPAttribute": ["entryUUID"],
                    "userObjectClasses": ["inetOrgPerson"],
                },
            }
        ]
    },
    "adminPermissionsEnabled": False,
    "clients": [
        {"clientId": "app", "secret": "app-secret-1", "serviceAccountsEnabled": True, "nodeReRegistrationTimeout": 0},
        {
            "clientId": "fine",
            "serviceAccountsEnabled": True,
            "publicClient": False,
            "authorizationServicesEnabled": True,
        },
    ],
    "roles": {"realm": [{"name": "clerk"}]},
    "groups": [{"name": "staff"}],
    "users": [
        {
            "username": "carol",
            "email": "carol@example.com",
            "enabled": True,
            "credentials": [
                {"type": "password", "value": "of-carol-1"},
                {
                    "type": "otp",
                    "userLabel": "phone",
                    "secretData": '{"value": "seed-of-carol"}',
                    "credentialData": '{"subType": "totp", "digits": 6, "period": 30, "algorithm": "HmacSHA1"}',
                },
            ],
        }
    ],
}
CONFIG = {
    "displayName": "Narrow",
    "roles": {"realm": [{"name": "auditor"}]},
    "clients": [{"clientId": "shop"}],
    "groups": [{"name": "guests"}],
    "users": [{"username": "dave", "groups": ["/guests"], "realmRoles": ["auditor"]}],
}
# Modules without a contract: what they are asked for, one task after the other.
FURTHER = {
    "keycloak_api": [{"endpoint": "users"}],
    "keycloak_authentication_required_actions": [
        {"required_actions": [{"alias": "UPDATE_PASSWORD", "name": "New password", "provider_id": "UPDATE_PASSWORD"}]}
    ],
    "keycloak_authz_permission_info": [{"client_id": "fine", "name": "Default Permission"}],
    "keycloak_client_action": [{"action": "new_registration_token", "client_id": "app"}],
    "keycloak_client_certificate": [{"client_id": "app", "jwks": {"keys": [KEY]}}],
    # That of the contract keeps the account itself from logging in.
    "keycloak_client_policy": [{"name": "quiet", "description": "Nothing yet.", "enabled": False}],
    "keycloak_client_description_info": [
        {"description": '{"client_name": "x", "redirect_uris": ["https://a.example"]}'}
    ],
    "keycloak_client_secret": [{"client_id": "app", "secret": "app-secret-2"}],
    "keycloak_clientsecret_info": [{"client_id": "app"}],
    "keycloak_clientsecret_regenerate": [{"client_id": "app"}],
    "keycloak_component_info": [{}],
    "keycloak_info": [{"read": "clients"}],
    "keycloak_initial_access_token": [{"count": 1, "expiration": 60}],
    "keycloak_organization_invitation": [{"organization": "team", "email": "eve@example.com"}],
    "keycloak_partial_export": [{"clients": True, "groups_and_roles": True}],
    "keycloak_partial_import": [{"config": {"roles": {"realm": [{"name": "imported"}]}}}],
    "keycloak_realm_action": [{"action": "clear_user_cache"}],
    "keycloak_realm_config": [{"config": CONFIG}],
    "keycloak_realm_export": [{"users": True}],
    "keycloak_realm_info": [{}],
    "keycloak_realm_keys_metadata_info": [{}],
    "keycloak_realm_users_info": [{}],
    "keycloak_user_action": [{"action": "logout", "user": "carol"}],
    "keycloak_user_credential": [{"user": "carol", "type": "otp", "new_label": "new phone"}],
    "keycloak_user_execute_actions_email": [{"username": "carol", "actions": ["UPDATE_PASSWORD"]}],
    "keycloak_user_federation_sync": [{"action": "remove_imported_users", "provider": "directory"}],
    "keycloak_user_verifiable_credential": [{"username": "carol", "client_scope": "membership"}],
}


def _contracts():
    found = {}
    for path in sorted(TARGETS.glob("*/vars/main.yml")):
        for name, data in yaml.safe_load(path.read_text()).items():
            if name.startswith("contract"):
                found.setdefault(data["module"].rpartition(".")[2], data)
    return found


CONTRACTS = _contracts()


class Account:
    """The service account, and the roles that it has at the moment."""

    def __init__(self, admin, realm):
        self._admin = admin
        self._home = realm
        base = f"/admin/realms/{quote(realm)}"
        body = {"clientId": CLIENT, "secret": SECRET, "serviceAccountsEnabled": True, "publicClient": False}
        body["protocolMappers"] = [IN_TOKEN]
        admin.post(f"{base}/clients", body)
        own = admin.get(f"{base}/clients?clientId={CLIENT}")[0]["id"]
        self.client = f"{base}/clients/{own}"
        user = admin.get(f"{self.client}/service-account-user")["id"]
        if realm == "master":
            self._place = f"{base}/users/{user}/role-mappings/realm"
            roles = admin.get(f"{base}/roles?max=1000")
        else:
            (holder,) = admin.get(f"{base}/clients?clientId=realm-management")
            self._place = f"{base}/users/{user}/role-mappings/clients/{holder['id']}"
            roles = admin.get(f"{base}/clients/{holder['id']}/roles?max=1000")
        self.known = {role["name"]: role for role in roles}
        self._has = set()

    def grant(self, roles):
        wanted = set(roles)
        for names, change in ((self._has - wanted, self._admin.delete), (wanted - self._has, self._admin.post)):
            if names:
                change(self._place, [self.known[name] for name in sorted(names)])
        self._has = wanted

    def options(self, server):
        login = {"auth_client_id": CLIENT, "auth_client_secret": SECRET, "auth_realm": self._home}
        return {"auth_keycloak_url": server.url, **login}

    def remove(self):
        self._admin.delete(self.client)


class Case:
    """A module's tasks in a realm of their own."""

    def __init__(self, admin, server, module, **more):
        self.admin, self.server, self.module = admin, server, module
        self.realm = f"narrow-{module}"
        contract.remove(admin, self.realm)
        data = None if module in FURTHER else CONTRACTS.get(module)
        if data:
            made = contract.make(admin, self.realm, data)
            for task in made["before"]:
                as_admin = {"auth_keycloak_url": server.url, "auth_username": "admin", "auth_password": "admin"}
                outcome = run_module(task["module"].rpartition(".")[2], **as_admin, **task["options"])
                assert not outcome.failed, outcome.result["msg"]
            self.tasks = [step["options"] for step in made["steps"]]
        else:
            admin.post("/admin/realms", {"realm": self.realm, "enabled": True, **for_server(REALM), **more})
            if module == "keycloak_user_verifiable_credential":
                place = f"/admin/realms/{self.realm}"
                admin.put(place, {**admin.get(place), "verifiableCredentialsEnabled": True})
                admin.post(f"{place}/client-scopes", {"name": "membership", "protocol": "oid4vc"})
            self.tasks = [{"realm": self.realm, **task} for task in FURTHER[module]]
        self.account = Account(admin, "master" if module == "keycloak_realm" else self.realm)

    def run(self, roles, tasks=None):
        """The sentence of the first task that fails, '' where all succeed."""
        self.account.grant(roles)
        for options in self.tasks if tasks is None else tasks:
            outcome = run_module(self.module, **{**self.account.options(self.server), **options})
            if outcome.failed:
                return outcome.result["msg"]
        return ""

    def remove(self):
        self.account.remove()
        contract.remove(self.admin, self.realm)
