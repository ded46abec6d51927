# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""One task, free of AnsibleModule: read, plan, apply unless it is a check, read back."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Dict, FrozenSet, List, Mapping, Optional, Tuple

from .._base.errors import InputError, RealmkitError
from .._http.errors import KeycloakError
from .._http.reader import Reader
from .._secrets.redact import secrets_in
from .apply import apply, resolve_names
from .assignment import Params
from .change import Current, Wanted
from .difference import Difference, differences
from .masked import forget, keep, kept_for, masked_secrets, roomless, settle
from .plan import Plan, make_plan
from .reference import Values
from .resource import Resource
from .session import Session
from .spec import wanted as wanted_of
from .state import one, scope_values
from .support import refuse_unsupported, unsupported
from .titles import title_of
from .twins import twins_of, wait_for_other_run

# How often the parts of a new object are sent while other runs take its twins away.
_ROUNDS = 3
# So many seconds the realm that another run is making has to be there.
_PATIENCE = 10
NOT_KEPT = "The server took the request but did not keep all of it"


@dataclass(frozen=True)
class Result:
    """The result of a task: ``existing`` and ``end_state`` are the object with names for ids, not redacted.

    ``secrets`` are values among the arguments that only the server knows to be secrets.
    ``title`` is the object in words, ``plan`` what was planned for it, ``end`` what is left once it is done.
    """

    changed: bool
    msg: str
    before: Dict[str, Any]
    after: Dict[str, Any]
    existing: Dict[str, Any]
    proposed: Dict[str, Any]
    end_state: Dict[str, Any]
    operations: Tuple[str, ...] = ()
    warnings: List[str] = field(default_factory=list)
    secret_keys: Tuple[str, ...] = ()
    secrets: FrozenSet[str] = frozenset()
    title: str = ""
    plan: Optional[Plan] = None
    end: Optional[Plan] = None

    @property
    def differences(self) -> List[Difference]:
        """What the task changes, object by object, without secrets."""
        return differences(self.plan, self.title) if self.plan and self.changed else []


def execute(resource: Resource, params: Params, check: bool, client: Reader) -> Result:
    """Bring one object into the declared state, or with ``check`` say what that would do.

    Raises InputError for what can't be done as declared, KeycloakError for what the server refuses.
    """
    session = Session(client)
    plan, values = plan_of(session, resource, params)
    if check:
        session.warnings += session.problems
    elif session.problems:
        raise InputError(" ".join(session.problems))
    elif plan.changed:
        return _result(session, params, plan, _apply_and_read_back(session, plan, values))
    return _result(session, params, plan, None)


def plan_of(session: Session, resource: Resource, params: Params) -> Tuple[Plan, Optional[Values]]:
    """The plan for one object and the path values of its place. What stands in its way is noted in the session."""
    # Some kinds take a part of an object away by changing the rest.
    absent = params.get("state") == "absent"
    if resource.hooks.normalise:
        params = resource.hooks.normalise(params)
    if resource.hooks.translate:
        params = resource.hooks.translate(session.client, params)
    wanted = wanted_of(resource, params)
    if session.simulated and wanted.present:
        refuse_unsupported(resource, session.client)
    values = scope_values(session, resource, params)
    current = one(session, resource, values, wanted)
    if (absent or not wanted.present) and (values is None or session.missing_realm):
        # What lived in something that is gone is gone as well.
        session.problems.clear()
    if resource.hooks.prepare and wanted.present and not session.missing_realm:
        wanted = wanted_of(resource, resource.hooks.prepare(session.client, current.values, params, current.raw))
    if resource.hooks.secret_settings and wanted.present and not session.missing_realm:
        wanted = replace(wanted, secret_keys=resource.hooks.secret_settings(session.client, wanted.params, current.raw))
    plan = _plan(session, resource, wanted, current)
    unknown = unsupported(plan, session.client) if not session.missing_realm else ()
    if unknown:
        known = {name: value for name, value in wanted.values.items() if name not in unknown}
        plan = _plan(session, resource, replace(wanted, values=known), current)
    if plan.action == "create" and not session.missing_realm:
        _refuse_nameless(resource, plan, params)
    name = wanted.values.get(resource.key.name) or params.get("id")
    missing = (
        plan.wanted.present
        and not absent
        and resource.create is None
        and current.raw is None
        and not session.promises(resource.name, name)
    )
    if missing and not session.problems:
        session.note_missing(resource.among, resource.name, current.values, name, resource.key.option)
    resolve_names(session, plan)
    if resource.hooks.verify and plan.changed and not session.missing_realm:
        resource.hooks.verify(session, plan)
    if plan.wanted.present:
        session.warnings += _without_effect(plan)
        if resource.hooks.notes:
            session.warnings += resource.hooks.notes(plan.wanted.params, plan.current.raw)
    _guard(session, resource, plan, params)
    return plan, values


def _without_effect(plan: Plan) -> List[str]:
    """A sentence for each option that says something and does nothing, once for all parts of an object."""
    plans = [plan, *(child for _kind, plans in plan.children for child in plans if child.wanted.present)]
    sentences = [
        f"{option} of {it.resource.name} has no effect: {reason}."
        for it in plans
        for option, reason in it.resource.inert.items()
        if it.wanted.params.get(option)
    ]
    return list(dict.fromkeys(sentences))


def apply_plan(session: Session, plan: Plan, client: Reader) -> None:
    """Send the requests of a plan that was made from a bulk read. Whoever reads in bulk looks at the result as well."""
    if session.problems:
        raise InputError(" ".join(session.problems))
    session.client = client
    apply(session, plan)


def _refuse_nameless(resource: Resource, plan: Plan, params: Params) -> None:
    """A new object needs a name, and has an id of its own only where the server takes one."""
    named = plan.wanted.values.get(resource.key.name)
    if resource.by_id and params.get("id") and not (named and resource.own_ids):
        way = f"set {resource.key.option} as well" if resource.own_ids else "leave it out and set the name"
        raise InputError(f"No {resource.name} has the id '{params['id']}': {way} to create one.")
    if not named:
        raise InputError(f"The {resource.name} has no name: set {resource.key.option}.")


def _plan(session: Session, resource: Resource, wanted: Wanted, current: Current) -> Plan:
    def kept() -> Mapping[str, str]:
        return kept_for(session.client, current.values, (current.raw or {})["id"])

    values = dict(wanted.values)
    settle(resource, values, current.raw, wanted.update_secret, kept)
    return make_plan(resource, replace(wanted, values=values), current)


def _guard(session: Session, resource: Resource, plan: Plan, params: Params) -> None:
    if resource.hooks.guard and plan.takes_away and not params.get("force"):
        refusal = resource.hooks.guard(session, plan)
        if refusal:
            raise InputError(f"{refusal} Set force: true if that is meant.")


def _apply_and_read_back(session: Session, plan: Plan, values: Optional[Values]) -> Plan:
    """Apply, read back, and once more where a new object has parts that are planned when it exists."""
    unfinished = plan.action == "create"
    try:
        apply(session, plan)
        again = _read_back(session, plan, values)
    except KeycloakError as error:
        # Where two runs make the same at once some kinds are refused with 500 (26.7).
        if not error.overtaken and not (plan.action == "create" and (error.method, error.status) == ("POST", 500)):
            raise
        again = _made_by_other_run(session, plan, values)
        if again.operations == plan.operations:
            raise
        if again.current.raw is not None and twins_of(again.resource):
            wait_for_other_run(session, again.resource, again.current.values)
            again = _read_back(session, plan, values)
        # Another run made it between our look and our request: there is less left to do.
        unfinished = True
    if unfinished and again.changed:
        again = _finish(session, again, values)
    if again.changed:
        session.warnings.append(f"{NOT_KEPT}: {'; '.join(again.operations)}.")
    _keep_fingerprints(session, plan, again)
    return again


def _made_by_other_run(session: Session, plan: Plan, values: Optional[Values]) -> Plan:
    """What is left to do. A realm that another run is making can't be read, or not whole, until that is done (26.7).

    Any other new object can be missing in a list right after a second one was refused for it (24.0).
    """
    patience = _PATIENCE if plan.resource.variable == "realm" else 1
    for _second in range(patience if plan.action == "create" else 0):
        with suppress(RealmkitError):
            again = _read_back(session, plan, values)
            if again.current.raw is not None:
                return again
        time.sleep(1)
    return _read_back(session, plan, values)


def _finish(session: Session, plan: Plan, values: Optional[Values]) -> Plan:
    """Give a new object its parts, of which another run may send some at the same time.

    Where that run made a twin, the object may go meanwhile: the other gets them.
    """
    for _round in range(_ROUNDS):
        resolve_names(session, plan)
        if session.problems:
            raise InputError(" ".join(session.problems))
        refused = None
        try:
            apply(session, plan)
        except KeycloakError as error:
            refused = error
        again = _read_back(session, plan, values)
        other = twins_of(plan.resource) and again.current.values != plan.current.values
        overtaken = refused and refused.overtaken and again.operations != plan.operations
        if refused and not other and not overtaken:
            raise refused
        if not ((other or overtaken) and again.changed):
            break
        plan = again
    return again


def _keep_fingerprints(session: Session, plan: Plan, end: Plan) -> None:
    """Where the kind has no room for them the realm has."""
    if all(masked.room for masked in plan.resource.masked):
        return
    if plan.action == "delete":
        forget(session.client, plan.current.values, (plan.current.raw or {})["id"])
    elif end.current.raw is not None:
        secrets = roomless(plan.resource, plan.wanted.values, end.current.raw)
        if secrets:
            keep(session.client, end.current.values, end.current.raw["id"], secrets)


def _read_back(session: Session, plan: Plan, values: Optional[Values]) -> Plan:
    wanted = replace(plan.wanted, reading_back=True)
    return _plan(session, plan.resource, wanted, one(session, plan.resource, values, wanted))


def _result(session: Session, params: Params, plan: Plan, end: Optional[Plan]) -> Result:
    given = wanted_of(plan.resource, plan.wanted.params).values
    raw = (end or plan).current.raw or {}
    uncompared = plan.resource.hooks.uncompared
    unseen = uncompared(plan.wanted.params) if uncompared and plan.wanted.present else ""
    return Result(
        changed=plan.changed,
        msg="; ".join(plan.operations) or f"{plan.title} is as declared{f'; {unseen}' if unseen else ''}.",
        before=plan.before,
        after=plan.after,
        existing=plan.before,
        proposed=dict(plan.wanted.values),
        end_state=end.before if end else plan.after,
        operations=plan.operations,
        warnings=session.warnings,
        secret_keys=plan.secret_keys,
        secrets=frozenset(masked_secrets(plan.resource, given, raw)) | secrets_in(given, plan.secret_keys),
        title=title_of(plan.resource, params, plan.current.raw),
        plan=plan,
        end=end,
    )
