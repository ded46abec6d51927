# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signed tokens and what a token says, without a server."""

from __future__ import annotations

import base64
import builtins
import json

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.options import OPTIONS
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.auth import Credentials, claims_of, signed_jwt

RSA = rsa.generate_private_key(65537, 2048)
EC = ec.generate_private_key(ec.SECP256R1())


def pem(key, passphrase=None):
    protection = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, protection).decode()


def parts(token):
    header, payload, signature = token.split(".")
    raw = base64.urlsafe_b64decode(signature + "==")
    return json.loads(base64.urlsafe_b64decode(header + "==")), f"{header}.{payload}".encode(), raw


def test_rsa():
    header, signed, signature = parts(signed_jwt({"iss": "c"}, Credentials(private_key=pem(RSA), key_id="k1")))
    RSA.public_key().verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
    assert header == {"alg": "RS256", "typ": "JWT", "kid": "k1"}


def test_ec():
    _header, signed, signature = parts(signed_jwt({"iss": "c"}, Credentials(private_key=pem(EC), algorithm="ES256")))
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    EC.public_key().verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))


@pytest.mark.parametrize(
    "credentials",
    [
        Credentials(private_key="no key"),
        Credentials(private_key=pem(RSA, b"geheim")),
        Credentials(private_key=pem(RSA, b"geheim"), private_key_passphrase="other"),
        Credentials(private_key=pem(RSA), algorithm="ES256"),
    ],
)
def test_a_wrong_key_is_told(credentials):
    with pytest.raises(InputError, match="auth_private_key"):
        signed_jwt({}, credentials)


def test_a_key_of_another_algorithm_names_the_option():
    with pytest.raises(InputError, match="not a key for ES256: set auth_signature_algorithm"):
        signed_jwt({}, Credentials(private_key=pem(RSA), algorithm="ES256"))
    # The option is one.
    assert "auth_signature_algorithm" in OPTIONS


def test_without_cryptography_it_is_named(monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name.startswith("cryptography"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(InputError, match="needs the Python library cryptography"):
        signed_jwt({}, Credentials(private_key=pem(RSA)))


@pytest.mark.parametrize("token", ["", "opaque", "a.b.c", "a.!.c"])
def test_an_opaque_token_says_nothing(token):
    assert claims_of(token) == {}
