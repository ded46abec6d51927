# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Other objects that a field or an assignment names: how one is found by its natural key."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple

from .._http.api import (
    authentication,
    client_roles,
    client_scopes,
    clients,
    groups,
    identity_providers,
    organizations,
    realms,
    required_actions,
    roles,
    users,
)
from .._http.endpoint import Endpoint
from .._http.reader import Reader

Values = Mapping[str, Any]
Representation = Dict[str, Any]


@dataclass(frozen=True)
class Reference:
    """A kind of object that others point to.

    ``find`` gives the one of that key, or None. ``names`` gives what exists, for a helpful error. ``listing`` reads all
    of them, by key, in one request; kinds that have too many to list leave it out. ``searched`` says that ``names`` are
    those that a search found, not all. ``promised_as`` is the kind of the object that will be one of these once it is
    there, ``advice`` what to do where there is none. ``key`` is the natural key in
    the representation, ``within`` the path variables of what holds objects of the kind: a key is unique in there.
    """

    kind: str
    key: str
    find: Callable[[Reader, Values, Any], Optional[Representation]]
    names: Callable[[Reader, Values, Any], List[str]]
    listing: Optional[Callable[[Reader, Values], Iterable[Representation]]] = None
    within: Tuple[str, ...] = ("realm",)
    searched: bool = False
    promised_as: str = ""
    advice: str = ""

    def place(self, values: Values) -> Tuple[Any, ...]:
        """The kind and where: what a key is unique in."""
        return (self.kind, *(values.get(variable) for variable in self.within))

    def show(self, key: Any) -> Any:
        return key

    def unknown(self, client: Reader, values: Values, key: Any, named: str = "") -> str:
        """The sentence for a key that no object has, with similar ones. ``named`` says where it was given."""
        names = self.names(client, values, key)
        wanted = key[-1] if isinstance(key, tuple) else key
        similar = difflib.get_close_matches(str(wanted), names, 3, 0.6)
        hint = f" Similar names there: {', '.join(similar)}." if similar else ""
        if names and not similar and not self.searched:
            hint = f" None of the {len(names)} names there is similar." if len(names) > 1 else f" There is {names[0]}."
        place = f"in realm '{values['realm']}'" if self.within else "on the server"
        return f"There is no {self.kind} '{self.show(key)}' {place}{named}.{hint}{self.advice}"


@dataclass(frozen=True)
class RoleReference(Reference):
    """A role of the realm, ``("", name)``, or of a client, ``(client_id, name)``."""

    def show(self, key: Any) -> Any:
        client_id, name = key
        return f"{name} (client {client_id})" if client_id else name


def first(items: Iterable[Representation], key: str, value: Any) -> Optional[Representation]:
    return next((item for item in items if item.get(key) == value), None)


def called(found: Optional[Representation], key: str, value: Any) -> Optional[Representation]:
    """What the server found, if it is called exactly so: MySQL and SQL Server ignore case in their comparisons."""
    return found if found is not None and found.get(key) == value else None


def listed_reference(
    kind: str,
    key: str,
    listing: Callable[[Reader, Values], Iterable[Representation]],
    within: Tuple[str, ...] = ("realm",),
) -> Reference:
    """A kind that one request lists whole."""
    return Reference(
        kind,
        key,
        lambda client, values, wanted: first(listing(client, values), key, wanted),
        lambda client, values, _wanted: [item[key] for item in listing(client, values)],
        listing,
        within,
    )


def find_client(client: Reader, values: Values, key: Any) -> Optional[Representation]:
    return first(client.get(clients.LIST, values, {"clientId": key}), "clientId", key)


def find_user(client: Reader, values: Values, key: Any) -> Optional[Representation]:
    found = client.get(users.LIST, values, {"username": key, "exact": True, "first": 0, "max": 2})
    return first(found, "username", str(key).lower())


@dataclass(frozen=True)
class GroupPlace:
    """Where a group is: the names from the top, or from the group with the id ``under``, down to it."""

    names: Tuple[str, ...]
    under: str = ""

    def __str__(self) -> str:
        return ("" if not self.under else f"(id {self.under})") + "".join(f"/{name}" for name in self.names)

    @property
    def parent(self) -> GroupPlace:
        return GroupPlace(self.names[:-1], self.under)


def group_path(name: Any) -> str:
    """The path of a group as the server writes it."""
    return "/" + str(name).strip("/")


@dataclass(frozen=True)
class Groups:
    """The endpoints at which the groups of a realm, or of an organization, are found."""

    by_path: Endpoint
    get: Endpoint
    listing: Endpoint
    children: Endpoint

    def find(self, client: Reader, values: Values, key: Any) -> Optional[Representation]:
        """A group by its path, or by its place where names contain slashes: the path of those is ambiguous."""
        if isinstance(key, GroupPlace) and (key.under or any("/" in name for name in key.names)):
            return self._walk(client, values, key)
        path = str(key).strip("/")
        found = client.find(self.by_path, dict(values, path=path)) if path else None
        if found is None and re.search("[%;]", path):
            # Keycloak 24 decodes the path twice.
            return self._with_path(client, values, f"/{path}")
        # One that is called "a/b" has the path of a "b" below "a".
        other = found is not None and isinstance(key, GroupPlace) and found["name"] != key.names[-1]
        return self._walk(client, values, key) if other else found

    def _with_path(self, client: Reader, values: Values, path: str) -> Optional[Representation]:
        """The group that the server shows with this path in its list."""
        level = client.pages(self.listing, values, {"search": path.rsplit("/", maxsplit=1)[-1]})
        found = next((group for group in tree(level) if group["path"] == path), None)
        return found and client.find(self.get, dict(values, **{"group-id": found["id"]}))

    def _walk(self, client: Reader, values: Values, place: GroupPlace) -> Optional[Representation]:
        group = client.find(self.get, dict(values, **{"group-id": place.under})) if place.under else None
        if place.under and group is None:
            return None
        for name in place.names:
            endpoint, own = self.listing, values
            if group is not None:
                endpoint, own = self.children, dict(values, **{"group-id": group["id"]})
            whole = {"briefRepresentation": False} if "briefRepresentation" in endpoint.query else {}
            level = client.pages(endpoint, own, {"search": name, "exact": True, **whole})
            group = first(level, "name", name)
            if group is None:
                return None
        return group

    def paths(self, client: Reader, values: Values, key: Any) -> List[str]:
        """Those of groups whose names begin like this one's."""
        start = str(key).strip("/").rsplit("/", maxsplit=1)[-1][:4]
        return [group["path"] for group in tree(client.pages(self.listing, values, {"search": start}))]


def tree(items: Iterable[Representation]) -> Iterator[Representation]:
    """Groups with all that are below them."""
    for item in items:
        yield item
        yield from tree(item.get("subGroups") or ())


def _find_role(client: Reader, values: Values, key: Any) -> Optional[Representation]:
    client_id, name = key
    if not client_id:
        return called(client.find(roles.GET, dict(values, **{"role-name": name})), "name", name)
    holder = find_client(client, values, client_id)
    if holder is None:
        return None
    own = dict(values, **{"client-uuid": holder["id"], "role-name": name})
    return called(client.find(client_roles.GET, own), "name", name)


def _role_names(client: Reader, values: Values, key: Any) -> List[str]:
    if not key[0]:
        return [role["name"] for role in client.pages(roles.LIST, values)]
    holder = find_client(client, values, key[0])
    if holder is None:
        return [item["clientId"] for item in client.pages(clients.LIST, values)]
    scope = dict(values, **{"client-uuid": holder["id"]})
    return [role["name"] for role in client.pages(client_roles.LIST, scope)]


def _required_actions(client: Reader, values: Values) -> List[Representation]:
    """Those of the realm and those that it could have."""
    others: List[Representation] = client.get(required_actions.LIST_UNREGISTERED, values)
    return [*client.get(required_actions.LIST, values), *({"alias": it["providerId"]} for it in others)]


def find_organization(client: Reader, values: Values, key: Any) -> Optional[Representation]:
    # The exact search finds domains of that name as well.
    return first(client.pages(organizations.LIST, values, {"search": key, "exact": True}), "name", key)


def _by_name_or_alias(client: Reader, values: Values, key: Any) -> Optional[Representation]:
    named = find_organization(client, values, key)
    return named or first(client.pages(organizations.LIST, values), "alias", key)


TO_CLIENT = Reference(
    "client",
    "clientId",
    find_client,
    lambda client, values, key: [item["clientId"] for item in client.pages(clients.LIST, values)],
)
TO_CLIENT_SCOPE = listed_reference(
    "client scope", "name", lambda client, values: client.get(client_scopes.LIST, values)
)
TO_FLOW = listed_reference(
    "authentication flow", "alias", lambda client, values: client.get(authentication.LIST, values)
)
_GROUPS = Groups(realms.GROUP_BY_PATH, groups.GET, groups.LIST, groups.CHILDREN)
find_group = _GROUPS.find
TO_GROUP = Reference("group", "path", find_group, _GROUPS.paths, searched=True)
TO_IDENTITY_PROVIDER = Reference(
    "identity provider",
    "alias",
    lambda client, values, key: called(client.find(identity_providers.GET, dict(values, alias=key)), "alias", key),
    lambda client, values, key: [item["alias"] for item in client.pages(identity_providers.LIST, values)],
)
TO_ORGANIZATION = Reference(
    "organization",
    "name",
    _by_name_or_alias,
    lambda client, values, key: [item["name"] for item in client.pages(organizations.LIST, values)],
)
TO_REQUIRED_ACTION = listed_reference("required action", "alias", _required_actions)
TO_ROLE = RoleReference("role", "name", _find_role, _role_names)
TO_USER = Reference(
    "user",
    "username",
    find_user,
    lambda client, values, key: [
        item["username"] for item in client.get(users.LIST, values, {"search": str(key)[:2], "first": 0, "max": 50})
    ],
    searched=True,
)
