# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The secret of a confidential client: given, made anew, and the one before it."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Optional, Sequence

from .._base.errors import InputError
from .._engine.assignment import Params
from .._engine.change import Wanted
from .._engine.field import Field
from .._engine.finders import by_reference
from .._engine.hooks import Hooks, Requests, Step
from .._engine.reference import TO_CLIENT, Representation, Values
from .._engine.resource import Resource
from .._engine.session import Session
from .._http.api import clients
from .._http.reader import Reader
from ._empty_secrets import refuse_empty


def _normalise(params: Params) -> Params:
    refuse_empty(params, "secret")
    if params.get("secret") and params.get("regenerate"):
        raise InputError("secret sets the secret and regenerate creates another one: use one of them.")
    return params


def _details(client: Reader, values: Values, _raw: Representation, wanted: Wanted) -> Dict[str, Any]:
    """Whether the secret before this one is still good; servers without secret rotation know of none."""
    rotated = wanted.params.get("rotated") == "absent" and client.find(clients.ROTATED_SECRET, values)
    return {"rotated": bool(rotated and rotated.get("value"))}


def _steps(wanted: Wanted, raw: Optional[Representation], _values: Mapping[str, Any]) -> Sequence[Step]:
    params = wanted.params
    if wanted.reading_back:
        return ()
    steps = []
    if params.get("regenerate"):
        name = params.get("client_id") or (raw or {}).get("clientId") or params.get("id")
        steps.append(Step((f"make a new secret of client '{name}'",), _regenerate))
    if raw and raw["rotated"]:
        line = f"void the secret that client '{raw['clientId']}' had before"
        steps.append(Step((line,), _void, {"rotated": False}))
    return steps


def _regenerate(session: Session, values: Values, _raw: Representation) -> None:
    session.client.send(clients.REGENERATE_SECRET, values)


def _void(session: Session, values: Values, _raw: Representation) -> None:
    session.client.send(clients.DELETE_ROTATED_SECRET, values)


def secret_of(client: Reader, realm: str, client_id: Optional[str], uuid: Optional[str]) -> Dict[str, Any]:
    """Type and value of a client's secret, and the one before it where the server keeps that."""
    values = {"realm": realm}
    found = {"id": uuid} if uuid else TO_CLIENT.find(client, values, client_id)
    own = dict(values, **{"client-uuid": found["id"]}) if found else {}
    held = client.find(clients.SECRET, own) if found else None
    rotated = client.find(clients.ROTATED_SECRET, own) if held else None
    return {**(held or {}), "rotated": (rotated or {}).get("value")}


CLIENT_SECRET = Resource(
    name="secret of client",
    key=Field("client_id"),
    find=by_reference(TO_CLIENT),
    among=TO_CLIENT,
    variable="client-uuid",
    fields=(Field("secret", secret=True),),
    get=clients.GET,
    update=clients.UPDATE,
    by_id=True,
    facet=("clientId", "secret", "rotated"),
    arguments={
        "state": {"type": "str", "default": "present", "choices": ["present"]},
        "regenerate": {"type": "bool", "default": False},
        "rotated": {"type": "str", "choices": ["absent"]},
    },
    requests=Requests(
        unsent=("protocolMappers", "rotated"),
    ),
    hooks=Hooks(
        normalise=_normalise,
        details=_details,
        steps=_steps,
    ),
)
