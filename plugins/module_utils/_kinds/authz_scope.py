# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Scopes of a client's authorization services: what can be done with its resources."""

from __future__ import annotations

from .._engine.field import BLANKLESS, Field
from .._engine.resource import Resource
from .._http.api import authz_scopes
from ._authz import OF_CLIENT, by_name

AUTHZ_SCOPE = Resource(
    name="authorization scope",
    key=Field("name", required=True),
    find=by_name(authz_scopes.LIST),
    variable="scope-id",
    scopes=(OF_CLIENT,),
    fields=(Field("display_name", meaning=BLANKLESS), Field("icon_uri")),
    get=authz_scopes.GET,
    listing=authz_scopes.LIST,
    create=authz_scopes.CREATE,
    update=authz_scopes.UPDATE,
    delete=authz_scopes.DELETE,
)
