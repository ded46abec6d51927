# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Scopes of a client's authorization services: what can be done with its resources."""

from __future__ import annotations

from typing import Any, Dict

from .._engine.field import BLANKLESS, Field
from .._engine.resource import Resource
from .._engine.results import States
from .._http.api import authz_scopes
from .._http.reader import Reader
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


def with_all_keys(_client: Reader, states: States) -> Dict[str, Any]:
    """The scope in the results of a task, as community.general's keycloak_authz_authorization_scope has it."""

    def whole(scope: Dict[str, Any]) -> Dict[str, Any]:
        return {"displayName": "", "iconUri": "", **scope} if scope else {}

    return {"existing": whole(states.existing), "end_state": whole(states.end_state)}
