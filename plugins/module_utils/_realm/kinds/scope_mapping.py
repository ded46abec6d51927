# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Roles in the scope of clients and client scopes."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Set, Tuple

from ..._engine.reference import Representation
from ..._http.api import client_scope_mappings, client_scope_scope_mappings
from ..._kinds import scope_mapping
from ..bulk import Bulk
from ..kind import Exported, Found, Purge, RealmKind
from ..new_realm import new_realm
from ..parts import Parts
from ..shape import TEXTS, by_name, each, record
from ..stages import MAPPINGS
from ..tidy import Kept, others
from ._mappings import mapping

_ROWS = each(record("roles", roles=TEXTS))


def _declare(parts: Parts, config: Representation) -> None:
    roles: Dict[Tuple[str, str], Dict[str, Any]] = {}
    rows = [("", row) for row in config.get("scopeMappings") or ()]
    rows += [(client_id, row) for client_id, own in (config.get("clientScopeMappings") or {}).items() for row in own]
    for client_id, row in rows:
        owner = ("client_id", row["client"]) if row.get("client") else ("client_scope", row["clientScope"])
        # Roles of the realm or of a client that no row names are not mentioned.
        own = roles.setdefault(owner, {"realmRoles": None, "clientRoles": {}})
        if client_id:
            own["clientRoles"].setdefault(client_id, []).extend(row["roles"])
        else:
            own["realmRoles"] = [*(own["realmRoles"] or ()), *row["roles"]]
        if row.get("roles_behavior"):
            own["roles_behavior"] = row["roles_behavior"]
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
    export, new, default = exported.bulk.export, exported.new, exported.default
    held, by_client = export.get("clientScopeMappings") or {}, default.get("clientScopeMappings") or {}
    return {
        "scopeMappings": _rows(
            exported, export.get("scopeMappings"), new.get("scopeMappings"), default.get("scopeMappings")
        ),
        "clientScopeMappings": {
            name: _rows(exported, held.get(name), (new.get("clientScopeMappings") or {}).get(name), by_client.get(name))
            for name in dict.fromkeys((*held, *by_client))
        },
    }


def _rows(exported: Exported, held: Any, new: Any, default: Any) -> List[Representation]:
    """Rows that a new realm has not or not like this; exact where a role is missing."""
    data = exported.bulk.data
    rows = {_owner(row): row for row in held or ()}
    kept = {_owner(row): row for row in others(held, new)}
    for row in default or ():
        owner = _owner(row)
        there = owner[0] in data.clients or owner[1] in data.scopes
        roles = rows.get(owner, {}).get("roles") or []
        if there and not set(row["roles"]) <= set(roles):
            named = {key: row[key] for key in ("client", "clientScope") if row.get(key)}
            kept[owner] = {**named, "roles": Kept(sorted(roles)), "roles_behavior": "exact"}
    return list(kept.values())


def _owner(row: Representation) -> Tuple[Any, Any]:
    return (row.get("client"), row.get("clientScope"))


def _undeclared(bulk: Bulk, parts: Parts) -> Iterator[Found]:
    """Roles in the scope of any client or client scope that neither the configuration nor a new realm has there."""
    known = _by_owner(new_realm(bulk.realm, bulk.data.client.version))
    for item in parts.of(scope_mapping.OF_CLIENT, scope_mapping.OF_CLIENT_SCOPE):
        owner = (item.params.get("client_id"), item.params.get("client_scope"))
        own = known.setdefault(owner, {})
        for client_id, names in {"": item.params.get("realm_roles"), **(item.params.get("client_roles") or {})}.items():
            own.setdefault(client_id, set()).update(names or ())
    for owner, held in _by_owner(bulk.export).items():
        own = known.get(owner, {})
        gone = {client_id: sorted(names - own.get(client_id, set())) for client_id, names in held.items()}
        roles: Dict[str, Any] = {client_id: names for client_id, names in gone.items() if names}
        if roles:
            resource = scope_mapping.OF_CLIENT if owner[0] else scope_mapping.OF_CLIENT_SCOPE
            option = "client_id" if owner[0] else "client_scope"
            given = {option: owner[0] or owner[1], "realm_roles": roles.pop("", None), "client_roles": roles or None}
            yield Found(resource, str(given[option]), given, "undeclared roles", scope_mapping.OF_CLIENT)


def _by_owner(export: Representation) -> Dict[Tuple[Any, Any], Dict[str, Set[str]]]:
    """The roles of each owner by the client that has them, "" for the realm."""
    rows = [("", row) for row in export.get("scopeMappings") or ()]
    rows += [(client_id, row) for client_id, own in (export.get("clientScopeMappings") or {}).items() for row in own]
    found: Dict[Tuple[Any, Any], Dict[str, Set[str]]] = {}
    for client_id, row in rows:
        found.setdefault(_owner(row), {}).setdefault(client_id, set()).update(row["roles"])
    return found


KIND = RealmKind(
    resources=(scope_mapping.OF_CLIENT, scope_mapping.OF_CLIENT_SCOPE),
    declare=_declare,
    outline={"scopeMappings": _ROWS, "clientScopeMappings": by_name(_ROWS)},
    answers=lambda bulk: {
        client_scope_mappings.LIST: lambda v, _q: _mapped(bulk, "client", bulk.data.client_id(v)),
        client_scope_scope_mappings.LIST: lambda v, _q: _mapped(bulk, "clientScope", bulk.data.scope_name(v)),
    },
    purges=(Purge("scope_mappings", _undeclared),),
    export=_export,
)
