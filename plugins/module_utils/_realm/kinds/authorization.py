# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Authorization services, whose settings are a part of their client, and admin permissions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Callable, Dict, Iterator, Mapping, Optional, Sequence, Tuple

from ..._base.errors import InputError
from ..._engine.reference import Representation, first, tree
from ..._engine.resource import Resource
from ..._kinds import authz_permission
from ..._kinds.authz_policy import AUTHZ_POLICY
from ..._kinds.authz_resource import AUTHZ_RESOURCE
from ..._kinds.authz_scope import AUTHZ_SCOPE
from ..._kinds.authz_settings import AUTHZ_SETTINGS
from ..adapt_authorization import parsed
from ..authorization import AuthzSnapshot, objects, portable, role_key
from ..bulk import Bulk
from ..item import Declared
from ..kind import Exported, Found, Purge, RealmKind
from ..new_realm_data import ADMIN_PERMISSIONS
from ..parts import Parts
from ..people import NAMED
from ..stages import AUTHORIZATION


def _declare(parts: Parts, config: Representation) -> None:
    """Settings that stand within clients; their policies may name anything of the realm."""
    roles = {key for kind, key in parts.promises if kind == "role" and isinstance(key, tuple)}
    names = dict(_names(config))
    for item in config.get("clients") or ():
        settings = item.get("authorizationSettings") or {}
        if item["clientId"] == ADMIN_PERMISSIONS["clientId"]:
            settings = {**settings, "policies": [_with_names(it, names) for it in settings.get("policies") or ()]}
        for resource, step, given, promises in objects(item["clientId"], settings, roles):
            parts.add(AUTHORIZATION + step, resource, given, promises)


def _names(config: Representation) -> Iterator[Tuple[str, str]]:
    """The names behind the ids of an export, which its admin permissions list: another realm has other ids."""
    for user in config.get("users") or ():
        yield str(user.get("id")), str(user.get("username"))
    for client in config.get("clients") or ():
        yield str(client.get("id")), client["clientId"]
    roles = config.get("roles") or {}
    for role in roles.get("realm") or ():
        yield str(role.get("id")), role["name"]
    for client_id, own in (roles.get("client") or {}).items():
        for role in own:
            yield str(role.get("id")), f"{client_id}/{role['name']}"
    for group in tree(config.get("groups") or ()):
        yield str(group.get("id")), str(group.get("path"))
    for one in config.get("organizations") or ():
        yield str(one.get("id")), one["name"]


def _with_names(policy: Representation, names: Mapping[str, str]) -> Representation:
    listed = parsed((policy.get("config") or {}).get("resources"))
    if not isinstance(listed, list):
        return policy
    return {**policy, "config": {**policy["config"], "resources": [names.get(it, it) for it in listed]}}


def _settle(declared: Declared, _bulk: Bulk, _parts: Parts) -> Optional[Declared]:
    """Of admin permissions only policies and permissions are anybody's to change."""
    fixed = (AUTHZ_SETTINGS, AUTHZ_SCOPE, AUTHZ_RESOURCE)
    if declared.params["client_id"] == ADMIN_PERMISSIONS["clientId"] and any(declared.resource is it for it in fixed):
        return replace(declared, fixed="the server manages it itself, so it stays as it is")
    return declared


def _policy_ids(bulk: Bulk) -> Dict[str, Callable[[Any], Any]]:
    """What the policies of an export name, as the server's representation of them has it."""
    data = bulk.data
    return {
        "roles": lambda it: dict(it, id=(data.roles.get(role_key(it["id"], data.roles)) or it)["id"]),
        "groups": lambda it: dict(it, id=(first(data.groups, "path", it["path"]) or {}).get("id", it["path"])),
        "clientScopes": lambda it: dict(it, id=(data.scopes.get(it["id"]) or it)["id"]),
        "clients": lambda name: (data.clients.get(name) or {}).get("id", name),
        # Users are not read for it.
        "users": lambda name: NAMED + name,
    }


_PURGED = (AUTHZ_SCOPE, AUTHZ_RESOURCE, AUTHZ_POLICY, authz_permission.AUTHZ_PERMISSION)
_NAMING = ("client_id", "name", "owner", "policy_type", "permission_type", "resource_type")


def _undeclared(bulk: Bulk, parts: Parts) -> Iterator[Found]:
    """Objects of the clients whose authorization services the configuration has; what names others goes first."""
    kinds = {resource.name for resource in _PURGED}
    items = [it for it in (*parts.items, *parts.ahead) if it.resource.name in {AUTHZ_SETTINGS.name, *kinds}]
    for client_id in dict.fromkeys(it.params["client_id"] for it in items):
        own = [it for it in items if it.params["client_id"] == client_id]
        known = {(it.resource.name, it.params.get("name")) for it in own}
        fixed = (AUTHZ_SCOPE.name, AUTHZ_RESOURCE.name) if client_id == ADMIN_PERMISSIONS["clientId"] else ()
        settings = (bulk.data.clients.get(client_id) or {}).get("authorizationSettings") or {}
        current = sorted(objects(client_id, settings, bulk.data.roles), key=lambda it: -it[1])
        for resource, _step, given, _promises in current:
            if resource.name in kinds.difference(fixed) and (resource.name, given["name"]) not in known:
                _refuse_named(resource, given["name"], own)
                named = {key: given[key] for key in _NAMING if given.get(key) is not None}
                yield Found(resource, f"{client_id}:{given['name']}", named)


def _refuse_named(resource: Resource, name: str, declared: Sequence[Declared]) -> None:
    """What is declared must do without what goes."""
    option = {AUTHZ_SCOPE.name: "scopes", AUTHZ_RESOURCE.name: "resources"}.get(resource.name, "policies")
    for item in declared:
        if name in (item.params.get(option) or ()):
            raise InputError(
                f"purge would remove the {resource.name} '{name}', which {item.title} names: "
                "declare it or name it in keep."
            )


def _export(exported: Exported) -> Dict[str, Any]:
    """Of the client that each realm with admin permissions has: the permissions, where there are any."""
    name = ADMIN_PERMISSIONS["clientId"]
    if name in exported.clients:
        return {}
    client = exported.bulk.data.clients.get(name) or {}
    policies = portable(exported.reader, exported.realm, name, client.get("authorizationSettings") or {})["policies"]
    return {"clients": [{"clientId": name, "authorizationSettings": {"policies": policies}}] if policies else []}


KIND = RealmKind(
    resources=(AUTHZ_SETTINGS, AUTHZ_SCOPE, AUTHZ_RESOURCE, AUTHZ_POLICY, authz_permission.AUTHZ_PERMISSION),
    declare=_declare,
    settle=_settle,
    answers=lambda bulk: AuthzSnapshot(
        lambda v: bulk.data.clients.get(bulk.data.client_id(v)), _policy_ids(bulk)
    ).handlers(),
    purges=(Purge("authorization", _undeclared),),
    export=_export,
)
