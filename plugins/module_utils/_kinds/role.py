# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Roles of a realm; with a client_id, those of that client."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional, Sequence

from .._engine.assignment import Params
from .._engine.field import Field
from .._engine.finders import by_path
from .._engine.hooks import Hooks
from .._engine.reference import Representation
from .._engine.resource import Resource
from .._http.api import roles, roles_by_id
from ._roles import FIELDS, ROLE_RESULTS, composites
from .client_role import CLIENT_ROLE


def _notes(params: Params, _raw: Optional[Representation]) -> Sequence[str]:
    if params.get("composite") and params.get("composites") is None:
        return ["composite of role has no effect: a role is composite when it contains roles, see composites."]
    return ()


ROLE = Resource(
    name="role",
    key=Field("name"),
    find=by_path(roles.GET, "role-name", "name"),
    variable="role-name",
    identifier="name",
    fields=FIELDS,
    get=roles.GET,
    listing=roles.LIST,
    create=roles.CREATE,
    update=roles.UPDATE,
    delete=roles.DELETE,
    assignments=(composites(roles.COMPOSITES, roles.ADD_COMPOSITES, roles.REMOVE_COMPOSITES),),
    by_id=True,
    renames="new_name",
    # Follows the composites, which are shown themselves.
    noise=("composite",),
    results=ROLE_RESULTS,
    arguments={"client_id": {"type": "str", "aliases": ["clientId"]}, "composite": {"type": "bool"}},
    hooks=Hooks(notes=_notes),
)


# A role of the realm or of any client.
_BY_ID = replace(
    ROLE,
    variable="role-id",
    identifier="id",
    get=roles_by_id.GET,
    create=None,
    update=roles_by_id.UPDATE,
    delete=roles_by_id.DELETE,
    assignments=(composites(roles_by_id.COMPOSITES, roles_by_id.ADD_COMPOSITES, roles_by_id.REMOVE_COMPOSITES),),
)


def role_of(params: Params) -> Resource:
    """The kind of role that a task is about."""
    if params.get("id"):
        return _BY_ID
    return CLIENT_ROLE if params.get("client_id") else ROLE
