# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""plan(resource, wanted, current): what differs, what it will look like, and what must be done. Pure."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any, Dict, FrozenSet, Mapping, Tuple

from .._base.errors import InputError
from .assignment import Assign, Assigned, Assignment
from .change import Change, Current, Wanted
from .field import changed_fields, merge_fields
from .hooks import Step
from .resource import Children, Resource


@dataclass(frozen=True)
class Plan(Change):
    """A change with its parts, and the object before and after it as a person reads it."""

    resource: Resource
    children: Tuple[Tuple[Children, Tuple[Plan, ...]], ...] = ()
    steps: Tuple[Step, ...] = ()
    before: Dict[str, Any] = field(default_factory=dict)
    after: Dict[str, Any] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        return bool(self.operations)

    @property
    def secret_keys(self) -> Tuple[str, ...]:
        """Secret keys whose names do not look secret: declared by the resource or reported by the server."""
        own = tuple(item.name for item in self.resource.every_field if item.secret)
        return own + self.wanted.secret_keys

    @property
    def complete(self) -> bool:
        """Whether a bulk read has all that its requests need: nothing follows that a creation brings."""
        if (
            self.action not in ("create", "none")
            or self.resource.masked
            or self.resource.requests.document
            or self.steps
        ):
            return False
        follows = [kind for kind, plans in self.children if plans and not (self.action == "create" and kind.key)]
        return not follows and not (self.action == "create" and self.assigns)

    @property
    def options(self) -> FrozenSet[str]:
        """Options whose state differs. What steps do is in none."""
        option = {item.name: item.option for item in self.resource.every_field}
        changed = [option.get(name, name) for name in self.changes]
        changed += [it.assignment.option for it in self.assigns if it.add or it.remove]
        changed += [kind.option for kind, plans in self.children if any(plan.changed for plan in plans)]
        return frozenset(changed)

    @property
    def operations(self) -> Tuple[str, ...]:
        """What will be done, a short line each."""
        lines = []
        if self.action == "update":
            lines.append(f"update {self.title}: {', '.join(self.changes)}")
        elif self.action != "none":
            lines.append(f"{self.action} {self.title}")
        lines += [line for step in self.steps for line in step.summaries]
        for assign in self.assigns:
            show, option = assign.assignment.reference.show, assign.assignment.option
            lines += [f"add to {option} of {self.title}: {show(key)}" for key in assign.add]
            lines += [f"remove from {option} of {self.title}: {show(key)}" for key in assign.remove]
        lines += [line for _children, plans in self.children for plan in plans for line in plan.operations]
        return tuple(lines)


def make_plan(resource: Resource, wanted: Wanted, current: Current) -> Plan:
    """What turns ``current`` into ``wanted``. One that can't be deleted loses what is listed when it is absent."""
    if not wanted.present and resource.delete is not None:
        return _removal(resource, wanted, current)
    values = dict(wanted.values)
    if resource.hooks.refine:
        resource.hooks.refine(values, current.raw, wanted.params)
    changes = _changes(resource, values, current)
    new = current.raw is None and resource.create is not None
    action = "create" if new else "update" if changes else "none"
    assigns = tuple(
        assign
        for assignment in resource.assignments
        for assign in _assign(assignment, wanted, current.assigned.get(assignment.option, {}))
    )
    children = tuple(
        (kind, _child_plans(kind, wanted, current)) for kind in resource.children if kind.option in wanted.children
    )
    steps = tuple(resource.hooks.steps(wanted, current.raw, values)) if resource.hooks.steps else ()
    before, after = _shown(resource, current, changes, assigns, children)
    names = (resource.name, resource.key.name)
    for step in steps:
        after.update(step.shows)
    return Plan(*names, wanted, current, action, changes, assigns, resource, children, steps, before, after)


def _removal(resource: Resource, wanted: Wanted, current: Current) -> Plan:
    names = (resource.name, resource.key.name)
    if current.raw is None:
        return Plan(*names, wanted, current, "none", {}, (), resource)
    before, _after = _shown(resource, current, {}, (), ())
    return Plan(*names, wanted, current, "delete", {}, (), resource, before=before)


def _changes(resource: Resource, values: Mapping[str, Any], current: Current) -> Dict[str, Any]:
    if current.raw is None:
        # What is made with something else has defaults, and is not created by itself.
        fields = resource.every_field if resource.create else changed_fields(resource.fields, {}, values)
        return {item.name: item.meaning.merge(None, values[item.name]) for item in fields if item.name in values}
    changed = changed_fields(resource.every_field, current.named, values)
    fixed = [item for item in changed if item.create_only]
    if fixed:
        raise InputError(
            f"{fixed[0].option} of {resource.name} '{current.raw.get(resource.key.name)}' can't be changed from "
            f"'{current.named.get(fixed[0].name)}' to '{values[fixed[0].name]}' once it exists: "
            "remove the object first, or keep the value."
        )
    merged = merge_fields(resource.every_field, current.named, values)
    return {item.name: merged[item.name] for item in changed}


def _assign(assignment: Assignment, wanted: Wanted, current: Mapping[Hashable, Any]) -> Tuple[Assign, ...]:
    declared = wanted.assigned.get(assignment.option)
    if declared is None:
        return ()
    if not wanted.present:
        declared = Assigned(remove=declared.add + declared.remove)
    add = tuple(key for key in declared.add if key not in current)
    unlisted = [key for key in current if declared.drops(key)]
    remove = tuple(dict.fromkeys([key for key in declared.remove if key in current] + unlisted))
    return (Assign(assignment, add, remove),) if add or remove else ()


def _child_plans(kind: Children, wanted: Wanted, current: Current) -> Tuple[Plan, ...]:
    key = kind.resource.key.name
    existing = {child.raw[key]: child for child in current.children.get(kind.option, ()) if child.raw}
    plans = []
    for child in wanted.children[kind.option]:
        # A child whose path contains its natural key has that before it exists.
        own = {kind.resource.variable: child.values[key]} if kind.resource.identifier == key else {}
        new = Current(dict(current.values, **own))
        plans.append(make_plan(kind.resource, child, existing.get(child.values[key], new)))
    if kind.option in wanted.exact:
        listed = {child.values[key] for child in wanted.children[kind.option]}
        gone = Wanted(False, {}, {})
        plans += [make_plan(kind.resource, gone, child) for name, child in existing.items() if name not in listed]
    return tuple(plans)


def _shown(
    resource: Resource,
    current: Current,
    changes: Mapping[str, Any],
    assigns: Tuple[Assign, ...],
    children: Tuple[Tuple[Children, Tuple[Plan, ...]], ...],
) -> Tuple[Dict[str, Any], Dict[str, Any]]:
    """The object before and after, as a person reads it: names for ids, no bookkeeping."""
    hidden = set(resource.noise) | {"access"}
    if resource.facet:
        hidden |= set(current.named) - set(resource.facet)
    before = {key: value for key, value in current.named.items() if key not in hidden}
    after = dict(before, **{key: value for key, value in changes.items() if key not in hidden})
    for assignment in resource.assignments:
        if assignment.option not in current.assigned and not any(it.assignment is assignment for it in assigns):
            continue
        held = list(current.assigned.get(assignment.option, {}))
        name, show = assignment.name, assignment.reference.show
        if current.raw is not None:
            before[name] = sorted(str(show(key)) for key in held)
        for assign in assigns:
            if assign.assignment is assignment:
                held = [key for key in held if key not in assign.remove] + list(assign.add)
        after[name] = sorted(str(show(key)) for key in held)
    for kind, plans in children:
        key, name = kind.resource.key.name, kind.name
        shown = {child.raw[key]: dict(child.named) for child in current.children.get(kind.option, ()) if child.raw}
        if current.raw is not None:
            before[name] = [_without_id(shown[child]) for child in sorted(shown)]
        for plan in plans:
            if plan.action == "delete":
                shown.pop((plan.current.raw or {}).get(key), None)
            elif plan.after:
                shown[plan.after[key]] = plan.after
        after[name] = [_without_id(shown[child]) for child in sorted(shown)]
    return before, after


def _without_id(child: Mapping[str, Any]) -> Dict[str, Any]:
    return {key: value for key, value in child.items() if key != "id"}
