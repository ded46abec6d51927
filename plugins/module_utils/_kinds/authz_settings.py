# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settings of a client's authorization services."""

from __future__ import annotations

from typing import Any, Mapping, Optional

from .._engine.field import Field
from .._engine.hooks import Requests
from .._engine.reference import Representation, Values, find_client
from .._engine.resource import Resource
from .._http.api import authz
from .._http.reader import Reader
from ._authz import TO_AUTHZ_CLIENT


def _find(client: Reader, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    """A client without authorization services has none."""
    found = find_client(client, values, wanted["client_id"])
    if found is None or not found.get("authorizationServicesEnabled"):
        return None
    held: Representation = client.get(authz.GET, dict(values, **{"client-uuid": found["id"]}))
    return dict(held, id=found["id"], name=found["clientId"])


AUTHZ_SETTINGS = Resource(
    name="client with authorization services",
    key=Field("client_id", key="name", required=True),
    find=_find,
    among=TO_AUTHZ_CLIENT,
    variable="client-uuid",
    fields=(
        Field("policy_enforcement_mode", choices=("ENFORCING", "PERMISSIVE", "DISABLED"), default="ENFORCING"),
        Field("decision_strategy", choices=("UNANIMOUS", "AFFIRMATIVE"), default="UNANIMOUS"),
        Field("allow_remote_resource_management", "bool", default=True),
    ),
    get=authz.GET,
    update=authz.UPDATE,
    noise=("authorizationSchema", "policies", "resources", "scopes"),
    arguments={"state": {"type": "str", "default": "present", "choices": ["present"]}},
    requests=Requests(
        unsent=("authorizationSchema", "policies", "resources", "scopes"),
    ),
)
