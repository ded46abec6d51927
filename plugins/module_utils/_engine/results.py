# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""An object in the results of a task: the server's representation with its ids, complete with its parts.

A diff is for people and has names; what a playbook passes on is here.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from functools import cached_property
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

from .._http.errors import KeycloakError
from .._http.reader import Reader
from .._secrets.redact import MASK
from .apply import with_ids
from .assignment import Assignment
from .change import Current
from .execute import Result
from .plan import Plan
from .reference import Representation
from .session import Session
from .state import with_parts


class States:
    """The object before and after a task. In check mode the state after it is what it would be.

    ``plan`` is what was planned, ``end`` what was left once it was done. ``now`` is the object as the server has it.
    """

    def __init__(self, client: Reader, result: Result) -> None:
        plan = result.plan
        if plan is None:
            raise TypeError("a result without a plan has no states")
        self.plan, self.end = plan, result.end
        self._session = Session(client)
        now = self.end or plan
        # What a task does not mention is the same before and after it.
        self.now = with_parts(self._session, now.resource, now.current) if now.current.raw is not None else now.current

    @property
    def done(self) -> bool:
        """Whether the task has changed something, rather than said that it would."""
        return self.end is not None

    @cached_property
    def existing(self) -> Dict[str, Any]:
        """Empty when there was none."""
        return self._represented(self.plan, self._complete(self.plan.current))

    @cached_property
    def end_state(self) -> Dict[str, Any]:
        """Empty when there is none."""
        if self.end:
            return self._represented(self.end, self.now)
        plan, existing = self.plan, self.existing
        if plan.action == "delete":
            return {}
        changed = {key: it for key, it in plan.after.items() if key not in plan.before or it != plan.before[key]}
        changed.update(self._predicted(plan, changed))
        return {**existing, **changed} if plan.current.raw is not None else {**_empty(plan), **changed}

    def _predicted(self, plan: Plan, changed: Mapping[str, Any]) -> Iterator[Tuple[str, Any]]:
        """Of what changes, that which the server shows in another form than a diff does."""
        results, session = plan.resource.results, self._session
        for field in plan.resource.every_field:
            if field.name in plan.changes and (field.link or field.reference):
                try:
                    yield field.name, with_ids(session, plan, field)
                except (KeyError, KeycloakError):
                    # Nobody has such a name yet, or the account may not look for it.
                    continue
        for assignment in plan.resource.assignments:
            form, key = results.forms.get(assignment.option), results.parts.get(assignment.option)
            if form and assignment.name in changed:
                yield assignment.name, _listed(assignment, self.assigned(assignment), form)
            if key and assignment.name in changed:
                yield key, bool(changed[assignment.name])
        for masked in plan.resource.masked:
            value = changed.get(masked.key)
            if isinstance(value, Mapping) and value.get(masked.entry):
                shown = [MASK] if isinstance(value[masked.entry], list) else MASK
                yield masked.key, {**value, masked.entry: shown}

    def assigned(self, assignment: Assignment) -> Mapping[Hashable, Representation]:
        """The objects of an assignment after the task; in check mode what they would be."""
        held = dict(self.now.assigned.get(assignment.option, {}))
        for change in () if self.done else self.plan.assigns:
            if change.assignment is assignment:
                held = {key: it for key, it in held.items() if key not in change.remove}
                held.update(self.found(assignment, change.add))
        return held

    def found(self, assignment: Assignment, keys: Sequence[Hashable]) -> Dict[Hashable, Representation]:
        """The objects of these keys, with no more than a name where none is found."""
        try:
            found = self._session.resolve(assignment.reference, self.plan.current.values, keys, assignment.option)
        except KeycloakError as error:
            # The realm itself is yet to be made, or the account may not look for them.
            if error.status not in (403, 404):
                raise
            found = {}
        return {key: found.get(key) or {"name": _name(key)} for key in keys}

    def _complete(self, current: Current) -> Current:
        if current.raw is None:
            return current
        return replace(
            current,
            assigned={**self.now.assigned, **current.assigned},
            children={**self.now.children, **current.children},
        )

    def _represented(self, plan: Plan, current: Current) -> Dict[str, Any]:
        if current.raw is None:
            return {}
        resource = plan.resource
        if resource.facet:
            return dict(plan.before)
        hidden = set(resource.noise) - set(resource.results.noise)
        found = {**_empty(plan), **{key: it for key, it in current.raw.items() if key not in hidden}}
        for assignment in resource.assignments:
            if assignment.option in current.assigned:
                form = resource.results.forms.get(assignment.option)
                found[assignment.name] = _listed(assignment, current.assigned[assignment.option], form)
        for kind in resource.children:
            if kind.option in current.children:
                found[kind.name] = [child.raw for child in current.children[kind.option] if child.raw is not None]
        return found


def _listed(
    assignment: Assignment, held: Mapping[Hashable, Representation], form: Optional[Callable[[Representation], Any]]
) -> List[Any]:
    """In the order of their names, which they are without a form."""
    names = {key: str(assignment.reference.show(key)) for key in held}
    return [form(held[key]) if form else names[key] for key in sorted(held, key=lambda key: names[key])]


def _empty(plan: Plan) -> Mapping[str, Any]:
    """The server leaves out some lists and maps when they are empty."""
    return plan.resource.results.empty


def _name(key: Hashable) -> Any:
    """The name in the key of an object, which a role has after that of its client."""
    return key[-1] if isinstance(key, tuple) else str(key).rpartition("/")[2]
