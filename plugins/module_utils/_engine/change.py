# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The desired and the current state of an object."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any, Mapping, Optional, Tuple

from .assignment import Assign, Assigned, Params
from .reference import Representation, Values


@dataclass(frozen=True)
class Wanted:
    """The desired state.

    ``values`` are fields by their key in the representation, ``assigned`` and ``children`` are by option.
    ``reading_back`` says that the state is compared with what a run has just written.
    ``secret_keys`` are keys of secrets whose names do not look secret, as the server reports them.
    """

    present: bool
    values: Mapping[str, Any]
    params: Params
    assigned: Mapping[str, Assigned] = field(default_factory=dict)
    children: Mapping[str, Tuple[Wanted, ...]] = field(default_factory=dict)
    exact: Tuple[str, ...] = ()
    reading_back: bool = False
    secret_keys: Tuple[str, ...] = ()

    @property
    def update_secret(self) -> str:
        """When a secret that the server masks is sent. It has just been sent where the object is read back."""
        return "on_create" if self.reading_back else self.params.get("update_secret") or "when_changed"


@dataclass(frozen=True)
class Current:
    """What the server has. ``raw`` is its representation, ``named`` the same with references by name."""

    values: Values
    raw: Optional[Representation] = None
    named: Mapping[str, Any] = field(default_factory=dict)
    assigned: Mapping[str, Mapping[Hashable, Representation]] = field(default_factory=dict)
    children: Mapping[str, Tuple[Current, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """What happens to one object.

    ``kind`` is the name of its kind, ``key`` the key of the representation that names it.
    ``action`` is create, update, delete or none; ``changes`` are its fields.
    """

    kind: str
    key: str
    wanted: Wanted
    current: Current
    action: str
    changes: Mapping[str, Any]
    assigns: Tuple[Assign, ...]

    @property
    def title(self) -> str:
        name = self.wanted.values.get(self.key) or (self.current.raw or {}).get(self.key)
        return f"{self.kind} '{name}'"

    @property
    def takes_away(self) -> bool:
        """Whether the object is removed or disabled."""
        return self.action == "delete" or self.changes.get("enabled") is False
