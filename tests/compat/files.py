# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A private key, its certificate and both in a keystore, for keys of a realm."""

from __future__ import annotations

import subprocess
from pathlib import Path

NAME = "every"
PASSWORD = "a-password"


def make(folder: Path) -> tuple[str, str, str]:
    """Key and certificate as PEM, and the path of the keystore."""
    key, certificate, keystore = (folder / name for name in ("key.pem", "certificate.pem", "keystore.p12"))
    _openssl("req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=x -keyout", key, "-out", certificate)
    _openssl(f"pkcs12 -export -name {NAME} -passout pass:{PASSWORD} -inkey", key, "-in", certificate, "-out", keystore)
    return key.read_text(), certificate.read_text(), str(keystore)


def _openssl(*arguments: object) -> None:
    words = " ".join(str(it) for it in arguments).split()
    subprocess.run(["openssl", *words], check=True, capture_output=True)
