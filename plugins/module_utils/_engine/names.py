# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The names that people use in place of the ids in an endpoint's path: a user's name, a clientId, a group's path."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Tuple

from .._base.errors import InputError
from .._http.endpoint import Endpoint
from .._http.reader import Reader
from .reference import (
    TO_CLIENT,
    TO_CLIENT_SCOPE,
    TO_GROUP,
    TO_ORGANIZATION,
    TO_ROLE,
    TO_USER,
    Reference,
    Representation,
)

Values = Mapping[str, Any]


class UnknownName(InputError):
    """A name that does not resolve on the server. In check mode an earlier task may be about to make it."""


@dataclass(frozen=True)
class Name:
    """The kind that a name refers to, and the path variables for its id."""

    reference: Reference
    variables: Tuple[str, ...]


NAMES: Dict[str, Name] = {
    "user": Name(TO_USER, ("user-id", "userId", "member-id")),
    "client": Name(TO_CLIENT, ("client-uuid", "client-id", "clientUuid")),
    "target_client": Name(TO_CLIENT, ("targetClientUuid", "clientUuid", "client-id", "client")),
    "client_scope": Name(TO_CLIENT_SCOPE, ("client-scope-id", "clientScopeId")),
    "group": Name(TO_GROUP, ("group-id", "groupId")),
    "role": Name(TO_ROLE, ("role-id",)),
    "organization": Name(TO_ORGANIZATION, ("org-id",)),
}

# Names that are the path value itself.
_LITERAL = {"role": "role-name", "flow": "flowAlias", "identity_provider": "alias"}


def variable_spelt(endpoint: Endpoint, name: str) -> Optional[str]:
    """The path variable that this name is another spelling of, such as user_id for user-id."""
    if variable_named(endpoint, name) not in (None, name):
        # The client of a path that has a second one called so.
        return None
    wanted = _plain(name)
    return next((variable for variable in endpoint.variables if _plain(variable) == wanted), None)


def variable_named(endpoint: Endpoint, name: str) -> Optional[str]:
    """The path variable whose value can be found by this name, such as user-id for user."""
    if _LITERAL.get(name) in endpoint.variables:
        return _LITERAL[name]
    variables = NAMES[name].variables if name in NAMES else ()
    return next((variable for variable in variables if variable in endpoint.variables), None)


def accepted(endpoint: Endpoint) -> List[str]:
    """Every name that can replace a path value of this endpoint."""
    names = [name for name in (*NAMES, *_LITERAL) if variable_named(endpoint, name)]
    return list(dict.fromkeys([*endpoint.variables, *names]))


def path_values(client: Reader, endpoint: Endpoint, given: Values) -> Dict[str, Any]:
    """The values of the path variables, with each name looked up on the server. Only reads."""
    values: Dict[str, Any] = {}
    names: Dict[str, str] = {}
    for name, value in given.items():
        variable = variable_spelt(endpoint, name)
        if variable is None:
            variable = variable_named(endpoint, name)
            if variable is None:
                raise InputError(_unknown_key(endpoint, name))
            if name not in _LITERAL or variable != _LITERAL[name]:
                names[variable] = name
        values[variable] = value
    _require_all(endpoint, values)
    realm = {"realm": values.get("realm")}
    for variable, name in names.items():
        reference = NAMES[name].reference
        value = str(values[variable])
        values[variable] = named(client, realm, reference, ("", value) if reference is TO_ROLE else value)["id"]
    return values


def named(client: Reader, realm: Values, reference: Reference, key: Any) -> Representation:
    """The object of this natural key. Only reads."""
    found = reference.find(client, realm, key)
    if found is None:
        raise UnknownName(reference.unknown(client, realm, key))
    return found


def _require_all(endpoint: Endpoint, values: Values) -> None:
    missing = [variable for variable in endpoint.variables if values.get(variable) in (None, "")]
    if missing:
        names = [f"{variable}{_or_name(endpoint, variable)}" for variable in missing]
        place = f"{endpoint.method} {endpoint.shown(values)}"
        raise InputError(f"The request needs a value for {' and '.join(names)} ({place}).")


def _or_name(endpoint: Endpoint, variable: str) -> str:
    names = [name for name in (*NAMES, *_LITERAL) if variable_named(endpoint, name) == variable]
    return f" (or {names[0]}, to give it by name)" if names else ""


def _unknown_key(endpoint: Endpoint, name: str) -> str:
    takes = ", ".join(accepted(endpoint)) or "none"
    return f"The endpoint has no path value {name}: it takes {takes} ({endpoint.method} {endpoint.shown()})."


def _plain(name: str) -> str:
    return re.sub(r"[-_]", "", name).lower()
