# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The outline of a realm's representation: where lists, maps and names must be. What is in them each kind looks at."""

from __future__ import annotations

from typing import Any, Callable, Dict, Mapping

from .._base.errors import InputError
from .._engine.reference import Representation

# Takes a value and where it stands; gives it with names that are numbers as texts.
Check = Callable[[Any, str], Any]


def shaped(config: Any) -> Representation:
    """The same representation. Raises InputError for the first thing that is not what it must be, with its place."""
    held: Representation = _REALM(config, "")
    return held


def _wrong(where: str, sentence: str) -> InputError:
    return InputError(f"{where or 'The whole'} in the configuration {sentence}.")


def _text(value: Any, where: str) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise _wrong(where, "must be a text")
    return str(value)


def _map(value: Any, where: str) -> Any:
    if not isinstance(value, Mapping):
        raise _wrong(where, "must be a map")
    return value


def _each(check: Check) -> Check:
    def checked(value: Any, where: str) -> Any:
        if not isinstance(value, list):
            raise _wrong(where, "must be a list")
        return [check(item, f"{where}[{number}]") for number, item in enumerate(value)]

    return checked


def _by_name(check: Check) -> Check:
    """A map in which names lead to what is checked."""

    def checked(value: Any, where: str) -> Any:
        entries = _map(value, where).items()
        return {str(key): check(item, f"{where}.{key}") for key, item in entries if item is not None}

    return checked


def _record(*names: str, **inner: Check) -> Check:
    """A map that has these names, and parts that are checked where they are there."""
    checks: Dict[str, Check] = {**dict.fromkeys(names, _text), **inner}

    def checked(value: Any, where: str) -> Any:
        for name in names:
            if _map(value, where).get(name) in (None, ""):
                raise _wrong(where, f"needs a {name}")
        return {
            key: checks[key](item, f"{where}.{key}".lstrip(".")) if key in checks and item is not None else item
            for key, item in _map(value, where).items()
        }

    return checked


def _distinct(check: Check, *names: str) -> Check:
    """A list of maps, of which no two have the same names."""
    listed = _each(check)

    def checked(value: Any, where: str) -> Any:
        records = listed(value, where)
        seen = set()
        for item in records:
            key = tuple(str(item[name]) for name in names if name in item)
            known = tuple(map(str.lower, key)) if "username" in names else key
            if known and known in seen:
                raise _wrong(where, f"has {' of '.join(map(repr, key))} twice")
            seen.add(known)
        return records

    return checked


def _unique(*names: str, **inner: Check) -> Check:
    """A list of records, each with names that no other one has."""
    return _distinct(_record(*names, **inner), *names)


def _or_name(check: Check) -> Check:
    return lambda value, where: check(value, where) if isinstance(value, Mapping) else _text(value, where)


def _named(value: Any, where: str) -> Any:
    """A map with a name, or the name alone."""
    return _NAMED(value if isinstance(value, Mapping) else {"name": value}, where)


def _groups(value: Any, where: str) -> Any:
    """Groups, with those below them."""
    return _GROUPS(value, where)


def _components(value: Any, where: str) -> Any:
    """Components by their type, with those below them."""
    return _COMPONENTS(value, where)


def _account(value: Any, where: str) -> Any:
    """A user; one who stands for a client may do without a name."""
    return (_ACCOUNT if _map(value, where).get("serviceAccountClientId") else _USER)(value, where)


_NAMED = _record("name")
_TEXTS = _each(_text)
_HELD = {"realmRoles": _TEXTS, "clientRoles": _by_name(_TEXTS)}
_GROUPS = _unique("name", subGroups=_groups, **_HELD)
_COMPONENTS = _by_name(_each(_record(config=_map, subComponents=_components)))
_ACCOUNT = _record(credentials=_each(_map), **_HELD)
_USER = _record("username", credentials=_each(_map), **_HELD)
_ROLES = _unique("name", composites=_record(realm=_TEXTS, client=_by_name(_TEXTS)))
_MAPPERS = _unique("name", config=_map)
_AUTHORIZATION = _record(
    resources=_each(_record("name", owner=_named, scopes=_each(_named))),
    scopes=_unique("name"),
    policies=_distinct(_record("name", "type", config=_map), "name"),
)
_SCOPE_MAPPINGS = _each(_record("roles", roles=_TEXTS))


_REALM = _record(
    authenticationFlows=_unique("alias", authenticationExecutions=_each(_map)),
    authenticatorConfig=_each(_record("alias", config=_map)),
    clientPolicies=_record(policies=_unique("name")),
    clientProfiles=_record(profiles=_unique("name")),
    clientScopeMappings=_by_name(_SCOPE_MAPPINGS),
    clientScopes=_unique("name", protocolMappers=_MAPPERS),
    clients=_unique("clientId", protocolMappers=_MAPPERS, authorizationSettings=_AUTHORIZATION),
    components=_components,
    defaultGroups=_TEXTS,
    groups=_groups,
    identityProviderMappers=_unique("name", "identityProviderAlias", config=_map),
    identityProviders=_unique("alias", config=_map),
    localizationTexts=_by_name(_map),
    organizations=_unique(
        "name",
        groups=_groups,
        identityProviders=_each(_or_name(_record("alias"))),
        members=_each(_or_name(_record("username"))),
    ),
    requiredActions=_unique("alias"),
    roles=_record(realm=_ROLES, client=_by_name(_ROLES)),
    scopeMappings=_SCOPE_MAPPINGS,
    users=_distinct(_account, "username"),
    workflows=_each(_record("name")),
)
