# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The client against the real server, also over a way that fails."""

from __future__ import annotations

import re
import socket
import ssl
import time
import uuid
from datetime import datetime, timedelta, timezone
from ipaddress import ip_address

import pytest
from connecting import E, admin_options, client_with, realm_of
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from needs import has
from relay import Relay

from ansible_collections.realmkit.keycloak.plugins.module_utils._http.errors import KeycloakError

ADMIN = {"auth_username": "admin", "auth_password": "admin"}


@pytest.fixture(scope="module")
def realm(server):
    with realm_of(server) as name:
        yield name


@pytest.fixture
def relay(server):
    with Relay(server.url).running() as running:
        yield running


@pytest.fixture
def broken_way(relay):
    """A client of which each request goes through the relay."""
    with client_with(relay, **ADMIN) as client:
        client.get(E["realms.get"], {"realm": "master"})
        yield client


def told(call):
    with pytest.raises(KeycloakError) as caught:
        call()
    sentence = str(caught.value)
    assert "\n" not in sentence and "<" not in sentence and "Traceback" not in sentence
    assert "Bearer" not in sentence and "eyJ" not in sentence
    return sentence


def users_named(client, realm, name):
    return client.get(E["users.count"], {"realm": realm}, {"username": name, "exact": True})


def test_names_that_need_quoting_reach_their_object(server, realm):
    names = ["a/b", "50% + x?&=", "Größe 名", "Upper", "..."]
    with client_with(server) as client:
        for name in names:
            client.send(E["roles.create"], {"realm": realm}, body={"name": name})
        found = [client.get(E["roles.get"], {"realm": realm, "role-name": name})["name"] for name in names]
        assert found == names
        group = client.send(E["groups.create"], {"realm": realm}, body={"name": "g 1%"}).id
        client.send(E["groups.add_child"], {"realm": realm, "group-id": group}, body={"name": "kid"})
        if has("percent signs in paths of groups"):
            assert client.get(E["realms.group_by_path"], {"realm": realm, "path": "/g 1%/kid"})["name"] == "kid"


def test_more_than_ten_pages(server):
    users = [{"username": f"u{number:04}"} for number in range(1001)]
    with realm_of(server, users=users) as many, client_with(server) as client:
        names = [user["username"] for user in client.pages(E["users.list"], {"realm": many})]
        assert len(names) == len(set(names)) == 1001
        assert client.requests["GET"] == 11


def test_a_search_for_groups_finds_more_than_a_page(server):
    children = [{"name": f"match-{number:03}"} for number in range(101)]
    with realm_of(server, groups=[{"name": "above", "subGroups": children}]) as many, client_with(server) as client:
        trees = list(client.pages(E["groups.list"], {"realm": many}, {"search": "match-"}))
        assert [tree["name"] for tree in trees] == ["above"]
        assert len(trees[0]["subGroups"]) == 101


def test_text_stays_text_and_bytes_stay_bytes(server, realm):
    with client_with(server) as client:
        where = {"realm": realm, "locale": "de", "key": "greeting"}
        client.send(E["localization.update"], where, body="Grüß Gott")
        assert client.get(E["localization.get"], where) == "Grüß Gott"
        made = client.send(E["clients.create"], {"realm": realm}, body={"clientId": "keys"})
        keystore = client.send(
            E["client_certificates.generate_and_download"],
            {"realm": realm, "client-uuid": made.id, "attr": "jwt.credential"},
            body={"format": "PKCS12", "keyAlias": "k", "keyPassword": "pw1234", "storePassword": "pw1234"},
        ).data
        assert isinstance(keystore, bytes) and len(keystore) > 500


def test_find_tells_an_absent_object_from_an_absent_realm(server, realm):
    with client_with(server) as client:
        assert client.find(E["users.get"], {"realm": realm, "user-id": "nobody"}) is None
        sentence = told(lambda: client.find(E["users.get"], {"realm": "client-none", "user-id": "nobody"}))
    assert "There is no realm" in sentence


def test_writes_are_counted_and_reading_posts_are_none(server, realm):
    with client_with(server) as client:
        client.send(E["realms.export"], {"realm": realm})
        assert client.writes == 0
        client.send(E["realms.clear_user_cache"], {"realm": realm})
        assert client.writes == 1
        assert client.requests == {"POST": 2}


def test_an_admin_without_the_right_is_told_the_role(server, realm):
    user = {"username": "weak", "enabled": True, "email": "weak@example.org", "firstName": "W", "lastName": "K"}
    with client_with(server) as admin:
        made = admin.send(
            E["users.create"],
            {"realm": realm},
            body={**user, "credentials": [{"type": "password", "value": "weak-password"}]},
        )
        assert made.id
    with client_with(server, auth_realm=realm, auth_username="weak", auth_password="weak-password") as weak:
        sentence = told(lambda: weak.get(E["clients.list"], {"realm": realm}))
    assert "403" in sentence and "view-clients or manage-clients of the client realm-management" in sentence


def test_a_body_that_the_server_refuses_is_told_in_its_words(server, realm):
    with client_with(server) as client:
        body = {"username": "x", "email": "no address", "credentials": [{"type": "password", "value": "geheim-1"}]}
        sentence = told(lambda: client.send(E["users.create"], {"realm": realm}, body=body))
        assert "email: error-invalid-email" in sentence and "geheim" not in sentence
        assert users_named(client, realm, "x") == 0
        sentence = told(lambda: client.send(E["users.create"], {"realm": realm}, body={"usrname": "x"}))
        assert re.search(r"This Keycloak \([\d.]+\) does not know usrname", sentence)
        client.send(E["roles.create"], {"realm": realm}, body={"name": "twice"})
        sentence = told(lambda: client.send(E["roles.create"], {"realm": realm}, body={"name": "twice"}))
        assert "409" in sentence and "already exists" in sentence


def test_a_secret_that_the_server_repeats_is_hidden(relay, broken_way, realm):
    answer = b'{"errorMessage": "geheim-2 is no good"}'
    relay.fault("POST", "/users$", "answer", status=400, headers={"Content-Type": "application/json"}, body=answer)
    sentence = told(lambda: broken_way.send(E["users.create"], {"realm": realm}, body={"password": "geheim-2"}))
    assert "VALUE_HIDDEN is no good" in sentence


def test_a_dead_server(server):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with client_with(server, auth_keycloak_url=f"http://127.0.0.1:{port}", connection_retries=0, **ADMIN) as client:
        assert "Nothing listens at" in told(lambda: client.get(E["realms.list"]))


def test_a_wrong_host(server):
    with client_with(server, auth_keycloak_url="http://keycloak.invalid", connection_retries=0, **ADMIN) as client:
        assert "host in http://keycloak.invalid is not known" in told(lambda: client.get(E["realms.list"]))


def test_a_wrong_base_path(server):
    with client_with(server, auth_keycloak_url=f"{server.url}/wrong", **ADMIN) as client:
        assert "base path" in told(lambda: client.get(E["realms.list"]))


def test_a_server_without_tls(server):
    url = server.url.replace("http://", "https://")
    with client_with(server, auth_keycloak_url=url, **ADMIN) as client:
        assert "does not speak TLS" in told(lambda: client.get(E["realms.list"]))


@pytest.fixture
def tls(server, tmp_path):
    """The server over TLS, with the file of a certificate of its own making and its key."""
    file = tmp_path / "tls.pem"
    file.write_bytes(self_signed())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with Relay(server.url, context).running() as relay:
        yield relay, context, str(file)


def self_signed(host="127.0.0.1", days=(-1, 1)):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = datetime.now(timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), False)
        .sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8
    return certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, form, serialization.NoEncryption()
    )


@pytest.mark.parametrize(
    ("more", "cause"),
    [
        ({"host": "10.0.0.1"}, "it is that of another host"),
        ({"days": (-2, -1)}, "expired.*check the clock"),
        ({"days": (1, 2)}, "not yet valid.*check the clocks"),
    ],
)
def test_a_certificate_that_does_not_fit(server, tmp_path, more, cause):
    file = tmp_path / "tls.pem"
    file.write_bytes(self_signed(**more))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with Relay(server.url, context).running() as relay, client_with(relay, ca_path=str(file), **ADMIN) as client:
        sentence = told(lambda: client.get(E["realms.list"]))
    assert re.search(cause, sentence, re.I) and "ca_path" not in sentence


@pytest.mark.parametrize("token", ["eyJ.geheim\n", " eyJ.geheim\r\n"])
def test_a_token_with_a_line_end_is_sent_without_it(server, token):
    with client_with(server, token=token) as client:
        assert "The token was refused" in told(lambda: client.get(E["realms.list"]))


@pytest.mark.parametrize("token", ["eyJ.ge\nheim", "eyJ.gehüim€"])
def test_a_token_that_no_header_can_have_is_not_shown(server, token):
    with client_with(server, token=token) as client:
        sentence = told(lambda: client.get(E["realms.list"]))
    assert "Check token" in sentence and "heim" not in sentence and "geh" not in sentence


@pytest.mark.parametrize("proxy", ["http://ann:geheim-1@127.0.0.1:9", "http://ann:geheim-1@:x", "ann:geheim-1@[::1"])
def test_a_proxy_with_credentials_is_not_shown(server, proxy):
    with client_with(server, proxy=proxy, connection_retries=0, **ADMIN) as client:
        assert "geheim" not in told(lambda: client.get(E["realms.list"]))


def test_a_certificate_that_nobody_vouches_for(tls):
    with client_with(tls[0], **ADMIN) as client:
        sentence = told(lambda: client.get(E["realms.list"]))
    assert "certificate" in sentence and "ca_path" in sentence


def test_trust_by_ca_path_or_none_at_all(tls, monkeypatch):
    # What requests takes from the environment must not overrule the options.
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/etc/ssl/certs/ca-certificates.crt")
    for trust in ({"ca_path": tls[2]}, {"validate_certs": False}):
        with client_with(tls[0], **trust, **ADMIN) as client:
            assert client.get(E["realms.get"], {"realm": "master"})["realm"] == "master"


def test_a_client_certificate_is_shown(tls):
    relay, context, file = tls
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(file)
    with client_with(relay, ca_path=file, connection_retries=0, **ADMIN) as client, pytest.raises(KeycloakError):
        client.get(E["realms.list"])
    with client_with(relay, ca_path=file, auth_client_certificate=file, **ADMIN) as client:
        assert client.get(E["realms.get"], {"realm": "master"})["realm"] == "master"


def test_the_way_through_a_proxy(server, relay):
    with client_with(server, proxy=relay.url, **ADMIN) as client:
        assert client.get(E["realms.get"], {"realm": "master"})["realm"] == "master"
    assert relay.count("GET", f"^{server.url}/admin/realms/master$") == 1


HTML = {"Content-Type": "text/html; charset=utf-8"}
PLAIN = {"Content-Type": "text/plain"}
STRANGE = [
    (200, HTML, b"<html><title>Our portal</title></html>", "'Our portal' came in place.*check auth_keycloak_url"),
    (404, HTML, b"<html><title>404 Not Found</title></html>", "check auth_keycloak_url"),
    (404, PLAIN, b"default backend - 404", "'default backend - 404' came.*check auth_keycloak_url"),
    (403, HTML, b"<html><title>Forbidden</title></html>", "ingress before Keycloak refuses"),
    (500, HTML, b"<html>oops</html>", "look at the log of Keycloak, and of any proxy"),
    (502, HTML, b"<html><title>502 Bad Gateway</title></html>", "can't reach Keycloak"),
    (503, PLAIN, b"upstream connect error", "'upstream connect error' came.*can't reach Keycloak"),
    (504, HTML, b"<html>late</html>", "can't reach Keycloak"),
    (407, HTML, b"<html>no</html>", "the proxy asks for a user and a password"),
    (
        302,
        {"Location": "https://elsewhere.example.org/x?code=1"},
        b"",
        "redirected to https://elsewhere.example.org/x",
    ),
    (301, {"Location": "https://127.0.0.1/x"}, b"", "use an https:// address"),
]


@pytest.mark.parametrize(("status", "headers", "body", "cause"), STRANGE)
@pytest.mark.parametrize("where", ["/token", "/users"])
def test_what_others_answer_in_its_place(relay, realm, where, status, headers, body, cause):
    method = "POST" if where == "/token" else "GET"
    relay.fault(method, where, "answer", 9, status=status, headers=headers, body=body)
    with client_with(relay, connection_retries=0, **ADMIN) as client:
        sentence = told(lambda: client.find(E["users.get"], {"realm": realm, "user-id": "x"}))
    assert re.search(cause, sentence, re.I) and str(status) in sentence
    assert "ca_path" not in sentence


def test_an_answer_that_is_cut_off(relay, broken_way, realm):
    relay.fault("GET", "/roles", "cut", 9)
    assert "ended before it was complete" in told(lambda: broken_way.get(E["roles.list"], {"realm": realm}))


def test_json_that_is_cut_off(relay, broken_way, realm):
    json = {"Content-Type": "application/json"}
    relay.fault("GET", "/roles", "answer", 2, status=200, headers=json, body=b'[{"name": "a"')
    assert "cut off" in told(lambda: broken_way.get(E["roles.list"], {"realm": realm}))
    # Once is no reason to give up.
    relay.fault("GET", "/roles", "answer", 1, status=200, headers=json, body=b'[{"name": "a"')
    assert "offline_access" in [it["name"] for it in broken_way.get(E["roles.list"], {"realm": realm})]


def test_a_redirect_is_not_followed(relay, broken_way, realm):
    relay.fault("POST", "/roles", "answer", status=302, headers={"Location": "https://elsewhere.example.org/x?code=1"})
    sentence = told(lambda: broken_way.send(E["roles.create"], {"realm": realm}, body={"name": "moved"}))
    assert "Redirected to https://elsewhere.example.org/x" in sentence and "code" not in sentence
    assert relay.count("POST", "/roles") == 1


def test_reads_are_repeated(relay, broken_way, realm):
    relay.fault("GET", "/roles", "lost", 2)
    assert broken_way.get(E["roles.list"], {"realm": realm})
    assert relay.count("GET", "/roles") == 3


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_request_that_only_reads_is_repeated_whatever_its_method(relay, broken_way, realm, status):
    relay.fault("POST", "/partial-export", "answer", status=status)
    assert broken_way.send(E["realms.export"], {"realm": realm}).data["realm"] == realm
    assert relay.count("POST", "/partial-export") == 2
    relay.fault("POST", "/roles", "answer", status=500)
    assert "500" in told(lambda: broken_way.send(E["roles.create"], {"realm": realm}, body={"name": "x"}))
    assert relay.count("POST", "/roles") == 1


def test_roles_are_added_once_more_where_the_server_failed(relay, broken_way, admin, realm):
    """As it does now and then when two requests at once add to roles of one realm (26.7)."""
    inner, outer = f"inner-{uuid.uuid4()}", {"realm": realm, "role-name": f"outer-{uuid.uuid4()}"}
    for name in (inner, outer["role-name"]):
        admin.post(f"/admin/realms/{realm}/roles", {"name": name})
    relay.fault("POST", "/composites", "answer", status=500)
    added = [admin.get(f"/admin/realms/{realm}/roles/{inner}")]
    broken_way.send(E["roles.add_composites"], outer, body=added)
    assert relay.count("POST", "/composites") == 2
    # Sent again, as after an answer that was lost, it changes nothing.
    broken_way.send(E["roles.add_composites"], outer, body=added)
    held = admin.get(f"/admin/realms/{realm}/roles/{outer['role-name']}/composites")
    assert [it["name"] for it in held] == [inner]


def test_what_goes_is_removed_once_more_where_the_server_failed(relay, broken_way, admin, realm):
    """As it does now and then for a scope of authorization while other requests run (26.7)."""
    admin.post(f"/admin/realms/{realm}/roles", {"name": "goes"})
    relay.fault("DELETE", "/roles/goes", "answer", status=500)
    broken_way.send(E["roles.delete"], {"realm": realm, "role-name": "goes"})
    assert relay.count("DELETE", "/roles/goes") == 2
    assert "goes" not in [it["name"] for it in admin.get(f"/admin/realms/{realm}/roles")]


def test_repeating_is_bounded(relay, broken_way, realm):
    relay.fault("GET", "/roles", "answer", 99, status=503)
    assert "503" in told(lambda: broken_way.get(E["roles.list"], {"realm": realm}))
    assert relay.count("GET", "/roles") == 4


def test_retry_after_is_kept_to(relay, broken_way, realm):
    relay.fault("POST", "/roles", "answer", status=503, headers={"Retry-After": "2"})
    start = time.monotonic()
    broken_way.send(E["roles.create"], {"realm": realm}, body={"name": "patient"})
    assert time.monotonic() - start >= 2
    assert relay.count("POST", "/roles") == 2


def test_a_creation_that_may_have_been_done_is_not_repeated(relay, broken_way, realm):
    relay.fault("POST", "/users$", "lost")
    sentence = told(lambda: broken_way.send(E["users.create"], {"realm": realm}, body={"username": "once"}))
    assert "not known" in sentence
    assert relay.count("POST", "/users$") == 1
    assert users_named(broken_way, realm, "once") == 1


def test_a_deletion_whose_answer_was_lost_is_done(relay, broken_way, realm):
    broken_way.send(E["roles.create"], {"realm": realm}, body={"name": "gone"})
    relay.fault("DELETE", "/roles/gone", "lost")
    where = {"realm": realm, "role-name": "gone"}
    assert broken_way.send(E["roles.delete"], where).status == 204
    assert relay.count("DELETE", "/roles/gone") == 2
    assert broken_way.find(E["roles.get"], where) is None
    assert "404" in told(lambda: broken_way.send(E["roles.delete"], where))


def test_a_refused_token_is_renewed_once(relay, broken_way, realm):
    relay.fault("GET", "/roles", "answer", status=401)
    assert broken_way.get(E["roles.list"], {"realm": realm})
    relay.fault("GET", "/groups", "answer", 99, status=401)
    assert "401" in told(lambda: broken_way.get(E["groups.list"], {"realm": realm}))
    assert relay.count("GET", "/groups") == 2


def test_netrc_has_no_say(server, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login joe password geheim\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with client_with(server, **admin_options(server)) as client:
        assert client.get(E["realms.get"], {"realm": "master"})["realm"] == "master"


def test_objects_in_parallel(server, realm):
    with client_with(server) as client:
        names = [f"par-{number}" for number in range(12)]
        client.map(lambda name: client.send(E["roles.create"], {"realm": realm}, body={"name": name}), names)
        assert {role["name"] for role in client.pages(E["roles.list"], {"realm": realm})} >= set(names)
