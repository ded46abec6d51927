# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets, keys and certificates of clients, and credentials of users."""

from __future__ import annotations

import subprocess
from urllib.parse import quote

import pytest
import requests
from connecting import admin_options
from kinds import converge, task
from needs import has

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.options import connect
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client_certificate import (
    CLIENT_CERTIFICATE as CERTIFICATE,
)
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client_certificate import bare, keystore
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client_secret import CLIENT_SECRET as SECRET
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.user_credential import (
    USER_CREDENTIAL as CREDENTIAL,
)

NAME = "Größe a/%+&?# 😀 B" if has("certificates of any name") else "app"


@pytest.fixture
def app(admin, realm):
    admin.post(
        f"/admin/realms/{realm}/clients",
        {"clientId": NAME, "secret": "one", "serviceAccountsEnabled": True, "attributes": {"keep": "me"}},
    )
    yield NAME
    admin.delete(f"/admin/realms/{realm}/clients/{client(admin, realm)['id']}")


def client(admin, realm):
    return admin.get(f"/admin/realms/{realm}/clients?clientId={quote(NAME, safe='')}")[0]


def may_log_in(server, realm, secret):
    form = {"grant_type": "client_credentials", "client_id": NAME, "client_secret": secret}
    return requests.post(f"{server.url}/realms/{realm}/protocol/openid-connect/token", data=form, timeout=60).ok


def test_the_secret_of_a_client(server, admin, realm, app):
    converge(server, SECRET, realm=realm, client_id=app, secret="two")
    assert may_log_in(server, realm, "two") and not may_log_in(server, realm, "one")
    renewed = task(server, SECRET, realm=realm, client_id=app, regenerate=True)
    secret = client(admin, realm)["secret"]
    assert renewed.changed and renewed.writes == 1 and secret != "two"
    assert may_log_in(server, realm, secret)
    assert not converge(server, SECRET, realm=realm, client_id=app, rotated="absent").changed
    assert client(admin, realm)["attributes"]["keep"] == "me"
    with pytest.raises(InputError, match="use one of them"):
        task(server, SECRET, realm=realm, client_id=app, secret="x", regenerate=True)
    with pytest.raises(InputError, match="no client 'unknown'"):
        task(server, SECRET, realm=realm, client_id="unknown", regenerate=True)


def openssl(*arguments):
    return subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, text=True).stdout


@pytest.fixture
def files(tmp_path):
    """A key, its certificate, its public key and a keystore with both, as files."""
    key, certificate, store = tmp_path / "key.pem", tmp_path / "certificate.pem", tmp_path / "store.p12"
    openssl(
        *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x", "-days", "9"),
        *("-keyout", key, "-out", certificate),
    )
    openssl(
        *("pkcs12", "-export", "-inkey", key, "-in", certificate, "-out", store),
        *("-name", "mine", "-passout", "pass:secret"),
    )
    (tmp_path / "public.pem").write_text(openssl("x509", "-in", certificate, "-pubkey", "-noout"))
    return tmp_path


def test_the_secret_of_a_client_to_come(server, realm):
    for wanted in (dict(regenerate=True), dict(secret="s3cret")):
        told = task(server, SECRET, True, realm=realm, client_id="to come", **wanted)
        assert told.changed and "no client 'to come'" in told.result.warnings[0]


def test_keys_that_are_made(server, admin, realm, app, tmp_path):
    converge(server, CERTIFICATE, realm=realm, client_id=app, attribute="saml.signing")
    first = client(admin, realm)["attributes"]
    again = task(server, CERTIFICATE, realm=realm, client_id=app, attribute="saml.signing", regenerate=True)
    second = client(admin, realm)["attributes"]
    assert again.changed and first["saml.signing.certificate"] != second["saml.signing.certificate"]
    assert second["saml.signing.private.key"] not in str(again.result)
    params = {"realm": realm, "client_id": app, "attribute": "saml.signing", "store_password": "secret"}
    with connect(admin_options(server)) as connection:
        stores = {name: keystore(connection, dict(params, format=name)) for name in ("JKS", "PKCS12")}
    for name, content in stores.items():
        (tmp_path / name).write_bytes(content)
        command = ["keytool", "-list", "-rfc", "-storetype", name, "-keystore", tmp_path / name, "-storepass", "secret"]
        listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        assert second["saml.signing.certificate"] in "".join(listed.split())
        assert "PrivateKeyEntry" in listed
    converge(server, CERTIFICATE, realm=realm, client_id=app, attribute="saml.signing", state="absent")
    assert not [key for key in client(admin, realm)["attributes"] if key.startswith("saml.signing")]
    assert client(admin, realm)["attributes"]["keep"] == "me"


def test_keys_that_are_uploaded(server, admin, realm, app, files):
    certificate, public = ((files / name).read_text() for name in ("certificate.pem", "public.pem"))
    converge(server, CERTIFICATE, realm=realm, client_id=app, certificate=certificate)
    assert client(admin, realm)["attributes"]["jwt.credential.certificate"] == bare(certificate)
    converge(server, CERTIFICATE, realm=realm, client_id=app, public_key=public)
    assert "jwt.credential.certificate" not in client(admin, realm)["attributes"]
    keys = requests.get(f"{server.url}/realms/{realm}/protocol/openid-connect/certs", timeout=60).json()
    converge(server, CERTIFICATE, realm=realm, client_id=app, jwks=keys)
    assert client(admin, realm)["attributes"]["use.jwks.string"] == "true"
    converge(server, CERTIFICATE, realm=realm, client_id=app, state="absent")
    assert client(admin, realm)["attributes"].get("use.jwks.string") in (None, "", "false")
    store = {"keystore": str(files / "store.p12"), "key_alias": "mine", "store_password": "secret"}
    converge(
        server, CERTIFICATE, realm=realm, client_id=app, attribute="saml.encryption", key_password="secret", **store
    )
    held = client(admin, realm)["attributes"]
    assert held["saml.encryption.certificate"] == bare(certificate)
    assert held["saml.encryption.private.key"]
    with pytest.raises(InputError, match="A keystore needs key_alias"):
        task(server, CERTIFICATE, realm=realm, client_id=app, **{**store, "key_alias": None})
    with pytest.raises(InputError, match="can't be read where the task runs"):
        task(server, CERTIFICATE, realm=realm, client_id=app, **{**store, "keystore": str(files / "none")})


def test_credentials_of_a_user(server, admin, realm):
    code = {"subType": "totp", "digits": 6, "counter": 0, "period": 30, "algorithm": "HmacSHA1"}
    codes = [
        {
            "type": "otp",
            "userLabel": label,
            "secretData": '{"value": "x"}',
            "credentialData": str(code).replace("'", '"'),
        }
        for label in ("phone", "key")
    ]
    password = {"type": "password", "value": "secret"}
    admin.post(f"/admin/realms/{realm}/users", {"username": "ann", "credentials": [password, *codes]})
    uuid = admin.get(f"/admin/realms/{realm}/users?username=ann")[0]["id"]

    def held():
        return [it.get("userLabel") for it in admin.get(f"/admin/realms/{realm}/users/{uuid}/credentials")]

    converge(server, CREDENTIAL, realm=realm, user="Ann", type="otp", label="phone", new_label=NAME)
    assert held() == [None, NAME, "key"]
    converge(server, CREDENTIAL, realm=realm, user="ann", label="key", first=True)
    assert held() == ["key", None, NAME]
    converge(server, CREDENTIAL, realm=realm, user="ann", label="key", after=NAME)
    assert held() == [None, NAME, "key"]
    with pytest.raises(InputError, match="2 credentials of user 'ann' are meant.*set id"):
        task(server, CREDENTIAL, realm=realm, user="ann", type="otp", state="absent")
    with pytest.raises(InputError, match="no credential of user 'ann'"):
        task(server, CREDENTIAL, realm=realm, user="ann", label="nothing", first=True)
    converge(server, CREDENTIAL, realm=realm, user="ann", label="key", state="absent")
    converge(server, CREDENTIAL, realm=realm, user="ann", type="otp", state="absent")
    assert held() == [None]
