# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Realms: nothing wiped by a partial map, the mail password neither lost nor shown nor set again."""

from __future__ import annotations

import json
import uuid
from urllib.parse import quote

import kinds
import pytest
from kinds import converge, task

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.component import COMPONENT
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.default_roles import DEFAULT_ROLES
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.realm import REALM
from ansible_collections.realmkit.keycloak.plugins.module_utils._secrets.show import shown

MAIL = {"host": "smtp.example.org", "port": 587, "from": "a@example.org", "auth": True, "user": "a"}


@pytest.fixture
def name(server, admin):
    """A strange name for a realm that the test makes."""
    chosen = f"Réalm {uuid.uuid4().hex[:6]} Ü"
    yield chosen
    task(server, REALM, realm=chosen, state="absent")
    assert chosen not in [found["realm"] for found in admin.get("/admin/realms?briefRepresentation=true")]


def read(admin, name):
    return admin.get(f"/admin/realms/{quote(name, safe='')}")


def test_a_realm_from_nothing_to_nothing(server, admin, name):
    converge(server, REALM, realm=name, display_name="D", password_policy="length(10)", access_token_lifespan=120)
    found = read(admin, name)
    assert (found["enabled"], found["displayName"], found["accessTokenLifespan"]) == (True, "D", 120)
    converge(server, REALM, realm=name, supported_locales=["de", "en"], internationalization_enabled=True)
    found = read(admin, name)
    assert (found["passwordPolicy"], sorted(found["supportedLocales"])) == ("length(10)", ["de", "en"])
    converge(server, REALM, realm=name, password_policy="", supported_locales=[])
    assert not read(admin, name).get("passwordPolicy")
    assert converge(server, REALM, realm=name, state="absent").changed


@pytest.mark.parametrize(
    ("policy", "stored"),
    [
        ("length(8) and  notUsername()", "length(8) and notUsername"),
        ("notUsername and length(8)\n", "notUsername and length(8)"),
        (" length(8) and digits(1) and length(9) ", "length(9) and digits(1)"),
        (" ", None),
    ],
)
def test_a_password_policy_in_the_servers_own_form(server, admin, name, policy, stored):
    converge(server, REALM, realm=name, password_policy=policy)
    assert read(admin, name).get("passwordPolicy") == stored
    converge(server, REALM, realm=name, password_policy="upperCase(1)")
    converge(server, REALM, realm=name, password_policy=policy)
    assert read(admin, name).get("passwordPolicy") == stored


def test_a_realm_by_its_id(server, admin, name):
    converge(server, REALM, id=name, display_name="D")
    assert read(admin, name)["displayName"] == "D"


def test_a_partial_map_of_attributes_wipes_nothing(server, admin, name):
    converge(server, REALM, realm=name, attributes={"mine": 1, "gone": "x"})
    before = read(admin, name)["attributes"]
    converge(server, REALM, realm=name, attributes={"flag": True, "gone": None})
    after = read(admin, name)["attributes"]
    assert "gone" not in after
    # The server may add entries of its own with any update.
    kept = {key: value for key, value in before.items() if key != "gone"}
    assert {key: after.get(key) for key in (*kept, "flag")} == {**kept, "flag": "true"}


def test_nothing_is_what_the_server_puts_in_its_place(server, admin, name):
    headers = {"xRobotsTag": "none", "x": "y"}
    converge(server, REALM, realm=name, browser_security_headers=headers, events_expiration=60)
    nothing = {
        "browser_security_headers": {"x": ""},
        "events_expiration": 0,
        "web_authn_policy_rp_entity_name": "",
        "web_authn_policy_user_verification_requirement": "",
        "web_authn_policy_signature_algorithms": [],
        "web_authn_policy_extra_origins": [""],
    }
    converge(server, REALM, realm=name, **nothing)
    held = read(admin, name)
    assert held["webAuthnPolicyRpEntityName"] == "keycloak"
    assert held["webAuthnPolicyUserVerificationRequirement"] == "not specified"
    assert held["webAuthnPolicySignatureAlgorithms"] == ["ES256", "RS256"]
    assert (held["browserSecurityHeaders"]["x"], held["browserSecurityHeaders"]["xRobotsTag"]) == ("", "none")
    with pytest.raises(InputError, match="browser_flow.*'browser'"):
        task(server, REALM, realm=name, browser_flow="")


def test_texts_of_a_realm(server, admin, name):
    def texts(locale):
        return admin.get(f"/admin/realms/{quote(name, safe='')}/localization/{locale}")

    converge(server, REALM, realm=name, localization_texts={"de": {"a": "ä", "b": 2}, "fr": {"a": "à"}})
    assert (texts("de"), texts("fr")) == ({"a": "ä", "b": "2"}, {"a": "à"})
    converge(server, REALM, realm=name, localization_texts={"de": {"b": None, "c": ""}, "fr": None}, display_name="d")
    assert (texts("de"), texts("fr")) == ({"a": "ä", "c": ""}, {})
    with pytest.raises(InputError, match="texts of the locale de must be a mapping"):
        task(server, REALM, realm=name, localization_texts={"de": "a"})


def test_the_mail_password_is_set_once_kept_and_replaced(server, admin, name):
    secret = "s3cret-of-mail"
    first = converge(server, REALM, realm=name, smtp_server=dict(MAIL, password=secret))
    assert read(admin, name)["smtpServer"]["password"] == "**********"
    stored = read(admin, name)["attributes"]["realmkit.fingerprint.smtpServer.password"]
    # Other settings leave it, and its fingerprint, alone.
    converge(server, REALM, realm=name, smtp_server={"port": 25}, attributes={"x": 1})
    now = read(admin, name)
    assert (now["smtpServer"]["port"], now["smtpServer"]["password"]) == ("25", "**********")
    assert now["attributes"]["realmkit.fingerprint.smtpServer.password"] == stored
    assert not task(server, REALM, realm=name, smtp_server={"password": secret}).changed
    # A new one alone is one write, and seen as a change without being shown.
    run = converge(server, REALM, realm=name, smtp_server={"password": "another-one"})
    assert run.writes == 1
    assert read(admin, name)["attributes"]["realmkit.fingerprint.smtpServer.password"] != stored
    for told in (first.result, run.result):
        text = json.dumps([*shown(told.before, told.after), shown({}, told.end_state)[1], told.msg])
        assert secret not in text and "another-one" not in text and "fingerprint" not in text
    before, after = shown(run.result.before, run.result.after)
    assert before["smtpServer"] != after["smtpServer"] or "password" not in before["smtpServer"]


def test_policies_of_the_secret(server, name):
    arguments = dict(realm=name, smtp_server=dict(MAIL, password="one"))
    task(server, REALM, **arguments)
    assert task(server, REALM, **arguments, update_secret="always").writes == 1
    changed = dict(realm=name, smtp_server={"password": "two"})
    assert not task(server, REALM, **changed, update_secret="on_create").changed
    assert task(server, REALM, **changed).changed


def test_a_flow_or_scope_that_is_not_there(server, admin, name):
    task(server, REALM, realm=name)
    with pytest.raises(InputError, match="no authentication flow 'browsr'.*browser_flow.*browser"):
        task(server, REALM, realm=name, browser_flow="browsr", display_name="not written")
    with pytest.raises(InputError, match="no client scope 'emial'.*email"):
        task(server, REALM, realm=name, default_default_client_scopes=["emial"])
    assert "displayName" not in read(admin, name)


def test_the_lists_for_new_clients(server, admin, name):
    task(server, REALM, realm=name)

    def listed(kind):
        path = f"/admin/realms/{quote(name, safe='')}/default-{kind}-client-scopes"
        return sorted(scope["name"] for scope in admin.get(path))

    optional = listed("optional")
    converge(
        server,
        REALM,
        realm=name,
        default_default_client_scopes=["email"],
        default_default_client_scopes_behavior="exact",
    )
    assert (listed("default"), listed("optional")) == (["email"], optional)


def test_the_realm_of_the_log_in_stays(server, admin):
    for arguments in (dict(enabled=False), dict(state="absent")):
        with pytest.raises(InputError, match="logged in to realm 'master'.*force"):
            task(server, REALM, realm="master", **arguments)
    assert read(admin, "master")["enabled"] is True


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [(REALM, {}), (DEFAULT_ROLES, {"roles": []}), (COMPONENT, {"name": "c", "provider_type": "x"})],
)
def test_settings_that_the_account_may_not_read(server, admin, realm, monkeypatch, kind, arguments):
    """The server answers such an account with a few keys of the realm."""
    base, name = f"/admin/realms/{realm}", f"reader-{uuid.uuid4().hex[:8]}"
    credentials = [{"type": "password", "value": "of-reader"}]
    person = {"firstName": "R", "lastName": "R", "email": f"{name}@example.org"}
    admin.post(f"{base}/users", dict(person, username=name, enabled=True, credentials=credentials))
    user = admin.get(f"{base}/users?username={name}")[0]["id"]
    holder = admin.get(f"{base}/clients?clientId=realm-management")[0]["id"]
    role = admin.get(f"{base}/clients/{holder}/roles/view-users")
    admin.post(f"{base}/users/{user}/role-mappings/clients/{holder}", [role])
    options = {"auth_realm": realm, "auth_username": name, "auth_password": "of-reader"}
    monkeypatch.setattr(kinds, "admin_options", lambda server: {"auth_keycloak_url": server.url, **options})
    with pytest.raises(InputError, match="may not read the settings of realm .* lacks the role view-realm"):
        task(server, kind, True, realm=realm, **arguments)
