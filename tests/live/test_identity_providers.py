# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Identity providers: partial settings, the masked secret, mappers, import; a second realm is the real provider."""

from __future__ import annotations

from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

import pytest
import requests
from connecting import realm_of
from kinds import converge, task
from needs import has

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.identity_provider import (
    IDENTITY_PROVIDER,
    MAPPER_ALONE,
)
from ansible_collections.realmkit.keycloak.plugins.module_utils._secrets.show import shown

SECRET = {"clientId": "broker", "clientSecret": "first-secret"}
URLS = {"tokenUrl": "https://id.example.org/token", "authorizationUrl": "https://id.example.org/auth"}
FULL = {"provider_id": "oidc", "config": {**SECRET, **URLS}}


def provider(admin, realm, alias):
    return admin.get(f"/admin/realms/{realm}/identity-provider/instances/{alias}")


def mappers(admin, realm, alias):
    found = admin.get(f"/admin/realms/{realm}/identity-provider/instances/{alias}/mappers")
    return {it["name"]: it for it in found}


def claim(name, value, **more):
    config = {"claim": value, "user.attribute": "department", "syncMode": "FORCE"}
    return {"name": name, "identity_provider_mapper": "oidc-user-attribute-idp-mapper", "config": config, **more}


def test_a_partial_config_keeps_the_rest_and_the_secret(server, admin, realm):
    name = {"realm": realm, "alias": "Partial-1"}
    converge(server, IDENTITY_PROVIDER, **name, **FULL, display_name="Täglich / & %")
    converge(server, IDENTITY_PROVIDER, **name, config={"useJwksUrl": True, "guiOrder": 3}, trust_email=True)
    found = provider(admin, realm, "Partial-1")
    assert {**URLS, "useJwksUrl": "true", "guiOrder": "3", "clientId": "broker"}.items() <= found["config"].items()
    assert (found["displayName"], found["trustEmail"], found["enabled"]) == ("Täglich / & %", True, True)
    converge(server, IDENTITY_PROVIDER, **name, config={"guiOrder": None}, display_name="")
    found = provider(admin, realm, "Partial-1")
    assert "guiOrder" not in found["config"] and not found.get("displayName")
    assert found["config"]["clientSecret"] == "**********"


def hidden(provider):
    """Whether a provider is hidden on the login page: Keycloak 24 and 25 keep it among its settings."""
    return provider["hideOnLogin"] if has("hideOnLogin") else provider["config"].get("hideOnLoginPage") == "true"


def test_hidden_by_the_old_setting(server, admin, realm):
    given = dict(realm=realm, alias="hidden", config={"hideOnLoginPage": "true", "guiOrder": 2})
    with pytest.raises(InputError, match="no identity provider 'hidden': set provider_id"):
        task(server, IDENTITY_PROVIDER, True, **given)
    converge(server, IDENTITY_PROVIDER, **given, provider_id="oidc")
    assert hidden(provider(admin, realm, "hidden")) is True
    converge(server, IDENTITY_PROVIDER, realm=realm, alias="hidden", config={"hide_on_login_page": False})
    assert hidden(provider(admin, realm, "hidden")) is False


def test_a_secret_changed_alone_takes_effect_and_is_never_shown(server, admin, realm):
    """The other realm of the server is the provider: a login through it needs the right secret."""
    owner = {"username": "ann", "email": "a@b.c", "firstName": "A", "lastName": "B", "enabled": True}
    users = [dict(owner, credentials=[{"type": "password", "value": "of-ann"}])]
    back = f"{server.url}/realms/{realm}/broker/real/endpoint"
    client = {"clientId": "broker", "secret": "second-secret", "redirectUris": [back]}
    with realm_of(server, users=users, clients=[client]) as other:
        source = f"{server.url}/realms/{other}/.well-known/openid-configuration"
        name = {"realm": realm, "alias": "real", "provider_id": "oidc", "import_from": source}
        converge(server, IDENTITY_PROVIDER, **name, config={**SECRET, "clientAuthMethod": "client_secret_post"})
        assert not _log_in(server, realm, "of-ann")
        run = converge(server, IDENTITY_PROVIDER, **name, config=dict(SECRET, clientSecret="second-secret"))
        assert run.changed
        told = str(shown(run.result.before, run.result.after)) + str(run.result.operations)
        assert "VALUE_HIDDEN_CHANGED" in told and "second-secret" not in told
        assert _log_in(server, realm, "of-ann")


def _log_in(server, realm, password):
    """Whether the account console can be reached with an account of the other realm."""
    # Keycloak marks its cookies as secure; browsers take loopback for secure as well.
    jar = CookieJar(DefaultCookiePolicy(secure_protocols=("http", "https")))
    browser = build_opener(ProxyHandler({}), HTTPCookieProcessor(jar))
    query = {
        "client_id": "account-console",
        "response_type": "code",
        "scope": "openid",
        "redirect_uri": f"{server.url}/realms/{realm}/account/",
        "kc_idp_hint": "real",
        "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        "code_challenge_method": "S256",
    }
    page = browser.open(f"{server.url}/realms/{realm}/protocol/openid-connect/auth?{urlencode(query)}")
    action = page.read().decode().split('action="')[1].split('"')[0].replace("&amp;", "&")
    try:
        return "code=" in browser.open(action, urlencode({"username": "ann", "password": password}).encode()).url
    except HTTPError as error:
        assert error.code in (400, 502), error
        return False


def test_mappers(server, admin, realm):
    name = {"realm": realm, "alias": "mapped"}
    converge(server, IDENTITY_PROVIDER, **name, **FULL, mappers=[claim("a / & % ü", "one"), claim("b", "two")])
    converge(server, IDENTITY_PROVIDER, **name, mappers=[claim("b", "three"), claim("a / & % ü", "", state="absent")])
    assert {key: it["config"]["claim"] for key, it in mappers(admin, realm, "mapped").items()} == {"b": "three"}
    alone = {"realm": realm, "identity_provider": "mapped"}
    converge(server, MAPPER_ALONE, **alone, **claim("c", "four"))
    converge(server, MAPPER_ALONE, **alone, name="c", config={"claim": "five", "syncMode": None})
    found = mappers(admin, realm, "mapped")["c"]
    assert found["config"] == {"claim": "five", "user.attribute": "department"}
    converge(server, IDENTITY_PROVIDER, **name, mappers=[claim("b", "three")], mappers_behavior="exact")
    assert list(mappers(admin, realm, "mapped")) == ["b"]
    converge(server, MAPPER_ALONE, **alone, name="b", state="absent")
    converge(server, IDENTITY_PROVIDER, **name, state="absent")


def test_settings_from_a_file(server, admin, realm, tmp_path):
    answer = requests.get(f"{server.url}/realms/{realm}/protocol/saml/descriptor", timeout=60)
    (tmp_path / "idp.xml").write_bytes(answer.content)
    name = {"realm": realm, "alias": "filed", "provider_id": "saml", "import_from": str(tmp_path / "idp.xml")}
    converge(server, IDENTITY_PROVIDER, **name, config={"entityId": "https://me.example.org"})
    found = provider(admin, realm, "filed")["config"]
    assert found["singleSignOnServiceUrl"] == f"{server.url}/realms/{realm}/protocol/saml"
    assert found["entityId"] == "https://me.example.org"


def test_unknown_names_write_nothing(server, admin, realm):
    with pytest.raises(InputError, match="no authentication flow 'first broker lgin'.*first broker login"):
        task(
            server,
            IDENTITY_PROVIDER,
            realm=realm,
            alias="bad",
            **FULL,
            first_broker_login_flow_alias="first broker lgin",
        )
    with pytest.raises(InputError, match="can't be read"):
        task(server, IDENTITY_PROVIDER, realm=realm, alias="bad", **FULL, import_from="/nowhere.xml")
    with pytest.raises(InputError, match="could not read.*https://nowhere.invalid/x"):
        task(server, IDENTITY_PROVIDER, realm=realm, alias="bad", **FULL, import_from="https://nowhere.invalid/x")
    with pytest.raises(InputError, match="no identity provider 'bad'"):
        task(server, MAPPER_ALONE, realm=realm, identity_provider="bad", **claim("x", "y"))
    assert not [it for it in admin.get(f"/admin/realms/{realm}/identity-provider/instances") if it["alias"] == "bad"]
