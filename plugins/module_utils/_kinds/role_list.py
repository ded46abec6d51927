# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Role mappings by the options of community.general's modules: one list of roles, by name or by id."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Callable, Dict, Mapping, Optional, Tuple

from .._base.errors import InputError
from .._engine.assignment import Assigned, Params
from .._engine.field import LOWER_CASE, Field
from .._engine.hooks import Hooks
from .._engine.reference import TO_GROUP, TO_USER, Representation, Values, find_group
from .._engine.resource import Resource
from .._http.api import (
    client_scope_mappings,
    client_scope_scope_mappings,
    clients,
    group_role_mappings,
    groups,
    roles_by_id,
    user_role_mappings,
    users,
)
from .._http.endpoint import Endpoint
from .._http.reader import Reader
from . import scope_mapping
from ._groups import PARENTS, place_of
from ._mapped_lists import with_effective
from ._roles import mapped_roles
from .role_mapping import find_account, with_account

_ROLES: Dict[str, Any] = {
    "roles": {"type": "list", "elements": "dict", "options": {"id": {"type": "str"}, "name": {"type": "str"}}}
}
_CLIENT: Dict[str, Any] = {"client_id": {"type": "str"}, "cid": {"type": "str"}}


def _collect(params: Params) -> Optional[Assigned]:
    if params.get("roles") is None:
        return None
    return Assigned(tuple(dict.fromkeys((params.get("client_id") or "", role["name"]) for role in params["roles"])))


def _by_id(client: Reader, endpoint: Endpoint, kind: str, params: Params, identifier: str) -> Representation:
    values = {"realm": params["realm"], endpoint.variables[-1]: identifier}
    found: Optional[Representation] = client.find(endpoint, values)
    if found is None:
        raise InputError(f"There is no {kind} with the id '{identifier}' in realm '{params['realm']}'.")
    return found


def _translate(client: Reader, params: Params) -> Params:
    """The client and the roles by their names."""
    named = dict(params)
    if params.get("cid") and not params.get("client_id"):
        named["client_id"] = _by_id(client, clients.GET, "client", params, params["cid"])["clientId"]
    if params.get("roles") is not None:
        named["roles"] = [_named_role(client, params, role) for role in params["roles"]]
    return named


def _named_role(client: Reader, params: Params, role: Mapping[str, Any]) -> Mapping[str, Any]:
    if role.get("name"):
        return role
    if not role.get("id"):
        raise InputError("An element of roles has neither name nor id: set one of them.")
    return _by_id(client, roles_by_id.GET, "role", params, role["id"])


def _place(params: Params) -> Params:
    """Adds ``place``, where the group is looked for; its path is its name here."""
    if params.get("gid"):
        return dict(params, place=None, group_name=None)
    place = place_of({"name": params["group_name"], "parents": params.get("parents")})
    return dict(params, place=place, group_name=None if place is None or place.under else str(place))


def _find_group(client: Reader, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    if wanted.get("gid"):
        return _by_id(client, groups.GET, "group", wanted, wanted["gid"])
    return find_group(client, values, wanted["place"])


def _account(params: Params) -> Params:
    if params.get("uid"):
        return dict(params, target_username=None)
    account = with_account(dict(params, service_account=params.get("service_account_user_client_id")))
    return dict(account, target_username=account.get("username") or params.get("target_username"))


def _find_user(client: Reader, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    if wanted.get("uid"):
        return _by_id(client, users.GET, "user", wanted, wanted["uid"])
    return find_account(client, values, wanted)


def _of_group(arguments: Mapping[str, Any], *needed: Tuple[str, ...]) -> Resource:
    return Resource(
        name="group",
        key=Field("group_name", key="path"),
        find=_find_group,
        among=TO_GROUP,
        variable="group-id",
        assignments=(mapped_roles(group_role_mappings, _collect, dict(_ROLES, **arguments)),),
        facet=("id", "path"),
        arguments={"gid": {"type": "str"}, "parents": PARENTS},
        constraints={"required_one_of": [("gid", "group_name"), *needed]},
        hooks=Hooks(
            normalise=_place,
            translate=_translate,
        ),
    )


REALM_ROLES_OF_GROUP = _of_group({})
CLIENT_ROLES_OF_GROUP = _of_group(_CLIENT, ("cid", "client_id"))

ROLES_OF_USER = Resource(
    name="user",
    key=Field("target_username", key="username", meaning=LOWER_CASE),
    find=_find_user,
    among=TO_USER,
    variable="user-id",
    assignments=(mapped_roles(user_role_mappings, _collect, dict(_ROLES, **_CLIENT)),),
    facet=("id", "username"),
    arguments={"uid": {"type": "str"}, "service_account_user_client_id": {"type": "str"}},
    constraints={"required_one_of": [("uid", "target_username", "service_account_user_client_id")]},
    hooks=Hooks(
        normalise=_account,
        translate=_translate,
        details=with_effective,
    ),
)


_NAMES: Dict[str, Any] = {"role_names": {"type": "list", "elements": "str", "required": True}}


def _names_of(container: str) -> Callable[[Params], Assigned]:
    """Roles by name, of the realm or of the client that the option ``container`` names."""
    return lambda params: Assigned(
        tuple(dict.fromkeys((params.get(container) or "", name) for name in params["role_names"]))
    )


ROLES_OF_CLIENT_SCOPE = replace(
    scope_mapping.OF_CLIENT,
    key=Field("client_id", required=True, aliases=("target_client_id",)),
    assignments=(
        mapped_roles(
            client_scope_mappings,
            _names_of("client_scope_id"),
            dict(_NAMES, client_scope_id={"type": "str", "aliases": ["role_owner_client_id"]}),
        ),
    ),
    arguments={},
    constraints={},
)

ROLES_OF_SHARED_SCOPE = replace(
    scope_mapping.OF_CLIENT_SCOPE,
    key=Field("clientscope_id", key="name", required=True),
    assignments=(
        mapped_roles(
            client_scope_scope_mappings,
            _names_of("client_id"),
            dict(_NAMES, client_id={"type": "str", "aliases": ["clientId"]}),
        ),
    ),
)
