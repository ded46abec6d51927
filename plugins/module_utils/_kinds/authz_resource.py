# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Resources of a client's authorization services: what is protected."""

from __future__ import annotations

from typing import Any, List, Mapping, Optional, Sequence

from .._engine.assignment import Params
from .._engine.field import BLANKLESS, SET, TEXTS_MAP, Field, Set
from .._engine.hooks import Hooks, Need, Requests
from .._engine.reference import TO_USER, Representation, Values
from .._engine.resource import Resource
from .._http.api import authz_resources
from .._http.reader import Reader
from ._authz import OF_CLIENT, TO_SCOPE


class _Scopes(Set):
    """Names of scopes, which the representation has as objects."""

    def clean(self, value: Any) -> Any:
        return [{"name": name} for name in dict.fromkeys(value)]

    def same(self, current: Any, wanted: Any) -> bool:
        return {item["name"] for item in current or ()} == {item["name"] for item in wanted}


def _find(client: Reader, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    """Each owner may have one of that name; without an owner it is the client's.

    The exact search ignores case (26.7), while names that differ in case are two resources.
    """
    named = client.pages(authz_resources.LIST, values, {"name": wanted["name"], "exactName": True, "deep": True})
    key, owner = ("name", wanted["owner"]) if wanted.get("owner") else ("id", values["client-uuid"])
    found = next((item for item in named if item["name"] == wanted["name"] and item["owner"][key] == owner), None)
    return found and dict(found, scopes=[{"name": item["name"]} for item in found.get("scopes") or ()])


def _needs(params: Params, _raw: Optional[Representation]) -> Sequence[Need]:
    """The server would make a scope of an unknown name."""
    owner: List[Need] = [(TO_USER, params["owner"], "owner")] if params.get("owner") else []
    return owner + [(TO_SCOPE, name, "scopes") for name in params.get("scopes") or ()]


def _normalise(params: Params) -> Params:
    return dict(params, owner=params["owner"].lower()) if params.get("owner") else params


AUTHZ_RESOURCE = Resource(
    name="authorization resource",
    key=Field("name", required=True),
    find=_find,
    variable="resource-id",
    identifier="_id",
    scopes=(OF_CLIENT,),
    fields=(
        Field("display_name", meaning=BLANKLESS),
        Field("type", meaning=BLANKLESS),
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
    arguments={"owner": {"type": "str"}},
    requests=Requests(
        extra=lambda params: {"owner": params["owner"]} if params.get("owner") else {},
    ),
    hooks=Hooks(
        normalise=_normalise,
        needs=_needs,
    ),
)
