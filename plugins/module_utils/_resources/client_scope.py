# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Client scopes, with their protocol mappers and their place in the realm's default lists."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Optional, Sequence

from .._api import client_scope_protocol_mappers, client_scopes, realms
from .._client import Client
from .._field import Field, Map
from .._reference import Representation, Values
from .._resource import Params, Resource, Step, by_listing
from .._session import Session
from ._protocol_mappers import protocol_mappers

_LISTS = {
    "default": (realms.DEFAULT_CLIENT_SCOPES, realms.ADD_DEFAULT_CLIENT_SCOPE, realms.REMOVE_DEFAULT_CLIENT_SCOPE),
    "optional": (realms.OPTIONAL_CLIENT_SCOPES, realms.ADD_OPTIONAL_CLIENT_SCOPE, realms.REMOVE_OPTIONAL_CLIENT_SCOPE),
}


class _Attributes(Map):
    """An attribute that a request leaves out stays, one that is null goes (26.7)."""

    def send(self, current: Any, merged: Any) -> Any:
        return dict({key: None for key in current or {} if key not in merged}, **merged)


def _details(client: Client, values: Values, raw: Representation, params: Params) -> Dict[str, Any]:
    """Which of the realm's lists for new clients the scope is in."""
    if not params.get("type"):
        return {}
    for name, (read, _add, _remove) in _LISTS.items():
        if any(item["id"] == raw["id"] for item in client.get(read, values)):
            return {"type": name}
    return {"type": "none"}


def _assign_type(params: Params, raw: Optional[Representation], _values: Mapping[str, Any]) -> Sequence[Step]:
    wanted, current = params.get("type"), (raw or {}).get("type", "none")
    if not wanted or wanted == current:
        return ()

    def run(session: Session, values: Values, scope: Representation) -> None:
        own = dict(values, clientScopeId=scope["id"])
        # A scope that is in the other list is refused with a conflict (26.7).
        if current in _LISTS:
            session.client.send(_LISTS[current][2], own)
        if wanted in _LISTS:
            session.client.send(_LISTS[wanted][1], own)

    return (Step((f"change the type of the client scope from {current} to {wanted}",), run, {"type": wanted}),)


RESOURCE = Resource(
    name="client scope",
    key=Field("name"),
    find=by_listing(client_scopes.LIST, "name"),
    variable="client-scope-id",
    fields=(
        Field("description"),
        Field("protocol"),
        Field("attributes", "dict", _Attributes()),
    ),
    get=client_scopes.GET,
    listing=client_scopes.LIST,
    create=client_scopes.CREATE,
    update=client_scopes.UPDATE,
    delete=client_scopes.DELETE,
    children=(protocol_mappers(client_scope_protocol_mappers),),
    arguments={
        "type": {"type": "str", "choices": ["default", "optional", "none"]},
        "protocol_mappers_behavior": {
            "type": "str",
            "default": "additive",
            "choices": ["additive", "exact", "subset"],
            "aliases": ["protocolMappersBehavior"],
        },
    },
    by_id=True,
    own_ids=True,
    renames="new_name",
    # Mappers have endpoints of their own; the type is no part of the representation.
    unsent=("protocolMappers", "type"),
    constant={"protocol": "openid-connect"},
    details=_details,
    steps=_assign_type,
)
