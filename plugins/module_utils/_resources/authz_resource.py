# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Resources of a client's authorization services: what is protected."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from .._api import authz_resources
from .._client import Client
from .._field import SET, TEXTS_MAP, Field, Set
from .._reference import Representation, Values
from .._resource import Need, Params, Resource
from ._authz import OF_CLIENT, SCOPE, by_name

_found = by_name(authz_resources.LIST, exactName=True, deep=True)


class _Scopes(Set):
    """Names of scopes, which the representation holds as objects."""

    def clean(self, value: Any) -> Any:
        return [{"name": name} for name in dict.fromkeys(value)]

    def same(self, current: Any, wanted: Any) -> bool:
        return {item["name"] for item in current or ()} == {item["name"] for item in wanted}


def _find(client: Client, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    found = _found(client, values, wanted)
    return found and dict(found, scopes=[{"name": item["name"]} for item in found.get("scopes") or ()])


def _needs(params: Params, _raw: Optional[Representation]) -> Sequence[Need]:
    """The server would make a scope of an unknown name."""
    return [(SCOPE, name, "scopes") for name in params.get("scopes") or ()]


RESOURCE = Resource(
    name="authorization resource",
    key=Field("name", required=True),
    find=_find,
    variable="resource-id",
    identifier="_id",
    scopes=(OF_CLIENT,),
    fields=(
        Field("display_name"),
        Field("type"),
        Field("uris", "list", SET, elements="str"),
        Field("scopes", "list", _Scopes(), elements="str"),
        Field("owner_managed_access", "bool"),
        Field("icon_uri", key="icon_uri"),
        Field("attributes", "dict", TEXTS_MAP),
    ),
    get=authz_resources.GET,
    listing=authz_resources.LIST,
    create=authz_resources.CREATE,
    update=authz_resources.UPDATE,
    delete=authz_resources.DELETE,
    needs=_needs,
)
