# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a realm has and a configuration does not name, of the kinds that are to be purged."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Iterator, List, Sequence

from .._base.errors import InputError
from .bulk import Bulk
from .item import Declared, Item
from .made import made_in
from .parts import Parts
from .registry import KINDS
from .stages import phase

_PURGES = {purge.name: purge for kind in KINDS for purge in kind.purges}
PURGEABLE = tuple(sorted(_PURGES))


@dataclass(frozen=True)
class Purge:
    """Kinds whose undeclared objects are removed, patterns of names that stay, and how many may be removed at most.

    With ``made`` only those are removed that a run with it has created.
    """

    kinds: Sequence[str] = ()
    keep: Sequence[str] = ()
    limit: int = 0
    made: bool = False


def of_phases(kinds: Sequence[str], phases: Sequence[str]) -> List[str]:
    """The kinds whose objects are removed in these phases."""
    return [name for name in kinds if phase(_PURGES[name].stage) in phases]


def refuse_more(gone: Sequence[Declared], purge: Purge) -> None:
    if len(gone) > purge.limit:
        listed = ", ".join(item.title for item in gone[:5]) + (", ..." if len(gone) > 5 else "")
        raise InputError(
            f"purge would remove {len(gone)} objects ({listed}) and max_deletions is {purge.limit}: "
            "raise it to remove them, or name them in keep."
        )


def undeclared(bulk: Bulk, parts: Parts, purge: Purge) -> Iterator[Declared]:
    """What the realm has and the configuration does not name, of the kinds to purge; never what comes with a realm.

    What names others comes before them.
    """
    made = made_in(bulk.export)
    for kind in (kind for name, kind in _PURGES.items() if name in purge.kinds):
        for found in kind.undeclared(bulk, parts):
            if any(fnmatchcase(found.name, pattern) for pattern in purge.keep):
                continue
            params = {**parts.params(found.resource, found.given, found.spec_of), "state": "absent"}
            declared = Declared(found.resource, (Item(kind.stage, params),), part=found.part)
            if not purge.made or (declared.title in made and not declared.part):
                yield declared
