# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""An object of a realm with its plan."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Dict, List

from .._engine.difference import Difference, differences
from .._engine.plan import Plan
from .item import Declared, Item
from .lines import changed_fields


@dataclass(frozen=True)
class Planned:
    declared: Declared
    plan: Plan

    @property
    def kind(self) -> str:
        """Its kind in words: the roles of a user are another thing than the user."""
        part, kind = self.declared.part, self.declared.resource.name
        return f"{part} of {kind}" if part else kind

    @property
    def action(self) -> str:
        if not self.plan.changed:
            return "unchanged"
        return self.plan.action if self.plan.action in ("create", "delete") else "update"

    @cached_property
    def differences(self) -> List[Difference]:
        """What changes of the object and of those inside of it, without secrets."""
        return differences(self.plan, self.declared.title) if self.plan.changed else []

    @property
    def todo(self) -> List[Item]:
        """What of the object differs. Further writes that belong to no option are done with the first item."""
        first, *others = self.declared.items
        late = [item for item in others if self.plan.options & self.declared.options_of(item)]
        covered = {option for item in late for option in self.declared.options_of(item)}
        return late if late and self.plan.options <= covered and not self.plan.steps else [first, *late]

    @property
    def phases(self) -> List[str]:
        return list(dict.fromkeys(item.phase for item in self.todo))

    def entry(self) -> Dict[str, Any]:
        """An entry of the plan that a person reads."""
        fields = sorted(self.plan.changes) if self.action == "update" else []
        return {
            "kind": self.declared.resource.name,
            "name": self.declared.title,
            "action": self.action,
            "phases": self.phases,
            "fields": fields,
            "operations": list(self.plan.operations),
            "changes": [line for it in self.differences for line in _with_title(it, self.declared.title)],
        }


def _with_title(it: Difference, title: str) -> List[str]:
    """The fields that change; those of an object inside of another with its name."""
    if it.title == title:
        return changed_fields(it)
    return [f"{it.action} {it.title}", *(f"{it.title}: {line}" for line in changed_fields(it))]
