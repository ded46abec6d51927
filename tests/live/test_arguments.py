# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whole modules in this process: what they show of their arguments, and what they say of wrong ones."""

from __future__ import annotations

import pytest
from connecting import admin_options
from running import run_module

ODD = ["a\\b-geheim", 'it\'s "geheim"', "geheim\nin two lines", "gehüim-ß-ÿ", "${geheim}-%s"]


@pytest.mark.parametrize(
    ("module", "arguments", "place"),
    [
        ("keycloak_client", {"client_id": "x", "protocol_mappers": [5]}, "protocol_mappers[0] must be the name"),
        (
            "keycloak_client",
            {"client_id": "x", "connection_timeout": True},
            "connection_timeout must be a whole number",
        ),
        ("keycloak_client", {"client_id": "x", "redirect_uris": {"a": 1}}, "redirect_uris must be a list"),
        ("keycloak_client", {"client_id": ["x"]}, "client_id must be a string and is a list"),
        (
            "keycloak_client",
            {"client_id": "x", "protocolMappers": [{"name": "a", "config": "geheim-12"}]},
            "protocolMappers[0].config must be a mapping",
        ),
        ("keycloak_user", {"username": "x", "credentials": "geheim-12"}, "credentials[0] must be a mapping"),
        (
            "keycloak_user_profile",
            {"attributes": [{"name": "phone", "required": True}]},
            "attributes[0].required must be a mapping and is true",
        ),
        ("keycloak_role", {"name": ""}, "All of id, name are empty"),
        ("keycloak_role", {"name": "x", "realm": ""}, "realm must not be empty"),
        ("keycloak_user_rolemapping", {"uid": "", "client_id": "x"}, "uid, target_username"),
        ("keycloak_client", {"client_id": "x", "secrt": "geheim-12"}, "secrt"),
    ],
)
def test_a_wrong_argument_is_named_and_nothing_else_is_shown(server, module, arguments, place):
    options = {"realm": "master", **admin_options(server), "auth_password": "geheim-34"}
    outcome = run_module(module, **{**options, **arguments})
    assert outcome.failed and place in outcome.result["msg"]
    assert "geheim" not in outcome.everything


@pytest.mark.parametrize("secret", ODD)
def test_no_secret_of_a_list_or_a_nested_map_is_logged(server, secret):
    user = dict(username="x", credentials=[{"type": "password", "value": secret}])
    client = dict(client_id="x", protocol_mappers=[{"name": "m", "config": {"a.setting": secret}}])
    for module, arguments in (("keycloak_user", user), ("keycloak_client", client)):
        outcome = run_module(module, check=True, realm="master", **admin_options(server), **arguments)
        logged = outcome.log.encode().decode("unicode_escape", "replace") + outcome.log
        assert "Invoked with" in logged and "geh" not in logged


@pytest.mark.parametrize("word", ["user", "client", "set", "create", "password"])
def test_a_common_word_as_a_secret_takes_no_other_word_away(server, word):
    outcome = run_module(
        "keycloak_client", check=True, realm="master", client_id="user-client", secret=word, **admin_options(server)
    )
    assert outcome.result["msg"] == "create client 'user-client'"
    assert outcome.result["end_state"]["clientId"] == "user-client"
    assert outcome.result["end_state"]["secret"] == "VALUE_HIDDEN"
    assert outcome.result["invocation"]["module_args"]["secret"] == "VALUE_HIDDEN"


def test_credentials_in_addresses(server):
    options = {**admin_options(server), "proxy": "http://ann:geheim-1@127.0.0.1:9"}
    assert "geheim" not in run_module("keycloak_client", realm="master", client_id="x", **options).everything
    options = {**admin_options(server), "auth_keycloak_url": "https://ann:ge/he@im-1@sso.example.org"}
    outcome = run_module("keycloak_client", realm="master", client_id="x", **options)
    assert "auth_keycloak_url" in outcome.result["msg"] and "im-1" not in outcome.everything


@pytest.fixture
def keyed(admin, realm):
    """A client with a key: what its public half is, asked anew."""
    admin.post(f"/admin/realms/{realm}/clients", {"clientId": "keyed"})
    uuid = admin.get(f"/admin/realms/{realm}/clients?clientId=keyed")[0]["id"]
    yield lambda: admin.get(f"/admin/realms/{realm}/clients/{uuid}/certificates/jwt.credential").get("certificate")
    admin.delete(f"/admin/realms/{realm}/clients/{uuid}")


PLACES = [
    ({"dest": "/proc/store.p12"}, "dest /proc/store.p12"),
    ({"dest": "/nowhere/store.p12"}, "must be a file in a directory that exists"),
    ({"dest": "/dev/null"}, "no regular file"),
    ({"mode": "rw"}, "mode must be a file mode"),
    ({"mode": "99"}, "mode must be a file mode"),
    ({"mode": True}, "mode must be a file mode"),
]


@pytest.mark.parametrize(("wrong", "cause"), PLACES)
def test_a_place_that_can_not_be_written_is_refused_before_a_new_key_is_made(
    server, realm, keyed, tmp_path, wrong, cause
):
    place = {"dest": str(tmp_path / "store.p12"), **wrong}
    passwords = {"keyPassword": "secret-key", "storePassword": "secret-store"}
    body = {"format": "PKCS12", "keyAlias": "keyed", **passwords}
    values = {"client": "keyed", "attr": "jwt.credential"}
    by_api = run_module(
        "keycloak_api",
        endpoint="client_certificates.generate_and_download",
        realm=realm,
        values=values,
        body=body,
        **place,
        **admin_options(server),
    )
    by_module = run_module(
        "keycloak_client_certificate",
        realm=realm,
        client_id="keyed",
        regenerate=True,
        store_password="secret-store",
        **place,
        **admin_options(server),
    )
    assert cause in by_api.result["msg"] and cause in by_module.result["msg"]
    assert keyed() is None


def test_an_answer_that_can_not_be_saved_in_the_end_is_kept(server, realm, keyed, tmp_path, monkeypatch):
    def refuse(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", refuse)
    outcome = run_module(
        "keycloak_client_certificate",
        realm=realm,
        client_id="keyed",
        store_password="secret-store",
        dest=str(tmp_path / "store.p12"),
        format="PKCS12",
        **admin_options(server),
    )
    (kept,) = tmp_path.glob(".keycloak-*")
    assert f"No space left on device. The answer is kept in {kept}." in outcome.result["msg"]
    assert kept.read_bytes()[:1] == b"\x30" and kept.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("module", "arguments", "cause"),
    [
        ("keycloak_client", {"secret": ""}, "The secret of 'keyed' is empty"),
        ("keycloak_client_secret", {"secret": " "}, "The secret of 'keyed' is empty"),
        ("keycloak_partial_import", {"config": {"clients": [{"clientId": "x", "secret": ""}]}}, "The secret of 'x' is"),
        ("keycloak_realm_config", {"config": {"clients": [{"clientId": "x", "secret": " "}]}}, "The secret of 'x' is"),
        ("keycloak_client_certificate", {"jwks": "not json"}, "jwks must be a JSON Web Key Set"),
    ],
)
def test_values_that_can_not_be_meant(server, admin, realm, keyed, module, arguments, cause):
    named = {} if "config" in arguments else {"client_id": "keyed"}
    outcome = run_module(module, realm=realm, **named, **arguments, **admin_options(server))
    assert outcome.failed and cause in outcome.result["msg"]
    assert admin.get(f"/admin/realms/{realm}/clients?clientId=x") == []
    assert admin.get(f"/admin/realms/{realm}/clients?clientId=keyed")[0]["secret"]
