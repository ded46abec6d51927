# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Verifiable credentials that a user may have issued: each is a client scope of the protocol oid4vc."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from .._api import verifiable_credentials
from .._client import Client
from .._field import Field
from .._reference import CLIENT_SCOPE, USER, Representation, Values
from .._resource import Need, Params, Resource, Scope

_KEY = "credentialScopeName"


def _find(client: Client, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    found = client.get(verifiable_credentials.LIST, values)
    return next((item for item in found if item[_KEY] == wanted[_KEY]), None)


def _needs(params: Params, raw: Optional[Representation]) -> Sequence[Need]:
    return [(CLIENT_SCOPE, params["client_scope"], "client_scope")] if raw is None else []


RESOURCE = Resource(
    name="verifiable credential",
    key=Field("client_scope", key=_KEY, required=True, aliases=("credential_scope_name", _KEY)),
    find=_find,
    variable=_KEY,
    identifier=_KEY,
    scopes=(Scope("username", "user-id", USER, aliases=("target_username",)),),
    listing=verifiable_credentials.LIST,
    create=verifiable_credentials.CREATE,
    delete=verifiable_credentials.DELETE,
    # Each change of the user's attributes is another revision.
    noise=("revision", "createdDate", "updatedDate"),
    needs=_needs,
)
