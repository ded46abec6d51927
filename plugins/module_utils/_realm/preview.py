# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan of a whole realm, made from one bulk read."""

from __future__ import annotations

from typing import Dict, FrozenSet, Iterator, List, Mapping, Optional, Sequence, Set, Tuple

from .._base.errors import InputError
from .._base.sentences import listed
from .._engine.change import Current, Wanted
from .._engine.execute import plan_of
from .._engine.field import camel
from .._engine.plan import Plan
from .._engine.resource import Resource
from .._engine.session import Session
from .._http.client import Client
from .._http.errors import KeycloakError
from .._kinds import role_mapping
from .._kinds.client import CLIENT
from .._kinds.realm import REALM
from .._kinds.service_account import SERVICE_ACCOUNT
from .._kinds.user import USER
from .item import Declared, Promise
from .parts import Parts, Problem
from .planned import Planned
from .purge import Purge, refuse_more, undeclared
from .registry import KINDS
from .snapshot import Snapshot, read
from .unknown import ADVICE

# So many problems are spelt out.
_SPELT_OUT = 50
_PEOPLE = (USER, SERVICE_ACCOUNT, role_mapping.OF_USER)
_SETTLES = {id(resource): kind.settle for kind in KINDS for resource in kind.resources if kind.settle}


def preview(connection: Client, parts: Parts, purge: Purge, check: bool = False) -> Tuple[Snapshot, List[Planned]]:
    """The plan of a realm. In check mode it has the objects that another phase is about to make."""
    ahead = parts.ahead if check else ()
    snapshot = whole = read(connection, parts.realm, _has_admin_permissions(parts), viewing=check)
    parts.makes_realm |= not whole.exists
    problems = list(parts.problems)
    if parts.whole and not whole.exists:
        _refuse(problems)
        return whole, [creation(declared) for declared in parts.items]
    if not whole.bulk.data.complete:
        parts.warn(
            "the account may not export the realm, which needs the role manage-realm, so each object was read by itself"
            + (" and nothing that is not declared was looked for (purge)" if purge.kinds else ""),
            f"realm '{parts.realm}'",
        )
    gone = list(undeclared(whole.bulk, parts, purge)) if whole.exists and whole.bulk.data.complete else []
    refuse_more(gone, purge)
    names = parts.promises
    if gone:
        # What is declared must do without what goes.
        found = [_plan(whole, declared, names, parts, []) for declared in gone]
        raws = [it.plan.current.raw or {} for it in found if it and it.plan.action == "delete"]
        # In a bulk read the ids of what belongs to authorization services are names, which others may have as well.
        snapshot = whole.without(raw for raw in raws if raw.get("id", "") != raw.get("name"))
    look(snapshot, parts.items)
    if not any(declared.resource is REALM for declared in (*parts.items, *ahead)):
        # A phase that does not make the realm plans with the settings of a new one.
        snapshot.promise(REALM, snapshot.settings)
    for declared in ahead:
        _promise(snapshot, _plan(snapshot, declared, names, parts, []))
    planned: List[Planned] = []
    for declared in _settled(snapshot, parts):
        it = _plan(snapshot, declared, names, parts, problems)
        if it is None and declared.resource is REALM:
            # Whatever is wrong with it is said; the others need not say that it is not there.
            snapshot.promise(REALM, snapshot.settings)
        _promise(snapshot, it)
        if it and declared.fixed and it.plan.changed:
            parts.warn(declared.fixed, declared.title)
        elif it:
            planned.append(it)
    # What goes may be in use now and no longer then: it is planned with what the realm is bound to by then.
    for it in planned:
        _promise(whole, it)
    removals = list(_removals(whole, gone, names, parts, problems))
    _refuse(problems)
    return snapshot, planned + removals


def _removals(
    whole: Snapshot, gone: Sequence[Declared], names: FrozenSet[Promise], parts: Parts, problems: List[Problem]
) -> Iterator[Planned]:
    for declared in gone:
        it = _plan(whole, declared, names, parts, problems)
        if it is None:
            continue
        yield it
        resource = it.declared.resource
        if resource.requests.document:
            # What used this one does so no more.
            held = whole.get(resource.endpoint("get"), it.plan.current.values)
            key, name = resource.requests.document, declared.params[resource.key.option]
            left = [entry for entry in held.get(key) or () if entry[resource.key.name] != name]
            whole.promise(resource, {**held, key: left})


def _refuse(problems: Sequence[Problem]) -> None:
    """All that is wrong at once. Objects that share a problem are listed together."""
    titles: Dict[str, List[str]] = {}
    for title, sentence in problems:
        titles.setdefault(sentence, []).append(title)
    found = [f"{listed(own)}: {it}" if own else it for it, every in titles.items() for own in [_distinct(every)]]
    if len(found) > _SPELT_OUT:
        found[_SPELT_OUT:] = [f"And {len(found) - _SPELT_OUT} more problems."]
    if any(sentence.startswith("unknown key ") for sentence in titles):
        found.append(ADVICE)
    if found:
        raise InputError("\n".join(found) if len(found) > 2 else " ".join(found))


def _distinct(titles: Sequence[str]) -> List[str]:
    return [title for title in dict.fromkeys(titles) if title]


def _settled(snapshot: Snapshot, parts: Parts) -> Iterator[Declared]:
    """The objects as they can be declared on this server."""
    for declared in parts.items:
        settle = _SETTLES.get(id(declared.resource))
        found = settle(declared, snapshot.bulk, parts) if settle else declared
        if found is not None:
            yield found


def _has_admin_permissions(parts: Parts) -> bool:
    realm = next((declared.params for declared in parts.items if declared.resource is REALM), {})
    return bool(realm.get("admin_permissions_enabled"))


def creation(declared: Declared) -> Planned:
    """The plan of an object of a realm that the server imports whole."""
    resource, params = declared.resource, declared.params
    shown = {camel(option): value for option, value in params.items() if option in _options(resource)}
    after = {key: value for key, value in shown.items() if value not in (None, [], {})}
    wanted = Wanted(True, {resource.key.name: params.get(resource.key.option)}, params)
    names = (resource.name, resource.key.name)
    plan = Plan(*names, wanted, Current({}), "create", after, (), resource, after=after)
    return Planned(declared, plan)


def _options(resource: Resource) -> FrozenSet[str]:
    fields = {field.option for field in resource.every_field}
    return frozenset(fields | {it.option for it in resource.assignments} | {it.option for it in resource.children})


def _plan(
    snapshot: Snapshot, declared: Declared, names: FrozenSet[Promise], parts: Parts, problems: List[Problem]
) -> Optional[Planned]:
    session = Session(snapshot, names, simulated=not snapshot.exists, resolved=snapshot.resolved)
    try:
        plan, _values = plan_of(session, declared.resource, declared.params)
    except InputError as error:
        problems.append((declared.title, str(error)))
        return None
    except KeycloakError as error:
        if error.status != 403 or snapshot.bulk.data.complete:
            raise
        parts.warn(f"not compared, since the account may not read it ({error.hint or error.message})", declared.title)
        return None
    problems += [(declared.title, sentence) for sentence in session.problems]
    for warning in session.warnings:
        parts.warn(warning, declared.title)
    return Planned(declared, plan)


def _promise(snapshot: Snapshot, planned: Optional[Planned]) -> None:
    if planned and planned.declared.ahead:
        current = snapshot.settings if planned.declared.resource is REALM else planned.plan.current.named
        snapshot.promise(planned.declared.resource, {**current, **planned.plan.changes})


def look(snapshot: Snapshot, items: Sequence[Declared]) -> None:
    """Read the secrets and users that these objects name."""
    if not (snapshot.exists and snapshot.bulk.data.complete):
        return
    if any(it.resource is CLIENT and it.params.get("secret") for it in items):
        snapshot.bulk.data.read_client_secrets()
    people = [it.params for it in items if any(it.resource is kind for kind in _PEOPLE)]
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
    snapshot.bulk.people.read(named)
    in_groups, with_roles = (
        [params["username"].lower() for params in named if params.get(behavior) == "exact"]
        for behavior in ("groups_behavior", "roles_behavior")
    )
    snapshot.bulk.people.read_members(paths, roles, in_groups, with_roles)
