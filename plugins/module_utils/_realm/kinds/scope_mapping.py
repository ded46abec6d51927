# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Roles in the scope of clients and client scopes."""

from __future__ import annotations

from typing import Any, Dict, List, Tuple

from ..._engine.reference import Representation
from ..._http.api import client_scope_mappings, client_scope_scope_mappings
from ..._kinds import scope_mapping
from ..bulk import Bulk
from ..kind import Exported, RealmKind
from ..parts import Parts
from ..shape import TEXTS, by_name, each, record
from ..stages import MAPPINGS
from ..tidy import others
from ._mappings import mapping

_ROWS = each(record("roles", roles=TEXTS))


def _declare(parts: Parts, config: Representation) -> None:
    roles: Dict[Tuple[str, str], Dict[str, Any]] = {}
    rows = [("", row) for row in config.get("scopeMappings") or ()]
    rows += [(client_id, row) for client_id, own in (config.get("clientScopeMappings") or {}).items() for row in own]
    for client_id, row in rows:
        owner = ("client_id", row["client"]) if row.get("client") else ("client_scope", row["clientScope"])
        own = roles.setdefault(owner, {"realmRoles": [], "clientRoles": {}})
        if client_id:
            own["clientRoles"].setdefault(client_id, []).extend(row["roles"])
        else:
            own["realmRoles"] += row["roles"]
    for (option, name), own in roles.items():
        resource = scope_mapping.OF_CLIENT if option == "client_id" else scope_mapping.OF_CLIENT_SCOPE
        mapping(parts, MAPPINGS, resource, {option: name}, own, spec_of=scope_mapping.OF_CLIENT)


def _mapped(bulk: Bulk, key: str, name: str) -> Dict[str, Any]:
    def of(items: Any) -> List[str]:
        return [role for item in items or () if item.get(key) == name for role in item["roles"]]

    by_client = bulk.export.get("clientScopeMappings") or {}
    of_clients = {client_id: of(items) for client_id, items in by_client.items()}
    return bulk.data.mappings(of(bulk.export.get("scopeMappings")), of_clients)


def _export(exported: Exported) -> Dict[str, Any]:
    export, new = exported.bulk.export, exported.new
    return {
        "scopeMappings": others(export.get("scopeMappings"), new.get("scopeMappings")),
        "clientScopeMappings": {
            name: others(rows, (new.get("clientScopeMappings") or {}).get(name))
            for name, rows in (export.get("clientScopeMappings") or {}).items()
        },
    }


KIND = RealmKind(
    resources=(scope_mapping.OF_CLIENT, scope_mapping.OF_CLIENT_SCOPE),
    declare=_declare,
    outline={"scopeMappings": _ROWS, "clientScopeMappings": by_name(_ROWS)},
    answers=lambda bulk: {
        client_scope_mappings.LIST: lambda v, _q: _mapped(bulk, "client", bulk.data.client_id(v)),
        client_scope_scope_mappings.LIST: lambda v, _q: _mapped(bulk, "clientScope", bulk.data.scope_name(v)),
    },
    export=_export,
)
