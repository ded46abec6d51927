# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The outline of a representation: where lists, maps and names must be. What is in them each kind looks at."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Mapping, Sequence

from .._base.errors import InputError

# Takes a value and its place; returns it with names that are numbers as strings.
Check = Callable[[Any, str], Any]


# So many sentences an error has.
_SPELT_OUT = 20


class Wrong(InputError):
    """All that is wrong with an outline, a sentence for each place."""

    def __init__(self, sentences: Sequence[str]) -> None:
        more = len(sentences) - _SPELT_OUT
        super().__init__(" ".join([*sentences[:_SPELT_OUT], *([f"And {more} more problems."] if more > 0 else [])]))
        self.sentences = sentences


def wrong(where: str, sentence: str) -> Wrong:
    return Wrong([f"{where or 'The whole'} in the configuration {sentence}."])


class Problems:
    """Collects what is wrong with the parts of a value, and raises it all at its end."""

    def __init__(self) -> None:
        self._sentences: List[str] = []

    def of(self, check: Check, value: Any, where: str) -> Any:
        try:
            return check(value, where)
        except Wrong as error:
            self._sentences += error.sentences
            return value

    def note(self, where: str, sentence: str) -> None:
        self._sentences += wrong(where, sentence).sentences

    def stop_if_any(self) -> None:
        if self._sentences:
            raise Wrong(self._sentences)


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
        problems = Problems()
        found = [problems.of(check, item, f"{where}[{number}]") for number, item in enumerate(value)]
        problems.stop_if_any()
        return found

    return checked


def by_name(check: Check) -> Check:
    """A map from names to what is checked."""

    def checked(value: Any, where: str) -> Any:
        problems, entries = Problems(), mapping(value, where).items()
        found = {str(key): problems.of(check, item, f"{where}.{key}") for key, item in entries if item is not None}
        problems.stop_if_any()
        return found

    return checked


def record(*names: str, **inner: Check) -> Check:
    """A map that has these names, and parts that are checked where they are present."""
    checks: Dict[str, Check] = {**dict.fromkeys(names, text), **inner}

    def checked(value: Any, where: str) -> Any:
        problems, given = Problems(), mapping(value, where)
        for name in names:
            if given.get(name) in (None, ""):
                problems.note(where, f"needs a {name}")
        found = {
            key: problems.of(checks[key], item, f"{where}.{key}".lstrip("."))
            if key in checks and item is not None
            else item
            for key, item in given.items()
        }
        problems.stop_if_any()
        return found

    return checked


def distinct(check: Check, *names: str) -> Check:
    """A list of maps, of which no two have the same names."""
    listed = each(check)

    def checked(value: Any, where: str) -> Any:
        records, problems = listed(value, where), Problems()
        seen = set()
        for item in records:
            key = tuple(str(item[name]) for name in names if name in item)
            known = tuple(map(str.lower, key)) if "username" in names else key
            if known and known in seen:
                problems.note(where, f"has {' of '.join(map(repr, key))} twice")
            seen.add(known)
        problems.stop_if_any()
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
