# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Client registration policies: what clients that register themselves may be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, List, Mapping, Optional, Sequence

from .._engine.assignment import Params
from .._engine.change import Change
from .._engine.field import Field
from .._engine.hooks import Hooks, Need, Requests
from .._engine.reference import Representation, Values, listed_reference
from .._engine.resource import Resource
from .._engine.session import Session
from .._engine.twins import FirstOf
from .._http.api import client_registration_policies, components
from .._http.reader import Reader
from ._components import CONFIG, ENDPOINTS, KEY, PROVIDER, refuse_unknown
from ._provided import REGISTRATION_POLICIES

_PROVIDER = listed_reference(
    "client registration policy provider",
    "id",
    lambda client, values: client.get(client_registration_policies.PROVIDERS, values),
)


def _all(client: Reader, values: Values, wanted: Mapping[str, Any]) -> List[Representation]:
    """The same names stand in both lists, the one for clients with a token and the one for those without."""
    found = client.get(components.LIST, values, {"type": REGISTRATION_POLICIES, "name": wanted["name"]})
    sought = (wanted["name"], wanted["sub_type"])
    return [item for item in found if (item["name"], item.get("subType")) == sought]


def _needs(params: Params, raw: Optional[Representation]) -> Sequence[Need]:
    return [(_PROVIDER, params.get("provider_id") or params["name"], "provider_id")] if raw is None else []


def _verify(session: Session, plan: Change) -> None:
    refuse_unknown(session, replace(plan, changes={"providerType": REGISTRATION_POLICIES, **plan.changes}))


CLIENT_REGISTRATION_POLICY = Resource(
    name="client registration policy",
    key=KEY,
    find=FirstOf(_all),
    fields=(Field("sub_type", choices=("anonymous", "authenticated"), required=True), PROVIDER, CONFIG),
    **ENDPOINTS,
    requests=Requests(
        constant={"providerType": REGISTRATION_POLICIES},
    ),
    hooks=Hooks(
        needs=_needs,
        verify=_verify,
    ),
)
