# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Salted, slow fingerprints of secrets."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from typing import Dict, Optional, Tuple

# OWASP's advice for PBKDF2 with SHA-256; some 0.2 s of CPU for each secret that is compared.
_ROUNDS = 600_000


FINGERPRINT = "realmkit.fingerprint."


# A run plans more than once and reads back: each pair is computed once.
_computed: Dict[Tuple[str, bytes], str] = {}


def fingerprint(secret: str, salt: Optional[bytes] = None) -> str:
    salt = salt or os.urandom(16)
    if (secret, salt) not in _computed:
        digest = hashlib.pbkdf2_hmac("sha256", secret.encode(), salt, _ROUNDS)
        _computed[secret, salt] = "$".join(base64.b64encode(part).decode() for part in (salt, digest))
    return _computed[secret, salt]


def is_fingerprint_of(secret: str, stored: str) -> bool:
    try:
        salt = base64.b64decode(stored.split("$")[0], validate=True)
    except ValueError:
        return False
    return bool(salt) and hmac.compare_digest(fingerprint(secret, salt), stored)
