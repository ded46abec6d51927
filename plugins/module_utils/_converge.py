# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole realm: read in bulk, planned as a whole, and only what differs is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Sequence, Set, Tuple

from ._api import realms, required_actions
from ._client import Client
from ._errors import InputError, RealmkitError
from ._execute import execute, plan_of
from ._plan import Plan
from ._realm_parts import BINDINGS, SERIAL, USERS, Item, Parts, early, promised
from ._reference import Representation
from ._resource import Resource
from ._resources import (
    auth_flow,
    client,
    client_role,
    client_scope,
    group,
    identity_provider,
    role,
    role_mapping,
    user,
)
from ._session import Session
from ._show import shown
from ._snapshot import Snapshot, read
from ._spec import wanted as wanted_of

_REMOVALS = BINDINGS + 100
# From this many on, new users go in one request for each batch.
_BULK = 10
_BATCH = 500
# What is planned from what was there before can need another look: a new realm brings objects of its own.
_ROUNDS = 3

BUILT_IN: Dict[str, Set[str]] = {
    "clients": {"account", "account-console", "admin-cli", "admin-permissions", "broker", "realm-management"}
    | {"security-admin-console"},
    "client_scopes": {
        "AuthnContextClassRef",
        "acr",
        "address",
        "basic",
        "email",
        "microprofile-jwt",
        "offline_access",
        "organization",
        "phone",
    }
    | {"profile", "role_list", "roles", "saml_organization", "service_account", "web-origins"},
    "realm_roles": {"admin", "create-realm", "offline_access", "uma_authorization"},
}
PURGEABLE = (
    "authentication_flows",
    "client_roles",
    "client_scopes",
    "clients",
    "groups",
    "identity_providers",
    "realm_roles",
)


@dataclass(frozen=True)
class Purge:
    """Kinds of which undeclared objects go, patterns of names that stay, and how many may go at most."""

    kinds: Sequence[str] = ()
    keep: Sequence[str] = ()
    limit: int = 0


@dataclass(frozen=True)
class Planned:
    item: Item
    plan: Plan

    @property
    def action(self) -> str:
        if not self.plan.changed:
            return "unchanged"
        return self.plan.action if self.plan.action in ("create", "delete") else "update"

    def told(self) -> Dict[str, Any]:
        """An entry of the plan that a person reads."""
        fields = sorted(self.plan.changes) if self.action == "update" else []
        return {
            "kind": self.item.resource.name,
            "name": self.item.title,
            "action": self.action,
            "fields": fields,
            "operations": list(self.plan.operations),
        }


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
    snapshot, planned = _preview(connection, parts, purge)
    outcome = Outcome(planned, warnings=list(parts.warnings))
    if check or not outcome.changed:
        return outcome
    if not snapshot.exists:
        _each(connection, [early(parts.items[0])], outcome)
        planned = _again(connection, parts, purge, outcome)
    for _round in range(_ROUNDS):
        _apply(connection, parts.realm, planned, outcome)
        planned = _again(connection, parts.once(), purge, outcome)
        if not any(it.plan.changed for it in planned):
            return outcome
    left = "; ".join(line for it in planned for line in it.plan.operations)
    outcome.warnings.append(f"The server took the requests but did not keep all of it: {left}.")
    return outcome


def _again(connection: Client, parts: Parts, purge: Purge, outcome: Outcome) -> List[Planned]:
    try:
        return _preview(connection, parts, purge)[1]
    except RealmkitError as error:
        raise _stopped(str(error), outcome) from None


def _stopped(sentence: str, outcome: Outcome) -> Stopped:
    outcome.not_done = [it.item.title for it in outcome.changed if it.item.title not in outcome.done]
    return Stopped(sentence, outcome)


def _preview(connection: Client, parts: Parts, purge: Purge) -> Tuple[Snapshot, List[Planned]]:
    snapshot = read(connection, parts.realm)
    gone = list(_undeclared(snapshot, parts, purge)) if snapshot.exists else []
    _refuse_more(gone, purge)
    problems: List[str] = []
    names = promised(parts.items)
    removals = [_plan(snapshot, item, names, parts, problems) for item in gone]
    if gone:
        # What is declared must do without what goes.
        snapshot = snapshot.without(removal.plan.current.raw or {} for removal in removals)
    _look(snapshot, parts)
    planned = [_plan(snapshot, item, names, parts, problems) for item in parts.items]
    if problems:
        raise InputError(" ".join(dict.fromkeys(problems)))
    return snapshot, planned + removals


def _refuse_more(gone: Sequence[Item], purge: Purge) -> None:
    if len(gone) > purge.limit:
        listed = ", ".join(item.title for item in gone[:5]) + (", ..." if len(gone) > 5 else "")
        raise InputError(
            f"purge would remove {len(gone)} objects ({listed}) and max_deletions is {purge.limit}: "
            "raise it if they are to go, or name them in keep."
        )


def _plan(snapshot: Snapshot, item: Item, names: frozenset[Any], parts: Parts, problems: List[str]) -> Planned:
    session = Session(snapshot, names)
    plan, _values = plan_of(session, item.resource, item.params)
    if not session.missing_realm:
        problems += session.problems
    for warning in session.warnings:
        parts.warn(f"{item.title}: {warning}")
    return Planned(item, plan)


def _look(snapshot: Snapshot, parts: Parts) -> None:
    """Read the secrets and users that the configuration speaks of."""
    if not snapshot.exists:
        return
    if any(it.resource is client.RESOURCE and it.params.get("secret") for it in parts.items):
        snapshot.read_client_secrets()
    people = [it for it in parts.items if it.resource in (user.RESOURCE, role_mapping.OF_USER)]
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
    snapshot.read_members(paths, roles)


def _apply(connection: Client, name: str, planned: Sequence[Planned], outcome: Outcome) -> None:
    """Stage by stage; the objects of one some at a time."""
    stages: Dict[int, List[Item]] = {}
    changed = [it for it in planned if it.plan.changed]
    imported = _import_users(changed)
    for it in changed:
        if it.item.title in imported:
            continue
        stage = _REMOVALS if it.action == "delete" else it.item.stage
        stages.setdefault(stage, []).append(it.item)
        if it.item.early is not None:
            stages.setdefault(it.item.early_stage, []).append(early(it.item))
    if imported:
        stages.setdefault(USERS, [])
    for stage in sorted(stages):
        if stage == USERS and imported:
            _send_users(connection, name, imported, outcome)
        _each(connection, stages[stage], outcome, serial=stage in SERIAL or stage == _REMOVALS)


def _each(connection: Client, items: Sequence[Item], outcome: Outcome, serial: bool = False) -> None:
    def one(item: Item) -> str:
        try:
            outcome.warnings += execute(item.resource, item.params, False, connection).warnings
        except RealmkitError as error:
            return f"{item.title}: {error}"
        return ""

    told = [one(item) for item in items] if serial else connection.map(one, items)
    failures = [sentence for sentence in told if sentence]
    outcome.done += [item.title for item, sentence in zip(items, told) if not sentence and not item.half]
    outcome.done = list(dict.fromkeys(outcome.done))
    if failures:
        raise _stopped(" ".join(failures), outcome)


def _import_users(changed: Sequence[Planned]) -> Dict[str, Representation]:
    """New users in the form of an import, where there are many, by the title of what they and their roles stand for."""
    new = {
        str(it.item.params["username"]).lower(): it
        for it in changed
        if it.item.resource is user.RESOURCE and it.action == "create"
    }
    if len(new) < _BULK:
        return {}
    roles = {
        str(it.item.params["username"]).lower(): it.item
        for it in changed
        if it.item.resource is role_mapping.OF_USER and it.item.params.get("username")
    }
    sent: Dict[str, Representation] = {}
    for username, it in new.items():
        mapping = roles.get(username)
        sent[it.item.title] = _imported(it, mapping)
        if mapping:
            sent[mapping.title] = {}
    return sent


def _imported(planned: Planned, mapping: Any) -> Representation:
    params = planned.plan.wanted.params
    values = wanted_of(user.RESOURCE, params).values
    body: Representation = {**user.RESOURCE.constant, **values}
    password = params.get("given_password")
    if password:
        body["credentials"] = [{"type": "password", "value": password["value"]}]
        if password.get("temporary"):
            body["requiredActions"] = [*body.get("requiredActions", ()), "UPDATE_PASSWORD"]
    body["groups"] = [
        key for assigned in [planned.plan.wanted.assigned.get("groups")] if assigned for key in assigned.add
    ]
    links = planned.plan.wanted.children.get("federated_identities") or ()
    body["federatedIdentities"] = [dict(link.values) for link in links]
    if mapping is not None:
        body["realmRoles"] = list(mapping.params.get("realm_roles") or ())
        body["clientRoles"] = dict(mapping.params.get("client_roles") or {})
    return body


def _send_users(connection: Client, name: str, imported: Dict[str, Representation], outcome: Outcome) -> None:
    """An import gives users nothing that the server gives each new one otherwise: that is said here."""
    values = {"realm": name}
    held = connection.get(realms.GET, values)
    groups = [item["path"] for item in connection.get(realms.DEFAULT_GROUPS, values)]
    actions = _default_actions(connection, values)
    bodies = [body for body in imported.values() if body]
    for body in bodies:
        body["realmRoles"] = [*body.get("realmRoles", ()), held["defaultRole"]["name"]]
        body["groups"] = list(dict.fromkeys([*body.get("groups", ()), *groups]))
        body["requiredActions"] = list(dict.fromkeys([*body.get("requiredActions", ()), *actions]))
    for start in range(0, len(bodies), _BATCH):
        batch = {"ifResourceExists": "SKIP", "users": bodies[start : start + _BATCH]}
        try:
            connection.send(realms.IMPORT, values, body=batch)
        except RealmkitError as error:
            raise _stopped(str(error), outcome) from None
    outcome.done += list(imported)


def _default_actions(connection: Client, values: Mapping[str, Any]) -> List[str]:
    listed = connection.get(required_actions.LIST, values)
    return [item["alias"] for item in listed if item.get("enabled") and item.get("defaultAction")]


def _undeclared(snapshot: Snapshot, parts: Parts, purge: Purge) -> Iterator[Item]:
    """What the realm has and the configuration does not name, of the kinds to purge; never what comes with a realm."""
    for kind in purge.kinds:
        for resource, name, given in _existing(snapshot, parts, kind):
            if not any(fnmatchcase(name, pattern) for pattern in purge.keep):
                yield Item(_REMOVALS, resource, parts.params(resource, {**given, "state": "absent"}))


def _existing(snapshot: Snapshot, parts: Parts, kind: str) -> Iterable[Tuple[Resource, str, Dict[str, Any]]]:
    export = snapshot.export
    declared = promised(parts.items)
    built_in = BUILT_IN.get(kind, set())
    if kind == "groups":
        return [
            (group.RESOURCE, item["path"], {"path": item["path"]})
            for item in _topmost(export.get("groups") or (), {key for what, key in declared if what == "group"})
        ]
    if kind == "client_roles":
        clients_ = {key for what, key in declared if what == "client"} - BUILT_IN["clients"]
        return [
            (client_role.CLIENT_ROLE, f"{holder}:{item['name']}", {"client_id": holder, "name": item["name"]})
            for holder, own in ((export.get("roles") or {}).get("client") or {}).items()
            for item in own
            if holder in clients_ and ("role", (holder, item["name"])) not in declared
        ]
    resource, entries, key, reference = {
        "clients": (client.RESOURCE, export.get("clients"), "clientId", "client"),
        "client_scopes": (client_scope.RESOURCE, export.get("clientScopes"), "name", "client scope"),
        "identity_providers": (
            identity_provider.RESOURCE,
            export.get("identityProviders"),
            "alias",
            "identity provider",
        ),
        "realm_roles": (role.ROLE, (export.get("roles") or {}).get("realm"), "name", "role"),
        "authentication_flows": (
            auth_flow.RESOURCE,
            [it for it in export.get("authenticationFlows") or () if it.get("topLevel") and not it.get("builtIn")],
            "alias",
            "authentication flow",
        ),
    }[kind]
    default = {(export.get("defaultRole") or {}).get("name")} if kind == "realm_roles" else set()
    names = [item[key] for item in entries or () if item[key] not in built_in | default]
    if kind == "clients":
        names = [name for name in names if not (parts.realm == "master" and name.endswith("-realm"))]
    wanted = {("", name): name for name in names} if kind == "realm_roles" else {name: name for name in names}
    return [
        (resource, name, {resource.key.option: name})
        for key_, name in wanted.items()
        if (reference, key_) not in declared
    ]


def _topmost(items: Iterable[Representation], declared: Set[Any]) -> Iterator[Representation]:
    """Undeclared groups; what is below one goes with it."""
    for item in items:
        if item["path"] in declared:
            yield from _topmost(item.get("subGroups") or (), declared)
        elif not any(str(path).startswith(item["path"] + "/") for path in declared):
            yield item
