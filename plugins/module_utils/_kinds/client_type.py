# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Types of clients: what a client of a type can have, and what it has in any case."""

from __future__ import annotations

from .._engine.change import Change
from .._engine.field import JSON_MAP, Field
from .._engine.finders import by_document
from .._engine.hooks import Hooks, Requests
from .._engine.resource import Resource
from .._engine.session import Session
from .._http.api import client_types

_OWN = "client-types"


def _refuse_global(session: Session, plan: Change) -> None:
    if plan.action != "create":
        return
    held = session.client.get(client_types.LIST, plan.current.values)
    name = plan.wanted.values["name"]
    if name in {item["name"] for item in held.get("global-client-types") or ()}:
        session.problems.append(f"The client type '{name}' is the server's own: give yours another name.")


CLIENT_TYPE = Resource(
    name="client type",
    key=Field("name", required=True),
    find=by_document(client_types.LIST, _OWN, "name"),
    fields=(Field("provider"), Field("parent"), Field("config", "dict", JSON_MAP)),
    get=client_types.LIST,
    create=client_types.UPDATE,
    update=client_types.UPDATE,
    delete=client_types.UPDATE,
    requests=Requests(
        constant={"provider": "default"},
        document=_OWN,
    ),
    hooks=Hooks(
        verify=_refuse_global,
    ),
)
