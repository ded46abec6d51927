# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a realm has and a configuration does not name, of the kinds that are to be purged."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Callable, Dict, Iterable, Iterator, Sequence, Set, Tuple

from .._base.errors import InputError
from .._engine.reference import Representation
from .._engine.resource import Resource
from .._kinds import (
    auth_flow,
    client,
    client_role,
    client_scope,
    group,
    identity_provider,
    organization,
    role,
    user,
    user_federation,
    workflow,
)
from .new_realm_data import ADMIN_PERMISSIONS, EXPORT
from .parts import BINDINGS, Item, Parts
from .snapshot import Snapshot

# The name by which an object is kept, and the options that name it.
Found = Tuple[str, Dict[str, str]]
Existing = Callable[[Snapshot, Parts], Iterator[Found]]
Entries = Callable[[Snapshot], Iterable[Representation]]

REMOVALS = BINDINGS + 100
ROLES_OF_MASTER = frozenset(("admin", "create-realm"))
BUILT_IN: Dict[str, Set[str]] = {
    "clients": {item["clientId"] for item in (*EXPORT["clients"], ADMIN_PERMISSIONS)},
    "client_scopes": {item["name"] for item in EXPORT["clientScopes"]},
    "realm_roles": {*ROLES_OF_MASTER, *(item["name"] for item in EXPORT["roles"]["realm"])},
}
# The role that comes with the authorization services of a client.
_OF_AUTHORIZATION = "uma_protection"
_FEDERATION = "org.keycloak.storage.UserStorageProvider"


@dataclass(frozen=True)
class Purge:
    """Kinds of which undeclared objects go, patterns of names that stay, and how many may go at most."""

    kinds: Sequence[str] = ()
    keep: Sequence[str] = ()
    limit: int = 0


def refuse_more(gone: Sequence[Item], purge: Purge) -> None:
    if len(gone) > purge.limit:
        listed = ", ".join(item.title for item in gone[:5]) + (", ..." if len(gone) > 5 else "")
        raise InputError(
            f"purge would remove {len(gone)} objects ({listed}) and max_deletions is {purge.limit}: "
            "raise it if they are to go, or name them in keep."
        )


def undeclared(snapshot: Snapshot, parts: Parts, purge: Purge) -> Iterator[Item]:
    """What the realm has and the configuration does not name, of the kinds to purge; never what comes with a realm."""
    for kind in purge.kinds:
        resource, existing = _KINDS[kind]
        for name, given in existing(snapshot, parts):
            if not any(fnmatchcase(name, pattern) for pattern in purge.keep):
                yield Item(REMOVALS, resource, {**parts.params(resource, given), "state": "absent"})


def _named(resource: Resource, entries: Entries) -> Tuple[Resource, Existing]:
    """A kind whose objects have names that are unique in the realm."""

    def existing(snapshot: Snapshot, parts: Parts) -> Iterator[Found]:
        for item in entries(snapshot):
            name = item[resource.key.name]
            if (resource.name, name) not in parts.promises:
                yield name, {resource.key.option: name}

    return resource, existing


def clients_for_realms(export: Representation) -> Set[str]:
    """The clients of the realm master that stand for the other realms."""
    names = {item["clientId"] for item in export["clients"]} if export["realm"] == "master" else set()
    return {name for name in names if name.endswith("-realm")}


def _clients(snapshot: Snapshot) -> Iterator[Representation]:
    kept = BUILT_IN["clients"] | clients_for_realms(snapshot.export)
    return (item for item in snapshot.export["clients"] if item["clientId"] not in kept)


def _client_scopes(snapshot: Snapshot) -> Iterator[Representation]:
    held = snapshot.export.get("clientScopes") or ()
    return (item for item in held if item["name"] not in BUILT_IN["client_scopes"])


def _flows(snapshot: Snapshot) -> Iterator[Representation]:
    held = snapshot.export.get("authenticationFlows") or ()
    return (item for item in held if item.get("topLevel") and not item.get("builtIn"))


def _federation(snapshot: Snapshot) -> Iterable[Representation]:
    return (snapshot.export.get("components") or {}).get(_FEDERATION) or ()


def _people(snapshot: Snapshot) -> Iterator[Representation]:
    """Those that are not a directory's, save the one who purges."""
    for person in snapshot.read_everyone():
        if not person.get("federationLink") and not user.is_own(snapshot, snapshot.export["realm"], person):
            yield person


def _realm_roles(snapshot: Snapshot, parts: Parts) -> Iterator[Found]:
    kept = {snapshot.export["defaultRole"]["name"], *BUILT_IN["realm_roles"]}
    for item in snapshot.export["roles"]["realm"]:
        if item["name"] not in kept and ("role", ("", item["name"])) not in parts.promises:
            yield item["name"], {"name": item["name"]}


def _client_roles(snapshot: Snapshot, parts: Parts) -> Iterator[Found]:
    declared = parts.promises
    for holder, own in snapshot.export["roles"]["client"].items():
        if ("client", holder) in declared and holder not in BUILT_IN["clients"]:
            for item in own:
                if ("role", (holder, item["name"])) not in declared and item["name"] != _OF_AUTHORIZATION:
                    yield f"{holder}:{item['name']}", {"client_id": holder, "name": item["name"]}


def _groups(snapshot: Snapshot, parts: Parts) -> Iterator[Found]:
    declared = {key for what, key in parts.promises if what == "group"}
    for item in _topmost(snapshot.export.get("groups") or (), declared):
        yield item["path"], {"path": item["path"]}


def _topmost(items: Iterable[Representation], declared: Set[Any]) -> Iterator[Representation]:
    """Undeclared groups; what is below one goes with it."""
    for item in items:
        if item["path"] in declared:
            yield from _topmost(item.get("subGroups") or (), declared)
        elif not any(str(path).startswith(item["path"] + "/") for path in declared):
            yield item


_KINDS: Dict[str, Tuple[Resource, Existing]] = {
    "authentication_flows": _named(auth_flow.AUTH_FLOW, _flows),
    "client_roles": (client_role.CLIENT_ROLE, _client_roles),
    "client_scopes": _named(client_scope.CLIENT_SCOPE, _client_scopes),
    "clients": _named(client.CLIENT, _clients),
    "groups": (group.GROUP, _groups),
    "identity_providers": _named(
        identity_provider.IDENTITY_PROVIDER, lambda snapshot: snapshot.export.get("identityProviders") or ()
    ),
    "organizations": _named(organization.ORGANIZATION, Snapshot.organizations),
    "realm_roles": (role.ROLE, _realm_roles),
    "user_federation": _named(user_federation.USER_FEDERATION, _federation),
    "users": _named(user.USER, _people),
    "workflows": _named(workflow.WORKFLOW, Snapshot.workflows),
}
PURGEABLE = tuple(_KINDS)
