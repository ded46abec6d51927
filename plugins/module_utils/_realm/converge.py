# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole realm: read in bulk, planned as a whole, and only what differs is written."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager, suppress
from typing import Any, Callable, Dict, FrozenSet, Iterator, List, Mapping, Optional, Sequence, Set, Tuple

from .._base.errors import InputError, RealmkitError
from .._engine.execute import NOT_KEPT, apply_plan, execute, plan_of
from .._engine.plan import Plan
from .._engine.session import Session
from .._http.client import Client
from .._http.errors import KeycloakError
from .._kinds.realm import REALM
from .._kinds.role_mapping import OF_USER
from .._kinds.user import USER
from .admins import lost_admins
from .bulk_users import imported, send_users
from .import_realm import import_realm
from .item import Declared, Item, Promise
from .made import remember
from .outcome import Outcome, Stopped
from .parts import Parts
from .planned import Planned
from .preview import look, preview
from .purge import Purge
from .snapshot import Snapshot, read
from .stages import REMOVALS, SERIAL, USER_REMOVALS, USER_ROLES, USERS

# What is planned from what was there before can need another look: a new realm brings objects of its own.
_ROUNDS = 3
# From this many on, reading a realm once more takes less than looking for each object.
_MANY = 10
# So many failures are spelt out.
_SPELT_OUT = 10

Identity = Tuple[Any, ...]
Work = Tuple[Declared, Item]


def converge(
    connection: Client,
    parts: Parts,
    purge: Purge,
    check: bool,
    approve: Callable[[Outcome], None] = lambda _outcome: None,
) -> Outcome:
    """Bring a realm into the desired state, or with ``check`` say what that would do.

    ``approve`` sees the plan before anything is written, and raises an InputError if it must not be carried out.
    """
    snapshot, planned = preview(connection, parts, purge, check)
    if not (check or snapshot.exists or any(it.declared.resource is REALM for it in planned)):
        raise InputError(f"There is no realm '{parts.realm}': the phase settings creates it.")
    imports = parts.whole is not None and not snapshot.exists
    if snapshot.exists:
        lost = lost_admins(connection, parts.realm, planned)
        if lost:
            parts.warn(lost, f"realm '{parts.realm}'")
    outcome = Outcome(planned, imports, warnings=parts.warnings)
    approve(outcome)
    if check or not outcome.changed:
        return outcome
    with _stopping(outcome), _remembering(connection, parts.realm, outcome, purge):
        if imports and parts.whole:
            import_realm(connection, parts.whole)
            outcome.done = list(dict.fromkeys(it.declared.title for it in planned))
            # The import keeps no fingerprints of secrets, and what else it left differs now.
            snapshot, planned = preview(connection, parts, purge)
        elif not snapshot.exists:
            realm = parts.items[0]
            _Run(connection, outcome, [(realm, realm.items[0])], last=False).each([(realm, realm.items[0])])
            # Nobody comes with a new realm: the plans of users stay as they are.
            users = {it.declared.identity: it for it in planned if _is_user(it.declared)}
            snapshot, others = preview(connection, parts.without(users), purge)
            order = {declared.identity: place for place, declared in enumerate(parts.items)}
            planned = sorted([*others, *users.values()], key=lambda it: order.get(it.declared.identity, len(order)))
            # What is done is what the realm that is there now lacks; announced was what a new one would.
            outcome.planned[1:] = planned[1:]
        came: Set[Identity] = set()
        for _round in range(_ROUNDS):
            came |= _apply(connection, snapshot, planned, outcome, parts.promises)
            snapshot, planned = preview(connection, parts.once(came), purge)
            if not any(it.plan.changed for it in planned):
                return outcome
    left = "; ".join(line for it in planned for line in it.plan.operations)
    outcome.warnings.append(f"{NOT_KEPT}: {left}.")
    return outcome


def _is_user(declared: Declared) -> bool:
    """Whether it is a user, or the roles of one."""
    return declared.resource is USER or (declared.resource is OF_USER and bool(declared.params.get("username")))


@contextmanager
def _remembering(connection: Client, realm: str, outcome: Outcome, purge: Purge) -> Iterator[None]:
    """Whatever a run has created is remembered, also where it is stopped."""
    try:
        yield
    except RealmkitError:
        if purge.made:
            with suppress(RealmkitError):
                remember(connection, realm, outcome, "users" in purge.kinds)
        raise
    if purge.made:
        remember(connection, realm, outcome, "users" in purge.kinds)


@contextmanager
def _stopping(outcome: Outcome) -> Iterator[None]:
    """Whatever stops a run that has begun to write reports what was done."""
    try:
        yield
    except Stopped:
        raise
    except RealmkitError as error:
        raise Stopped(str(error), outcome) from None


def _apply(
    connection: Client,
    snapshot: Snapshot,
    planned: Sequence[Planned],
    outcome: Outcome,
    promises: FrozenSet[Promise],
) -> Set[Identity]:
    """Stage by stage; the objects of one some at a time. The identities of what came with an import.

    ``snapshot`` and ``promises`` are what the plan was made from.
    """
    name = snapshot.bulk.realm
    changed = [it for it in planned if it.plan.changed]
    users = imported(changed, connection, name)
    came = {identity for it in users for identity in it.identities}
    work = [(it, item) for it in changed for item in it.todo]
    run = _Run(connection, outcome, [(it.declared, item) for it, item in work])
    stages: Dict[int, List[Work]] = {USERS: [], USER_ROLES: []} if users else {}
    for it, item in work:
        if it.declared.identity not in came:
            last = it.action == "delete" and item.stage != USER_REMOVALS
            stages.setdefault(REMOVALS if last else item.stage, []).append((it.declared, item))
    for stage in sorted(stages):
        if stage == USERS and users:
            refused = send_users(connection, name, users, run.finish)
            # The server says of each alone what is wrong with it.
            for it, item in work:
                if it.declared.identity in refused:
                    stages[item.stage].append((it.declared, item))
            came -= refused
        ready = {} if stage in SERIAL else _ready(connection, snapshot, stages[stage], promises)
        run.each(stages[stage], stage in SERIAL, ready)
    return came


def _ready(
    connection: Client, before: Snapshot, work: Sequence[Work], promises: FrozenSet[Promise]
) -> Dict[Identity, Tuple[Session, Plan]]:
    """Many objects planned from a bulk read, as far as that has all that is needed.

    New ones that name no others are planned from what was there ``before``, the rest from another read.
    """
    if len(work) < _MANY:
        return {}
    found = _plans(before, work, promises).items()
    ready = {key: it for key, it in found if it[1].action == "create" and not it[0].names_others}
    rest = [it for it in work if it[0].identity not in ready]
    if len(rest) >= _MANY:
        now = read(connection, before.bulk.realm)
        look(now, [declared for declared, _item in rest])
        ready.update(_plans(now, rest))
    return ready


def _plans(
    snapshot: Snapshot, work: Sequence[Work], promises: FrozenSet[Promise] = frozenset()
) -> Dict[Identity, Tuple[Session, Plan]]:
    """Those of the objects whose requests need nothing else."""
    found = {}
    for declared, item in work:
        session = Session(snapshot, promises)
        plan, _values = plan_of(session, declared.resource, item.params)
        if plan.complete:
            found[declared.identity] = (session, plan)
    return found


class _Run:
    """Executes items, and reports an object as done with the last of its items."""

    def __init__(self, connection: Client, outcome: Outcome, work: Sequence[Work], last: bool = True) -> None:
        self._connection = connection
        self._outcome = outcome
        self._left = Counter(declared.identity for declared, _item in work)
        self._last = last

    def finish(self, declared: Declared) -> None:
        """An item of this object is done."""
        self._left[declared.identity] -= 1
        if self._last and self._left[declared.identity] <= 0 and declared.title not in self._outcome.done:
            self._outcome.done.append(declared.title)

    def _applied(self, session: Session, plan: Plan) -> bool:
        """Carry out a plan from a bulk read. False where the realm is no longer as it was read: plan it anew."""
        try:
            apply_plan(session, plan, self._connection)
        except KeycloakError as error:
            if not error.overtaken:
                raise
            return False
        return True

    def each(
        self,
        work: Sequence[Work],
        serial: bool = False,
        ready: Optional[Mapping[Identity, Tuple[Session, Plan]]] = None,
    ) -> None:
        known = ready or {}

        def one(declared: Declared, item: Item) -> str:
            try:
                if not (declared.identity in known and self._applied(*known[declared.identity])):
                    result = execute(declared.resource, item.params, False, self._connection)
                    # What is not kept may be kept in the next round: it is said once, in the end.
                    new = [it for it in result.warnings if not it.startswith(NOT_KEPT)]
                    self._outcome.note(f"{declared.title}: {warning}" for warning in new)
            except RealmkitError as error:
                return f"{declared.title}: {error}"
            return ""

        sentences = [one(*it) for it in work] if serial else self._connection.map(lambda it: one(*it), work)
        failures = [sentence for sentence in sentences if sentence]
        for (declared, _item), sentence in zip(work, sentences):
            if not sentence:
                self.finish(declared)
        if failures:
            more = len(failures) - _SPELT_OUT
            rest = [f"And {more} more, see not_done."] if more > 0 else []
            raise Stopped(" ".join(failures[:_SPELT_OUT] + rest), self._outcome)
