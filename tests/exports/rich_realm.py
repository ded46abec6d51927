# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Make a realm that has something of everything, with nothing but requests: the collection must not read its own work.

Names are always the same, ids are the server's. What a version lacks is left out.
"""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

REALM = "rich"
PASSWORD = "Correct-horse-1"
# The first version that knows it, where that is not 18.
SINCE = {
    "otpPolicyCodeReusable": (20,),
    "oidc-advanced-group-idp-mapper": (20,),
    "maxTemporaryLockouts": (24,),
    "user profile": (24,),
    "settings of required actions": (25,),
    "bruteForceStrategy": (26,),
    "hideOnLogin": (26,),
    "organizations": (26,),
    "adminPermissionsEnabled": (26, 2),
    "description of groups": (26, 3),
    "groups of organizations": (26, 7),
    "workflows": (26, 7),
}
KEYS = "org.keycloak.keys.KeyProvider"
USER_STORAGE = "org.keycloak.storage.UserStorageProvider"
LDAP_MAPPER = "org.keycloak.storage.ldap.mappers.LDAPStorageMapper"
REGISTRATION = "org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy"


@dataclass(frozen=True)
class Directory:
    """A live LDAP server: many versions ask it while they export."""

    url: str
    base: str
    bind_dn: str
    password: str


class Refused(Exception):
    """The server did not take a request."""


class Realm:
    """The admin API of one realm. Paths are those below the realm."""

    def __init__(self, url: str, username: str, password: str, version: str, name: str = REALM) -> None:
        self.url, self.username, self.password, self.name = url, username, password, name
        self.version = tuple(int(part) for part in version.split("."))
        self.session = requests.Session()
        self.session.trust_env = False
        self.expires = 0.0

    def has(self, feature: str) -> bool:
        return self.version >= SINCE[feature]

    def send(self, method: str, path: str, body: Any = None, **options: Any) -> requests.Response:
        if time.monotonic() > self.expires:
            self._log_in()
        if body is not None:
            options["json"] = body
        answer = self.session.request(method, f"{self.url}/admin/realms{path}", timeout=120, **options)
        if not answer.ok:
            raise Refused(f"{method} {path}: {answer.status_code} {answer.text[:600]}")
        return answer

    def _log_in(self) -> None:
        form = {
            "grant_type": "password",
            "client_id": "admin-cli",
            "username": self.username,
            "password": self.password,
        }
        answer = self.session.post(f"{self.url}/realms/master/protocol/openid-connect/token", data=form, timeout=60)
        answer.raise_for_status()
        self.session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        self.expires = time.monotonic() + 40

    def get(self, path: str = "", **query: Any) -> Any:
        return self.send("GET", f"/{self.name}{path}", params=query).json()

    def put(self, path: str, body: Any = None) -> None:
        self.send("PUT", f"/{self.name}{path}", body)

    def post(self, path: str, body: Any = None) -> str:
        """The id of what was made, if the server tells."""
        answer = self.send("POST", f"/{self.name}{path}", body)
        return answer.headers.get("Location", "").rpartition("/")[2]

    def delete(self, path: str, body: Any = None) -> None:
        self.send("DELETE", f"/{self.name}{path}", body)

    def change(self, path: str, **values: Any) -> None:
        self.put(path, {**self.get(path), **values})

    def role(self, name: str, client: str = "") -> dict[str, Any]:
        owner = f"/clients/{self.client(client)}" if client else ""
        return self.get(f"{owner}/roles/{quote(name, safe='')}")

    def client(self, client_id: str) -> str:
        return self.get("/clients", clientId=client_id)[0]["id"]

    def scope(self, name: str) -> str:
        return next(scope["id"] for scope in self.get("/client-scopes") if scope["name"] == name)

    def component(self, **values: Any) -> str:
        """The values of the config are lists."""
        values["config"] = {key: [value] for key, value in values.get("config", {}).items()}
        return self.post("/components", {"parentId": self.get()["id"], **values})


def make(realm: Realm, directory: Directory) -> None:
    realm.send("POST", "", {"realm": realm.name, "enabled": True})
    settings(realm)
    keys(realm)
    roles_and_groups = Roles(realm)
    flows = Flows(realm)
    flows.make()
    required_actions(realm)
    clients(realm, flows)
    roles_and_groups.make()
    scopes(realm)
    identity_providers(realm)
    users = make_users(realm, roles_and_groups.groups)
    authorization(realm, roles_and_groups.groups, users)
    client_policies(realm)
    client_registration(realm)
    localization(realm)
    if realm.has("organizations"):
        organizations(realm, users)
    if realm.has("adminPermissionsEnabled"):
        admin_permissions(realm, roles_and_groups.groups)
    if realm.has("workflows"):
        workflows(realm)
    user_federation(realm, directory)


def settings(realm: Realm) -> None:
    values: dict[str, Any] = {
        "displayName": "Bücher & Mehr",
        "displayNameHtml": "<b>Bücher</b> &amp; Mehr",
        "registrationAllowed": True,
        "rememberMe": True,
        "resetPasswordAllowed": True,
        "verifyEmail": True,
        "sslRequired": "all",
        "passwordPolicy": "length(10) and notUsername(undefined) and passwordHistory(3)",
        "bruteForceProtected": True,
        "failureFactor": 7,
        "waitIncrementSeconds": 90,
        "maxFailureWaitSeconds": 1200,
        "minimumQuickLoginWaitSeconds": 30,
        "accessTokenLifespan": 240,
        "ssoSessionIdleTimeout": 2400,
        "offlineSessionMaxLifespanEnabled": True,
        "offlineSessionMaxLifespan": 1234567,
        "revokeRefreshToken": True,
        "refreshTokenMaxReuse": 1,
        "actionTokenGeneratedByUserLifespan": 600,
        "defaultSignatureAlgorithm": "RS512",
        "smtpServer": {
            "host": "mail.example.com",
            "port": "587",
            "from": "shop@example.com",
            "fromDisplayName": "Bücher & Mehr",
            "replyTo": "help@example.com",
            "starttls": "true",
            "auth": "true",
            "user": "mailer",
            "password": "mail-secret",
        },
        "otpPolicyType": "totp",
        "otpPolicyAlgorithm": "HmacSHA256",
        "otpPolicyDigits": 8,
        "otpPolicyLookAheadWindow": 2,
        "otpPolicyPeriod": 60,
        "webAuthnPolicyRpEntityName": "Bücher & Mehr",
        "webAuthnPolicySignatureAlgorithms": ["ES256", "RS256"],
        "webAuthnPolicyUserVerificationRequirement": "required",
        "webAuthnPolicyCreateTimeout": 60,
        "webAuthnPolicyAcceptableAaguids": ["00000000-0000-0000-0000-000000000001"],
        "webAuthnPolicyPasswordlessRpEntityName": "Ohne Passwort",
        "webAuthnPolicyPasswordlessRequireResidentKey": "Yes",
        "internationalizationEnabled": True,
        "supportedLocales": ["de", "en"],
        "defaultLocale": "de",
        "loginTheme": "keycloak",
        "emailTheme": "base",
        "eventsEnabled": True,
        "eventsExpiration": 86400,
        "enabledEventTypes": ["LOGIN", "LOGIN_ERROR", "LOGOUT"],
        "eventsListeners": ["jboss-logging", "email"],
        "adminEventsEnabled": True,
        "adminEventsDetailsEnabled": True,
    }
    if realm.has("otpPolicyCodeReusable"):
        values["otpPolicyCodeReusable"] = True
    if realm.has("maxTemporaryLockouts"):
        values.update(permanentLockout=True, maxTemporaryLockouts=4)
    if realm.has("bruteForceStrategy"):
        values["bruteForceStrategy"] = "LINEAR"
    now = realm.get()
    values["browserSecurityHeaders"] = {**now["browserSecurityHeaders"], "xFrameOptions": "DENY"}
    values["attributes"] = {
        **now["attributes"],
        "frontendUrl": "https://sso.example.com",
        "acr.loa.map": '{"silver":"1","gold":"2"}',
        "an own attribute": "Öl / oil",
    }
    realm.put("", {**now, **values})
    if realm.has("user profile"):
        profile = realm.get("/users/profile")
        profile["unmanagedAttributePolicy"] = "ENABLED"
        profile["groups"] = [
            *profile.get("groups", []),
            {"name": "work", "displayHeader": "Arbeit", "annotations": {"order": "1"}},
        ]
        profile["attributes"].append(
            {
                "name": "department",
                "displayName": "${department}",
                "group": "work",
                "multivalued": True,
                "required": {"roles": ["user"], "scopes": ["email"]},
                "permissions": {"view": ["admin", "user"], "edit": ["admin"]},
                "selector": {"scopes": ["profile"]},
                "annotations": {"inputType": "multiselect"},
                "validations": {"options": {"options": ["Büro", "Lager", "a/b"]}, "length": {"max": 20}},
            }
        )
        realm.put("/users/profile", profile)


def private_key() -> str:
    return (
        rsa.generate_private_key(65537, 2048)
        .private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        )
        .decode()
    )


def keys(realm: Realm) -> None:
    generated = {"priority": "120", "enabled": "true", "active": "true"}
    for name, provider, config in (
        ("our own key", "rsa", {**generated, "algorithm": "RS256", "privateKey": private_key()}),
        ("RS512", "rsa-generated", {**generated, "algorithm": "RS512", "keySize": "2048"}),
        ("ECDSA", "ecdsa-generated", {**generated, "ecdsaEllipticCurveKey": "P-384"}),
        ("HS384", "hmac-generated", {**generated, "algorithm": "HS384", "secretSize": "64", "active": "false"}),
        ("encryption", "rsa-enc-generated", {**generated, "algorithm": "RSA-OAEP-256", "keySize": "2048"}),
    ):
        realm.component(name=name, providerId=provider, providerType=KEYS, config=config)


class Roles:
    def __init__(self, realm: Realm) -> None:
        """Groups are made at once, the rest when there are clients."""
        self.realm = realm
        self.groups: dict[str, str] = {}
        for path, attributes in (
            (("Staff",), {"cost center": ["4711"]}),
            (("Staff", "Büro"), {"floor": ["1", "2"]}),
            (("Staff", "Büro", "a/b"), {}),
            (("Staff", "Lager & Versand"), {}),
            (("Customers",), {}),
            (("Customers", "Büro"), {}),
        ):
            body: dict[str, Any] = {"name": path[-1], "attributes": attributes}
            if realm.has("description of groups"):
                body["description"] = f"All of {path[-1]}"
            parent = self.groups.get("|".join(path[:-1]))
            # Version 18 makes a child without attributes from a body that has them.
            made = realm.post(f"/groups/{parent}/children" if parent else "/groups", body)
            self.groups["|".join(path)] = made
            realm.put(f"/groups/{made}", body)
        realm.put(f"/default-groups/{self.groups['Customers']}")

    def make(self) -> None:
        realm = self.realm
        for name, description in (
            ("admin", "No relation to the admin of master"),
            ("reader", ""),
            ("Ümlaut Rolle", "ß"),
            ("team/lead", "${role_team-lead}"),
            ("everything", ""),
        ):
            realm.post("/roles", {"name": name, "description": description})
        realm.change("/roles/admin", attributes={"level": ["9"], "umlaut": ["ä", "ö"]})
        shop, robot = realm.client("shop"), realm.client("robot")
        for client, name in ((shop, "buyer"), (shop, "seller/new"), (shop, "admin"), (robot, "Öffner")):
            realm.post(f"/clients/{client}/roles", {"name": name, "description": f"{name} of a client"})
        self.contain(realm.role("everything"), self.roles(["reader", "Ümlaut Rolle"]))
        self.contain(realm.role("everything"), self.roles(["buyer", "seller/new"], "shop"))
        self.contain(realm.role("everything"), self.roles(["view-users", "query-groups"], "realm-management"))
        self.contain(realm.role("admin", "shop"), self.roles(["Öffner"], "robot"))
        self.contain(realm.role("admin", "shop"), self.roles(["reader"]))
        self.contain(realm.role(f"default-roles-{realm.name}"), self.roles(["reader"]))
        self.contain(realm.role(f"default-roles-{realm.name}"), self.roles(["buyer"], "shop"))
        map_roles(realm, f"/groups/{self.groups['Staff']}", ["team/lead"])
        map_roles(realm, f"/groups/{self.groups['Staff|Büro']}", ["admin", "seller/new"], "shop")

    def roles(self, names: Sequence[str], client: str = "") -> list[dict[str, Any]]:
        return [self.realm.role(name, client) for name in names]

    def contain(self, role: dict[str, Any], others: list[dict[str, Any]]) -> None:
        self.realm.post(f"/roles-by-id/{role['id']}/composites", others)


def map_roles(realm: Realm, owner: str, names: Iterable[str], client: str = "", kind: str = "role-mappings") -> None:
    where = f"clients/{realm.client(client)}" if client else "realm"
    realm.post(f"{owner}/{kind}/{where}", [realm.role(name, client) for name in names])


class Flows:
    def __init__(self, realm: Realm) -> None:
        self.realm = realm

    def make(self) -> None:
        self.built_in_ones()
        self.copies()
        self.own_ones()
        names = {"browserFlow": "My browser", "resetCredentialsFlow": "Zurücksetzen", "registrationFlow": "Our forms"}
        self.realm.change("", **names)

    def built_in_ones(self) -> None:
        self.require("browser", "auth-spnego", "ALTERNATIVE")
        redirector = self.require("browser", "identity-provider-redirector", "DISABLED")
        self.configure(redirector, "to the company", {"defaultProvider": "corp"})
        self.require("direct grant", "direct-grant-validate-password", "DISABLED")

    def copies(self) -> None:
        # Some versions give the copy the very config of the built-in flow, so that two executions share it.
        self.copy("first broker login", "copy of first broker login")
        self.require("copy of first broker login", "idp-review-profile", "DISABLED")
        self.copy("reset credentials", "Zurücksetzen")
        self.require("Zurücksetzen", "reset-otp", "DISABLED")
        self.copy("direct grant", "Direkt")
        self.copy("registration", "Our forms")
        captcha = self.require("Our forms", "registration-recaptcha-action", "REQUIRED")
        described = self.realm.get("/authentication/config-description/registration-recaptcha-action")["properties"]
        names = [name for name in ("secret.key", "secret") if name in {it["name"] for it in described}]
        self.configure(captcha, "our captcha", {"site.key": "site", names[0]: "captcha-secret"})

    def own_ones(self) -> None:
        self.flow(
            "My browser",
            [
                ("auth-cookie", "ALTERNATIVE", None),
                ("identity-provider-redirector", "ALTERNATIVE", {"defaultProvider": "corp"}),
                (
                    "Formulare (Übersicht)",
                    "ALTERNATIVE",
                    [
                        ("auth-username-password-form", "REQUIRED", None),
                        (
                            "My second factor",
                            "CONDITIONAL",
                            [
                                ("conditional-user-role", "REQUIRED", {"condUserRole": "shop.seller/new"}),
                                ("auth-otp-form", "REQUIRED", None),
                            ],
                        ),
                    ],
                ),
            ],
        )
        self.flow("After the broker", [("auth-otp-form", "ALTERNATIVE", None)])
        self.flow(
            "Own clients", [("client-secret", "ALTERNATIVE", None), ("client-jwt", "ALTERNATIVE", None)], "client-flow"
        )
        self.flow("Never used", [])

    def flow(self, alias: str, executions: list[tuple[str, str, Any]], provider: str = "basic-flow") -> None:
        body = {"alias": alias, "description": f"{alias}: für Tests", "providerId": provider, "builtIn": False}
        self.realm.post("/authentication/flows", {**body, "topLevel": True})
        self.fill(alias, executions)

    def fill(self, alias: str, executions: list[tuple[str, str, Any]]) -> None:
        path = f"/authentication/flows/{quote(alias, safe='')}/executions"
        for name, requirement, inside in executions:
            if isinstance(inside, list):
                body = {"alias": name, "type": "basic-flow", "provider": "registration-page-form", "description": "ä"}
                self.realm.post(f"{path}/flow", body)
            else:
                self.realm.post(f"{path}/execution", {"provider": name})
            made = self.require(alias, name, requirement)
            if isinstance(inside, list):
                self.fill(name, inside)
            elif inside:
                self.configure(made, f"{alias} {name}", inside)

    def copy(self, alias: str, new: str) -> None:
        self.realm.post(f"/authentication/flows/{quote(alias)}/copy", {"newName": new})

    def require(self, alias: str, name: str, requirement: str) -> dict[str, Any]:
        """The execution of a provider, or the sub-flow of a name."""
        path = f"/authentication/flows/{quote(alias, safe='')}/executions"
        found = next(it for it in self.realm.get(path) if name in (it.get("providerId"), it["displayName"]))
        self.realm.put(path, {**found, "requirement": requirement})
        return found

    def configure(self, execution: dict[str, Any], alias: str, config: dict[str, str]) -> None:
        self.realm.post(f"/authentication/executions/{execution['id']}/config", {"alias": alias, "config": config})

    def id(self, alias: str) -> str:
        return next(flow["id"] for flow in self.realm.get("/authentication/flows") if flow["alias"] == alias)


def required_actions(realm: Realm) -> None:
    path = "/authentication/required-actions"
    for action in realm.get("/authentication/unregistered-required-actions"):
        realm.post("/authentication/register-required-action", action)
    for alias in {action["alias"] for action in realm.get(path)} & {"terms_and_conditions", "TERMS_AND_CONDITIONS"}:
        realm.change(f"{path}/{alias}", enabled=True, name="Die Bedingungen", priority=7)
    realm.change(f"{path}/VERIFY_EMAIL", defaultAction=True)
    realm.delete(f"{path}/UPDATE_PROFILE")
    if realm.has("settings of required actions"):
        realm.put(f"{path}/UPDATE_PASSWORD/config", {"config": {"max_auth_age": "120"}})


def mapper(name: str, provider: str, protocol: str = "openid-connect", **config: str) -> dict[str, Any]:
    config = {key.replace("_", "."): value for key, value in config.items()}
    return {"name": name, "protocol": protocol, "protocolMapper": provider, "config": config}


def realm_certificate(realm: Realm) -> str:
    return next(key["certificate"] for key in realm.get("/keys")["keys"] if key.get("certificate"))


def clients(realm: Realm, flows: Flows) -> None:
    # Keys of our own: the server takes half a minute for one of its own, which has 4096 bits.
    certificate = realm_certificate(realm)
    made: list[dict[str, Any]] = [
        {
            "clientId": "shop",
            "name": "Bücher & Mehr",
            "secret": "shop-secret",
            "rootUrl": "https://shop.example.com",
            "baseUrl": "/start",
            "adminUrl": "https://shop.example.com/admin",
            "redirectUris": ["/*", "https://other.example.com/cb?a=b"],
            "webOrigins": ["+"],
            "directAccessGrantsEnabled": True,
            "fullScopeAllowed": False,
            "authenticationFlowBindingOverrides": {
                "browser": flows.id("browser"),
                "direct_grant": flows.id("Direkt"),
            },
            "attributes": {
                "post.logout.redirect.uris": "https://shop.example.com/bye##+",
                "pkce.code.challenge.method": "S256",
                "access.token.lifespan": "77",
                "backchannel.logout.url": "https://shop.example.com/out",
                "an own attribute": "Öl / oil",
            },
            "protocolMappers": [
                mapper(
                    "a claim",
                    "oidc-hardcoded-claim-mapper",
                    claim_name="shop\\.id",
                    claim_value="1",
                    access_token_claim="true",
                ),
                mapper(
                    "für die App", "oidc-audience-mapper", included_client_audience="robot", access_token_claim="true"
                ),
                mapper("groups/all", "oidc-group-membership-mapper", claim_name="groups", full_path="true"),
            ],
        },
        {"clientId": "root only", "rootUrl": "https://root.example.com", "redirectUris": [], "publicClient": True},
        {"clientId": "robot", "secret": "robot-secret", "serviceAccountsEnabled": True, "standardFlowEnabled": False},
        {
            "clientId": "protected",
            "secret": "protected-secret",
            "serviceAccountsEnabled": True,
            "authorizationServicesEnabled": True,
        },
        {
            "clientId": "signs",
            "clientAuthenticatorType": "client-jwt",
            "redirectUris": ["https://signs.example.com/*"],
            "attributes": {"jwt.credential.certificate": certificate, "token.endpoint.auth.signing.alg": "RS256"},
        },
        {
            "clientId": "Schöne Anwendung",
            "publicClient": True,
            "consentRequired": True,
            "redirectUris": ["https://x.example.com/*"],
        },
        {"clientId": "bearer", "bearerOnly": True, "enabled": False, "alwaysDisplayInConsole": True},
        {
            "clientId": "https://app.example.com/saml",
            "protocol": "saml",
            "redirectUris": ["https://app.example.com/saml/*"],
            "attributes": {
                "saml_name_id_format": "email",
                "saml.client.signature": "true",
                "saml.assertion.signature": "true",
                "saml.signing.certificate": certificate,
                "saml.signing.private.key": "".join(private_key().splitlines()[1:-1]),
            },
            "protocolMappers": [
                mapper("mail", "saml-user-property-mapper", "saml", user_attribute="email", attribute_name="mail"),
                mapper("roles", "saml-role-list-mapper", "saml", attribute_name="Role", single="true"),
            ],
        },
    ]
    for body in made:
        # Without the word a client is a public one.
        realm.post("/clients", {"protocol": "openid-connect", "publicClient": False, **body})
    account = f"/clients/{realm.client('account')}"
    realm.change(
        account, name="Ihr Konto", redirectUris=[*realm.get(account)["redirectUris"], "https://konto.example.com/*"]
    )


def scopes(realm: Realm) -> None:
    shop = f"/clients/{realm.client('shop')}"
    map_roles(realm, shop, ["reader", "team/lead"], kind="scope-mappings")
    map_roles(realm, shop, ["Öffner"], "robot", kind="scope-mappings")
    stuff = realm.post(
        "/client-scopes",
        {
            "name": "stuff:read",
            "description": "Sachen lesen",
            "protocol": "openid-connect",
            "attributes": {"consent.screen.text": "Ihre Sachen", "include.in.token.scope": "true", "gui.order": "3"},
            "protocolMappers": [
                mapper("department", "oidc-usermodel-attribute-mapper", claim_name="dep", user_attribute="department"),
            ],
        },
    )
    other = realm.post("/client-scopes", {"name": "saml-stuff", "protocol": "saml"})
    realm.put(f"/default-default-client-scopes/{other}")
    realm.put(f"/default-optional-client-scopes/{stuff}")
    realm.delete(f"/default-optional-client-scopes/{realm.scope('phone')}")
    realm.post(
        f"/client-scopes/{realm.scope('profile')}/protocol-mappers/models",
        mapper("our company", "oidc-hardcoded-claim-mapper", claim_name="company", claim_value="Bücher & Mehr"),
    )
    map_roles(realm, f"/client-scopes/{stuff}", ["reader"], kind="scope-mappings")
    map_roles(realm, f"/client-scopes/{stuff}", ["buyer"], "shop", kind="scope-mappings")
    realm.delete(f"{shop}/default-client-scopes/{realm.scope('email')}")
    realm.put(f"{shop}/optional-client-scopes/{realm.scope('email')}")
    realm.put(f"{shop}/default-client-scopes/{stuff}")


def identity_providers(realm: Realm) -> None:
    hidden = {"hideOnLogin": True} if realm.has("hideOnLogin") else {}
    old = {} if hidden else {"hideOnLoginPage": "true"}
    made: list[dict[str, Any]] = [
        {
            "alias": "corp",
            "providerId": "oidc",
            "displayName": "Die Firma",
            "trustEmail": True,
            "firstBrokerLoginFlowAlias": "copy of first broker login",
            "postBrokerLoginFlowAlias": "After the broker",
            "config": {
                "clientId": "keycloak",
                "clientSecret": "corp-secret",
                "clientAuthMethod": "client_secret_post",
                "authorizationUrl": "https://corp.example.com/auth",
                "tokenUrl": "https://corp.example.com/token",
                "jwksUrl": "https://corp.example.com/keys",
                "useJwksUrl": "true",
                "validateSignature": "true",
                "issuer": "https://corp.example.com",
                "defaultScope": "openid email",
                "syncMode": "FORCE",
            },
        },
        {
            "alias": "corp-saml",
            "providerId": "saml",
            "linkOnly": True,
            "config": {
                "singleSignOnServiceUrl": "https://saml.example.com/sso",
                "entityId": "https://sso.example.com/realms/rich",
                "nameIDPolicyFormat": "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
                "postBindingResponse": "true",
                "validateSignature": "true",
                "signingCertificate": realm_certificate(realm),
                "syncMode": "IMPORT",
            },
        },
        {
            "alias": "github",
            "providerId": "github",
            "storeToken": True,
            "config": {"clientId": "gh", "clientSecret": "github-secret", "syncMode": "IMPORT", **old},
            **hidden,
        },
    ]
    for body in made:
        realm.post("/identity-provider/instances", {"enabled": True, **body})
    mappers = [
        ("corp", "buyers", "oidc-hardcoded-role-idp-mapper", {"role": "shop.buyer"}),
        ("corp", "Abteilung", "oidc-user-attribute-idp-mapper", {"claim": "dep", "user.attribute": "department"}),
        ("corp", "leads", "oidc-role-idp-mapper", {"claim": "lead", "claim.value": "yes", "role": "team/lead"}),
        ("corp-saml", "mail", "saml-user-attribute-idp-mapper", {"attribute.name": "mail", "user.attribute": "email"}),
        ("github", "who", "github-user-attribute-mapper", {"jsonField": "login", "userAttribute": "github"}),
    ]
    if realm.has("oidc-advanced-group-idp-mapper"):
        config = {
            "claims": '[{"key":"dep","value":"office"}]',
            "are.claim.values.regex": "false",
            "group": "/Staff/Büro",
        }
        mappers.append(("corp", "office", "oidc-advanced-group-idp-mapper", config))
    for alias, name, provider, config in mappers:
        body = {"name": name, "identityProviderAlias": alias, "identityProviderMapper": provider}
        realm.post(
            f"/identity-provider/instances/{alias}/mappers", {**body, "config": {"syncMode": "INHERIT", **config}}
        )


def hashed_password(salt: bytes) -> dict[str, Any]:
    """As Keycloak before 24 keeps it: all versions take it."""
    rounds = 27500
    value = hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), salt, rounds, 64)
    secret = {"value": base64.b64encode(value).decode(), "salt": base64.b64encode(salt).decode()}
    data = {"hashIterations": rounds, "algorithm": "pbkdf2-sha256", "additionalParameters": {}}
    return {
        "type": "password",
        "userLabel": "Mein Passwort",
        "createdDate": 1600000000000,
        "secretData": json.dumps({**secret, "additionalParameters": {}}),
        "credentialData": json.dumps(data),
    }


def one_time_password() -> dict[str, Any]:
    data = {"subType": "totp", "digits": 6, "counter": 0, "period": 30, "algorithm": "HmacSHA1"}
    return {
        "type": "otp",
        "userLabel": "Handy",
        "createdDate": 1600000000000,
        "secretData": json.dumps({"value": "ABCDEFGHIJ1234567890"}),
        "credentialData": json.dumps(data),
    }


def make_users(realm: Realm, groups: dict[str, str]) -> dict[str, str]:
    """Ids of the users by name. What can't be said in a new user comes by the server's import."""
    ids = {}
    for body in (
        {
            "username": "ann",
            "email": "ann@example.com",
            "emailVerified": True,
            "firstName": "Änn",
            "lastName": "O'Müller",
            "attributes": {"department": ["Büro", "a/b"], "locale": ["de"], "no profile knows it": ["ß"]},
            "requiredActions": ["UPDATE_PASSWORD", "CONFIGURE_TOTP"],
            "credentials": [{"type": "password", "value": PASSWORD, "temporary": False}, one_time_password()],
        },
        {"username": "jürgen", "enabled": False},
        {"username": "mail@example.com", "email": "mail@example.com", "attributes": {"department": ["Lager"]}},
    ):
        ids[body["username"]] = realm.post("/users", {"enabled": True, **body})
    ann = f"/users/{ids['ann']}"
    for group in ("Staff|Büro", "Staff|Büro|a/b"):
        realm.put(f"{ann}/groups/{groups[group]}")
    map_roles(realm, ann, ["admin", "Ümlaut Rolle"])
    map_roles(realm, ann, ["seller/new"], "shop")
    for alias in ("corp", "github"):
        link = {"identityProvider": alias, "userId": f"{alias}-ann", "userName": f"ann@{alias}"}
        realm.post(f"{ann}/federated-identity/{alias}", link)
    consent = {
        "grantedClientScopes": ["profile", "email"],
        "createdDate": 1600000000000,
        "lastUpdatedDate": 1600000000000,
    }
    realm.post(
        "/partialImport",
        {
            "ifResourceExists": "FAIL",
            "users": [
                {
                    "username": "bea",
                    "enabled": True,
                    "email": "bea@example.com",
                    "firstName": "Bea",
                    "lastName": "de la Cruz",
                    "createdTimestamp": 1600000000000,
                    "notBefore": 1600000000,
                    "credentials": [hashed_password(b"0123456789abcdef"), one_time_password()],
                    "federatedIdentities": [{"identityProvider": "corp-saml", "userId": "G-1", "userName": "bea"}],
                    "clientConsents": [{"clientId": "Schöne Anwendung", **consent}],
                    "realmRoles": ["reader"],
                    "clientRoles": {"shop": ["buyer"]},
                    "groups": ["/Customers/Büro"],
                }
            ],
        },
    )
    ids["bea"] = realm.get("/users", username="bea", exact="true")[0]["id"]
    robot = realm.get(f"/clients/{realm.client('robot')}/service-account-user")["id"]
    map_roles(realm, f"/users/{robot}", ["everything"])
    map_roles(realm, f"/users/{robot}", ["view-clients"], "realm-management")
    realm.put(f"/users/{robot}/groups/{groups['Staff|Lager & Versand']}")
    return ids


def authorization(realm: Realm, groups: dict[str, str], users: dict[str, str]) -> None:
    client = realm.client("protected")
    server = f"/clients/{client}/authz/resource-server"
    realm.change(server, policyEnforcementMode="PERMISSIVE", decisionStrategy="AFFIRMATIVE")

    def make(kind: str, **body: Any) -> str:
        answer = realm.send("POST", f"/{realm.name}{server}/{kind}", body).json()
        return answer.get("id") or answer["_id"]

    for name, shown in (("read", "Lesen"), ("write", "Schreiben"), ("scope/with slash", "")):
        make("scope", name=name, displayName=shown)
    books = make(
        "resource",
        name="Bücher",
        displayName="Alle Bücher",
        type="urn:shop:book",
        uris=["/books/*", "/bücher"],
        scopes=[{"name": "read"}, {"name": "write"}],
        attributes={"shelf": ["1", "2"]},
    )
    make(
        "resource",
        name="Anns book",
        type="urn:shop:book",
        scopes=[{"name": "read"}],
        owner={"id": users["ann"]},
        ownerManagedAccess=True,
    )
    roles = [realm.role("reader"), realm.role("seller/new", "shop")]
    readers = make("policy/role", name="readers", roles=[{"id": role["id"], "required": False} for role in roles])
    people = make("policy/user", name="Ann und Bea", users=[users["ann"], users["bea"]], logic="NEGATIVE")
    make("policy/client", name="from the shop", clients=[realm.client("shop")])
    staff = [{"id": groups["Staff"], "extendChildren": True}, {"id": groups["Customers|Büro"], "extendChildren": False}]
    make("policy/group", name="staff/all", groups=staff, groupsClaim="groups")
    make("policy/time", name="office hours", hour="8", hourEnd="17")
    make("policy/regex", name="mail of ours", targetClaim="email", pattern=".*@example[.]com$")
    make("policy/client-scope", name="with stuff", clientScopes=[{"id": realm.scope("stuff:read"), "required": True}])
    both = make("policy/aggregate", name="both", policies=[readers, people], decisionStrategy="CONSENSUS")
    make(
        "permission/resource",
        name="Bücher lesen",
        resources=[books],
        policies=[readers],
        decisionStrategy="AFFIRMATIVE",
    )
    make("permission/resource", name="any book", resourceType="urn:shop:book", policies=[both])
    scope = next(it["id"] for it in realm.get(f"{server}/scope") if it["name"] == "write")
    make("permission/scope", name="write books", scopes=[scope], resources=[books], policies=[both, people])


def client_policies(realm: Realm) -> None:
    profiles = [
        {
            "name": "strict clients",
            "description": "für Banken",
            "executors": [
                {"executor": "pkce-enforcer", "configuration": {"auto-configure": True}},
                {"executor": "secure-session", "configuration": {}},
            ],
        }
    ]
    policies = [
        {
            "name": "Banken",
            "enabled": True,
            "conditions": [{"condition": "client-roles", "configuration": {"roles": ["strict"]}}],
            "profiles": ["strict clients"],
        }
    ]
    realm.put("/client-policies/profiles", {"profiles": profiles})
    realm.put("/client-policies/policies", {"policies": policies})


def client_registration(realm: Realm) -> None:
    for policy in realm.get("/components", type=REGISTRATION):
        path = f"/components/{policy['id']}"
        if policy["providerId"] == "max-clients":
            realm.put(path, {**policy, "config": {"max-clients": ["50"]}})
        elif policy["providerId"] == "trusted-hosts":
            realm.put(
                path, {**policy, "config": {**policy["config"], "trusted-hosts": ["a.example.com", "b.example.com"]}}
            )
        elif policy["providerId"] == "consent-required":
            realm.delete(path)
    realm.component(name="none at once", providerId="client-disabled", providerType=REGISTRATION, subType="anonymous")


def localization(realm: Realm) -> None:
    for language, key, text in (
        ("de", "loginAccountTitle", "Willkommen bei den Büchern"),
        ("de", "department", "Abteilung"),
        ("de", "own.text", "'{0}' & \"mehr\""),
        ("en", "department", "Department"),
    ):
        path = f"/{realm.name}/localization/{language}/{key}"
        realm.send("PUT", path, data=text.encode(), headers={"Content-Type": "text/plain; charset=utf-8"})


def organizations(realm: Realm, users: dict[str, str]) -> None:
    realm.change("", organizationsEnabled=True)
    acme = realm.post(
        "/organizations",
        {
            "name": "Acme Büro",
            "alias": "acme",
            "enabled": True,
            "description": "Möbel",
            "redirectUrl": "https://acme.example.com",
            "domains": [
                {"name": "acme.example.com", "verified": True},
                {"name": "acme.example.org", "verified": False},
            ],
            "attributes": {"size": ["big", "grün"]},
        },
    )
    realm.post("/organizations", {"name": "empty", "enabled": False, "domains": [{"name": "empty.example.com"}]})
    for name in ("ann", "bea"):
        realm.post(f"/organizations/{acme}/members", users[name])
    realm.post(f"/organizations/{acme}/identity-providers", "corp-saml")
    if realm.has("groups of organizations"):
        realm.post(f"/organizations/{acme}/groups", {"name": "Leitung"})


def admin_permissions(realm: Realm, groups: dict[str, str]) -> None:
    realm.change("", adminPermissionsEnabled=True)
    server = f"/clients/{realm.client('admin-permissions')}/authz/resource-server"
    # Not team/lead: its export would name a role of the client 'team', and no server could import it.
    leads = {"name": "leads", "roles": [{"id": realm.role("reader")["id"], "required": True}]}
    policy = realm.send("POST", f"/{realm.name}{server}/policy/role", leads).json()["id"]
    permission = {"policies": [policy], "decisionStrategy": "UNANIMOUS"}
    all_users = {"name": "leads see users", "resourceType": "Users", "scopes": ["view"]}
    one_group = {"name": "leads rule staff", "resourceType": "Groups", "scopes": ["manage-members"]}
    realm.post(f"{server}/permission/scope", {**permission, **all_users})
    realm.post(f"{server}/permission/scope", {**permission, **one_group, "resources": [groups["Staff"]]})


def workflows(realm: Realm) -> None:
    steps = [{"uses": "disable-user", "after": "P30D"}]
    realm.post("/workflows", {"name": "Vergessene", "on": "user-authenticated", "steps": steps})


def user_federation(realm: Realm, directory: Directory) -> None:
    ldap = realm.component(
        name="Verzeichnis",
        providerId="ldap",
        providerType=USER_STORAGE,
        config={
            "enabled": "true",
            "priority": "5",
            "editMode": "READ_ONLY",
            "importEnabled": "true",
            "syncRegistrations": "false",
            "fullSyncPeriod": "-1",
            "changedSyncPeriod": "-1",
            "vendor": "other",
            "usernameLDAPAttribute": "uid",
            "rdnLDAPAttribute": "uid",
            "uuidLDAPAttribute": "entryUUID",
            "userObjectClasses": "inetOrgPerson, organizationalPerson",
            "connectionUrl": directory.url,
            "usersDn": f"ou=people,{directory.base}",
            "authType": "simple",
            "bindDn": directory.bind_dn,
            "bindCredential": directory.password,
            "searchScope": "2",
            "pagination": "true",
            "connectionTimeout": "500",
            "cachePolicy": "DEFAULT",
        },
    )
    groups = {
        "groups.dn": f"ou=groups,{directory.base}",
        "groups.path": "/Staff",
        "group.name.ldap.attribute": "cn",
        "group.object.classes": "groupOfNames",
        "membership.ldap.attribute": "member",
        "membership.attribute.type": "DN",
        "membership.user.ldap.attribute": "uid",
        "mode": "READ_ONLY",
        "preserve.group.inheritance": "false",
        "user.roles.retrieve.strategy": "LOAD_GROUPS_BY_MEMBER_ATTRIBUTE",
        "drop.non.existing.groups.during.sync": "false",
    }
    roles = {
        "roles.dn": f"ou=groups,{directory.base}",
        "role.name.ldap.attribute": "cn",
        "role.object.classes": "groupOfNames",
        "membership.ldap.attribute": "member",
        "membership.attribute.type": "DN",
        "membership.user.ldap.attribute": "uid",
        "mode": "READ_ONLY",
        "user.roles.retrieve.strategy": "LOAD_ROLES_BY_MEMBER_ATTRIBUTE",
        "use.realm.roles.mapping": "false",
        "client.id": "shop",
    }
    phone = {"ldap.attribute": "telephoneNumber", "user.model.attribute": "phone", "read.only": "true"}
    for name, provider, config in (
        ("groups of the directory", "group-ldap-mapper", groups),
        ("roles of the directory", "role-ldap-mapper", roles),
        ("Telefon", "user-attribute-ldap-mapper", phone),
        ("all are readers", "hardcoded-ldap-role-mapper", {"role": "reader"}),
        ("all are staff", "hardcoded-ldap-group-mapper", {"group": "/Staff/Büro"}),
    ):
        realm.component(name=name, providerId=provider, providerType=LDAP_MAPPER, parentId=ldap, config=config)
    for found in realm.get("/components", parent=ldap):
        if found["name"] == "first name":
            realm.put(
                f"/components/{found['id']}", {**found, "config": {**found["config"], "ldap.attribute": ["givenName"]}}
            )
    # Its users are copied into the realm, with a link to where they came from.
    realm.post(f"/user-storage/{ldap}/sync?action=triggerFullSync")
