# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What stands in one file of a realm: YAML or JSON, read strictly. Whatever is refused is named with its place."""

from __future__ import annotations

import json
import re
from typing import Any, Dict, Iterator, List, Mapping, Optional, Set, Tuple

from .._base.errors import InputError

try:
    import yaml

    YAML_IMPORT_ERROR = False
except ImportError:
    YAML_IMPORT_ERROR = True

# The deepest realms, those with groups in groups, have some thirty levels.
_DEEPEST = 100
# Aliases are a convenience: a file that repeats more values than this by them is a YAML bomb.
_MOST_REPEATED = 1_000_000
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_PLACEHOLDER = re.compile(r"\$\{([^}]+)\}")
# What keycloak-config-cli replaces, if it is told to.
_SUBSTITUTED = re.compile(r"\$\((env|file|sys|properties|const|script|url|base64Decoder|base64Encoder):[^)]*\)")
# The key of a string that has to be JSON, whatever kind of file it stands in.
_PROFILE = "kc.user.profile.config"
_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"(\s*:)?|[{}]', re.DOTALL)
_TAG = "tag:yaml.org,2002:"

if not YAML_IMPORT_ERROR:

    class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """Dates stay strings, which is what the server takes."""

    _Loader.add_constructor(f"{_TAG}timestamp", lambda loader, node: loader.construct_scalar(node))


def documents(content: bytes, name: str, rendered: bool = False) -> List[Mapping[str, Any]]:
    """The representations in a file of that name, each of a realm or a part of one.

    A file that was not ``rendered`` must not contain a template: nobody would render it.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(f"{name} line {line} is not UTF-8: save the file as UTF-8.") from None
    found = []
    try:
        for number, data in enumerate(_json(text, name) if name.endswith(".json") else _yaml(text, name), 1):
            where = name if number == 1 else f"{name} document {number}"
            if data is None:
                continue
            if not isinstance(data, Mapping):
                raise InputError(f"{where} must contain a mapping, the representation of a realm or a part of one.")
            for path, value in _leaves(data):
                _check(value, f"{where}: {' > '.join(path)}", path, rendered)
            found.append(realm_of(data, where))
    except RecursionError:
        raise InputError(f"{name} is nested more than {_DEEPEST} levels deep.") from None
    return found


def realm_of(data: Mapping[str, Any], where: str) -> Mapping[str, Any]:
    """The realm inside a KeycloakRealmImport of the operator; anything else as it is."""
    if "apiVersion" not in data or "kind" not in data:
        return data
    if data["kind"] != "KeycloakRealmImport":
        raise InputError(f"{where} is a {data['kind']} of Kubernetes, which has no realm: remove it.")
    spec = data.get("spec") or {}
    realm = spec.get("realm") if isinstance(spec, Mapping) else None
    if not isinstance(realm, Mapping):
        raise InputError(f"{where} is a KeycloakRealmImport without a mapping under spec.realm.")
    for path, value in _leaves(realm):
        for name in _PLACEHOLDER.findall(value) if isinstance(value, str) else ():
            if name in (spec.get("placeholders") or {}):
                raise InputError(
                    f"{where}: {' > '.join(path)} has the placeholder ${{{name}}}, which only the operator can fill: "
                    "put a variable in its place and apply the file with the role realm."
                )
    return realm


def names_in(item: Any) -> Optional[str]:
    """What an object of a list is called."""
    keys = ("clientId", "alias", "username", "name", "client", "clientScope", "locale")
    return next((str(item[key]) for key in keys if item.get(key)), None) if isinstance(item, Mapping) else None


def _leaves(value: Any, path: Tuple[str, ...] = ()) -> Iterator[Tuple[Tuple[str, ...], Any]]:
    """Names and all that is no map or list, each with its place."""
    if len(path) > _DEEPEST:
        raise RecursionError
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield path, key
            yield from _leaves(item, (*path, str(key)))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _leaves(item, (*path, names_in(item) or f"[{number}]"))
    else:
        yield path, value


def _check(value: Any, place: str, path: Tuple[str, ...], rendered: bool) -> None:
    if not isinstance(value, (str, int, float, type(None))):
        raise InputError(f"{place} is of a type that JSON does not have: write it as a string.")
    if not isinstance(value, str):
        return
    if not rendered and _TEMPLATE.search(value):
        raise InputError(
            f"{place} contains a template, and files of src are taken as they are: apply the file with the role realm, "
            "which renders it, or write the value out."
        )
    substituted = _SUBSTITUTED.search(value)
    if substituted:
        raise InputError(
            f"{place} contains a variable of keycloak-config-cli, $({substituted[1]}:...), which would become the "
            "value: put a Jinja expression in its place and apply the file with the role realm."
        )
    if _PROFILE in path:
        try:
            json.loads(value)
        except ValueError as error:
            raise InputError(f"{place} must be JSON, the document of the user profile: {error}.") from None


def _json(text: str, name: str) -> Iterator[Any]:
    try:
        yield json.loads(text, object_pairs_hook=_without_twins)
    except _Twins:
        key, at = _twin_in(text)
        line = text.count("\n", 0, at) + 1
        raise InputError(f"{name} line {line} has {key} twice in the same object: keep one.") from None
    except ValueError as error:
        raise InputError(f"{name} can't be read: {error}.") from None


class _Twins(Exception):
    """An object of JSON has a name twice."""


def _without_twins(pairs: List[Tuple[str, Any]]) -> Dict[str, Any]:
    if len(found := dict(pairs)) < len(pairs):
        raise _Twins
    return found


def _twin_in(text: str) -> Tuple[str, int]:
    """The first name that an object has twice, and where: the parser of the standard library does not report it."""
    objects: List[Set[str]] = []
    for token in _JSON_TOKEN.finditer(text):
        if token[0] == "{":
            objects.append(set())
        elif token[0] == "}":
            objects.pop()
        elif token[1]:
            key = json.loads(token[0][: -len(token[1])])
            if key in objects[-1]:
                return key, token.start()
            objects[-1].add(key)
    raise AssertionError("there is one")


def _yaml(text: str, name: str) -> Iterator[Any]:
    if YAML_IMPORT_ERROR:
        raise InputError(f"{name} is YAML, which needs the Python library PyYAML where it is read: use JSON.")
    try:
        loader = _Loader(text)
        try:
            while loader.check_node():
                node = loader.get_node()
                _Nodes(name).check(node)
                yield loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise InputError(f"{name} can't be read: {_problem(error)}.") from None


def _problem(error: Any) -> str:
    mark = getattr(error, "problem_mark", None)
    place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
    return place + str(getattr(error, "problem", None) or str(error).splitlines()[0])


class _Nodes:
    """Looks at what a file is made of before anything is made of it."""

    def __init__(self, name: str) -> None:
        self._name = name
        # How many values there are in a node once its aliases are followed, and how many levels; None while it is
        # looked at.
        self._known: Dict[int, Optional[Tuple[int, int]]] = {}

    def check(self, root: Any) -> None:
        size, levels = self._measure(root)
        if levels > _DEEPEST:
            raise RecursionError
        if size - len(self._known) > _MOST_REPEATED:
            raise InputError(f"{self._name} repeats more than {_MOST_REPEATED} values by aliases: write them out.")

    def _measure(self, node: Any) -> Tuple[int, int]:
        key = id(node)
        if key in self._known:
            found = self._known[key]
            if found is None:
                raise self._wrong(node, "begins something that contains itself by an alias")
            return found
        self._known[key] = None
        inner: List[Any] = []
        if isinstance(node, yaml.MappingNode):
            self._names(node)
            inner = [value for _key, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            inner = node.value
        measured = [self._measure(item) for item in inner]
        self._known[key] = (
            1 + sum(size for size, _levels in measured),
            1 + max((levels for _size, levels in measured), default=0),
        )
        return self._known[key] or (0, 0)

    def _names(self, node: Any) -> None:
        seen = set()
        for key, _value in node.value:
            if key.tag == f"{_TAG}merge":
                continue
            if not isinstance(key, yaml.ScalarNode):
                raise self._wrong(key, "has a mapping or a list as a key: a value that begins with {{ needs quotes")
            if key.tag in (f"{_TAG}bool", f"{_TAG}null"):
                raise self._wrong(
                    key, f"has the name {key.value}, which YAML does not take for a string: put it in quotes"
                )
            if key.value in seen:
                raise self._wrong(key, f"has {key.value} twice in the same mapping: keep one")
            seen.add(key.value)

    def _wrong(self, node: Any, sentence: str) -> InputError:
        return InputError(f"{self._name} line {node.start_mark.line + 1} {sentence}.")
