# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""An object of a realm with its plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Dict, List

from .._engine.plan import Plan
from .parts import Item, early, phase


@dataclass(frozen=True)
class Planned:
    item: Item
    plan: Plan

    @property
    def action(self) -> str:
        if not self.plan.changed:
            return "unchanged"
        return self.plan.action if self.plan.action in ("create", "delete") else "update"

    @property
    def todo(self) -> List[Item]:
        """What of the object differs: what is done early, the rest or both."""
        item = self.item
        if item.early is None:
            return [item]
        options = self.plan.options
        first = replace(early(item), half=bool(options & item.late))
        if not first.half:
            return [first]
        return [item] if options <= item.late and not self.plan.steps else [first, item]

    @property
    def phases(self) -> List[str]:
        return list(dict.fromkeys(phase(it.stage) for it in self.todo))

    def told(self) -> Dict[str, Any]:
        """An entry of the plan that a person reads."""
        fields = sorted(self.plan.changes) if self.action == "update" else []
        return {
            "kind": self.item.resource.name,
            "name": self.item.title,
            "action": self.action,
            "phases": self.phases,
            "fields": fields,
            "operations": list(self.plan.operations),
        }
