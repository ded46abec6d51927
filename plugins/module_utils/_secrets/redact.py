# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finding and hiding secrets in representations, by the meaning of their keys."""

from __future__ import annotations

import re
from typing import Any, Iterable, Iterator, List, Mapping, Tuple

MASK = "**********"  # what the server itself shows in place of a stored secret
HIDDEN = "VALUE_HIDDEN"
HIDDEN_CHANGED = f"{HIDDEN}_CHANGED"

_WORDS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")

# The last words of a key that make its value a secret: clientSecret, smtp password, jwt.credential.private.key ...
_SECRET_ENDINGS = (
    ("secret",),
    ("secrets",),
    ("password",),
    ("passphrase",),
    ("passwd",),
    ("bind", "credential"),
    ("private", "key"),
    ("secret", "key"),
    ("signing", "key"),
    ("encryption", "key"),
    ("access", "token"),
    ("refresh", "token"),
    ("id", "token"),
    ("offline", "token"),
    ("registration", "token"),
    ("client", "assertion"),
    ("secret", "data"),
    ("authorization",),
    ("one", "time", "code"),
    ("totp",),
    ("api", "key"),
    # The secret before the last rotation, which stays valid for a while.
    ("secret", "rotated"),
)
_SECRET_NAMES = frozenset(
    ("token", "keystore", "saltedhash", "salt", "hashedsaltedvalue", "bindcredential", "privatekey")
)
# Secret by its ending, but only a setting about secrets.
_PLAIN_ENDINGS = (("update", "password"), ("update", "secret"), ("reset", "password"))
_PLAIN_VALUES = frozenset(("", MASK, HIDDEN, "true", "false", "password"))
_VAULT = re.compile(r"\$\{vault\.[^}]*\}")


def is_secret_key(name: str) -> bool:
    """Whether the value under this key of a representation is a secret."""
    words = tuple(word.lower() for word in _WORDS.findall(name))
    if "".join(words) in _SECRET_NAMES:
        return True
    if any(words[-len(ending) :] == ending for ending in _PLAIN_ENDINGS):
        return False
    return any(words[-len(ending) :] == ending for ending in _SECRET_ENDINGS)


def redact(value: Any, extra_keys: Iterable[str] = ()) -> Any:
    """A copy of value in which each secret is replaced; the keys and the shape stay readable."""
    return _redact(value, frozenset(extra_keys))


def secrets_in(value: Any, extra_keys: Iterable[str] = ()) -> set[str]:
    """The plain secrets in value. References to a vault and the server's own mask are none."""
    return {text for text in _secret_texts(value, frozenset(extra_keys)) if is_secret_text(text)}


def hidden_in(value: Any, place: str = "") -> str:
    """Where value holds what stands for a secret in results, '' if nowhere: ``config.clientSecret``."""
    if value in (HIDDEN, HIDDEN_CHANGED):
        return place
    inner: Iterable[Tuple[Any, Any]] = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, (list, tuple)):
        inner = enumerate(value)
    found = (hidden_in(child, f"{place}.{key}" if place else str(key)) for key, child in inner)
    return next((where for where in found if where), "")


def unmasked(value: Any) -> Any:
    """Without the secrets that the server shows masked."""
    if isinstance(value, Mapping):
        return {key: unmasked(item) for key, item in value.items() if not _is_mask(item)}
    if isinstance(value, list):
        return [unmasked(item) for item in value]
    return value


def masked_in(value: Any, place: str = "") -> List[str]:
    """Where value has the mask of the server in place of a secret: ``clients[0].secret``."""
    if _is_mask(value):
        return [place]
    inner: Iterable[Tuple[str, Any]] = ()
    if isinstance(value, Mapping):
        inner = ((f"{place}.{key}".lstrip("."), item) for key, item in value.items())
    elif isinstance(value, list):
        inner = ((f"{place}[{number}]", item) for number, item in enumerate(value))
    return [found for where, item in inner for found in masked_in(item, where)]


def _is_mask(value: Any) -> bool:
    return value in (MASK, [MASK])


def scrub(text: str, secrets: Iterable[str]) -> str:
    """The text without any of the secrets; the longest first, because one may contain another."""
    for secret in sorted(set(secrets), key=len, reverse=True):
        if secret:
            text = text.replace(secret, HIDDEN)
    return text


def _redact(value: Any, extra: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {key: _hide(child) if secret else _redact(child, extra) for key, child, secret in entries(value, extra)}
    if isinstance(value, (list, tuple)):
        return [_redact(child, extra) for child in value]
    return value


def _hide(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _hide(child) for key, child in value.items()}
    if isinstance(value, (list, tuple)):
        return [_hide(child) for child in value]
    if value is None or isinstance(value, bool) or (isinstance(value, str) and not is_secret_text(value)):
        return value
    return HIDDEN


def _secret_texts(value: Any, extra: frozenset[str]) -> Iterator[str]:
    if isinstance(value, dict):
        for _key, child, secret in entries(value, extra):
            yield from _texts(child) if secret else _secret_texts(child, extra)
    elif isinstance(value, (list, tuple)):
        for child in value:
            yield from _secret_texts(child, extra)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for child in value:
            yield from _texts(child)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def entries(mapping: Mapping[Any, Any], extra: frozenset[str] = frozenset()) -> Iterator[Tuple[Any, Any, bool]]:
    """The entries of a map, each with whether its value is a secret."""
    credential = _is_credential(mapping)
    for key, child in mapping.items():
        secret = str(key) in extra or is_secret_key(str(key)) or (credential and key == "value")
        yield key, child, secret


def _is_credential(mapping: Mapping[Any, Any]) -> bool:
    """``{type: password, value: ...}`` of a user, and ``{name: clientSecret, value: ...}`` in lists of entries."""
    return "value" in mapping and any(
        isinstance(mapping.get(key), str)
        and (is_secret_key(mapping[key]) or mapping[key] in ("password", "otp", "hotp"))
        for key in ("type", "name", "key")
    )


def is_secret_text(text: str) -> bool:
    """Whether a value under a secret key is a secret itself, and not a flag, a mask or a reference to a vault."""
    return text not in _PLAIN_VALUES and not _VAULT.fullmatch(text)
