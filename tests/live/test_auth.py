# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every way to log in, against the real server."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import struct
import time
from datetime import datetime, timedelta, timezone
from ipaddress import ip_address
from types import SimpleNamespace

import background
import pytest
import server as server_of_tests
from connecting import E, client_with, realm_of
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from needs import needs
from relay import Relay

from ansible_collections.realmkit.keycloak.plugins.module_utils._http.errors import KeycloakError

SEED = "seed-of-the-one-time-codes"
KEY = rsa.generate_private_key(65537, 2048)
PEM = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
).decode()


def signed(name, issuer=None, **extensions):
    """A certificate of that common name, issued by itself or by another one's."""
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(timezone.utc)
    built = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer.subject if issuer else subject)
    built = built.public_key(KEY.public_key()).serial_number(x509.random_serial_number())
    built = built.not_valid_before(now).not_valid_after(now + timedelta(days=1))
    for extension in extensions.values():
        built = built.add_extension(extension, critical=False)
    return built.sign(KEY, hashes.SHA256())


def certificate():
    return base64.b64encode(signed("robot").public_bytes(serialization.Encoding.DER)).decode()


def totp():
    """RFC 6238: six digits, 30 seconds, SHA-1."""
    digest = hmac.new(SEED.encode(), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1000000:06}"


def user(name, password="right-password", **more):
    return {
        "username": name,
        "enabled": True,
        "email": f"{name}@example.org",
        "firstName": "F",
        "lastName": "L",
        "clientRoles": {"realm-management": ["realm-admin"]},
        "credentials": [{"type": "password", "value": password}],
        **more,
    }


def one_time_codes():
    return {
        "type": "otp",
        "secretData": json.dumps({"value": SEED}),
        "credentialData": json.dumps({"subType": "totp", "digits": 6, "period": 30, "algorithm": "HmacSHA1"}),
    }


def robot(client_id, **more):
    return {"clientId": client_id, "serviceAccountsEnabled": True, "publicClient": False, **more}


@pytest.fixture(scope="module")
def realm(server):
    accounts = [
        {"username": f"service-account-{name}", "enabled": True, "serviceAccountClientId": name}
        | {"clientRoles": {"realm-management": ["realm-admin"]}}
        for name in ("robot", "signer", "hmac")
    ]
    coded = user("coded")
    coded["credentials"].append(one_time_codes())
    representation = {
        "accessTokenLifespan": 2,
        "clients": [
            robot("robot", secret="robot-secret"),
            robot(
                "signer", clientAuthenticatorType="client-jwt", attributes={"jwt.credential.certificate": certificate()}
            ),
            robot("hmac", clientAuthenticatorType="client-secret-jwt", secret="a-secret-of-more-than-32-characters"),
            {"clientId": "no-grants", "publicClient": True, "directAccessGrantsEnabled": False},
        ],
        "users": [
            *accounts,
            user("ann"),
            user("off", enabled=False),
            user("unready", requiredActions=["UPDATE_PASSWORD"]),
            coded,
        ],
    }
    with realm_of(server, **representation) as name:
        yield name


def works(client, realm):
    return client.get(E["realms.get"], {"realm": realm})["realm"] == realm


def sessions(server, realm, name):
    with client_with(server) as admin:
        [found] = admin.get(E["users.list"], {"realm": realm}, {"username": name, "exact": True})
        return len(admin.get(E["users.sessions"], {"realm": realm, "user-id": found["id"]}))


@pytest.mark.parametrize(
    "options",
    [
        {"auth_username": "ann", "auth_password": "right-password"},
        {"auth_client_id": "robot", "auth_client_secret": "robot-secret"},
        {"auth_client_id": "signer", "auth_private_key": PEM},
        {
            "auth_client_id": "hmac",
            "auth_client_secret": "a-secret-of-more-than-32-characters",
            "auth_signature_algorithm": "HS256",
        },
    ],
    ids=["password", "secret", "signed", "hmac"],
)
def test_ways_to_log_in(server, realm, options):
    with client_with(server, auth_realm=realm, **options) as client:
        assert works(client, realm)
        assert client.identity["realm"] == realm


def test_identity(server, realm):
    with client_with(server, auth_realm=realm, auth_client_id="robot", auth_client_secret="robot-secret") as client:
        assert client.identity["client_id"] == "robot"
        assert client.identity["username"] == "service-account-robot"
    with client_with(server, auth_realm=realm, auth_username="ann", auth_password="right-password") as client:
        assert client.identity["username"] == "ann"


def test_a_one_time_code(server, realm):
    login = {"auth_realm": realm, "auth_username": "coded", "auth_password": "right-password"}
    with client_with(server, **login) as client, pytest.raises(KeycloakError, match="auth_one_time_code"):
        works(client, realm)
    code = totp()
    with client_with(server, auth_one_time_code=code, **login) as client:
        assert works(client, realm)
        time.sleep(2.5)  # the token is over; the refresh token, not the spent code, gets the next
        assert works(client, realm)
    with (
        client_with(server, auth_one_time_code=code, **login) as client,
        pytest.raises(KeycloakError, match="one login"),
    ):
        works(client, realm)


def test_the_session_that_we_opened_is_ended(server, realm):
    with client_with(server, auth_realm=realm, auth_username="ann", auth_password="right-password") as client:
        works(client, realm)
        assert sessions(server, realm, "ann") == 1
    assert sessions(server, realm, "ann") == 0


def test_given_tokens_work_and_are_not_logged_out(server, realm):
    with client_with(server, auth_realm=realm, auth_username="ann", auth_password="right-password") as owner:
        works(owner, realm)
        token, refresh = owner._auth.token(), owner._auth._grant.refresh_token
        with client_with(server, auth_realm=realm, token=token) as client:
            assert works(client, realm)
        with client_with(server, auth_realm=realm, refresh_token=refresh) as client:
            assert works(client, realm)
        with client_with(server, auth_realm=realm, token="expired", refresh_token=refresh) as client:
            assert works(client, realm)
        assert sessions(server, realm, "ann") == 1


def test_a_refused_token_falls_back_to_the_log_in(server, realm):
    login = {"auth_realm": realm, "auth_username": "ann", "auth_password": "right-password"}
    with client_with(server, token="expired", refresh_token="expired", **login) as client:
        assert works(client, realm)
    assert sessions(server, realm, "ann") == 0


def test_a_token_alone_that_is_refused(server, realm):
    with client_with(server, token="eyJ.geheim.x") as client, pytest.raises(KeycloakError) as caught:
        works(client, realm)
    assert "The token was refused" in str(caught.value) and "geheim" not in str(caught.value)


def test_renewal_before_expiry(server, realm):
    with Relay(server.url).running() as relay:
        login = {"auth_realm": realm, "auth_username": "ann", "auth_password": "right-password"}
        with client_with(relay, **login) as client:
            works(client, realm)
            time.sleep(2)
            works(client, realm)
        assert relay.count("GET", "/admin/realms/") == 2  # none was refused and repeated
        assert relay.count("POST", "/token") == 2


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"auth_username": "ann", "auth_password": "geheim-3"}, "Check auth_username and auth_password"),
        ({"auth_username": "nobody", "auth_password": "geheim-3"}, "Check auth_username and auth_password"),
        ({"auth_username": "off", "auth_password": "right-password"}, "Enable the account"),
        ({"auth_username": "unready", "auth_password": "right-password"}, "required actions"),
        ({"auth_client_id": "robot", "auth_client_secret": "geheim-3"}, "Check auth_client_id"),
        ({"auth_client_id": "nothing", "auth_client_secret": "geheim-3"}, "Check auth_client_id"),
        ({"auth_client_id": "no-grants", "auth_username": "ann", "auth_password": "geheim-3"}, "direct access grants"),
        ({"auth_realm": "client-none", "auth_username": "ann", "auth_password": "geheim-3"}, "Check auth_realm"),
        ({"refresh_token": "geheim-3"}, "get a new one"),
    ],
)
def test_a_failed_log_in_is_one_clear_sentence(server, realm, options, told):
    with client_with(server, **{"auth_realm": realm, **options}) as client, pytest.raises(KeycloakError) as caught:
        works(client, realm)
    sentence = str(caught.value)
    assert sentence.startswith("Login of ") and told in sentence
    assert "geheim" not in sentence and "right-password" not in sentence and "\n" not in sentence


@pytest.mark.parametrize("seconds", [-300, pytest.param(300, marks=needs("a refusal of clocks ahead"))])
def test_a_clock_that_is_off(server, realm, monkeypatch, seconds):
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + seconds)
    with (
        client_with(server, auth_realm=realm, auth_client_id="signer", auth_private_key=PEM) as client,
        pytest.raises(KeycloakError, match="The clock where the task runs and that of the server differ"),
    ):
        works(client, realm)


def test_a_realm_of_the_log_in_that_is_missing_is_not_an_object_that_is(server):
    options = {"auth_realm": "client-none", "auth_username": "ann", "auth_password": "geheim-3"}
    with client_with(server, **options) as client, pytest.raises(KeycloakError, match="Check auth_realm"):
        client.find(E["realms.get"], {"realm": "master"})


def test_nothing_is_sent_before_it_is_needed(server):
    with Relay(server.url).running() as relay:
        with client_with(relay, auth_username="admin", auth_password="admin"):
            pass
        assert relay.seen == []


@pytest.fixture
def tls(tmp_path):
    """A second server, which asks for a client's certificate, and the files to trust it and to be trusted."""
    authority = signed("authority", constraints=x509.BasicConstraints(ca=True, path_length=None))
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    certificates = {
        "authority": authority,
        "server": signed("127.0.0.1", authority, names=names),
        "robot": signed("robot", authority),
    }
    for name, made in certificates.items():
        (tmp_path / f"{name}.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (tmp_path / "key.pem").write_text(PEM)
    port = background.free_port()
    running = server_of_tests.start(
        "tls",
        features=server_of_tests.FEATURES,
        more={
            "https-port": port,
            "https-certificate-file": tmp_path / "server.pem",
            "https-certificate-key-file": tmp_path / "key.pem",
            "truststore-paths": tmp_path / "authority.pem",
        },
    )
    yield SimpleNamespace(url=running.url, secure=f"https://127.0.0.1:{port}", folder=tmp_path)
    background.stop("tls")


def test_a_client_certificate(tls):
    robot_account = {"username": "service-account-robot", "enabled": True, "serviceAccountClientId": "robot"}
    account = {**robot_account, "clientRoles": {"realm-management": ["realm-admin"]}}
    by_subject = {"x509.subjectdn": "CN=robot"}
    client = robot("robot", clientAuthenticatorType="client-x509", attributes=by_subject)
    with realm_of(tls, clients=[client], users=[account]) as name:
        login = {"auth_realm": name, "auth_client_id": "robot", "ca_path": str(tls.folder / "authority.pem")}
        key = {"auth_client_certificate_key": str(tls.folder / "key.pem")}
        secure = SimpleNamespace(url=tls.secure)
        with client_with(secure, **login, **key, auth_client_certificate=str(tls.folder / "robot.pem")) as logged_in:
            assert works(logged_in, name)
            assert logged_in.identity["client_id"] == "robot"
        other = str(tls.folder / "server.pem")
        with (
            client_with(secure, **login, **key, auth_client_certificate=other) as refused,
            pytest.raises(KeycloakError, match="Check auth_client_id and its secret, certificate or key"),
        ):
            works(refused, name)
