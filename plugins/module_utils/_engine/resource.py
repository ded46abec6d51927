# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A kind of resource as data: key, scope, endpoints, fields, assignments, children."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable, Mapping, Optional, Tuple

from .._http.endpoint import Endpoint
from .._http.reader import Reader
from .assignment import Assignment
from .field import Field, camel
from .hooks import Hooks, Requests
from .reference import Reference, Representation, Values

# Argument specs that several kinds share.
STATE = {"type": "str", "default": "present", "choices": ["present", "absent"]}

Finder = Callable[[Reader, Values, Mapping[str, Any]], Optional[Representation]]


@dataclass(frozen=True)
class Scope:
    """A parent object that is part of the path (for a client role, its client). The realm is implicit.

    ``identifier`` is the key of its representation that goes into the path.
    """

    option: str
    variable: str
    reference: Reference
    aliases: Tuple[str, ...] = ()
    identifier: str = "id"


@dataclass(frozen=True)
class Children:
    """Objects that live in another one: the protocol mappers of a client.

    ``key`` is where the parent's representation has them, and where a new parent takes them along. Without one they
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

    Without room an attribute of the realm keeps it. The entry ``*`` means each one that the server shows so.
    """

    key: str
    entry: str
    room: str = ""


@dataclass(frozen=True)
class Results:
    """What the results of a task have besides the representation of the object.

    ``noise`` are keys that a diff does not have and results do.
    ``parts`` are options of assignments and children that are read where the task does not mention them, each with a
    key of the representation that says whether there are any, or "" where there is none.
    ``forms`` say what of an assigned object there is, by option; without one it is the name.
    ``empty`` are the values of keys that the server leaves out.
    """

    noise: Tuple[str, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, Callable[[Representation], Any]] = field(default_factory=dict)
    empty: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Resource:
    """A kind of object.

    ``key`` is the option that names an object; ``find`` asks the server for it.
    ``variable`` is the path variable of its endpoints, ``identifier`` the key of the representation that goes there.
    ``scopes`` are the parent objects in the path; the realm is implicit.
    ``by_id`` says that a task may give the id instead of the key, ``own_ids`` that a new object can have a chosen id.
    ``renames`` is the option with a new value of the key.
    ``among`` is the kind of the object where others create it: an error names those that look like it.
    ``masked`` are secrets that the server never returns.
    ``noise`` lists keys of the representation that a diff does not have.
    ``facet`` lists the only keys that are shown where a kind is one side of another object (the scopes of a client).
    ``arguments`` and ``constraints`` complete the argument spec.
    ``inert`` are options among the arguments that have no effect, each with what to do in its place.
    ``requests`` shapes its requests, ``results`` what a task returns, ``hooks`` are functions for what is odd about it.
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
    by_id: bool = False
    own_ids: bool = False
    renames: str = ""
    among: Optional[Reference] = None
    noise: Tuple[str, ...] = ()
    facet: Tuple[str, ...] = ()
    arguments: Mapping[str, Any] = field(default_factory=dict)
    constraints: Mapping[str, Any] = field(default_factory=dict)
    inert: Mapping[str, str] = field(default_factory=dict)
    requests: Requests = Requests()
    results: Results = Results()
    hooks: Hooks = Hooks()

    def endpoint(self, verb: str) -> Endpoint:
        """The endpoint of that name; the plan has seen to it that the kind has one."""
        found: Optional[Endpoint] = getattr(self, verb)
        if found is None:
            raise TypeError(f"{self.name} has no endpoint to {verb}")
        return found

    @property
    def every_field(self) -> Tuple[Field, ...]:
        return (self.key,) + self.fields
