# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the kinds of authorization services have in common: the client that has them, and how they name each other."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, List, Mapping, Optional

from .._engine.reference import TO_CLIENT, Reference, Representation, Values, find_client, listed_reference
from .._engine.resource import Finder, Scope
from .._http.api import authz, authz_policies, authz_resources, authz_scopes, clients
from .._http.endpoint import Endpoint
from .._http.reader import Reader

# The client under which a realm keeps its fine-grained admin permissions.
ADMIN_PERMISSIONS = "admin-permissions"
_ID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _with_services(client: Reader, values: Values, key: Any) -> Optional[Representation]:
    """The endpoints of a client without authorization services answer "not found" (26.7)."""
    found = find_client(client, values, key)
    return found if found and found.get("authorizationServicesEnabled") else None


TO_AUTHZ_CLIENT = replace(
    TO_CLIENT,
    kind="client with authorization services",
    find=_with_services,
    names=lambda client, values, _key: [
        item["clientId"] for item in client.pages(clients.LIST, values) if item.get("authorizationServicesEnabled")
    ],
    promised_as=TO_CLIENT.kind,
    advice=" Set authorization_services_enabled of a client to give it these services.",
)
OF_CLIENT = Scope("client_id", "client-uuid", TO_AUTHZ_CLIENT)
STRATEGIES = ("UNANIMOUS", "AFFIRMATIVE", "CONSENSUS")


def by_name(endpoint: Endpoint, **query: Any) -> Finder:
    """The one of that very name; the server's search finds all names that contain it."""

    def find(client: Reader, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
        found = client.pages(endpoint, values, {"name": wanted["name"], **query})
        return next((item for item in found if item["name"] == wanted["name"]), None)

    return find


def is_id(text: str) -> bool:
    return bool(_ID.fullmatch(text))


def by_id(client: Reader, endpoint: Endpoint, values: Values, uuid: str) -> Representation:
    """The name for an id; an id whose object is gone stays as it is."""
    own = dict(values, **{endpoint.variables[-1]: uuid})
    found: Optional[Representation] = client.find(endpoint, own)
    return found or dict.fromkeys(("username", "clientId", "name", "path"), uuid)


def _reference(kind: str, endpoint: Endpoint) -> Reference:
    find = by_name(endpoint)

    def names(client: Reader, values: Values, _key: Any) -> List[str]:
        return [item["name"] for item in client.pages(endpoint, values)]

    return Reference(
        kind,
        "name",
        lambda client, values, key: find(client, values, {"name": key}),
        names,
        within=("realm", "client-uuid"),
    )


TO_SCOPE = _reference("authorization scope", authz_scopes.LIST)
TO_RESOURCE = _reference("authorization resource", authz_resources.LIST)
TO_POLICY = _reference("authorization policy", authz_policies.LIST)


def _types(client: Reader, values: Values) -> List[Representation]:
    """Those that the server has admin permissions for, which differ from version to version."""
    schema = client.get(authz.GET, values).get("authorizationSchema") or {}
    return [{"name": name} for name in schema.get("resourceTypes") or ()]


TO_TYPE = listed_reference("type of resources", "name", _types, ("realm", "client-uuid"))


def type_scope(option: str, kind: str) -> Scope:
    """The type of a policy is a part of its path."""

    def itself(_client: Reader, _values: Values, key: Any) -> Optional[Representation]:
        return {"id": key}

    return Scope(option, "type", Reference(kind, "id", itself, lambda _client, _values, _key: []))
