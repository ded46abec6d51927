# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A representation of a realm without what only its server needs to know, in an order that does not depend on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Iterable, List, Mapping, Optional, Tuple

from .._engine.reference import Representation
from .._secrets.fingerprint import FINGERPRINT

# The attribute of a realm with the titles of the objects that runs have created, as JSON.
MADE = "realmkit.made"
IDS = frozenset(("access", "clientRole", "composite", "containerId", "id", "internalId", "origin", "parentId"))
# In a free-form map such a name is that of a setting.
FREE = frozenset(("attributes", "annotations", "config", "with", "localizationTexts"))
# What the server adds to attributes by itself, some of it with the first change.
_ADDED: Dict[str, Any] = {
    "backchannel.logout.revoke.offline.tokens": "false",
    "backchannel.logout.session.required": "true",
    "client.secret.creation.time": None,
    "krbPrincipalAttribute": ["krb5PrincipalName"],
    "realmReusableOtpCode": None,
    "realm_client": None,
    "targetContextAttributes": "false",
}
# Lists whose order says something.
ORDERED = frozenset(("authenticationExecutions", "conditions", "executors", "profiles", "steps"))


@dataclass(frozen=True)
class Kept:
    """A value that is exported although it is empty."""

    value: Any


def tidy(value: Any, key: str = "") -> Any:
    """Without ids, empty values, times and fingerprints; in an order that does not depend on the server."""
    if isinstance(value, Kept):
        return value.value
    if isinstance(value, Mapping):
        dropped = frozenset() if key in FREE else IDS
        kept = {name: tidy(item, name) for name, item in value.items() if not _own(name, item, dropped)}
        return {
            name: kept[name] for name in sorted(kept) if isinstance(value[name], Kept) or not _empty(kept[name], key)
        }
    if isinstance(value, list):
        items = [tidy(item, key) for item in value]
        return items if key in ORDERED else sorted(items, key=place)
    return value


def _own(name: Any, value: Any, dropped: frozenset[str]) -> bool:
    added = name in _ADDED and _ADDED[name] in (None, value)
    return name in dropped or added or name == MADE or str(name).startswith(FINGERPRINT)


def _empty(value: Any, inside: str) -> bool:
    """An empty map is a value where each name has one, such as a validator without settings."""
    return value is None or value == [] or value == "" or (value == {} and inside != "validations")


def place(item: Any) -> Tuple[str, str]:
    if isinstance(item, Mapping):
        names = [item.get(key) for key in ("clientId", "alias", "username", "name", "client", "clientScope")]
        return (str(next((name for name in names if name), "")), str(sorted(item.items(), key=str)))
    return (str(item), "")


def absent(
    items: Optional[Iterable[Representation]], new: Optional[Iterable[Representation]], *keys: str
) -> List[Representation]:
    """The objects of a new realm that are not there any more, for a configuration that takes them away."""
    there = {tuple(item.get(key) for key in keys) for item in items or ()}
    known = [{key: item[key] for key in keys if item.get(key)} for item in new or ()]
    return [dict(item, state="absent") for item in known if tuple(item.get(key) for key in keys) not in there]


def emptied(item: Representation, default: Optional[Representation]) -> Dict[str, Any]:
    """What an object does not have any more of what the server gives it, as values that take it away."""
    found: Dict[str, Any] = {}
    current = tidy(item)
    for key, value in tidy(default or {}).items():
        if key in FREE and isinstance(value, Mapping):
            gone = {name: Kept(None) for name in value if name not in current.get(key, {})}
            if gone:
                found[key] = {**(item.get(key) or {}), **gone}
        elif key not in current and isinstance(value, str):
            found[key] = Kept("")
        elif key not in current and isinstance(value, list) and not isinstance(value[0], Mapping):
            found[key] = Kept([])
    return found


def others(items: Optional[Iterable[Representation]], new: Optional[Iterable[Representation]]) -> List[Representation]:
    """The objects that a new realm has not, or not like this."""
    default = [tidy(item) for item in new or ()]
    return [item for item in items or () if tidy(item) not in default]
