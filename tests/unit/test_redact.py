# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is a secret, and that none survives."""

from __future__ import annotations

import pytest

from ansible_collections.realmkit.keycloak.plugins.module_utils._secrets.redact import (
    HIDDEN,
    HIDDEN_CHANGED,
    MASK,
    censored,
    hidden_in,
    is_secret_key,
    redact,
    scrub,
    secrets_in,
)


@pytest.mark.parametrize(
    "key",
    [
        "secret",
        "clientSecret",
        "client_secret",
        "password",
        "smtp_password",
        "keyPassword",
        "bindCredential",
        "privateKey",
        "saml.signing.private.key",
        "registrationAccessToken",
        "access_token",
        "token",
        "secretData",
        "authTokenClientSecret",
        "keystorePassword",
        "client.secret.rotated",
        "client.secret.rotated.secret",
        "auth_private_key_passphrase",
        "client.secret.rotated",
        "apikey",
        "clientsecret",
        "apiToken",
        "webhookToken",
        "smtp_pass",
        "PIN",
    ],
)
def test_secret_keys(key):
    assert is_secret_key(key)


@pytest.mark.parametrize(
    "key",
    [
        "passwordPolicy",
        "update_password",
        "update_secret",
        "credentials",
        "access.token.lifespan",
        "accessTokenLifespan",
        "key",
        "publicKey",
        "clientAuthenticatorType",
        "resetPasswordAllowed",
        "client.secret.creation.time",
        "id",
        "name",
        "access.token.claim",
        "id.token.claim",
        "tokenUrl",
        "token.endpoint.auth.signing.alg",
        "storeToken",
        "client.secret.rotated.expiration.time",
        "bypass",
        "compass",
        "site.key",
        "value",
    ],
)
def test_plain_keys(key):
    assert not is_secret_key(key)


@pytest.mark.parametrize(
    ("value", "shown", "secrets"),
    [
        ({"secret": "s3", "name": "n"}, {"secret": HIDDEN, "name": "n"}, {"s3"}),
        ({"config": {"bindCredential": ["s3"]}}, {"config": {"bindCredential": [HIDDEN]}}, {"s3"}),
        ({"secret": MASK}, {"secret": MASK}, set()),
        ({"secret": "${vault.smtp}"}, {"secret": "${vault.smtp}"}, set()),
        ({"secret": None}, {"secret": None}, set()),
        ({"password": True}, {"password": True}, set()),
        ({"password": 12345}, {"password": HIDDEN}, {"12345"}),
        ({"type": "password", "value": "s3"}, {"type": "password", "value": HIDDEN}, {"s3"}),
        ([{"type": "secret", "value": "s3"}], [{"type": "secret", "value": HIDDEN}], {"s3"}),
        ({"type": "String", "value": "plain"}, {"type": "String", "value": "plain"}, set()),
        ("text", "text", set()),
    ],
)
def test_redaction(value, shown, secrets):
    assert redact(value) == shown
    assert secrets_in(value) == secrets


def test_extra_keys():
    assert redact({"pin": "1", "x": "2"}, ["pin"]) == {"pin": HIDDEN, "x": "2"}


def test_a_secret_inside_another_leaves_no_rest():
    assert scrub("a geheim-12345 b", ["geheim-1", "geheim-12345"]) == f"a {HIDDEN} b"


@pytest.mark.parametrize(
    ("message", "secret", "shown"),
    [
        ('Unrecognized field "adminPermissionsEnabled"', "admin", 'Unrecognized field "adminPermissionsEnabled"'),
        ("no user 'user'", "user", "no user 'user'"),
        ("got 'pw1!' here", "pw1!", f"got '{HIDDEN}' here"),
        ("set the setting", "set", "set the setting"),
        ("correct-horse", "correct-horse", HIDDEN),
    ],
)
def test_a_weak_secret_takes_no_other_word_away(message, secret, shown):
    assert scrub(message, [secret], {"username": "user"}) == shown


def test_ansible_searches_for_nothing_that_is_also_a_name():
    shown = {"client_id": "web-shop-1", "secret": HIDDEN}
    assert censored({"user", "set", "web-shop-1", "K7.long-one"}, shown) == {"K7.long-one"}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("http://u:p@ss@proxy:3128", f"http://{HIDDEN}@proxy:3128"),
        ('{"password": "a\\b"}', f'{{"password": "{HIDDEN}"}}'),
        ({"kty": "RSA", "n": "abc", "d": "geheim"}, {"kty": "RSA", "n": "abc", "d": HIDDEN}),
        ({"providers": {"grant": {"providers": {"password": {"order": 1}}}}},) * 2,
        ({"localizationTexts": {"en": {"password": "Password"}}},) * 2,
    ],
)
def test_secrets_by_what_they_stand_in(value, shown):
    assert redact(value) == shown


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"config": {"clientSecret": HIDDEN}}, "config.clientSecret"),
        ({"users": [{"password": "a"}, {"password": HIDDEN_CHANGED}]}, "users.1.password"),
        ({"text": f"it says {HIDDEN}", "number": 1, "nothing": None}, ""),
    ],
)
def test_where_a_stand_in_is(value, place):
    assert hidden_in(value) == place
