# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan of a whole realm, made from one bulk read."""

from __future__ import annotations

from typing import FrozenSet, List, Mapping, Sequence, Set, Tuple

from .._base.errors import InputError
from .._engine.execute import plan_of
from .._engine.session import Session
from .._http.client import Client
from .._kinds import role_mapping
from .._kinds.client import CLIENT
from .._kinds.realm import REALM
from .._kinds.user import USER
from .item import Declared, Promise
from .parts import Parts
from .planned import Planned
from .purge import Purge, refuse_more, undeclared
from .snapshot import Snapshot, read


def preview(
    connection: Client, parts: Parts, purge: Purge, ahead: Sequence[Declared] = ()
) -> Tuple[Snapshot, List[Planned]]:
    """The plan of a realm, with the objects that another phase is about to make in ``ahead``."""
    snapshot = read(connection, parts.realm, _has_admin_permissions(parts))
    gone = list(undeclared(snapshot.bulk, parts, purge)) if snapshot.exists else []
    refuse_more(gone, purge)
    problems: List[str] = []
    names = parts.promises
    removals = [_plan(snapshot, declared, names, parts, problems) for declared in gone]
    if gone:
        # What is declared must do without what goes.
        snapshot = snapshot.without(removal.plan.current.raw or {} for removal in removals)
    look(snapshot, parts.items)
    if not any(declared.resource is REALM for declared in (*parts.items, *ahead)):
        # A phase that does not make the realm plans with the settings of a new one.
        snapshot.promise(REALM, snapshot.settings)
    for declared in ahead:
        _promise(snapshot, _plan(snapshot, declared, names, parts, []))
    planned = []
    for declared in parts.items:
        planned.append(_plan(snapshot, declared, names, parts, problems))
        _promise(snapshot, planned[-1])
    if problems:
        raise InputError(" ".join(dict.fromkeys(problems)))
    return snapshot, planned + removals


def _has_admin_permissions(parts: Parts) -> bool:
    realm = next((declared.params for declared in parts.items if declared.resource is REALM), {})
    return bool(realm.get("admin_permissions_enabled"))


def _plan(
    snapshot: Snapshot, declared: Declared, names: FrozenSet[Promise], parts: Parts, problems: List[str]
) -> Planned:
    session = Session(snapshot, names, simulated=not snapshot.exists)
    plan, _values = plan_of(session, declared.resource, declared.params)
    problems += session.problems
    for warning in session.warnings:
        parts.warn(f"{declared.title}: {warning}")
    return Planned(declared, plan)


def _promise(snapshot: Snapshot, planned: Planned) -> None:
    if planned.declared.ahead:
        current = snapshot.settings if planned.declared.resource is REALM else planned.plan.current.named
        snapshot.promise(planned.declared.resource, {**current, **planned.plan.changes})


def look(snapshot: Snapshot, items: Sequence[Declared]) -> None:
    """Read the secrets and users that these objects name."""
    if not snapshot.exists:
        return
    if any(it.resource is CLIENT and it.params.get("secret") for it in items):
        snapshot.bulk.data.read_client_secrets()
    people = [it.params for it in items if it.resource is USER or it.resource is role_mapping.OF_USER]
    named = [params for params in people if params.get("username")]
    paths: Set[str] = set()
    roles: List[Tuple[str, str]] = []
    for params in people:
        for place in params.get("groups") or ():
            name = place.get("path") or place.get("name") if isinstance(place, Mapping) else place
            paths.add("/" + str(name).strip("/"))
        if params.get("service_account"):
            continue
        roles += [("", name) for name in params.get("realm_roles") or ()]
        roles += [(client_id, name) for client_id, own in (params.get("client_roles") or {}).items() for name in own]
    snapshot.bulk.people.read(str(params["username"]) for params in named)
    in_groups, with_roles = (
        [params["username"].lower() for params in named if params.get(behavior) == "exact"]
        for behavior in ("groups_behavior", "roles_behavior")
    )
    snapshot.bulk.people.read_members(paths, roles, in_groups, with_roles)
