# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Roles that tokens of a client, or of the clients that use a client scope, may contain."""

from __future__ import annotations

from .._engine.assignment import Params
from .._engine.field import Field
from .._engine.finders import by_reference
from .._engine.reference import TO_CLIENT, TO_CLIENT_SCOPE
from .._engine.resource import Resource
from .._http.api import client_scope_mappings, client_scope_scope_mappings, client_scopes, clients
from ._holders import HOLDERS, ONE_HOLDER
from ._roles import mapped_roles

OF_CLIENT = Resource(
    name="client",
    key=Field("client_id"),
    find=by_reference(TO_CLIENT),
    among=TO_CLIENT,
    variable="client-uuid",
    get=clients.GET,
    assignments=(mapped_roles(client_scope_mappings),),
    facet=("id", "clientId"),
    arguments=HOLDERS,
    constraints=dict(ONE_HOLDER, required_one_of=[*ONE_HOLDER["required_one_of"], ("realm_roles", "client_roles")]),
)

OF_CLIENT_SCOPE = Resource(
    name="client scope",
    key=Field("client_scope", key="name"),
    find=by_reference(TO_CLIENT_SCOPE),
    among=TO_CLIENT_SCOPE,
    variable="client-scope-id",
    get=client_scopes.GET,
    assignments=(mapped_roles(client_scope_scope_mappings),),
    facet=("id", "name"),
)


def holder_of(params: Params) -> Resource:
    """The kind of object that a task maps roles to."""
    return OF_CLIENT_SCOPE if params.get("client_scope") else OF_CLIENT
