# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A realm for an account that may view it and not export it: the lists of its objects, without what they contain."""

from __future__ import annotations

from typing import Any, Dict, List

from .._engine.reference import Representation, Values
from .._http.api import authentication, client_scopes, clients, components, identity_providers, realms, required_actions
from .._http.client import Client
from .._http.endpoint import Endpoint
from .._http.errors import KeycloakError

_LISTS = {
    "authenticationFlows": authentication.LIST,
    "clientScopes": client_scopes.LIST,
    "clients": clients.LIST,
    "identityProviders": identity_providers.LIST,
    "requiredActions": required_actions.LIST,
}


def plain_export(client: Client, values: Values) -> Representation:
    """The keys of an export that say which objects there are, as far as the account may read them."""
    realm: Representation = dict(client.get(realms.GET, values))
    realm.setdefault("realm", values["realm"])
    realm.update({key: _listed(client, endpoint, values) for key, endpoint in _LISTS.items()})
    by_type: Dict[str, List[Any]] = {}
    for item in _listed(client, components.LIST, values):
        if item.get("parentId") == realm.get("id"):
            by_type.setdefault(item["providerType"], []).append(item)
    return {**realm, "components": by_type}


def _listed(client: Client, endpoint: Endpoint, values: Values) -> List[Any]:
    try:
        return list(client.pages(endpoint, values))
    except KeycloakError as error:
        if error.status != 403:
            raise
        return []
