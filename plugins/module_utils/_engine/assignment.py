# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects that are assigned to an object: what a task says of them, and their endpoints."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any, Callable, Mapping, Optional, Tuple

from .._http.endpoint import Endpoint
from .field import camel
from .reference import Reference, Representation, Values
from .session import Session

BEHAVIOR = {"type": "str", "default": "additive", "choices": ["additive", "exact"]}


Params = Mapping[str, Any]


@dataclass(frozen=True)
class Assigned:
    """What a task says of an assignment: natural keys to add and to remove; ``exact`` removes all others as well.

    ``within`` limits that to the roles of these containers: a client that nobody mentions keeps its own.
    """

    add: Tuple[Hashable, ...] = ()
    remove: Tuple[Hashable, ...] = ()
    exact: bool = False
    within: Tuple[str, ...] = ()

    def drops(self, key: Any) -> bool:
        """Whether an assigned object that is not listed is removed."""
        return self.exact and key not in self.add and (not self.within or key[0] in self.within)


def named(element: Any) -> Hashable:
    """The natural key of an element that is a name or a map with one."""
    return element["name"] if isinstance(element, Mapping) else element


def listed(option: str, key_of: Callable[[Any], Hashable] = named) -> Callable[[Params], Optional[Assigned]]:
    """An assignment from a list of names or maps; ``state: absent`` in a map removes it."""

    def collect(params: Params) -> Optional[Assigned]:
        elements = params.get(option)
        if elements is None:
            return None
        gone = [key_of(item) for item in elements if isinstance(item, Mapping) and item.get("state") == "absent"]
        kept = [key_of(item) for item in elements if not isinstance(item, Mapping) or item.get("state") != "absent"]
        exact = params.get(f"{option}_behavior") == "exact"
        return Assigned(tuple(dict.fromkeys(kept)), tuple(dict.fromkeys(gone)), exact)

    return collect


def keyed(key: str) -> Callable[[Session, Values, Any], Mapping[Hashable, Representation]]:
    """The objects of an assignment, by that key of the objects in its list."""
    return lambda _session, _values, found: {item[key]: item for item in found}


@dataclass(frozen=True)
class Assignment:
    """Objects that are assigned to another one, with their own endpoints to add and to remove.

    ``items`` gives what ``read`` answered by natural key. With ``variable`` each one is a request of its own whose path
    takes the other's ``identifier`` (or its body, where the path has no place for it); without, all go as a list in one
    body. Roles of clients have endpoints of their own
    (``client_add``, ``client_remove``) where Keycloak keeps them apart from those of the realm.
    """

    option: str
    reference: Reference
    add: Endpoint
    remove: Endpoint
    collect: Callable[[Params], Optional[Assigned]]
    items: Callable[[Session, Values, Any], Mapping[Hashable, Representation]]
    read: Optional[Endpoint] = None
    variable: str = ""
    identifier: str = "id"
    client_add: Optional[Endpoint] = None
    client_remove: Optional[Endpoint] = None
    arguments: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its key in what is shown: the representation's own where it has one."""
        return camel(self.option)


@dataclass(frozen=True)
class Assign:
    """Objects to add to an assignment and to remove from it."""

    assignment: Assignment
    add: Tuple[Hashable, ...]
    remove: Tuple[Hashable, ...]
