# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a run of a whole realm announces, and what it did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Dict, Iterable, List, Tuple

from .._base.errors import InputError, RealmkitError
from .._engine.difference import Difference, in_order
from .lines import plan_lines
from .planned import Planned


def _order(it: Planned) -> Tuple[str, str]:
    return it.declared.resource.name, it.declared.title


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

    @property
    def differences(self) -> List[Difference]:
        """What changes, object by object."""
        return in_order([difference for it in self.changed for difference in it.differences])

    @property
    def counts(self) -> Dict[str, Dict[str, int]]:
        """How many objects of each kind come, change, go and stay."""
        count: Dict[str, Counter[str]] = {}
        for it in sorted(self.planned, key=_order):
            count.setdefault(it.kind, Counter())[it.action] += 1
        return {kind: dict(found) for kind, found in count.items()}

    @property
    def lines(self) -> List[str]:
        """What will happen, as a person reads it."""
        return plan_lines(self.differences, self.counts)

    def diff(self) -> List[Dict[str, str]]:
        """Ansible's own diff, an entry for each object."""
        return [it.diff() for it in self.differences]

    def report(self) -> Dict[str, Any]:
        """The result of a task."""
        return {
            "changed": bool(self.changed),
            "msg": self.line,
            "summary": self.summary,
            "imports": self.imports,
            "plan": [it.entry() for it in sorted(self.changed, key=_order)],
            # In keys: Ansible blackens a secret in values wherever it occurs, and a password may be "user".
            "phases": dict(Counter(phase for it in self.changed for phase in it.phases)),
            "changes": self.lines,
        }


class Refused(InputError):
    """A plan that is not carried out. Nothing was written."""

    def __init__(self, sentence: str, outcome: Outcome) -> None:
        super().__init__(sentence)
        self.report = {key: value for key, value in outcome.report().items() if key in ("summary", "changes", "plan")}


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
