# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The roles that each new user of a realm has: those in the realm's default role."""

from __future__ import annotations

from typing import Any, Mapping, Optional

from .._engine.field import Field
from .._engine.realm_settings import whole_realm
from .._engine.reference import Representation, Values
from .._engine.resource import Resource
from .._http.api import roles
from .._http.reader import Reader
from ._roles import composites


def _find(client: Reader, values: Values, _wanted: Mapping[str, Any]) -> Optional[Representation]:
    held = whole_realm(client, values)
    return {"realm": held["realm"], "defaultRole": held["defaultRole"]["name"]}


DEFAULT_ROLES = Resource(
    name="realm",
    key=Field("realm", required=True),
    find=_find,
    variable="role-name",
    identifier="defaultRole",
    assignments=(composites(roles.COMPOSITES, roles.ADD_COMPOSITES, roles.REMOVE_COMPOSITES, "roles", required=True),),
)
