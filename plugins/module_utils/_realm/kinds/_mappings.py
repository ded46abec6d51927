# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Roles that an object of a representation has: groups, users and the scope of clients write them alike."""

from __future__ import annotations

from typing import Any, Mapping, Optional

from ..._engine.reference import Representation
from ..._engine.resource import Resource
from ..parts import Parts


def mapping(
    parts: Parts,
    stage: int,
    resource: Resource,
    owner: Mapping[str, Any],
    item: Representation,
    spec_of: Optional[Resource] = None,
) -> None:
    """The roles of an object, where the configuration lists any."""
    behavior = item.get("roles_behavior")
    roles = {"realm_roles": item.get("realmRoles"), "client_roles": item.get("clientRoles")}
    if any(roles.values()) or (behavior == "exact" and roles != {"realm_roles": None, "client_roles": None}):
        given = {**owner, **roles, "roles_behavior": behavior}
        parts.add(stage, resource, given, part="roles", spec_of=spec_of)
