# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets that the server never shows again: whether the wanted one is the one that was applied last.

A salted, slow fingerprint is kept beside the secret, or in an attribute of the realm where there is no room. A secret
that somebody else changed can't be seen.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Callable, Dict, Iterator, Mapping, Optional, Tuple

from .._http.reader import Reader
from .._secrets.fingerprint import FINGERPRINT, fingerprint, is_fingerprint_of
from .._secrets.redact import MASK
from .realm_settings import update_realm, whole_realm
from .reference import Values
from .resource import Masked, Resource


def settle(
    resource: Resource,
    values: Dict[str, Any],
    raw: Optional[Mapping[str, Any]],
    policy: str,
    kept: Callable[[], Mapping[str, str]] = dict,
) -> None:
    """Replace a wanted secret by the server's mask where it is not to be sent, else add its fingerprint.

    ``kept`` reads the fingerprints that the realm keeps, for kinds that have no room themselves.
    """
    for masked, given, secret in _given(resource, values, raw or {}):
        if _is_settled(masked, secret, raw or {}, policy, kept):
            values[masked.key] = dict(values[masked.key], **{masked.entry: [MASK] if isinstance(given, list) else MASK})
        elif masked.room:
            room = dict(values.get(masked.room) or {}, **{_room(masked): fingerprint(secret)})
            values[masked.room] = dict(room, **values[masked.key]) if masked.room == masked.key else room


def masked_secrets(resource: Resource, values: Mapping[str, Any], raw: Mapping[str, Any]) -> Iterator[str]:
    """The given secrets that the server shows masked."""
    for masked, _given_as, secret in _given(resource, values, raw):
        if _plain((raw.get(masked.key) or {}).get(masked.entry)) == MASK:
            yield secret


def roomless(resource: Resource, values: Mapping[str, Any], raw: Mapping[str, Any]) -> Dict[str, str]:
    """The secrets that were sent and that the server shows masked, by the name of the fingerprint the realm keeps."""
    return {
        f"{masked.key}.{masked.entry}": secret
        for masked, _given_as, secret in _given(resource, values, raw)
        if not masked.room and _plain((raw.get(masked.key) or {}).get(masked.entry)) == MASK
    }


def kept_for(client: Reader, values: Values, owner: str) -> Dict[str, str]:
    """The fingerprints that the realm keeps for the object of that id."""
    return _of_owner(whole_realm(client, values), owner)


def keep(client: Reader, values: Values, owner: str, secrets: Mapping[str, str]) -> None:
    """Let the realm keep the fingerprints of these secrets, unless it has them."""
    realm = whole_realm(client, values)
    held = _of_owner(realm, owner)
    new = {name: it for name, it in secrets.items() if not is_fingerprint_of(it, held.get(name, ""))}
    if new:
        marks = {f"{FINGERPRINT}{owner}.{name}": fingerprint(secret) for name, secret in new.items()}
        update_realm(client, values, realm, {"attributes": {**(realm.get("attributes") or {}), **marks}})


def forget(client: Reader, values: Values, owner: str) -> None:
    """Remove the fingerprints of an object that is gone."""
    realm = whole_realm(client, values)
    prefix = f"{FINGERPRINT}{owner}."
    attributes = realm.get("attributes") or {}
    others = {name: it for name, it in attributes.items() if not name.startswith(prefix)}
    if others != attributes:
        update_realm(client, values, realm, {"attributes": others})


def _of_owner(realm: Mapping[str, Any], owner: str) -> Dict[str, str]:
    prefix = f"{FINGERPRINT}{owner}."
    attributes = realm.get("attributes") or {}
    return {name[len(prefix) :]: it for name, it in attributes.items() if name.startswith(prefix)}


def _given(resource: Resource, values: Mapping[str, Any], raw: Mapping[str, Any]) -> Iterator[Tuple[Masked, Any, str]]:
    """The secrets that are given as such: neither the server's mask nor a place in a vault."""
    for masked in _each(resource, values, raw):
        given = (values.get(masked.key) or {}).get(masked.entry)
        secret = _plain(given)
        if secret and secret != MASK and not secret.startswith("${vault."):
            yield masked, given, secret


def _each(resource: Resource, values: Mapping[str, Any], raw: Mapping[str, Any]) -> Iterator[Masked]:
    """The secrets of a kind; its entry ``*`` means each one that the server masks."""
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


def _is_settled(
    masked: Masked, secret: str, raw: Mapping[str, Any], policy: str, kept: Callable[[], Mapping[str, str]]
) -> bool:
    if _plain((raw.get(masked.key) or {}).get(masked.entry)) != MASK or policy == "always":
        return False
    if policy == "on_create":
        return True
    if masked.room:
        stored = (raw.get(masked.room) or {}).get(_room(masked))
    else:
        stored = kept().get(f"{masked.key}.{masked.entry}")
    return isinstance(stored, str) and is_fingerprint_of(secret, stored)
