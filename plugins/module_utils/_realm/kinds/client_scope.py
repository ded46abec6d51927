# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Client scopes."""

from __future__ import annotations

from typing import Any, Dict, Iterator

from ..._engine.reference import Representation, first
from ..._http.api import client_scopes
from ..._kinds.client_scope import CLIENT_SCOPE
from ..bulk import Bulk
from ..kind import Exported, RealmKind, purge
from ..new_realm_data import EXPORT
from ..parts import Parts
from ..shape import MAPPERS, unique
from ..stages import PARTS
from ..tidy import others

_BUILT_IN = {item["name"] for item in EXPORT["clientScopes"]}


def _declare(parts: Parts, config: Representation) -> None:
    for scope in config.get("clientScopes") or ():
        parts.add(PARTS, CLIENT_SCOPE, scope)


def _own(bulk: Bulk) -> Iterator[Representation]:
    return (item for item in bulk.export.get("clientScopes") or () if item["name"] not in _BUILT_IN)


def _export(exported: Exported) -> Dict[str, Any]:
    return {"clientScopes": others(exported.bulk.export.get("clientScopes"), exported.new.get("clientScopes"))}


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
