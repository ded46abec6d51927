# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Client profiles: what is required of clients, as a list of executors."""

from __future__ import annotations

from typing import Optional, Sequence

from .._api import client_policies
from .._field import JSON_MAP, Field, Objects
from .._plan import Plan
from .._reference import Representation
from .._resource import Need, Params, Resource, by_document
from .._session import Session
from ._client_policies import EXECUTOR, configured, needed, refuse_global

_EXECUTOR = (Field("executor", required=True), Field("configuration", "dict", JSON_MAP))


def _needs(params: Params, _raw: Optional[Representation]) -> Sequence[Need]:
    return needed(params, EXECUTOR, "executors", "executor")


def _verify(session: Session, plan: Plan) -> None:
    if plan.action == "create":
        refuse_global(session, plan, "include-global-profiles", "globalProfiles")
    if plan.action == "delete":
        _refuse_used(session, plan)


def _refuse_used(session: Session, plan: Plan) -> None:
    """The server removes a profile that policies name, and then refuses every change of policies (26.7)."""
    name = (plan.current.raw or {})["name"]
    policies = session.client.get(client_policies.POLICIES, plan.current.values)["policies"]
    for policy in policies:
        if name in (policy.get("profiles") or ()):
            session.problems.append(
                f"The client profile '{name}' is used by the client policy '{policy['name']}': take it out there first."
            )


RESOURCE = Resource(
    name="client profile",
    key=Field("name", required=True),
    find=by_document(client_policies.PROFILES, "profiles", "name"),
    fields=(
        Field("description"),
        Field("executors", "list", Objects(_EXECUTOR), elements="dict", options=_EXECUTOR),
    ),
    document="profiles",
    get=client_policies.PROFILES,
    create=client_policies.UPDATE_PROFILES,
    update=client_policies.UPDATE_PROFILES,
    delete=client_policies.UPDATE_PROFILES,
    normalise=configured("executors"),
    needs=_needs,
    verify=_verify,
)
