# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Carries out what a plan says, in an order that a stopped run can be taken up from by the next."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from .._http.endpoint import Endpoint
from .assignment import Assign, Assignment
from .field import Field
from .plan import Plan
from .reference import Representation, Values
from .resource import Resource
from .session import Session
from .twins import delete_all, yield_to_twin

_ROLE_KEYS = ("id", "name", "clientRole", "containerId")


def resolve_names(session: Session, plan: Plan) -> None:
    """Look up each name that the plan will need, before anything is written."""
    values = plan.current.values
    # What the names of a new realm refer to in it comes with it: they are looked up once the realm exists.
    new_realm = plan.action == "create" and plan.resource.variable == "realm" and not session.simulated
    for field in plan.resource.every_field:
        if field.name in plan.changes and not (new_realm and field.reference and field.reference.within):
            _resolve_field(session, plan, field)
    if plan.resource.hooks.needs and plan.changed:
        for reference, key, where in plan.resource.hooks.needs(plan.wanted.params, plan.current.raw):
            session.resolve(reference, values, [key], where)
    if new_realm:
        return
    for assign in plan.assigns:
        session.resolve(assign.assignment.reference, values, assign.add, assign.assignment.option)
    for _kind, plans in plan.children:
        for child in plans:
            resolve_names(session, child)


def apply(session: Session, plan: Plan) -> None:
    """Send the requests of a plan whose names are all resolved."""
    resource, values = plan.resource, plan.current.values
    if resource.requests.document and plan.action != "none":
        _rewrite(session, plan)
        return
    if plan.action == "delete":
        delete_all(session, plan)
        return
    if plan.action == "create":
        _create(session, plan)
        # What belongs to the new object is planned again from what the server made of it: its own defaults count.
        return
    if plan.action == "update":
        _update(session, plan)
    for step in plan.steps:
        step.run(session, values, dict(plan.current.raw or {}))
    # Removals of every list first: a scope that moves from one list to another is in one of them only.
    for assign in plan.assigns:
        _unassign(session, assign, plan)
    for assign in plan.assigns:
        _assign(session, assign, plan)
    for _kind, plans in plan.children:
        for child in plans:
            apply(session, child)


def _create(session: Session, plan: Plan) -> None:
    resource, values = plan.resource, plan.current.values
    if resource.requests.creation:
        endpoint, values = resource.requests.creation(session, values, plan.wanted.params)
    else:
        endpoint = resource.endpoint("create")
    body = dict(_constant(resource, values), **_sent(session, plan, {}))
    if resource.requests.taken:
        body = {key: value for key, value in body.items() if key in resource.requests.taken}
    if resource.by_id and plan.wanted.params.get("id"):
        body["id"] = plan.wanted.params["id"]
    if resource.requests.extra:
        body.update(resource.requests.extra(plan.wanted.params))
    for kind, plans in plan.children:
        if kind.key:
            body[kind.key] = [
                dict(child.resource.requests.constant, **child.changes) for child in plans if child.changes
            ]
    yield_to_twin(session, plan, session.client.send(endpoint, values, body=body).id)


def _constant(resource: Resource, values: Values) -> Dict[str, Any]:
    """What every new object of the kind has; a child's may name its parent."""
    return {
        key: value.format(**values) if isinstance(value, str) else value
        for key, value in resource.requests.constant.items()
    }


def _update(session: Session, plan: Plan) -> None:
    """Always the whole current representation with the changes laid over it: each kind loses something otherwise."""
    resource, values, raw = plan.resource, plan.current.values, plan.current.raw or {}
    if resource.update is None:
        session.client.send(resource.endpoint("delete"), values)
        session.client.send(resource.endpoint("create"), values, body=dict(raw, **_sent(session, plan, raw)))
        return
    kept = {key: value for key, value in raw.items() if key != "access" and key not in resource.requests.unsent}
    session.client.send(resource.update, values, body=dict(kept, **_sent(session, plan, raw)))


def _rewrite(session: Session, plan: Plan) -> None:
    """The document with this entry as declared and all others as they are."""
    resource, values, raw = plan.resource, plan.current.values, plan.current.raw
    key = resource.key.name
    document = session.client.get(resource.endpoint("get"), values)
    entries = list(document.get(resource.requests.document) or ())
    declared = (
        [] if plan.action == "delete" else [dict(raw or resource.requests.constant, **_sent(session, plan, raw or {}))]
    )
    if raw is None:
        entries += declared
    else:
        place = next(index for index, item in enumerate(entries) if item[key] == raw[key])
        entries[place : place + 1] = declared
    session.client.send(
        resource.endpoint("update"), values, body=dict(document, **{resource.requests.document: entries})
    )


def _sent(session: Session, plan: Plan, raw: Mapping[str, Any]) -> Dict[str, Any]:
    fields = {field.name: field for field in plan.resource.every_field}
    return {
        name: fields[name].meaning.send(raw.get(name), with_ids(session, plan, fields[name])) for name in plan.changes
    }


def with_ids(session: Session, plan: Plan, field: Field) -> Any:
    """The new value of a field as the server has it: with ids for the names of what it refers to."""
    value = plan.changes[field.name]
    if field.reference and field.held == "id":
        return _ids(_resolve_field(session, plan, field), value)
    if field.link:
        found = _resolve_field(session, plan, field)
        return [field.link.write(item, found[field.link.key_of(item)]) for item in value]
    return value


def _resolve_field(session: Session, plan: Plan, field: Field) -> Mapping[Hashable, Representation]:
    value = plan.changes[field.name]
    if field.link:
        linked = [field.link.key_of(item) for item in value]
        return session.resolve(field.link.reference, plan.current.values, linked, field.option)
    if field.reference is None:
        return {}
    names: Sequence[Any] = [value]
    if isinstance(value, (dict, list)):
        names = list(value.values()) if isinstance(value, dict) else value
    keys = [name for name in names if name]
    return session.resolve(field.reference, plan.current.values, keys, field.option)


def _ids(found: Mapping[Hashable, Representation], value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _ids(found, item) for key, item in value.items()}
    return found[value]["id"] if value in found else value


def _unassign(session: Session, assign: Assign, plan: Plan) -> None:
    assignment = assign.assignment
    held = plan.current.assigned[assignment.option]
    items = [held[key] for key in assign.remove]
    _send_each(session, assignment, assignment.remove, assignment.client_remove, plan.current.values, items)


def _assign(session: Session, assign: Assign, plan: Plan) -> None:
    assignment, values = assign.assignment, plan.current.values
    found = session.resolve(assignment.reference, values, assign.add, assignment.option)
    items = [found[key] for key in assign.add]
    _send_each(session, assignment, assignment.add, assignment.client_add, values, items)


def _send_each(
    session: Session,
    assignment: Assignment,
    endpoint: Endpoint,
    client_endpoint: Optional[Endpoint],
    values: Values,
    items: Sequence[Representation],
) -> None:
    if assignment.variable:
        for item in items:
            other = item[assignment.identifier]
            in_path = assignment.variable in endpoint.variables
            own = dict(values, **{assignment.variable: other}) if in_path else values
            session.client.send(endpoint, own, body=None if in_path else other)
        return
    for target, path_values, roles in _by_container(endpoint, client_endpoint, values, items):
        session.client.send(target, path_values, body=roles)


def _by_container(
    endpoint: Endpoint, client_endpoint: Any, values: Values, items: Sequence[Representation]
) -> List[Tuple[Endpoint, Values, List[Representation]]]:
    """The requests for a list of roles: one, or one for the realm's and one for each client's."""
    groups: Dict[str, List[Representation]] = {}
    for item in items:
        container = item["containerId"] if client_endpoint and item.get("clientRole") else ""
        groups.setdefault(container, []).append({key: item[key] for key in _ROLE_KEYS if key in item})
    requests: List[Tuple[Endpoint, Values, List[Representation]]] = []
    for container, roles in groups.items():
        if container:
            # The last variable of the path is the client that has the roles.
            own = dict(values, **{client_endpoint.variables[-1]: container})
            requests.append((client_endpoint, own, roles))
        else:
            requests.append((endpoint, values, roles))
    return requests
