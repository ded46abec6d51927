# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""An object that a configuration declares, and what is done of it at which stage."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Container, FrozenSet, Optional, Tuple

from .._engine.assignment import Params
from .._engine.resource import Resource
from .._engine.titles import title_of
from .stages import phase

Promise = Tuple[str, Hashable]
# Options that distinguish objects of one kind, besides its key and its parents.
_PLACE = ("path", "parents", "service_account", "username", "group", "sub_type", "owner", "provider_type", "parent_id")


@dataclass(frozen=True)
class Item:
    """What is done of an object at a stage."""

    stage: int
    params: Params

    @property
    def phase(self) -> str:
        return phase(self.stage)


@dataclass(frozen=True)
class Declared:
    """An object that the configuration declares.

    ``items`` are in the order of their stages. Most objects have one; a role has one before others contain it and one
    for the roles that it contains. The last declares the whole object.
    ``promises`` are the kinds and keys under which other objects of the configuration may name it.
    ``ahead`` says that others are compared with it as it will be.
    ``fixed`` says why nobody can change it: a difference is a warning then and no plan.
    ``part`` says what of the object is declared where that is an object of its own: the roles of a user.
    """

    resource: Resource
    items: Tuple[Item, ...]
    promises: Tuple[Promise, ...] = ()
    part: str = ""
    ahead: bool = False
    fixed: str = ""

    @property
    def params(self) -> Params:
        return self.items[-1].params

    @cached_property
    def identity(self) -> Tuple[Any, ...]:
        """Its kind, its place and its key."""
        options = (*(scope.option for scope in self.resource.scopes), *_PLACE, self.resource.key.option)
        return (self.part, self.resource.name, *(repr(self.params.get(option)) for option in options))

    @property
    def title(self) -> str:
        """The object in words."""
        return title_of(self.resource, self.params, part=self.part)

    def saying(self, **options: Any) -> Declared:
        """The same with other values of these options."""
        items = tuple(
            replace(item, params={**item.params, **{key: it for key, it in options.items() if key in item.params}})
            for item in self.items
        )
        return replace(self, items=items)

    def within(self, phases: Container[str]) -> Optional[Declared]:
        """What of it is done in these phases."""
        items = tuple(item for item in self.items if item.phase in phases)
        return replace(self, items=items) if items else None

    def options_of(self, item: Item) -> FrozenSet[str]:
        """The options that this item does and none before it."""
        before = self.items[: self.items.index(item)]
        done = before[-1].params if before else {}
        return frozenset(option for option, value in item.params.items() if value != done.get(option))
