# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a realm has and a configuration does not name, of the kinds that are to be purged."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Dict, Iterable, Iterator, Sequence, Set, Tuple

from ._errors import InputError
from ._new_realm_data import ADMIN_PERMISSIONS, EXPORT
from ._realm_parts import BINDINGS, Item, Parts
from ._reference import Representation
from ._resource import Resource
from ._resources import auth_flow, client, client_role, client_scope, group, identity_provider, role
from ._snapshot import Snapshot

REMOVALS = BINDINGS + 100
BUILT_IN: Dict[str, Set[str]] = {
    "clients": {item["clientId"] for item in (*EXPORT["clients"], ADMIN_PERMISSIONS)},
    "client_scopes": {item["name"] for item in EXPORT["clientScopes"]},
    # The first two are the realm master's.
    "realm_roles": {"admin", "create-realm", *(item["name"] for item in EXPORT["roles"]["realm"])},
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
        for resource, name, given in _existing(snapshot, parts, kind):
            if not any(fnmatchcase(name, pattern) for pattern in purge.keep):
                yield Item(REMOVALS, resource, parts.params(resource, {**given, "state": "absent"}))


def _existing(snapshot: Snapshot, parts: Parts, kind: str) -> Iterable[Tuple[Resource, str, Dict[str, Any]]]:
    export = snapshot.export
    declared = parts.promises
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
