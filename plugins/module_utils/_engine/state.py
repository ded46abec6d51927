# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the current state comes from."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Any, Container, Dict, Iterator, Mapping, Optional, Tuple

from .._http.errors import KeycloakError
from .assignment import Assignment
from .change import Current, Wanted
from .field import Field
from .reference import Representation, Values
from .resource import Children, Resource
from .session import Session
from .twins import first_and_warn


def scope_values(session: Session, resource: Resource, params: Mapping[str, Any]) -> Optional[Values]:
    """The path values under which the objects of a kind live; None when one of the holders is not there."""
    values: Dict[str, Any] = {"realm": params["realm"]}
    try:
        for scope in resource.scopes:
            key = params[scope.option]
            found = session.resolve(scope.reference, values, [key], scope.option)
            if key not in found:
                return None
            values[scope.variable] = found[key][scope.identifier]
    except KeycloakError as error:
        _note_missing_realm(session, error)
        return None
    return values


def one(session: Session, resource: Resource, values: Optional[Values], wanted: Wanted) -> Current:
    """The object that a task is about, with those of its assignments and children that the task mentions."""
    if values is None or session.missing_realm:
        return Current(values or {"realm": wanted.params["realm"]})
    try:
        raw = _found(session, resource, values, wanted)
    except KeycloakError as error:
        _note_missing_realm(session, error)
        return Current(values)
    if raw is None:
        return Current(values)
    return _current(session, resource, values, raw, wanted)


def _note_missing_realm(session: Session, error: KeycloakError) -> None:
    if not error.missing_realm:
        raise error
    session.missing_realm = True
    session.problems.append(str(error))


def _found(session: Session, resource: Resource, values: Values, wanted: Wanted) -> Optional[Representation]:
    sought = dict(wanted.params, **wanted.values)
    if resource.by_id and wanted.params.get("id") and resource.get:
        own = {resource.variable: wanted.params["id"]}
        return session.client.find(resource.get, dict(values, **own)) or None
    if resource.renames and wanted.params.get(resource.renames):
        old = dict(sought, **{resource.key.name: wanted.params[resource.key.option]})
        found = resource.find(session.client, values, old)
        if found is not None:
            return found
    return first_and_warn(session, resource, values, sought)


def _current(session: Session, resource: Resource, values: Values, raw: Representation, wanted: Wanted) -> Current:
    own = dict(values)
    if resource.variable:
        own[resource.variable] = raw[resource.identifier]
    if resource.hooks.details:
        raw = dict(raw, **resource.hooks.details(session.client, own, raw, wanted))
    return Current(
        own,
        raw,
        _by_name(session, resource, own, raw, wanted),
        _assigned(session, resource, own, raw, wanted.assigned),
        _children(session, resource, own, raw, wanted.children),
    )


def with_parts(session: Session, resource: Resource, current: Current) -> Current:
    """An object that is there, with those of its parts that results have and that were not read yet."""
    own, raw = current.values, current.raw or {}
    parts = {
        option: sign
        for option, sign in resource.results.parts.items()
        if option not in current.assigned and option not in current.children
    }
    read = [option for option, sign in parts.items() if not sign or raw.get(sign)]
    none: Dict[str, Any] = {it.option: {} for it in resource.assignments if it.option in parts}
    return replace(
        current,
        assigned={**none, **current.assigned, **_assigned(session, resource, own, raw, read)},
        children={**current.children, **_children(session, resource, own, raw, read)},
    )


def _assigned(
    session: Session, resource: Resource, own: Values, raw: Representation, options: Container[str]
) -> Dict[str, Mapping[Hashable, Representation]]:
    return {
        it.option: it.items(session, own, _held(session, it, own, raw))
        for it in resource.assignments
        if it.option in options
    }


def _children(
    session: Session, resource: Resource, own: Values, raw: Representation, options: Container[str]
) -> Dict[str, Tuple[Current, ...]]:
    return {
        kind.option: tuple(_child(session, kind, own, item) for item in _child_items(session, kind, own, raw))
        for kind in resource.children
        if kind.option in options
    }


def _held(session: Session, assignment: Assignment, values: Values, raw: Representation) -> Any:
    if assignment.read is None:
        return raw
    if assignment.read.paged:
        return list(session.client.pages(assignment.read, values))
    return session.client.get(assignment.read, values)


def _child_items(session: Session, kind: Children, values: Values, raw: Representation) -> Iterator[Representation]:
    if kind.key:
        yield from raw.get(kind.key) or ()
    elif kind.resource.listing:
        query = {name: value.format(id=raw["id"]) for name, value in kind.query.items()}
        yield from session.client.pages(kind.resource.listing, values, query)


def _child(session: Session, kind: Children, values: Values, item: Representation) -> Current:
    own = dict(values, **{kind.resource.variable: item[kind.resource.identifier]})
    return Current(own, item, item)


def _by_name(
    session: Session, resource: Resource, values: Values, raw: Representation, wanted: Wanted
) -> Dict[str, Any]:
    """The representation with the ids that the task's fields point to turned into names."""
    named = dict(raw)
    for field in resource.fields:
        if field.reference and field.held == "id" and field.name in wanted.values and raw.get(field.name):
            named[field.name] = _names_of(session, field, values, raw[field.name])
        if field.link and field.name in wanted.values and raw.get(field.name):
            linked = [field.link.read(session.client, values, item) for item in raw[field.name]]
            # The server keeps no order: that of roles differs from read to read (24.0).
            named[field.name] = sorted(linked, key=str)
    return named


def _names_of(session: Session, field: Field, values: Values, held: Any) -> Any:
    if field.reference is None:
        return held
    names = {item["id"]: item[field.reference.key] for item in session.listing(field.reference, values)}
    if isinstance(held, dict):
        return {key: names.get(value, value) for key, value in held.items()}
    return names.get(held, held)
