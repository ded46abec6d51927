# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Client policies: to which clients which client profiles apply."""

from __future__ import annotations

from typing import List, Optional, Sequence

from .._engine.assignment import Params
from .._engine.change import Change
from .._engine.field import JSON_MAP, SET, Field, Objects
from .._engine.finders import by_document
from .._engine.hooks import Hooks, Need, Requests
from .._engine.reference import Representation, Values, listed_reference
from .._engine.resource import Resource
from .._engine.session import Session
from .._http.api import client_policies
from .._http.reader import Reader
from ._client_policies import CONDITION, configured, needed, refuse_global

_CONDITION = (Field("condition", required=True), Field("configuration", "dict", JSON_MAP))


def _profiles(client: Reader, values: Values) -> List[Representation]:
    """Those of the realm and the global ones."""
    found = client.get(client_policies.PROFILES, values, {"include-global-profiles": True})
    return [*(found.get("profiles") or ()), *(found.get("globalProfiles") or ())]


PROFILE = listed_reference("client profile", "name", _profiles)


def _needs(params: Params, _raw: Optional[Representation]) -> Sequence[Need]:
    profiles = [(PROFILE, name, "profiles") for name in params.get("profiles") or ()]
    return [*profiles, *needed(params, CONDITION, "conditions", "condition")]


def _verify(session: Session, plan: Change) -> None:
    if plan.action == "create":
        refuse_global(session, plan, client_policies.POLICIES, "include-global-policies", "globalPolicies")


CLIENT_POLICY = Resource(
    name="client policy",
    key=Field("name", required=True),
    find=by_document(client_policies.POLICIES, "policies", "name"),
    fields=(
        Field("description"),
        Field("enabled", "bool", default=False),
        Field("conditions", "list", Objects(_CONDITION), elements="dict", options=_CONDITION),
        Field("profiles", "list", SET, elements="str"),
    ),
    get=client_policies.POLICIES,
    create=client_policies.UPDATE_POLICIES,
    update=client_policies.UPDATE_POLICIES,
    delete=client_policies.UPDATE_POLICIES,
    requests=Requests(
        constant={"enabled": True},
        document="policies",
    ),
    hooks=Hooks(
        normalise=configured("conditions"),
        needs=_needs,
        verify=_verify,
    ),
)
