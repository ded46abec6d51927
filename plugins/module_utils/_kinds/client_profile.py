# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Client profiles: what is required of clients, as a list of executors."""

from __future__ import annotations

from typing import Optional, Sequence

from .._engine.assignment import Params
from .._engine.change import Change
from .._engine.field import JSON_MAP, Field, Objects
from .._engine.finders import by_document
from .._engine.hooks import Hooks, Need, Requests
from .._engine.reference import Representation
from .._engine.resource import Resource
from .._engine.session import Session
from .._http.api import client_policies
from ._client_policies import EXECUTOR, configured, needed, refuse_global

_EXECUTOR = (Field("executor", required=True), Field("configuration", "dict", JSON_MAP))


def _needs(params: Params, _raw: Optional[Representation]) -> Sequence[Need]:
    return needed(params, EXECUTOR, "executors", "executor")


def _verify(session: Session, plan: Change) -> None:
    if plan.action == "create":
        refuse_global(session, plan, client_policies.PROFILES, "include-global-profiles", "globalProfiles")
    if plan.action == "delete":
        _refuse_used(session, plan)


def _refuse_used(session: Session, plan: Change) -> None:
    """The server removes a profile that policies name, and then refuses every change of policies (26.7)."""
    name = (plan.current.raw or {})["name"]
    policies = session.client.get(client_policies.POLICIES, plan.current.values)["policies"]
    for policy in policies:
        if name in (policy.get("profiles") or ()):
            session.problems.append(
                f"The client profile '{name}' is used by the client policy '{policy['name']}': take it out there first."
            )


CLIENT_PROFILE = Resource(
    name="client profile",
    key=Field("name", required=True),
    find=by_document(client_policies.PROFILES, "profiles", "name"),
    fields=(
        Field("description"),
        Field("executors", "list", Objects(_EXECUTOR), elements="dict", options=_EXECUTOR),
    ),
    get=client_policies.PROFILES,
    create=client_policies.UPDATE_PROFILES,
    update=client_policies.UPDATE_PROFILES,
    delete=client_policies.UPDATE_PROFILES,
    requests=Requests(
        document="profiles",
    ),
    hooks=Hooks(
        normalise=configured("executors"),
        needs=_needs,
        verify=_verify,
    ),
)
