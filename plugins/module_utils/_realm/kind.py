# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a kind is in a whole realm, as one object for each kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable, Dict, FrozenSet, Iterable, Iterator, List, Mapping, Optional, Set, Tuple

from .._engine.reference import Representation
from .._engine.resource import Resource
from .._http.client import Client
from .._http.endpoint import Endpoint
from .._http.reader import Reader
from .bulk import Bulk, Handler
from .item import Declared
from .parts import Parts
from .shape import Check
from .stages import REMOVALS

Entries = Callable[[Bulk], Iterable[Representation]]


@dataclass(frozen=True)
class Found:
    """An undeclared object.

    ``name`` is that under which it is kept, ``given`` are the options that name it.
    ``part`` says what of the object goes where that is not all of it.
    ``spec_of`` is the kind whose module serves this one as well.
    """

    resource: Resource
    name: str
    given: Mapping[str, Any]
    part: str = ""
    spec_of: Optional[Resource] = None


@dataclass(frozen=True)
class Purge:
    """How undeclared objects of a kind are removed.

    ``name`` is the choice of the option purge, ``stage`` when they are removed.
    ``undeclared`` gives each object that the realm has and that the configuration does not name; never what comes
    with a realm.
    """

    name: str
    undeclared: Callable[[Bulk, Parts], Iterator[Found]]
    stage: int = REMOVALS


def purge(name: str, resource: Resource, entries: Entries, stage: int = REMOVALS) -> Purge:
    """The purge of a kind whose objects have names that are unique in the realm."""

    def undeclared(bulk: Bulk, parts: Parts) -> Iterator[Found]:
        known = parts.promises | {(resource.name, it.params.get(resource.key.option)) for it in parts.of(resource)}
        for item in entries(bulk):
            key = item[resource.key.name]
            if (resource.name, key) not in known:
                yield Found(resource, key, {resource.key.option: key})

    return Purge(name, undeclared, stage)


@dataclass
class Exported:
    """What an export is made from.

    ``reader`` answers from the bulk read, ``client`` asks the server.
    ``new`` is what a new realm has, empty where everything is exported; ``default`` is the same in any case.
    ``clients`` are the clientIds that are exported, ``servers_own`` those that the server creates by itself.
    ``persons`` are users with their groups and roles.
    """

    client: Client
    reader: Reader
    bulk: Bulk
    new: Representation
    default: Representation
    clients: Set[str]
    servers_own: Set[str]
    persons: List[Representation]

    @property
    def realm(self) -> str:
        return str(self.bulk.export["realm"])

    @property
    def usernames(self) -> Set[str]:
        return {person["username"] for person in self.persons}


def _no_answers(_bulk: Bulk) -> Mapping[Endpoint, Handler]:
    return {}


@dataclass(frozen=True)
class RealmKind:
    """What a kind is in a whole realm, or several kinds that share keys of the representation.

    ``resources`` are the kinds.
    ``outline`` checks the keys of the representation that contain their objects.
    ``ignored`` are keys of their representations that nobody declares, by kind: bookkeeping of the server, or parts
    that are objects of their own.
    ``declare`` adds the objects of a representation to the parts.
    ``settle`` returns an object as it can be declared on this server, or None where it can't be; it adds a warning.
    ``answers`` are the endpoints that a bulk read answers for them.
    ``purges`` removes what is not declared.
    ``export`` returns the keys of the representation for what the realm has.
    """

    resources: Tuple[Resource, ...]
    declare: Callable[[Parts, Representation], None]
    outline: Mapping[str, Check] = field(default_factory=dict)
    ignored: Mapping[str, FrozenSet[str]] = field(default_factory=dict)
    settle: Optional[Callable[[Declared, Bulk, Parts], Optional[Declared]]] = None
    answers: Callable[[Bulk], Mapping[Endpoint, Handler]] = _no_answers
    purges: Tuple[Purge, ...] = ()
    export: Optional[Callable[[Exported], Dict[str, Any]]] = None


def ignoring(resource: Resource, *keys: str) -> Dict[str, FrozenSet[str]]:
    """Keys of a kind's representation that nobody declares."""
    return {resource.name: frozenset(keys)}
