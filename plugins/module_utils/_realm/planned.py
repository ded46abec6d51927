# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""An object of a realm with its plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List

from .._engine.plan import Plan
from .item import Declared, Item


@dataclass(frozen=True)
class Planned:
    declared: Declared
    plan: Plan

    @property
    def action(self) -> str:
        if not self.plan.changed:
            return "unchanged"
        return self.plan.action if self.plan.action in ("create", "delete") else "update"

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
        }
