# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Roles of a client."""

from __future__ import annotations

from .._engine.finders import by_path
from .._engine.reference import TO_CLIENT
from .._engine.resource import Resource, Scope
from .._http.api import client_roles
from ._roles import FIELDS, KEY, ROLE_RESULTS, composites

CLIENT_ROLE = Resource(
    name="client role",
    key=KEY,
    find=by_path(client_roles.GET, "role-name", "name"),
    variable="role-name",
    identifier="name",
    scopes=(Scope("client_id", "client-uuid", TO_CLIENT),),
    fields=FIELDS,
    get=client_roles.GET,
    listing=client_roles.LIST,
    create=client_roles.CREATE,
    update=client_roles.UPDATE,
    delete=client_roles.DELETE,
    assignments=(composites(client_roles.COMPOSITES, client_roles.ADD_COMPOSITES, client_roles.REMOVE_COMPOSITES),),
    renames="new_name",
    noise=("composite",),
    results=ROLE_RESULTS,
)
