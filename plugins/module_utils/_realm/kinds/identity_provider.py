# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Identity providers with their mappers. A representation lists mappers beside the providers."""

from __future__ import annotations

from typing import Dict, Iterator, List, Set

from ..._engine.reference import Representation, first
from ..._http.api import identity_provider_mappers, identity_providers
from ..._kinds.identity_provider import IDENTITY_PROVIDER, MAPPER_ALONE
from ..bulk import Bulk
from ..kind import Found, Purge, RealmKind, ignoring, purge
from ..parts import Parts
from ..shape import mapping, unique
from ..stages import PROVIDERS


def _declare(parts: Parts, config: Representation) -> None:
    mappers: Dict[str, List[Representation]] = {}
    for mapper in config.get("identityProviderMappers") or ():
        mappers.setdefault(mapper["identityProviderAlias"], []).append(mapper)
    for item in config.get("identityProviders") or ():
        parts.add(PROVIDERS, IDENTITY_PROVIDER, dict(item, mappers=mappers.pop(item["alias"], None)))
    for alias, own in mappers.items():
        for mapper in own:
            given = {key: value for key, value in mapper.items() if key != "identityProviderAlias"}
            parts.add(PROVIDERS + 1, MAPPER_ALONE, dict(given, identity_provider=alias))


def _undeclared(bulk: Bulk, parts: Parts) -> Iterator[Found]:
    """Mappers of the providers that the configuration names."""
    declared: Dict[str, Set[str]] = {}
    for item in parts.of(IDENTITY_PROVIDER):
        declared[item.params["alias"]] = {mapper["name"] for mapper in item.params.get("mappers") or ()}
    for item in parts.of(MAPPER_ALONE):
        declared.setdefault(item.params["identity_provider"], set()).add(item.params["name"])
    for mapper in bulk.export.get("identityProviderMappers") or ():
        alias, name = mapper["identityProviderAlias"], mapper["name"]
        if name not in declared.get(alias, {name}):
            yield Found(MAPPER_ALONE, f"{alias}:{name}", {"identity_provider": alias, "name": name})


KIND = RealmKind(
    resources=(IDENTITY_PROVIDER, MAPPER_ALONE),
    declare=_declare,
    outline={
        "identityProviders": unique("alias", config=mapping),
        "identityProviderMappers": unique("name", "identityProviderAlias", config=mapping),
    },
    ignored=ignoring(IDENTITY_PROVIDER, "internalId", "types", "updateProfileFirstLoginMode"),
    answers=lambda bulk: {
        identity_providers.LIST: lambda _v, _q: bulk.export.get("identityProviders") or [],
        identity_providers.GET: lambda v, _q: first(bulk.export.get("identityProviders") or (), "alias", v["alias"]),
        identity_provider_mappers.LIST: lambda v, _q: [
            item
            for item in bulk.export.get("identityProviderMappers") or ()
            if item["identityProviderAlias"] == v["alias"]
        ],
    },
    purges=(
        purge("identity_providers", IDENTITY_PROVIDER, lambda bulk: bulk.export.get("identityProviders") or ()),
        Purge("identity_provider_mappers", _undeclared),
    ),
    export=lambda exported: {
        "identityProviders": exported.bulk.export.get("identityProviders"),
        "identityProviderMappers": exported.bulk.export.get("identityProviderMappers"),
    },
)
