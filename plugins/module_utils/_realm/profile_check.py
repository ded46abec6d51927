# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether a user surely passes the user profile of a realm, which the server's import does not look at.

A no only means that the server has to be asked: it knows all validators, of which the usual ones are known here.
"""

from __future__ import annotations

import re
from typing import Any, Callable, Dict, List, Mapping

from .._engine.reference import Representation

Check = Callable[[str, Mapping[str, Any]], bool]
_EMAIL = re.compile(r"[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9-]+)+")
_USERNAME = re.compile(r"[a-z0-9._@+-]+")
_PERSON = re.compile(r"\w[\w .'-]*")


def _length(value: str, settings: Mapping[str, Any]) -> bool:
    shortest, longest = int(settings.get("min") or 0), int(settings.get("max") or 2**31)
    return shortest <= len(value.strip()) and len(value) <= longest


_CHECKS: Dict[str, Check] = {
    "email": lambda value, _settings: len(value) <= 64 and bool(_EMAIL.fullmatch(value)),
    "length": _length,
    "multivalued": lambda _value, _settings: True,
    "options": lambda value, settings: value in (settings.get("options") or ()),
    "person-name-prohibited-characters": lambda value, _settings: bool(_PERSON.fullmatch(value)),
    "up-username-not-idn-homograph": lambda value, _settings: value.isascii(),
    "username-prohibited-characters": lambda value, _settings: bool(_USERNAME.fullmatch(value)),
}


def passes(profile: Representation, user: Representation) -> bool:
    """Whether each value passes its validators, and what an administrator must give is there."""
    attributes: Mapping[str, Any] = user.get("attributes") or {}
    return all(
        _attribute(attribute, _values(user.get(attribute["name"], attributes.get(attribute["name"]))))
        for attribute in profile.get("attributes") or ()
    )


def _values(value: Any) -> List[str]:
    return [str(item) for item in (value if isinstance(value, list) else [value]) if item not in (None, "")]


def _attribute(attribute: Mapping[str, Any], values: List[str]) -> bool:
    if not values:
        required = attribute.get("required")
        return required is None or required.get("roles") == ["user"]
    checks = attribute.get("validations") or {}
    limit = (checks.get("multivalued") or {}).get("max") or (None if attribute.get("multivalued") else 1)
    if limit is not None and len(values) > int(limit):
        return False
    return all(
        name in _CHECKS and _CHECKS[name](value, held or {}) for name, held in checks.items() for value in values
    )
