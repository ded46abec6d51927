# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a field means: how it is compared, merged, sent. Pure functions, no server, no Ansible."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from .._http.reader import Reader
from .reference import Reference


@cache
def camel(option: str) -> str:
    """The API's name of an option: ``display_name`` is ``displayName``."""
    return re.sub(r"_([a-z0-9])", lambda match: match.group(1).upper(), option)


def text(value: Any) -> str:
    """A value as Keycloak stores it in a map of strings."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return str(value)


def _blank(value: Any) -> bool:
    return value is None or value == "" or value == [] or value == {}


def _json(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return None


def same_text(current: Any, wanted: Any) -> bool:
    """Equal as strings, or as JSON documents whose key order and blanks do not matter."""
    left, right = text(current), text(wanted)
    if left == right:
        return True
    if not (left[:1] in "[{" and right[:1] in "[{" and left and right):
        return False
    document = _json(left)
    return document is not None and document == _json(right)


def same_value(current: Any, wanted: Any) -> bool:
    """Plain values: nothing, an empty string, an empty list and an empty map are all "nothing"."""
    if _blank(current) and _blank(wanted):
        return True
    if _blank(current) or _blank(wanted):
        return False
    if isinstance(wanted, dict) and isinstance(current, dict):
        return all(same_value(current.get(key), value) for key, value in wanted.items()) and all(
            key in wanted or _blank(value) for key, value in current.items()
        )
    if isinstance(wanted, (list, tuple)) and isinstance(current, (list, tuple)):
        return len(current) == len(wanted) and all(same_value(a, b) for a, b in zip(current, wanted))
    return same_text(current, wanted)


class Meaning:
    """How values of a field behave. The base is a scalar: one value, replaced as a whole."""

    def clean(self, value: Any) -> Any:
        """An option's value in the form of the representation."""
        return value

    def same(self, current: Any, wanted: Any) -> bool:
        return same_value(current, wanted)

    def merge(self, current: Any, wanted: Any) -> Any:
        """The value of the field once ``wanted`` is laid over ``current``."""
        return wanted

    def send(self, current: Any, merged: Any) -> Any:
        """What goes into the request so that the server ends with ``merged``."""
        return merged


class LowerCase(Meaning):
    """A name that the server stores in lower case (user names, e-mail addresses)."""

    def clean(self, value: Any) -> Any:
        return value.lower()

    def same(self, current: Any, wanted: Any) -> bool:
        return same_value((current or "").lower(), wanted)


class Blankless(Meaning):
    """A string that the server drops when it is one of blanks alone."""

    def clean(self, value: Any) -> Any:
        return value if value.strip() else ""


class Nullable(Meaning):
    """A value that the server takes no empty string for: nothing is null."""

    def merge(self, current: Any, wanted: Any) -> Any:
        return None if wanted == "" else wanted


class Set(Meaning):
    """A list of plain values whose order the server does not keep, nor empty ones. One value, replaced as a whole."""

    def clean(self, value: Any) -> Any:
        return [item for item in dict.fromkeys(value) if item not in (None, "")]

    def same(self, current: Any, wanted: Any) -> bool:
        return sorted({text(item) for item in current or ()}) == sorted({text(item) for item in wanted or ()})


class Policies(Meaning):
    """Items joined by " and ", each a name with or without a setting in brackets.

    The server writes them anew: without blanks around an item, without empty brackets, each name once (26.7).
    """

    def clean(self, value: Any) -> Any:
        return " and ".join(f"{name}({setting})" if setting else name for name, setting in policies(value).items())

    def same(self, current: Any, wanted: Any) -> bool:
        return policies(current) == policies(wanted)


def policies(value: Any) -> Dict[str, str]:
    """The settings of password policies by their names."""
    items = (item.strip() for item in str(value or "").split(" and "))
    parts = (item.partition("(") for item in items if item)
    return {name.strip(): "" if not rest[:-1].strip() else rest[:-1] for name, _bracket, rest in parts}


@dataclass(frozen=True)
class OrElse(Meaning):
    """A value in whose place the server puts another, ``none``, when it is empty."""

    none: Any
    inner: Meaning = Meaning()

    def clean(self, value: Any) -> Any:
        return self.inner.clean(value) or self.none

    def same(self, current: Any, wanted: Any) -> bool:
        return self.inner.same(current, wanted)


@dataclass(frozen=True)
class Map(Meaning):
    """A free-form map, merged key by key; a null removes its key.

    ``values`` is ``text`` (a string each), ``texts`` (a list of strings each) or ``json`` (left as it is).
    ``blanks`` says whether the server keeps a value of blanks alone.
    ``removed`` is what a request has for a key to remove, where the server keeps one that is left out.
    """

    values: str = "text"
    removed: Any = None
    blanks: bool = True

    def clean(self, value: Any) -> Any:
        return {str(key): self._clean_value(item) for key, item in value.items()}

    def _clean_value(self, value: Any) -> Any:
        if self.values == "json":
            return value
        if _blank(value) and not isinstance(value, dict):
            return None
        if self.values == "text":
            return text(value) if self._kept(text(value)) else None
        items = value if isinstance(value, (list, tuple)) else [value]
        return [text(item) for item in items if item is not None and self._kept(text(item))] or None

    def _kept(self, value: str) -> bool:
        return bool(value if self.blanks else value.strip())

    def _same_item(self, current: Any, wanted: Any) -> bool:
        if self.values == "json" and wanted == {}:
            # A validator without settings is something else than no validator.
            return current is not None and _blank(current)
        if _blank(current) or _blank(wanted):
            return _blank(current) and _blank(wanted)
        if self.values == "texts":
            # Attributes keep no order that anyone relies on: 26 returns the values of one in any order.
            return sorted(map(text, current)) == sorted(map(text, wanted))
        return same_value(current, wanted)

    def same(self, current: Any, wanted: Any) -> bool:
        current = current or {}
        return all(self._same_item(current.get(key), value) for key, value in wanted.items())

    def merge(self, current: Any, wanted: Any) -> Any:
        merged = dict(current or {})
        for key, value in wanted.items():
            if value is None:
                merged.pop(key, None)
            elif not self._same_item(merged.get(key), value):
                merged[key] = value
        return merged

    def send(self, current: Any, merged: Any) -> Any:
        if self.removed is None:
            return merged
        return dict({key: self.removed for key in current or {} if key not in merged}, **merged)


@dataclass(frozen=True)
class ExactMap(Map):
    """A free-form map that is exact: a key that it does not list is removed."""

    def same(self, current: Any, wanted: Any) -> bool:
        return super().same(current, wanted) and all(
            key in wanted or _blank(value) for key, value in (current or {}).items()
        )

    def merge(self, current: Any, wanted: Any) -> Any:
        kept = {key: value for key, value in (current or {}).items() if key in wanted}
        return super().merge(kept, wanted)


class Whole(List[Any]):
    """A list of objects that is exact: an object that it does not list is removed, and its order counts."""


@dataclass(frozen=True)
class Items(Meaning):
    """A list of objects inside the representation, merged by their natural key.

    An element with ``state: absent`` goes; where the list is ``Whole`` so does each one that is not listed.
    """

    fields: Tuple[Field, ...] = ()
    key: str = "name"

    def clean(self, value: Any) -> Any:
        return [
            dict(clean_fields(self.fields, item), **({"state": "absent"} if item.get("state") == "absent" else {}))
            for item in value
        ]

    def same(self, current: Any, wanted: Any) -> bool:
        held = {item.get(self.key): item for item in current or ()}
        listed = {item[self.key]: item for item in wanted}
        present = [key for key, item in listed.items() if item.get("state") != "absent"]
        if isinstance(wanted, Whole) and present != list(held):
            return False
        return all(
            key in held and not changed_fields(self.fields, held[key], item) if key in present else key not in held
            for key, item in listed.items()
        )

    def merge(self, current: Any, wanted: Any) -> Any:
        held = {item.get(self.key): item for item in current or ()}
        listed = {item[self.key]: item for item in wanted}
        order = listed if isinstance(wanted, Whole) else {**held, **listed}
        return [
            merge_fields(self.fields, held.get(key, {}), listed.get(key, {}))
            for key in order
            if listed.get(key, {}).get("state") != "absent"
        ]


@dataclass(frozen=True)
class Part(Meaning):
    """One object inside the representation, a meaning for each of its fields; ``state: absent`` removes it."""

    fields: Tuple[Field, ...] = ()

    def clean(self, value: Any) -> Any:
        return None if value.get("state") == "absent" else clean_fields(self.fields, value)

    def same(self, current: Any, wanted: Any) -> bool:
        if current is None or wanted is None:
            return current is wanted
        return not changed_fields(self.fields, current, wanted)

    def merge(self, current: Any, wanted: Any) -> Any:
        return None if wanted is None else merge_fields(self.fields, current or {}, wanted)


@dataclass(frozen=True)
class Objects(Meaning):
    """A list of objects that have no names and whose order counts. One value, replaced as a whole."""

    fields: Tuple[Field, ...] = ()

    def clean(self, value: Any) -> Any:
        return [clean_fields(self.fields, item) for item in value]


SCALAR = Meaning()
LOWER_CASE = LowerCase()
BLANKLESS = Blankless()
NULLABLE = Nullable()
SET = Set()
POLICIES = Policies()
TEXT_MAP = Map()
TEXTS_MAP = Map(values="texts")
JSON_MAP = Map(values="json")


@dataclass(frozen=True)
class Link:
    """How the elements of a list name other objects, of which the representation has the ids.

    ``key_of`` is the natural key of what an element names; ``read`` turns an element of the representation into one
    that names, ``write`` the other way round.
    """

    reference: Reference
    key_of: Callable[[Any], Hashable]
    read: Callable[[Reader, Mapping[str, Any], Any], Any]
    write: Callable[[Any, Mapping[str, Any]], Any]


@dataclass(frozen=True)
class Field:
    """One option of a kind and what it means.

    ``key`` is its name in the representation (default: the option in camel case), ``default`` is what the server
    means when the representation does not have it, ``secret`` keeps its value out of everything that is shown.
    ``reference`` names the kind that the value points to; ``held`` is what the representation has of it: ``id``
    or ``name``. ``link`` is for a list whose elements name other objects. A ``create_only`` field can't be changed
    later.
    """

    option: str
    type: str = "str"
    meaning: Meaning = SCALAR
    key: str = ""
    elements: str = ""
    choices: Tuple[str, ...] = ()
    aliases: Tuple[str, ...] = ()
    options: Tuple[Field, ...] = ()
    default: Any = None
    required: bool = False
    create_only: bool = False
    secret: bool = False
    reference: Optional[Reference] = None
    held: str = "name"
    link: Optional[Link] = None

    @property
    def name(self) -> str:
        """The key in the representation."""
        return self.key or camel(self.option)


def clean_fields(fields: Sequence[Field], params: Mapping[str, Any]) -> dict[str, Any]:
    """The mentioned options in the form of the representation; null is not mentioned."""
    return {
        field.name: field.meaning.clean(params[field.option])
        for field in fields
        if params.get(field.option) is not None
    }


def changed_fields(fields: Sequence[Field], current: Mapping[str, Any], wanted: Mapping[str, Any]) -> Tuple[Field, ...]:
    """The fields of ``wanted`` that differ in ``current``."""

    def now(field: Field) -> Any:
        value = current.get(field.name)
        return field.default if value is None else value

    return tuple(
        field for field in fields if field.name in wanted and not field.meaning.same(now(field), wanted[field.name])
    )


def merge_fields(fields: Sequence[Field], current: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """``current`` with what differs in ``wanted`` laid over it; the rest is kept as the server gave it."""
    return dict(
        current,
        **{
            field.name: field.meaning.merge(current.get(field.name), wanted[field.name])
            for field in changed_fields(fields, current, wanted)
        },
    )
