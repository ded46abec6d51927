# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clients, without their authorization services."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, Iterator, List, Mapping, Optional

from ..._engine.reference import Representation, first
from ..._http.api import clients
from ..._kinds.authz_settings import AUTHZ_SETTINGS
from ..._kinds.client import CLIENT
from ..authorization import portable
from ..bulk import Bulk
from ..item import Declared, Promise
from ..kind import Exported, RealmKind, ignoring, purge
from ..new_realm import BUILT_IN_CLIENTS, clients_for_realms
from ..new_realm_data import ADMIN_PERMISSIONS
from ..parts import Parts
from ..shape import MAPPERS, distinct, each, mapping, named, record, unique
from ..stages import CLIENTS
from ..tidy import Kept, emptied
from .client_scope import mappers_taken

# The client scopes of a client, and those of the realm that a new one gets.
_LISTS = {
    "defaultClientScopes": "defaultDefaultClientScopes",
    "optionalClientScopes": "defaultOptionalClientScopes",
}
_OIDC = "openid-connect"
_SERVERS_OWN = frozenset(("realm-management", "master-realm", ADMIN_PERMISSIONS["clientId"]))
_AUTHORIZATION = record(
    resources=each(record("name", owner=named, scopes=each(named))),
    scopes=unique("name"),
    policies=distinct(record("name", "type", config=mapping), "name"),
)


def _declare(parts: Parts, config: Representation) -> None:
    aliases = {flow["id"]: flow["alias"] for flow in config.get("authenticationFlows") or () if flow.get("id")}
    for item in config.get("clients") or ():
        promises: List[Promise] = []
        if item.get("serviceAccountsEnabled"):
            promises.append(("user", f"service-account-{item['clientId']}".lower()))
        if item.get("authorizationServicesEnabled"):
            promises.append((AUTHZ_SETTINGS.name, item["clientId"]))
            # The role comes with the services.
            promises.append(("role", (item["clientId"], "uma_protection")))
        given = {key: it for key, it in item.items() if key != "authorizationSettings"}
        if item.get("authenticationFlowBindingOverrides"):
            given["authenticationFlowBindingOverrides"] = _by_alias(item, aliases)
        parts.add(CLIENTS, CLIENT, given, tuple(promises))


def _settle(declared: Declared, bulk: Bulk, parts: Parts) -> Optional[Declared]:
    name = declared.params["client_id"]
    if name in _SERVERS_OWN or name in clients_for_realms(bulk.export):
        declared = replace(declared, fixed="the server manages this client itself, so it stays as it is")
    lists = ("default_client_scopes", "optional_client_scopes")
    protocol = declared.params.get("protocol") or (bulk.data.clients.get(name) or {}).get("protocol") or _OIDC
    kept: Dict[str, List[str]] = {}
    for option in lists:
        for scope in declared.params.get(option) or ():
            found = bulk.data.scopes.get(scope) or {}
            if found.get("protocol", protocol) == protocol:
                kept.setdefault(option, []).append(scope)
            else:
                parts.warn(f"the server ignores client scopes of another protocol ({scope})", declared.title)
    return declared.saying(**{option: kept.get(option, []) for option in lists if declared.params.get(option)})


def _by_alias(item: Representation, aliases: Mapping[str, str]) -> Dict[str, Any]:
    overrides = item.get("authenticationFlowBindingOverrides") or {}
    return {key: aliases.get(flow, flow) for key, flow in overrides.items()}


def _matching(bulk: Bulk, client_id: Optional[str]) -> List[Representation]:
    if client_id is None:
        return list(bulk.data.clients.values())
    return [bulk.data.clients[client_id]] if client_id in bulk.data.clients else []


def _own(bulk: Bulk) -> Iterator[Representation]:
    kept = BUILT_IN_CLIENTS | clients_for_realms(bulk.export)
    return (item for item in bulk.export["clients"] if item["clientId"] not in kept)


def _export(exported: Exported) -> Dict[str, Any]:
    export = exported.bulk.export
    aliases = {flow["id"]: flow["alias"] for flow in export.get("authenticationFlows") or ()}
    own = [item for item in export.get("clients") or () if item["clientId"] in exported.clients]
    return {"clients": [_portable(exported, item, aliases) for item in own]}


def _portable(exported: Exported, item: Representation, aliases: Mapping[str, str]) -> Representation:
    whole = dict(item, authenticationFlowBindingOverrides=_by_alias(item, aliases))
    if item.get("authorizationSettings"):
        settings = item["authorizationSettings"]
        whole["authorizationSettings"] = portable(exported.reader, exported.realm, item["clientId"], settings)
    default = first(exported.default["clients"], "clientId", item["clientId"])
    whole.update(emptied(item, default))
    for key in ("redirectUris", "webOrigins"):
        # Where a new client does not say so, the server derives them from its root URL.
        whole[key] = Kept(sorted(item.get(key) or ()))
    if item.get("rootUrl") and not item.get("adminUrl"):
        # The root URL becomes the admin URL of a new client as soon as it says which flows it has (26.7).
        whole["adminUrl"] = Kept("")
    return {**whole, **mappers_taken(item, default), **_scopes_taken(exported, item, default)}


def _scopes_taken(exported: Exported, item: Representation, default: Optional[Representation]) -> Dict[str, Any]:
    """What makes its client scopes exact where one is missing that the server would give a new client."""
    scopes = exported.bulk.data.scopes
    found: Dict[str, Any] = {}
    for key, of_realm in _LISTS.items():
        held = sorted(item.get(key) or ())
        given = (default or {}).get(key) if default else exported.bulk.export.get(of_realm)
        protocol = item.get("protocol") or _OIDC
        expected = {name for name in given or () if scopes.get(name, {}).get("protocol") == protocol}
        found[key] = Kept(held)
        if expected - set(held):
            found["client_scopes_behavior"] = "exact"
    return found if "client_scopes_behavior" in found else {}


KIND = RealmKind(
    resources=(CLIENT,),
    declare=_declare,
    outline={"clients": unique("clientId", protocolMappers=MAPPERS, authorizationSettings=_AUTHORIZATION)},
    ignored=ignoring(CLIENT, "clientTemplate"),
    settle=_settle,
    answers=lambda bulk: {
        clients.LIST: lambda _v, q: _matching(bulk, q.get("clientId")),
        clients.GET: lambda v, _q: bulk.data.clients.get(bulk.data.client_id(v)),
        clients.SERVICE_ACCOUNT_USER: lambda v, _q: bulk.people.accounts.get(bulk.data.client_id(v)),
    },
    purges=(purge("clients", CLIENT, _own),),
    export=_export,
)
