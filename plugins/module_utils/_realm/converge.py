# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole realm: read in bulk, planned as a whole, and only what differs is written."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Set, Tuple

from .._base.errors import InputError, RealmkitError
from .._engine.execute import carry_out, execute, plan_of
from .._engine.plan import Plan
from .._engine.session import Session
from .._http.client import Client
from .._kinds import client, realm, role_mapping, user
from .._secrets.show import shown
from .bulk_users import imported, send_users
from .parts import AHEAD, SERIAL, USER_ROLES, USERS, Item, Parts, early
from .planned import Planned
from .purge import REMOVALS, Purge, refuse_more, undeclared
from .snapshot import Snapshot, read

# What is planned from what was there before can need another look: a new realm brings objects of its own.
_ROUNDS = 3
# From this many on, reading a realm once more takes less than looking for each object.
_MANY = 10
# So many failures are spelt out.
_TOLD = 10


@dataclass
class Outcome:
    """What a run announces and what it did. ``done`` and ``not_done`` hold titles of objects."""

    planned: List[Planned]
    done: List[str] = field(default_factory=list)
    not_done: List[str] = field(default_factory=list)
    warnings: List[str] = field(default_factory=list)

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

    def told(self) -> Dict[str, Any]:
        before: Dict[str, Any] = {}
        after: Dict[str, Any] = {}
        for it in self.changed:
            left, right = shown(it.plan.before, it.plan.after, it.plan.secret_keys)
            before.update({it.item.title: left} if left else {})
            after.update({it.item.title: right} if right else {})
        return {
            "changed": bool(self.changed),
            "msg": self.line,
            "summary": self.summary,
            "plan": [it.told() for it in self.changed],
            "diff": {"before": before, "after": after},
        }


class Stopped(RealmkitError):
    """A run that could not go on; ``told`` says what it did and what it did not."""

    def __init__(self, sentence: str, outcome: Outcome) -> None:
        super().__init__(sentence)
        self.told = {
            "changed": bool(outcome.done),
            "summary": outcome.summary,
            "done": outcome.done,
            "not_done": outcome.not_done,
        }


def converge(connection: Client, parts: Parts, purge: Purge, check: bool) -> Outcome:
    """Bring a realm into the declared state, or with ``check`` say what that would do."""
    snapshot, planned = _preview(connection, parts, purge, parts.ahead if check else ())
    if not (check or snapshot.exists or any(it.item.resource is realm.REALM for it in planned)):
        raise InputError(f"There is no realm '{parts.realm}': the phase settings makes it.")
    outcome = Outcome(planned, warnings=list(parts.warnings))
    if check or not outcome.changed:
        return outcome
    with _told(outcome):
        if not snapshot.exists:
            _each(connection, [early(parts.items[0])], outcome)
            planned = _preview(connection, parts, purge)[1]
            # What is done is what the realm that is there now lacks; announced was what a new one would.
            outcome.planned[1:] = planned[1:]
        came: Set[str] = set()
        for _round in range(_ROUNDS):
            came |= _apply(connection, parts.realm, planned, outcome)
            planned = _preview(connection, parts.once(came), purge)[1]
            if not any(it.plan.changed for it in planned):
                return outcome
    left = "; ".join(line for it in planned for line in it.plan.operations)
    outcome.warnings.append(f"The server took the requests but did not keep all of it: {left}.")
    return outcome


@contextmanager
def _told(outcome: Outcome) -> Iterator[None]:
    """Whatever stops a run that has begun to write tells what was done."""
    try:
        yield
    except Stopped:
        raise
    except RealmkitError as error:
        raise _stopped(str(error), outcome) from None


def _stopped(sentence: str, outcome: Outcome) -> Stopped:
    outcome.not_done = [it.item.title for it in outcome.changed if it.item.title not in outcome.done]
    return Stopped(sentence, outcome)


def _preview(
    connection: Client, parts: Parts, purge: Purge, ahead: Sequence[Item] = ()
) -> Tuple[Snapshot, List[Planned]]:
    """The plan of a realm, with the settings that another phase is about to make."""
    snapshot = read(connection, parts.realm, parts.admin_permissions)
    gone = list(undeclared(snapshot, parts, purge)) if snapshot.exists else []
    refuse_more(gone, purge)
    problems: List[str] = []
    names = parts.promises
    removals = [_plan(snapshot, item, names, parts, problems) for item in gone]
    if gone:
        # What is declared must do without what goes.
        snapshot = snapshot.without(removal.plan.current.raw or {} for removal in removals)
    _look(snapshot, parts.items)
    for item in ahead:
        _promise(snapshot, _plan(snapshot, item, names, parts, []))
    planned = []
    for item in parts.items:
        planned.append(_plan(snapshot, item, names, parts, problems))
        _promise(snapshot, planned[-1])
    if problems:
        raise InputError(" ".join(dict.fromkeys(problems)))
    return snapshot, planned + removals


def _promise(snapshot: Snapshot, planned: Planned) -> None:
    """Attributes of users are held against the realm and the profile as they will be."""
    if planned.item.resource in AHEAD:
        plan = planned.plan
        held = snapshot.settings if planned.item.resource is realm.REALM else plan.current.named
        snapshot.promise(planned.item.resource, {**held, **plan.changes})


def _plan(snapshot: Snapshot, item: Item, names: frozenset[Any], parts: Parts, problems: List[str]) -> Planned:
    session = Session(snapshot, names, simulated=not snapshot.exists)
    plan, _values = plan_of(session, item.resource, item.params)
    problems += session.problems
    for warning in session.warnings:
        parts.warn(f"{item.title}: {warning}")
    return Planned(item, plan)


def _look(snapshot: Snapshot, items: Sequence[Item]) -> None:
    """Read the secrets and users that these objects speak of."""
    if not snapshot.exists:
        return
    if any(it.resource is client.CLIENT and it.params.get("secret") for it in items):
        snapshot.read_client_secrets()
    people = [it for it in items if it.resource in (user.USER, role_mapping.OF_USER)]
    paths: Set[str] = set()
    roles: List[Tuple[str, str]] = []
    for it in people:
        for place in it.params.get("groups") or ():
            name = place.get("path") or place.get("name") if isinstance(place, Mapping) else place
            paths.add("/" + str(name).strip("/"))
        if it.params.get("service_account"):
            continue
        roles += [("", name) for name in it.params.get("realm_roles") or ()]
        roles += [(holder, name) for holder, own in (it.params.get("client_roles") or {}).items() for name in own]
    snapshot.read_users(str(it.params["username"]) for it in people if it.params.get("username"))
    in_groups, with_roles = (
        [
            it.params["username"].lower()
            for it in people
            if it.params.get(behavior) == "exact" and it.params.get("username")
        ]
        for behavior in ("groups_behavior", "roles_behavior")
    )
    snapshot.read_members(paths, roles, in_groups, with_roles)


def _apply(connection: Client, name: str, planned: Sequence[Planned], outcome: Outcome) -> Set[str]:
    """Stage by stage; the objects of one some at a time. The titles of what came with an import."""
    stages: Dict[int, List[Item]] = {}
    changed = [it for it in planned if it.plan.changed]
    users = imported(changed, connection, name)
    sent = {title for it in users for title in it.titles}
    for it in changed:
        if it.item.title in sent:
            continue
        for part in it.todo:
            stages.setdefault(REMOVALS if it.action == "delete" else part.stage, []).append(part)
    if users:
        stages.update({stage: stages.get(stage, []) for stage in (USERS, USER_ROLES)})
    for stage in sorted(stages):
        if stage == USERS and users:
            # The server says of each alone what is wrong with it.
            refused = send_users(connection, name, users, outcome.done)
            for it in changed:
                if it.item.title in refused:
                    stages[it.item.stage].append(it.item)
            sent.difference_update(refused)
        serial = stage in SERIAL or stage == REMOVALS
        ready = {} if serial else _ready(connection, name, stages[stage])
        _each(connection, stages[stage], outcome, serial, ready)
    return sent


def _ready(connection: Client, name: str, items: Sequence[Item]) -> Dict[str, Tuple[Session, Plan]]:
    """Many objects planned from another bulk read, as far as that tells all that is needed: by their titles."""
    if len(items) < _MANY:
        return {}
    snapshot = read(connection, name)
    _look(snapshot, items)
    ready = {}
    for item in items:
        session = Session(snapshot)
        plan, _values = plan_of(session, item.resource, item.params)
        if plan.complete:
            ready[item.title] = (session, plan)
    return ready


def _each(
    connection: Client,
    items: Sequence[Item],
    outcome: Outcome,
    serial: bool = False,
    ready: Optional[Mapping[str, Tuple[Session, Plan]]] = None,
) -> None:
    known = ready or {}

    def one(item: Item) -> str:
        try:
            if item.title in known:
                carry_out(*known[item.title], connection)
            else:
                outcome.warnings += execute(item.resource, item.params, False, connection).warnings
        except RealmkitError as error:
            return f"{item.title}: {error}"
        return ""

    told = [one(item) for item in items] if serial else connection.map(one, items)
    failures = [sentence for sentence in told if sentence]
    outcome.done += [item.title for item, sentence in zip(items, told) if not sentence and not item.half]
    outcome.done = list(dict.fromkeys(outcome.done))
    if failures:
        more = [f"And {len(failures) - _TOLD} more, see not_done."] if len(failures) > _TOLD else []
        raise _stopped(" ".join(failures[:_TOLD] + more), outcome)
