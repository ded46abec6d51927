# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finding and hiding secrets in representations, by the meaning of their keys."""

from __future__ import annotations

import json
import re
from typing import Any, Iterable, Iterator, List, Mapping, Tuple

MASK = "**********"  # what the server itself shows in place of a stored secret
HIDDEN = "VALUE_HIDDEN"
HIDDEN_CHANGED = f"{HIDDEN}_CHANGED"

_WORDS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")

# Endings of a key, in lower case and without separators, that make its value a secret: clientSecret, webhook_token,
# jwt.credential.private.key, apikey. Providers of other people have any of them: when in doubt it is one.
_SECRET_ENDINGS = (
    "secret",
    "secrets",
    "password",
    "passwords",
    "passphrase",
    "passwd",
    "pwd",
    "token",
    "tokens",
    "bindcredential",
    "privatekey",
    "privatekeys",
    "secretkey",
    "signingkey",
    "encryptionkey",
    "decryptionkey",
    "accesskey",
    "sharedkey",
    "symmetrickey",
    "masterkey",
    "hmackey",
    "authkey",
    "licensekey",
    "apikey",
    "apikeys",
    "clientassertion",
    "secretdata",
    "authorization",
    "onetimecode",
    "totp",
    # The old secret of a client while a policy rotates it.
    "secretrotated",
)
# The last word alone: as the end of another word it is something else (bypass, spin).
_SECRET_WORDS = frozenset(("pass", "pin", "pat", "psk", "otp", "cookie", "bearer"))
_SECRET_NAMES = frozenset(("keystore", "saltedhash", "salt", "hashedsaltedvalue"))
# Secret by its ending, but only a setting about secrets.
_PLAIN_ENDINGS = ("updatepassword", "updatesecret", "resetpassword", "forgotpassword", "storetoken", "storedtoken")
# The private parts of a JSON Web Key.
_JWK_SECRETS = frozenset(("d", "p", "q", "dp", "dq", "qi", "k", "oth"))
# Messages of a theme have keys such as invalidPassword.
_PLAIN_MAPS = frozenset(("localizationTexts",))
_PLAIN_VALUES = frozenset(("", MASK, HIDDEN, "true", "false"))
_VAULT = re.compile(r"\$\{vault\.[^}]*\}")
_CREDENTIALS_IN_URL = re.compile(r"(?<=://)[^/\s]+@")
_STRONG_LENGTH = 8
_LONG_WORD = 16


def is_secret_key(name: str) -> bool:
    """Whether the value under this key of a representation is a secret."""
    words = [word.lower() for word in _WORDS.findall(name)]
    joined = "".join(words)
    if joined.endswith(_PLAIN_ENDINGS):
        return False
    return bool(words) and (joined in _SECRET_NAMES or joined.endswith(_SECRET_ENDINGS) or words[-1] in _SECRET_WORDS)


def redact(value: Any, extra_keys: Iterable[str] = ()) -> Any:
    """A copy of value in which each secret is replaced; the keys and the shape stay readable."""
    return _redact(value, frozenset(extra_keys))


def secrets_in(value: Any, extra_keys: Iterable[str] = ()) -> set[str]:
    """The plain secrets in value. References to a vault and the server's own mask are none."""
    return {text for text in _secret_texts(value, frozenset(extra_keys)) if is_secret_text(text)}


def hidden_in(value: Any, place: str = "") -> str:
    """Where value has the marker that replaces secrets in results, '' if nowhere: ``config.clientSecret``."""
    if value in (HIDDEN, HIDDEN_CHANGED) or (isinstance(value, str) and f"://{HIDDEN}@" in value):
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


def is_strong(secret: str) -> bool:
    """Whether a secret can be searched for in a string: a short or common word is part of other strings."""
    secret = secret.strip()
    return len(secret) >= _LONG_WORD or (len(secret) >= _STRONG_LENGTH and not secret.isalpha())


def censored(secrets: Iterable[str], shown: Any) -> set[str]:
    """The secrets that Ansible may search results for. What the arguments also show elsewhere is none of them."""
    plain = "\n".join(_plain_texts(shown))
    return {secret for secret in secrets if is_strong(secret) and secret not in plain and not hidden_in(secret, "it")}


def scrub(text: str, secrets: Iterable[str], plain: Any = ()) -> str:
    """The text without any of the secrets; the longest first, because one may contain another.

    A weak secret (the word admin) is only replaced in quotes, and not where ``plain`` has the same word as a name:
    elsewhere it is part of the message.
    """
    names = set(_plain_texts(plain))
    for secret in sorted(set(secrets), key=len, reverse=True):
        if is_strong(secret):
            text = text.replace(secret, HIDDEN)
        elif secret.strip() and secret not in names:
            for quote in "'\"":
                text = text.replace(f"{quote}{secret}{quote}", f"{quote}{HIDDEN}{quote}")
    return text


def without_credentials(text: str) -> str:
    """The text with the user and the password in each URL hidden."""
    return _CREDENTIALS_IN_URL.sub(f"{HIDDEN}@", text)


def _redact(value: Any, extra: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {
            key: child if key in _PLAIN_MAPS else _hide(child) if secret else _redact(_named(key, child), extra)
            for key, child, secret in entries(value, extra)
        }
    if isinstance(value, _Named):
        return {key: _redact(_named(key, child), extra) for key, child in value.items.items()}
    if isinstance(value, (list, tuple)):
        return [_redact(child, extra) for child in value]
    if isinstance(value, str):
        inner = _document(value)
        if inner is not None:
            redacted = _redact(inner, extra)
            return value if redacted == inner else json.dumps(redacted, ensure_ascii=False)
        return without_credentials(value)
    return value


class _Named:
    """A map whose keys are names of objects, not of settings."""

    def __init__(self, items: dict[Any, Any]) -> None:
        self.items = items


def _named(key: Any, value: Any) -> Any:
    """In the server's info an authenticator or a type of grant may be named password."""
    return _Named(value) if key == "providers" and isinstance(value, dict) else value


def _document(text: str) -> Any:
    """The map or list in a string of JSON, else None."""
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, (dict, list)) else None


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
        for key, child, secret in entries(value, extra):
            if key not in _PLAIN_MAPS:
                yield from _texts(child) if secret else _secret_texts(_named(key, child), extra)
    elif isinstance(value, _Named):
        for key, child in value.items.items():
            yield from _secret_texts(_named(key, child), extra)
    elif isinstance(value, (list, tuple)):
        for child in value:
            yield from _secret_texts(child, extra)
    elif isinstance(value, str):
        yield from _secret_texts(_document(value), extra)
        yield from (found.rstrip("@").partition(":")[2] for found in _CREDENTIALS_IN_URL.findall(value))


def _plain_texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, (list, tuple)):
        for child in value:
            yield from _plain_texts(child)
    elif value is not None:
        yield str(value)


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
        yield key, child, secret or ("kty" in mapping and key in _JWK_SECRETS)


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
