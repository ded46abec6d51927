# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The roles that tokens of a client, or of the clients that use a client scope, may hold."""

from __future__ import annotations

from .._api import client_scope_mappings, client_scope_scope_mappings, client_scopes, clients
from .._field import Field
from .._reference import CLIENT, CLIENT_SCOPE
from .._resource import Params, Resource, by_reference
from ._holders import HOLDERS, ONE_HOLDER
from ._roles import mapped_roles

OF_CLIENT = Resource(
    name="client",
    key=Field("client_id"),
    find=by_reference(CLIENT),
    among=CLIENT,
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
    find=by_reference(CLIENT_SCOPE),
    among=CLIENT_SCOPE,
    variable="client-scope-id",
    get=client_scopes.GET,
    assignments=(mapped_roles(client_scope_scope_mappings),),
    facet=("id", "name"),
)


def holder_of(params: Params) -> Resource:
    """The kind of object that a task maps roles to."""
    return OF_CLIENT_SCOPE if params.get("client_scope") else OF_CLIENT
