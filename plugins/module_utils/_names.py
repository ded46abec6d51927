# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The names that people use in place of the ids in an endpoint's path: a user's name, a clientId, a group's path."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Tuple

from ._api import client_scopes, clients, groups, organizations, realms, roles, users
from ._client import Client
from ._endpoint import Endpoint
from ._errors import InputError

Values = Mapping[str, Any]


class UnknownName(InputError):
    """A name that does not resolve on the server. In check mode an earlier task may be about to make it."""


def _id_of(items: Iterable[Dict[str, Any]], name: str, *keys: str) -> Optional[str]:
    return next((item["id"] for item in items if name in [item.get(key) for key in keys]), None)


def _user(client: Client, realm: Values, name: str) -> Optional[str]:
    found = client.get(users.LIST, realm, {"username": name, "exact": True, "briefRepresentation": True})
    return _id_of(found, name.lower(), "username")


def _users_like(client: Client, realm: Values, name: str) -> List[str]:
    found = client.get(users.LIST, realm, {"search": name[:2], "first": 0, "max": 100, "briefRepresentation": True})
    return [user["username"] for user in found]


def _group(client: Client, realm: Values, path: str) -> Optional[str]:
    found = client.find(realms.GROUP_BY_PATH, {**realm, "path": path})
    return found["id"] if found else None


def _role(client: Client, realm: Values, name: str) -> Optional[str]:
    found = client.find(roles.GET, {**realm, "role-name": name})
    return found["id"] if found else None


def _organization(client: Client, realm: Values, name: str) -> Optional[str]:
    return _id_of(client.pages(organizations.LIST, realm, {"search": name}), name, "name", "alias")


def _all(endpoint: Endpoint, key: str) -> Callable[[Client, Values, str], List[str]]:
    return lambda client, realm, _name: [item[key] for item in client.pages(endpoint, realm)]


@dataclass(frozen=True)
class Kind:
    """How a name of this kind becomes an id, which names exist, and which path variables hold such an id."""

    label: str
    find: Callable[[Client, Values, str], Optional[str]]
    known: Callable[[Client, Values, str], List[str]]
    variables: Tuple[str, ...]


KINDS: Dict[str, Kind] = {
    "user": Kind("user", _user, _users_like, ("user-id", "userId", "member-id")),
    "client": Kind(
        "client",
        lambda client, realm, name: _id_of(client.get(clients.LIST, realm, {"clientId": name}), name, "clientId"),
        _all(clients.LIST, "clientId"),
        ("client-uuid", "client-id", "clientUuid"),
    ),
    "target_client": Kind(
        "client",
        lambda client, realm, name: _id_of(client.get(clients.LIST, realm, {"clientId": name}), name, "clientId"),
        _all(clients.LIST, "clientId"),
        ("targetClientUuid", "clientUuid", "client-id", "client"),
    ),
    "client_scope": Kind(
        "client scope",
        lambda client, realm, name: _id_of(client.get(client_scopes.LIST, realm), name, "name"),
        _all(client_scopes.LIST, "name"),
        ("client-scope-id", "clientScopeId"),
    ),
    "group": Kind("group", _group, _all(groups.LIST, "path"), ("group-id", "groupId")),
    "role": Kind("role", _role, _all(roles.LIST, "name"), ("role-id",)),
    "organization": Kind("organization", _organization, _all(organizations.LIST, "name"), ("org-id",)),
}

# Names that are the path value itself.
_LITERAL = {"role": "role-name", "flow": "flowAlias", "identity_provider": "alias"}


def variable_for(endpoint: Endpoint, name: str) -> Optional[str]:
    """The path variable that this name is another spelling of, such as user_id for user-id."""
    wanted = _plain(name)
    return next((variable for variable in endpoint.variables if _plain(variable) == wanted), None)


def kind_for(endpoint: Endpoint, name: str) -> Optional[str]:
    """The path variable whose value can be found by this name, such as user-id for user."""
    if _LITERAL.get(name) in endpoint.variables:
        return _LITERAL[name]
    kind = KINDS.get(name)
    return next((variable for variable in kind.variables if variable in endpoint.variables), None) if kind else None


def accepted(endpoint: Endpoint) -> List[str]:
    """Every name that stands for a path value of this endpoint."""
    names = [name for name in (*KINDS, *_LITERAL) if kind_for(endpoint, name)]
    return list(dict.fromkeys([*endpoint.variables, *names]))


def path_values(client: Client, endpoint: Endpoint, given: Values) -> Dict[str, Any]:
    """The values of the path variables, with each name looked up on the server. Only reads."""
    values: Dict[str, Any] = {}
    names: Dict[str, str] = {}
    for name, value in given.items():
        variable = variable_for(endpoint, name)
        if variable is None:
            variable = kind_for(endpoint, name)
            if variable is None:
                raise InputError(_unknown_key(endpoint, name))
            if name not in _LITERAL or variable != _LITERAL[name]:
                names[variable] = name
        values[variable] = value
    _require_all(endpoint, values)
    realm = {"realm": values.get("realm")}
    for variable, name in names.items():
        values[variable] = _resolved(client, realm, name, str(values[variable]))
    return values


def _resolved(client: Client, realm: Values, name: str, value: str) -> str:
    kind = KINDS[name]
    found = kind.find(client, realm, value)
    if found is None:
        near = difflib.get_close_matches(value, kind.known(client, realm, value), 3, 0.6)
        like = f"; names that look like it: {', '.join(near)}" if near else ""
        raise UnknownName(f"There is no {kind.label} {value} in the realm {realm['realm']}{like}.")
    return found


def _require_all(endpoint: Endpoint, values: Values) -> None:
    missing = [variable for variable in endpoint.variables if values.get(variable) in (None, "")]
    if missing:
        names = [f"{variable}{_or_name(endpoint, variable)}" for variable in missing]
        raise InputError(f"{endpoint.method} {endpoint.path} needs a value for {' and '.join(names)}.")


def _or_name(endpoint: Endpoint, variable: str) -> str:
    names = [name for name in (*KINDS, *_LITERAL) if kind_for(endpoint, name) == variable]
    return f" (or {names[0]}, to give it by name)" if names else ""


def _unknown_key(endpoint: Endpoint, name: str) -> str:
    takes = ", ".join(accepted(endpoint)) or "none"
    return f"{endpoint.method} {endpoint.path} has no path value {name}: it takes {takes}."


def _plain(name: str) -> str:
    return re.sub(r"[-_]", "", name).lower()
