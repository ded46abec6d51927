# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Client scopes, with their protocol mappers and their place in the realm's default lists."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Optional, Sequence

from .._engine.change import Wanted
from .._engine.field import Field, Map
from .._engine.finders import by_listing
from .._engine.hooks import Hooks, Requests, Step
from .._engine.reference import Representation, Values
from .._engine.resource import Resource, Results
from .._engine.session import Session
from .._http.api import client_scope_protocol_mappers, client_scopes, realms
from .._http.reader import Reader
from ._protocol_mappers import protocol_mappers
from ._provided import TO_LOGIN_PROTOCOL

_LISTS = {
    "default": (realms.DEFAULT_CLIENT_SCOPES, realms.ADD_DEFAULT_CLIENT_SCOPE, realms.REMOVE_DEFAULT_CLIENT_SCOPE),
    "optional": (realms.OPTIONAL_CLIENT_SCOPES, realms.ADD_OPTIONAL_CLIENT_SCOPE, realms.REMOVE_OPTIONAL_CLIENT_SCOPE),
}


class _Attributes(Map):
    """An attribute that a request leaves out stays, one that is null goes (26.7)."""

    def send(self, current: Any, merged: Any) -> Any:
        return dict({key: None for key in current or {} if key not in merged}, **merged)


def _details(client: Reader, values: Values, raw: Representation, wanted: Wanted) -> Dict[str, Any]:
    """Which of the realm's lists for new clients the scope is in."""
    if not wanted.params.get("type"):
        return {}
    for name, (read, _add, _remove) in _LISTS.items():
        if any(item["id"] == raw["id"] for item in client.get(read, values)):
            return {"type": name}
    return {"type": "none"}


def _assign_type(wanted: Wanted, raw: Optional[Representation], _values: Mapping[str, Any]) -> Sequence[Step]:
    new, current = wanted.params.get("type"), (raw or {}).get("type", "none")
    if not new or new == current:
        return ()

    def run(session: Session, values: Values, scope: Representation) -> None:
        own = dict(values, clientScopeId=scope["id"])
        # A scope that is in the other list is refused with a conflict (26.7).
        if current in _LISTS:
            session.client.send(_LISTS[current][2], own)
        if new in _LISTS:
            session.client.send(_LISTS[new][1], own)

    return (Step((f"change the type of the client scope from {current} to {new}",), run, {"type": new}),)


CLIENT_SCOPE = Resource(
    name="client scope",
    key=Field("name"),
    find=by_listing(client_scopes.LIST, "name"),
    variable="client-scope-id",
    fields=(
        Field("description"),
        Field("protocol", reference=TO_LOGIN_PROTOCOL),
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
    requests=Requests(
        constant={"protocol": "openid-connect"},
        # Mappers have endpoints of their own; the type is no part of the representation.
        unsent=("protocolMappers", "type"),
    ),
    results=Results(empty={"protocolMappers": []}),
    hooks=Hooks(
        details=_details,
        steps=_assign_type,
    ),
)
