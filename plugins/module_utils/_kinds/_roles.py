# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What roles of a realm and roles of a client have in common."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from types import ModuleType
from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Tuple

from .._base.errors import InputError
from .._engine.assignment import BEHAVIOR, Assigned, Assignment, Params, listed
from .._engine.field import TEXTS_MAP, Field
from .._engine.reference import TO_ROLE, Reference, Representation, Values, first
from .._engine.resource import STATE, Results
from .._engine.session import Session, role_key
from .._http.endpoint import Endpoint
from .._http.errors import KeycloakError
from .._http.reader import Reader

KEY = Field("name", required=True)
FIELDS = (
    Field("description"),
    Field("attributes", "dict", TEXTS_MAP),
)


# A list of roles has these keys of each, a role that is read by itself has more.
_LISTED = ("id", "name", "description", "composite", "clientRole", "containerId")


def as_role(role: Representation) -> Dict[str, Any]:
    """A role as the lists of roles have it."""
    return {key: role[key] for key in _LISTED if key in role}


# A role with the roles that it contains.
ROLE_RESULTS = Results(
    noise=("composite",), parts={"composites": "composite"}, forms={"composites": as_role}, empty={"attributes": {}}
)


def _key_of(element: Mapping[str, Any]) -> Tuple[str, str]:
    return (element.get("client_id") or "", element["name"])


def by_role_key(session: Session, values: Values, found: Iterable[Representation]) -> Mapping[Hashable, Representation]:
    return {role_key(session, values, role): role for role in found}


def composites(
    read: Endpoint, add: Endpoint, remove: Endpoint, option: str = "composites", required: bool = False
) -> Assignment:
    """The roles that a role contains, of the realm and of clients alike."""
    names: Dict[str, Any] = {
        "type": "list",
        "elements": "dict",
        "options": {
            "name": {"type": "str", "required": True},
            "client_id": {"type": "str", "aliases": ["clientId"]},
            "state": STATE,
        },
    }
    if required:
        names["required"] = True
    return Assignment(
        option,
        TO_ROLE,
        add,
        remove,
        listed(option, _key_of),
        by_role_key,
        read,
        arguments={option: names, f"{option}_behavior": BEHAVIOR},
    )


def _collect(params: Params) -> Optional[Assigned]:
    """Both lists as one; of containers that are not mentioned nothing is taken away."""
    mentioned: List[Tuple[str, List[str]]] = []
    if params.get("realm_roles") is not None:
        mentioned.append(("", params["realm_roles"]))
    for client_id, names in (params.get("client_roles") or {}).items():
        if not isinstance(names or [], list) or not all(isinstance(name, str) for name in names or ()):
            raise InputError(f"client_roles of client '{client_id}' must be a list of names.")
        mentioned.append((client_id, names))
    if not mentioned:
        return None
    keys = [(container, name) for container, names in mentioned for name in names or ()]
    exact = params.get("roles_behavior") == "exact"
    return Assigned(tuple(dict.fromkeys(keys)), exact=exact, within=tuple(container for container, _names in mentioned))


def _held(
    realm_roles: Optional[Endpoint],
) -> Callable[[Session, Values, Mapping[str, Any]], Mapping[Hashable, Representation]]:
    """The mapped roles by their keys.

    The list of all leaves out what the account may not see, while that of realm roles does not (26.7).
    """

    def items(session: Session, values: Values, found: Mapping[str, Any]) -> Mapping[Hashable, Representation]:
        of_realm = found.get("realmMappings")
        if of_realm is None and realm_roles is not None:
            of_realm = session.client.get(realm_roles, values)
        held: Dict[Hashable, Representation] = {("", role["name"]): role for role in of_realm or ()}
        for client in (found.get("clientMappings") or {}).values():
            held.update({(client["client"], role["name"]): role for role in client["mappings"]})
        return held

    return items


_MAPPED = {
    "realm_roles": {"type": "list", "elements": "str", "aliases": ["realmRoles"]},
    "client_roles": {"type": "dict", "aliases": ["clientRoles"]},
    "roles_behavior": BEHAVIOR,
}


def _open(available: Endpoint, values: Values) -> bool:
    """Whether the list of roles that can be mapped can be asked for: a new object has none yet."""
    return all(name in values for name in available.variables)


def _mappable(available: Optional[Endpoint]) -> Reference:
    """The roles that can be mapped. Who may manage users need not be allowed to see the realm's roles (26.7)."""

    def find(client: Reader, values: Values, key: Any) -> Optional[Representation]:
        try:
            return TO_ROLE.find(client, values, key)
        except KeycloakError as error:
            if error.status != 403 or available is None or not _open(available, values) or key[0]:
                raise
            mappable = client.get(available, values)
            if not mappable:
                # The account can map none: whether the role is there it can't see.
                raise
            return first(mappable, "name", key[1])

    def names(client: Reader, values: Values, key: Any) -> List[str]:
        try:
            return TO_ROLE.names(client, values, key)
        except KeycloakError as error:
            if error.status != 403 or available is None or not _open(available, values) or key[0]:
                raise
            return [role["name"] for role in client.get(available, values)]

    return replace(TO_ROLE, find=find, names=names)


def mapped_roles(
    endpoints: ModuleType,
    collect: Callable[[Params], Optional[Assigned]] = _collect,
    arguments: Optional[Mapping[str, Any]] = None,
) -> Assignment:
    """The roles behind these endpoints, of the realm and of clients."""
    return Assignment(
        "roles",
        _mappable(getattr(endpoints, "AVAILABLE_REALM", None)),
        endpoints.ADD_REALM,
        endpoints.REMOVE_REALM,
        collect,
        _held(getattr(endpoints, "LIST_REALM", None)),
        endpoints.LIST,
        client_add=endpoints.ADD_CLIENT,
        client_remove=endpoints.REMOVE_CLIENT,
        arguments=_MAPPED if arguments is None else arguments,
    )
