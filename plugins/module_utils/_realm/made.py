# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The objects that runs have created: the realm keeps their titles, so that later runs remove no others."""

from __future__ import annotations

import json
from typing import FrozenSet

from .._engine.realm_settings import update_realm, whole_realm
from .._engine.reference import Representation
from .._http.client import Client
from .._kinds.user import USER
from .outcome import Outcome
from .planned import Planned
from .registry import KINDS
from .tidy import MADE

_REMOVABLE = frozenset(id(resource) for kind in KINDS if kind.purges for resource in kind.resources)


def made_in(realm: Representation) -> FrozenSet[str]:
    """The titles that a realm keeps. Whatever else is in the attribute is nothing."""
    try:
        titles = json.loads((realm.get("attributes") or {}).get(MADE) or "[]")
    except ValueError:
        return frozenset()
    return frozenset(map(str, titles)) if isinstance(titles, list) else frozenset()


def remember(connection: Client, realm: str, outcome: Outcome, users: bool) -> None:
    """Add the objects that a run has created, and take away those that it has removed.

    Users are added with ``users`` only, since there may be many.
    """
    titles = set(outcome.done)
    done = [it for it in outcome.planned if it.declared.title in titles and _counts(it, users)]
    created = {it.declared.title for it in done if it.action == "create"}
    removed = {it.declared.title for it in done if it.action == "delete"}
    if not (created or removed):
        return
    values = {"realm": realm}
    held = whole_realm(connection, values)
    before = made_in(held)
    after = (before | created) - removed
    if after != before:
        kept = json.dumps(sorted(after), ensure_ascii=False)
        update_realm(connection, values, held, {"attributes": {**(held.get("attributes") or {}), MADE: kept}})


def _counts(it: Planned, users: bool) -> bool:
    """A part of an object is none by itself."""
    if it.declared.part or (it.declared.resource is USER and not users):
        return False
    return id(it.declared.resource) in _REMOVABLE
