# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Authorization services, whose settings are a part of their client, and admin permissions."""

from __future__ import annotations

from typing import Any, Callable, Dict

from ..._engine.reference import Representation, first
from ..._kinds import authz_permission
from ..._kinds.authz_policy import AUTHZ_POLICY
from ..._kinds.authz_resource import AUTHZ_RESOURCE
from ..._kinds.authz_scope import AUTHZ_SCOPE
from ..._kinds.authz_settings import AUTHZ_SETTINGS
from ..authorization import AuthzSnapshot, objects, portable, role_key
from ..bulk import Bulk
from ..kind import Exported, RealmKind
from ..new_realm_data import ADMIN_PERMISSIONS
from ..parts import Parts
from ..people import NAMED
from ..stages import AUTHORIZATION


def _declare(parts: Parts, config: Representation) -> None:
    """Settings that stand within clients; their policies may name anything of the realm."""
    roles = {key for kind, key in parts.promises if kind == "role" and isinstance(key, tuple)}
    for item in config.get("clients") or ():
        settings = item.get("authorizationSettings") or {}
        for resource, step, given, promises in objects(item["clientId"], settings, roles):
            parts.add(AUTHORIZATION + step, resource, given, promises)


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
    answers=lambda bulk: AuthzSnapshot(
        lambda v: bulk.data.clients.get(bulk.data.client_id(v)), _policy_ids(bulk)
    ).handlers(),
    export=_export,
)
