# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Client scopes."""

from __future__ import annotations

from typing import Any, Dict, Iterator, Optional

from ..._engine.reference import Representation, first
from ..._http.api import client_scopes
from ..._kinds.client_scope import CLIENT_SCOPE
from ..bulk import Bulk
from ..kind import Exported, RealmKind, purge
from ..new_realm_data import EXPORT
from ..parts import Parts
from ..shape import MAPPERS, unique
from ..stages import PARTS
from ..tidy import Kept, absent, emptied, others

_BUILT_IN = {item["name"] for item in EXPORT["clientScopes"]}


def _declare(parts: Parts, config: Representation) -> None:
    for scope in config.get("clientScopes") or ():
        parts.add(PARTS, CLIENT_SCOPE, scope)


def _own(bulk: Bulk) -> Iterator[Representation]:
    return (item for item in bulk.export.get("clientScopes") or () if item["name"] not in _BUILT_IN)


def _export(exported: Exported) -> Dict[str, Any]:
    held, default = exported.bulk.export.get("clientScopes") or (), exported.default["clientScopes"]
    own = [
        _exact(item, first(default, "name", item["name"])) for item in others(held, exported.new.get("clientScopes"))
    ]
    return {"clientScopes": [*own, *absent(held, default, "name")]}


def _exact(item: Representation, default: Optional[Representation]) -> Representation:
    """With what says which of the mappers that the server makes are not there any more."""
    return {**item, **emptied(item, default), **mappers_taken(item, default)}


def mappers_taken(item: Representation, default: Optional[Representation]) -> Dict[str, Any]:
    """What takes from an object's mappers those that it comes with, and settings of theirs, that are not there."""
    mappers, known = item.get("protocolMappers") or [], (default or {}).get("protocolMappers")
    own = [{**mapper, **emptied(mapper, first(known or (), "name", mapper["name"]))} for mapper in mappers]
    if absent(mappers, known, "name"):
        return {"protocolMappers": own or Kept([]), "protocol_mappers_behavior": "exact"}
    return {"protocolMappers": own} if own != mappers else {}


KIND = RealmKind(
    resources=(CLIENT_SCOPE,),
    declare=_declare,
    outline={"clientScopes": unique("name", protocolMappers=MAPPERS)},
    answers=lambda bulk: {
        client_scopes.LIST: lambda _v, _q: list(bulk.data.scopes.values()),
        client_scopes.GET: lambda v, _q: first(bulk.data.scopes.values(), "id", v["client-scope-id"]),
    },
    purges=(purge("client_scopes", CLIENT_SCOPE, _own),),
    export=_export,
)
