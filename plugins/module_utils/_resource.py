# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A kind of resource as data: key, scope, endpoints, fields, assignments, children."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Callable, Dict, Hashable, List, Mapping, Optional, Sequence, Tuple

from ._client import Client
from ._endpoint import Endpoint
from ._field import Field, camel
from ._reference import Reference, Representation, Values

if TYPE_CHECKING:
    from ._plan import Plan
    from ._session import Session

# Argument specs that several kinds share.
STATE = {"type": "str", "default": "present", "choices": ["present", "absent"]}
BEHAVIOR = {"type": "str", "default": "additive", "choices": ["additive", "exact"]}

Params = Mapping[str, Any]
Need = Tuple[Reference, Hashable, str]
Finder = Callable[[Client, Values, Mapping[str, Any]], Optional[Representation]]


@dataclass(frozen=True)
class Scope:
    """An object that holds those of a kind: the client of a client role. The realm always is one.

    ``identifier`` is what of its representation goes into the path.
    """

    option: str
    variable: str
    reference: Reference
    aliases: Tuple[str, ...] = ()
    identifier: str = "id"


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
        """Whether a held object that is not listed has to go."""
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
    """What an assignment holds, by that key of the objects that its list gives."""
    return lambda _session, _values, found: {item[key]: item for item in found}


@dataclass(frozen=True)
class Assignment:
    """Other objects that one holds, with their own endpoints to add and to remove.

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
class Children:
    """Objects that live in another one: the protocol mappers of a client.

    ``key`` is where the parent's representation holds them, and where a new parent takes them along. Without one they
    are read by their own listing once the parent is known, with ``query``; ``{id}`` in it is the parent's.
    """

    option: str
    resource: Resource
    key: str = ""
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.key or camel(self.option)


@dataclass(frozen=True)
class Masked:
    """A secret that the server only shows as its mask, and where of the object there is room for its fingerprint.

    Without room an attribute of the realm keeps it. The entry ``*`` stands for each one that the server shows so.
    """

    key: str
    entry: str
    room: str = ""


@dataclass(frozen=True)
class Step:
    """Further writes that only this kind needs, in words that a person reads before they are done.

    ``shows`` is what the object looks like afterwards, as far as they are not writes of a field.
    """

    summaries: Tuple[str, ...]
    run: Callable[[Session, Values, Representation], None]
    shows: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Resource:
    """A kind of object.

    ``key`` is the option that names one, ``find`` how the server is asked for it. ``variable`` is the path variable
    of its endpoints and ``identifier`` what of the representation goes there. ``by_id`` says that a task may give
    the id in place of the key, ``own_ids`` that a new object can have one that the task chose. ``among`` is the kind
    that the object is of where others make it: an error names those that look like it. ``facet`` lists what of the
    representation is shown where a kind is one side of another object (the scopes of a client), ``taken`` what a
    creation takes where it does not take all; an update brings the rest. ``document`` is the key of the entries where
    all objects of a kind live in one document: ``get`` reads it, ``update`` writes it. Functions are for what is odd
    about a kind: ``normalise`` turns arguments into their canonical form and refuses bad ones (pure), ``translate``
    reads the names behind ids in the arguments, ``prepare`` completes them by what they point to on the server,
    ``needs`` lists further names to look up before anything is written (pure), ``refine`` adapts the wanted fields to
    what the server has (pure), ``steps`` gives further writes (pure), ``creation`` the endpoint where it depends on
    the arguments, ``details`` reads what the representation lacks, ``verify`` notes as problems what the server would
    not keep, ``guard`` says why an object that is to be removed or disabled carries the running log-in.
    """

    name: str
    key: Field
    find: Finder
    variable: str = ""
    identifier: str = "id"
    scopes: Tuple[Scope, ...] = ()
    fields: Tuple[Field, ...] = ()
    get: Optional[Endpoint] = None
    listing: Optional[Endpoint] = None
    create: Optional[Endpoint] = None
    update: Optional[Endpoint] = None
    delete: Optional[Endpoint] = None
    assignments: Tuple[Assignment, ...] = ()
    children: Tuple[Children, ...] = ()
    masked: Tuple[Masked, ...] = ()
    arguments: Mapping[str, Any] = field(default_factory=dict)
    by_id: bool = False
    own_ids: bool = False
    renames: str = ""
    among: Optional[Reference] = None
    noise: Tuple[str, ...] = ()
    facet: Tuple[str, ...] = ()
    document: str = ""
    unsent: Tuple[str, ...] = ()
    taken: Tuple[str, ...] = ()
    constant: Mapping[str, Any] = field(default_factory=dict)
    extra: Optional[Callable[[Params], Dict[str, Any]]] = None
    details: Optional[Callable[[Client, Values, Representation, Params], Dict[str, Any]]] = None
    normalise: Optional[Callable[[Params], Params]] = None
    translate: Optional[Callable[[Client, Params], Params]] = None
    prepare: Optional[Callable[[Client, Values, Params, Optional[Representation]], Params]] = None
    needs: Optional[Callable[[Params, Optional[Representation]], Sequence[Need]]] = None
    verify: Optional[Callable[[Session, Plan], None]] = None
    creation: Optional[Callable[[Session, Values, Params], Tuple[Endpoint, Values]]] = None
    refine: Optional[Callable[[Dict[str, Any], Optional[Representation], Params], None]] = None
    steps: Optional[Callable[[Params, Optional[Representation], Mapping[str, Any]], Sequence[Step]]] = None
    guard: Optional[Callable[[Session, Plan], Optional[str]]] = None
    constraints: Mapping[str, Any] = field(default_factory=dict)

    def endpoint(self, verb: str) -> Endpoint:
        """The endpoint of that name; the plan has seen to it that the kind has one."""
        found: Optional[Endpoint] = getattr(self, verb)
        if found is None:
            raise TypeError(f"{self.name} has no endpoint to {verb}")
        return found

    @property
    def every_field(self) -> Tuple[Field, ...]:
        return (self.key,) + self.fields


def by_path(endpoint: Endpoint, variable: str, key: str) -> Finder:
    """The object whose natural key is a part of the path."""

    def find(client: Client, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
        return client.find(endpoint, dict(values, **{variable: wanted[key]}))

    return find


def by_reference(reference: Reference) -> Finder:
    """The object that others would find by the same key."""

    def find(client: Client, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
        return reference.find(client, values, wanted[reference.key])

    return find


def by_document(endpoint: Endpoint, entries: str, key: str) -> Finder:
    """The entry of that key in a document."""

    def find(client: Client, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
        found: List[Representation] = client.get(endpoint, values).get(entries) or []
        return next((item for item in found if item[key] == wanted[key]), None)

    return find


def by_listing(endpoint: Endpoint, key: str, **query: str) -> Finder:
    """The object of that key among all of the kind, where the server has no search for one."""

    def find(client: Client, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
        found: List[Representation] = [
            item for item in client.pages(endpoint, values, query) if item.get(key) == wanted[key]
        ]
        return found[0] if found else None

    return find
