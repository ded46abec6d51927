# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What no run may do, whatever the files say: more changes than expected, or any to what is protected."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Iterator, List, Optional, Sequence

from .._base.sentences import listed
from .outcome import Outcome, Refused
from .planned import Planned

_VERBS = {"update": "change", "delete": "delete"}


@dataclass(frozen=True)
class Limits:
    """How many objects a plan may have at most, and patterns of those that no run may change or delete."""

    max_changes: Optional[int] = None
    protect: Sequence[str] = ()

    def refuse(self, outcome: Outcome) -> None:
        """All that is too much, before anything is written."""
        sentences = list(self._exceeded(outcome))
        if sentences:
            raise Refused(" ".join(sentences), outcome)

    def _exceeded(self, outcome: Outcome) -> Iterator[str]:
        number = len(outcome.changed)
        if self.max_changes is not None and number > self.max_changes:
            yield (
                f"The plan has {number} objects ({outcome.line}) and max_changes is {self.max_changes}: "
                "raise it if all of them are meant."
            )
        found = [it for it in outcome.changed if it.action != "create" and self._protects(it)]
        if found:
            names = listed([f"{_VERBS[it.action]} {it.declared.title}" for it in found])
            yield f"Protected objects stay as they are, and the plan would {names}: see protect."

    def _protects(self, it: Planned) -> bool:
        return any(fnmatchcase(name, pattern) for name in _names(it) for pattern in self.protect)


def _names(it: Planned) -> List[str]:
    """The name of an object alone, and after its kind; a part of an object is protected like the object."""
    part = it.declared.part
    title = it.declared.title.replace("'", "")
    whole = title.partition(f"{part} of ")[2] if part else title
    kind = it.declared.resource.name
    alone = whole.partition(f"{kind} ")[2] or whole
    return [title, whole, alone, alone.partition(" of ")[0]]
