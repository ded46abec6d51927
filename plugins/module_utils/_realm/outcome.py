# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a run of a whole realm announces, and what it did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Dict, Iterable, List

from .._base.errors import RealmkitError
from .._secrets.show import shown
from .planned import Planned


@dataclass
class Outcome:
    """``done`` and ``not_done`` have titles of objects; ``imports`` says that the server imports the realm whole."""

    planned: List[Planned]
    imports: bool = False
    done: List[str] = field(default_factory=list)
    not_done: List[str] = field(default_factory=list)
    warnings: List[str] = field(default_factory=list)

    def note(self, warnings: Iterable[str]) -> None:
        """Warnings, of which each is said once."""
        self.warnings += [it for it in dict.fromkeys(warnings) if it not in self.warnings]

    @property
    def changed(self) -> List[Planned]:
        return [it for it in self.planned if it.plan.changed]

    @property
    def summary(self) -> Dict[str, int]:
        count = Counter(it.action for it in self.planned)
        return {name: count[name] for name in ("create", "update", "delete", "unchanged")}

    @property
    def line(self) -> str:
        count = self.summary
        return (
            f"{count['create']} to create, {count['update']} to change, {count['delete']} to delete, "
            f"{count['unchanged']} unchanged"
        )

    def report(self) -> Dict[str, Any]:
        """The result of a task."""
        before: Dict[str, Any] = {}
        after: Dict[str, Any] = {}
        for it in self.changed:
            left, right = shown(it.plan.before, it.plan.after, it.plan.secret_keys)
            before.update({it.declared.title: left} if left else {})
            after.update({it.declared.title: right} if right else {})
        return {
            "changed": bool(self.changed),
            "msg": self.line,
            "summary": self.summary,
            "imports": self.imports,
            "plan": [it.entry() for it in self.changed],
            # In keys: Ansible blackens a secret in values wherever it occurs, and a password may be "user".
            "phases": dict(Counter(phase for it in self.changed for phase in it.phases)),
            "diff": {"before": before, "after": after},
        }


class Stopped(RealmkitError):
    """A run that could not continue. ``told`` is its report: what it did and what it did not."""

    def __init__(self, sentence: str, outcome: Outcome) -> None:
        super().__init__(sentence)
        outcome.not_done = [it.declared.title for it in outcome.changed if it.declared.title not in outcome.done]
        self.report = {
            "changed": bool(outcome.done),
            "summary": outcome.summary,
            "done": outcome.done,
            "not_done": outcome.not_done,
        }
