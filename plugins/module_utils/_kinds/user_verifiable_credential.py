# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Verifiable credentials that a user may have issued: each is a client scope of the protocol oid4vc."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from .._engine.assignment import Params
from .._engine.field import Field
from .._engine.hooks import Hooks, Need
from .._engine.reference import TO_CLIENT_SCOPE, TO_USER, Representation, Values
from .._engine.resource import Resource, Scope
from .._http.api import verifiable_credentials
from .._http.reader import Reader

_KEY = "credentialScopeName"


def _find(client: Reader, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    found = client.get(verifiable_credentials.LIST, values)
    return next((item for item in found if item[_KEY] == wanted[_KEY]), None)


def _needs(params: Params, raw: Optional[Representation]) -> Sequence[Need]:
    return [(TO_CLIENT_SCOPE, params["client_scope"], "client_scope")] if raw is None else []


USER_VERIFIABLE_CREDENTIAL = Resource(
    name="verifiable credential",
    key=Field("client_scope", key=_KEY, required=True, aliases=("credential_scope_name", _KEY)),
    find=_find,
    variable=_KEY,
    identifier=_KEY,
    scopes=(Scope("username", "user-id", TO_USER, aliases=("target_username",)),),
    listing=verifiable_credentials.LIST,
    create=verifiable_credentials.CREATE,
    delete=verifiable_credentials.DELETE,
    # Each change of the user's attributes is another revision.
    noise=("revision", "createdDate", "updatedDate"),
    hooks=Hooks(
        needs=_needs,
    ),
)
