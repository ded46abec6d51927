# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets that the server never shows again: whether the wanted one is the one that was applied last.

A salted, slow fingerprint is kept beside the secret. A secret that somebody else changed can't be seen.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from dataclasses import replace
from typing import Any, Dict, Iterator, List, Mapping, Optional

from ._redact import MASK
from ._resource import Masked, Resource

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


def settle(resource: Resource, values: Dict[str, Any], raw: Optional[Mapping[str, Any]], policy: str) -> List[str]:
    """Replace a wanted secret by the server's mask where it is not to be sent, else add its fingerprint.

    Returns a sentence for each secret that could not be compared, because there is no room for a fingerprint.
    """
    told = []
    for masked in _each(resource, values, raw or {}):
        given = (values.get(masked.key) or {}).get(masked.entry)
        secret = _plain(given)
        if not secret or secret == MASK or secret.startswith("${vault."):
            continue
        if _is_settled(masked, secret, raw or {}, policy):
            values[masked.key] = dict(values[masked.key], **{masked.entry: [MASK] if isinstance(given, list) else MASK})
            if not masked.room and policy == "when_changed":
                told.append(
                    f"The {masked.entry} of {resource.name} could not be compared, since the server shows it masked, "
                    "and was left as it is: set update_secret: always to set it."
                )
        elif masked.room:
            room = dict(values.get(masked.room) or {}, **{_room(masked): fingerprint(secret)})
            values[masked.room] = dict(room, **values[masked.key]) if masked.room == masked.key else room
    return told


def _each(resource: Resource, values: Mapping[str, Any], raw: Mapping[str, Any]) -> Iterator[Masked]:
    """The secrets of a kind; its entry ``*`` stands for each one that the server masks."""
    for masked in resource.masked:
        if masked.entry != "*":
            yield masked
            continue
        held = raw.get(masked.key) or {}
        for entry in values.get(masked.key) or {}:
            if _plain(held.get(entry)) == MASK:
                yield replace(masked, entry=entry)


def _plain(value: Any) -> str:
    """A secret in a map of strings, or in one of lists of them."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return value or ""


def _room(masked: Masked) -> str:
    return f"{FINGERPRINT}{masked.key}.{masked.entry}"


def _is_settled(masked: Masked, secret: str, raw: Mapping[str, Any], policy: str) -> bool:
    if _plain((raw.get(masked.key) or {}).get(masked.entry)) != MASK or policy == "always":
        return False
    if policy == "on_create" or not masked.room:
        return True
    stored = (raw.get(masked.room) or {}).get(_room(masked))
    return isinstance(stored, str) and is_fingerprint_of(secret, stored)
