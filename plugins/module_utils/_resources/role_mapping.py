# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The roles of the realm and of clients that a user, a service account or a group holds directly."""

from __future__ import annotations

from types import ModuleType
from typing import Any, Dict, Hashable, List, Mapping, Optional, Tuple

from .._api import clients, group_role_mappings, groups, user_role_mappings, users
from .._client import Client
from .._field import LOWER_CASE, Field
from .._reference import GROUP, ROLE, Representation, Values, find_client, find_user
from .._resource import BEHAVIOR, Assigned, Assignment, Params, Resource, by_reference
from .._session import Session


def _collect(params: Params) -> Optional[Assigned]:
    """Both lists as one; of containers that are not mentioned nothing is taken away."""
    mentioned: List[Tuple[str, List[str]]] = []
    if params.get("realm_roles") is not None:
        mentioned.append(("", params["realm_roles"]))
    mentioned += (params.get("client_roles") or {}).items()
    if not mentioned:
        return None
    keys = [(container, name) for container, names in mentioned for name in names or ()]
    exact = params.get("roles_behavior") == "exact"
    return Assigned(tuple(dict.fromkeys(keys)), exact=exact, within=tuple(container for container, _names in mentioned))


def _held(_session: Session, _values: Values, found: Mapping[str, Any]) -> Mapping[Hashable, Representation]:
    held: Dict[Hashable, Representation] = {("", role["name"]): role for role in found.get("realmMappings") or ()}
    for client in (found.get("clientMappings") or {}).values():
        held.update({(client["client"], role["name"]): role for role in client["mappings"]})
    return held


def _roles(endpoints: ModuleType) -> Assignment:
    """The roles behind these endpoints."""
    return Assignment(
        "roles",
        ROLE,
        endpoints.ADD_REALM,
        endpoints.REMOVE_REALM,
        _collect,
        _held,
        endpoints.LIST,
        client_add=endpoints.ADD_CLIENT,
        client_remove=endpoints.REMOVE_CLIENT,
        arguments={
            "realm_roles": {"type": "list", "elements": "str", "aliases": ["realmRoles"]},
            "client_roles": {"type": "dict", "aliases": ["clientRoles"]},
            "roles_behavior": BEHAVIOR,
        },
    )


def _find_account(client: Client, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    """A user, or the service account of a client."""
    if not wanted.get("service_account"):
        found: Optional[Representation] = find_user(client, values, wanted["username"])
        return found
    holder = find_client(client, values, wanted["service_account"])
    if holder is None or not holder.get("serviceAccountsEnabled"):
        return None
    account: Representation = client.get(clients.SERVICE_ACCOUNT_USER, dict(values, **{"client-uuid": holder["id"]}))
    return account


def _account(params: Params) -> Params:
    """The service account of a client has a name of its own."""
    name = params.get("service_account")
    return dict(params, username=f"service-account-{name}".lower()) if name else params


OF_USER = Resource(
    name="user",
    key=Field("username", meaning=LOWER_CASE, aliases=("target_username",)),
    find=_find_account,
    variable="user-id",
    get=users.GET,
    assignments=(_roles(user_role_mappings),),
    arguments={
        "group": {"type": "str"},
        "service_account": {"type": "str", "aliases": ["service_account_user_client_id", "serviceAccount"]},
    },
    constraints={
        "required_one_of": [("username", "group", "service_account"), ("realm_roles", "client_roles")],
        "mutually_exclusive": [("username", "group", "service_account")],
    },
    normalise=_account,
    noise=("userProfileMetadata",),
)

OF_GROUP = Resource(
    name="group",
    key=Field("group", key="path"),
    find=by_reference(GROUP),
    variable="group-id",
    get=groups.GET,
    assignments=(_roles(group_role_mappings),),
    noise=("subGroups", "subGroupCount", "realmRoles", "clientRoles"),
)


def holder_of(params: Params) -> Resource:
    """The kind of object that a task maps roles to."""
    return OF_GROUP if params.get("group") else OF_USER
