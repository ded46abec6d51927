# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Roles of a realm; with a client_id, those of that client."""

from __future__ import annotations

from .._api import roles
from .._resource import Params, Resource, by_path
from ._roles import FIELDS, KEY, composites
from .client_role import CLIENT_ROLE

ROLE = Resource(
    name="role",
    key=KEY,
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
    renames="new_name",
    # Follows the composites, which are shown themselves.
    noise=("composite",),
    arguments={"client_id": {"type": "str", "aliases": ["clientId"]}, "composite": {"type": "bool"}},
)


def role_of(params: Params) -> Resource:
    """The kind of role that a task is about."""
    return CLIENT_ROLE if params.get("client_id") else ROLE
