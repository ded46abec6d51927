# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Salted, slow fingerprints of secrets."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from typing import Optional

# OWASP's advice for PBKDF2 with SHA-256; some 0.2 s of CPU for each secret that is compared.
_ROUNDS = 600_000


FINGERPRINT = "realmkit.fingerprint."


def fingerprint(secret: str, salt: Optional[bytes] = None) -> str:
    salt = salt or os.urandom(16)
    digest = hashlib.pbkdf2_hmac("sha256", secret.encode(), salt, _ROUNDS)
    return "$".join(base64.b64encode(part).decode() for part in (salt, digest))


def is_fingerprint_of(secret: str, stored: str) -> bool:
    try:
        salt = base64.b64decode(stored.split("$")[0], validate=True)
    except ValueError:
        return False
    return bool(salt) and hmac.compare_digest(fingerprint(secret, salt), stored)
