# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Roles of the realm and of clients that are mapped to a user, a service account or a group directly."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Optional

from .._engine.assignment import Params
from .._engine.field import LOWER_CASE, Field
from .._engine.finders import by_reference
from .._engine.hooks import Hooks
from .._engine.reference import TO_GROUP, TO_USER, Representation, Values, find_client, find_user, group_path
from .._engine.resource import Resource
from .._http.api import clients, group_role_mappings, groups, user_role_mappings, users
from .._http.reader import Reader
from ._roles import mapped_roles


def find_account(client: Reader, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    """A user, or the service account of a client."""
    if not wanted.get("service_account"):
        found: Optional[Representation] = find_user(client, values, wanted["username"])
        return found
    holder = find_client(client, values, wanted["service_account"])
    if holder is None or not holder.get("serviceAccountsEnabled"):
        return None
    account: Representation = client.get(clients.SERVICE_ACCOUNT_USER, dict(values, **{"client-uuid": holder["id"]}))
    return account


def _own_name(values: Dict[str, Any], raw: Optional[Representation], params: Params) -> None:
    """A service account is found by its client, so its name may be any."""
    if params.get("service_account") and raw:
        values["username"] = raw["username"]


def with_account(params: Params) -> Params:
    """The usual name of the service account of a client."""
    name = params.get("service_account")
    return dict(params, username=f"service-account-{name}".lower()) if name else params


OF_USER = Resource(
    name="user",
    key=Field("username", meaning=LOWER_CASE, aliases=("target_username",)),
    find=find_account,
    among=TO_USER,
    variable="user-id",
    get=users.GET,
    assignments=(mapped_roles(user_role_mappings),),
    arguments={
        "group": {"type": "str"},
        "service_account": {"type": "str", "aliases": ["service_account_user_client_id", "serviceAccount"]},
    },
    constraints={
        "required_one_of": [("username", "group", "service_account"), ("realm_roles", "client_roles")],
        "mutually_exclusive": [("username", "group", "service_account")],
    },
    noise=("userProfileMetadata",),
    hooks=Hooks(
        normalise=with_account,
        refine=_own_name,
    ),
)


def _with_path(params: Params) -> Params:
    """A path is compared as the server writes it."""
    return dict(params, group=group_path(params["group"]))


OF_GROUP = Resource(
    name="group",
    key=Field("group", key="path"),
    find=by_reference(TO_GROUP),
    among=TO_GROUP,
    variable="group-id",
    get=groups.GET,
    assignments=(mapped_roles(group_role_mappings),),
    noise=("subGroups", "subGroupCount", "realmRoles", "clientRoles"),
    hooks=Hooks(
        normalise=_with_path,
    ),
)


def holder_of(params: Params) -> Resource:
    """The kind of object that a task maps roles to."""
    return OF_GROUP if params.get("group") else OF_USER
