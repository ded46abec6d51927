# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The outline of a representation: where lists, maps and names must be. What is in them each kind looks at."""

from __future__ import annotations

from typing import Any, Callable, Dict, Mapping

from .._base.errors import InputError

# Takes a value and its place; returns it with names that are numbers as strings.
Check = Callable[[Any, str], Any]


def wrong(where: str, sentence: str) -> InputError:
    return InputError(f"{where or 'The whole'} in the configuration {sentence}.")


def text(value: Any, where: str) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise wrong(where, "must be a string")
    return str(value)


def mapping(value: Any, where: str) -> Any:
    if not isinstance(value, Mapping):
        raise wrong(where, "must be a mapping")
    return value


def each(check: Check) -> Check:
    """A list whose elements are checked."""

    def checked(value: Any, where: str) -> Any:
        if not isinstance(value, list):
            raise wrong(where, "must be a list")
        return [check(item, f"{where}[{number}]") for number, item in enumerate(value)]

    return checked


def by_name(check: Check) -> Check:
    """A map from names to what is checked."""

    def checked(value: Any, where: str) -> Any:
        entries = mapping(value, where).items()
        return {str(key): check(item, f"{where}.{key}") for key, item in entries if item is not None}

    return checked


def record(*names: str, **inner: Check) -> Check:
    """A map that has these names, and parts that are checked where they are present."""
    checks: Dict[str, Check] = {**dict.fromkeys(names, text), **inner}

    def checked(value: Any, where: str) -> Any:
        for name in names:
            if mapping(value, where).get(name) in (None, ""):
                raise wrong(where, f"needs a {name}")
        return {
            key: checks[key](item, f"{where}.{key}".lstrip(".")) if key in checks and item is not None else item
            for key, item in mapping(value, where).items()
        }

    return checked


def distinct(check: Check, *names: str) -> Check:
    """A list of maps, of which no two have the same names."""
    listed = each(check)

    def checked(value: Any, where: str) -> Any:
        records = listed(value, where)
        seen = set()
        for item in records:
            key = tuple(str(item[name]) for name in names if name in item)
            known = tuple(map(str.lower, key)) if "username" in names else key
            if known and known in seen:
                raise wrong(where, f"has {' of '.join(map(repr, key))} twice")
            seen.add(known)
        return records

    return checked


def unique(*names: str, **inner: Check) -> Check:
    """A list of records, each with names that no other one has."""
    return distinct(record(*names, **inner), *names)


def or_name(check: Check) -> Check:
    """An object, or its name alone."""
    return lambda value, where: check(value, where) if isinstance(value, Mapping) else text(value, where)


def named(value: Any, where: str) -> Any:
    """A map with a name, or the name alone."""
    return _NAMED(value if isinstance(value, Mapping) else {"name": value}, where)


def groups(value: Any, where: str) -> Any:
    """Groups, with those below them."""
    return _GROUPS(value, where)


_NAMED = record("name")
TEXTS = each(text)
# The roles of a user or a group.
ROLES = {"realmRoles": TEXTS, "clientRoles": by_name(TEXTS)}
MAPPERS = unique("name", config=mapping)
_GROUPS = unique("name", subGroups=groups, **ROLES)
