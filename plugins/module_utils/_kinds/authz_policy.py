# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Policies of a client's authorization services: who may do something, or when."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence

from .._base.errors import InputError
from .._engine.assignment import Params
from .._engine.change import Wanted
from .._engine.field import SET, Field, Link, Objects
from .._engine.hooks import Hooks, Need
from .._engine.reference import (
    TO_CLIENT,
    TO_CLIENT_SCOPE,
    TO_GROUP,
    TO_ROLE,
    TO_USER,
    Representation,
    Values,
    group_path,
)
from .._engine.resource import Resource
from .._http.api import authz_policies, client_scopes, clients, groups, roles_by_id, users
from .._http.reader import Reader
from ._authz import OF_CLIENT, STRATEGIES, TO_POLICY, by_id, by_name, type_scope
from ._provided import TO_POLICY_TYPE

_TIMES = ("day_month", "month", "year", "hour", "minute")


class _Any(Objects):
    """Objects in any order."""

    def same(self, current: Any, wanted: Any) -> bool:
        def plain(items: Any) -> Any:
            return sorted(str(sorted((key, str(it)) for key, it in item.items())) for item in items or ())

        return bool(plain(current) == plain(wanted))


def _read_role(client: Reader, values: Values, held: Mapping[str, Any]) -> Dict[str, Any]:
    role = by_id(client, roles_by_id.GET, values, held["id"])
    named = {"name": role["name"], "required": bool(held.get("required"))}
    if role.get("clientRole"):
        named["client_id"] = by_id(client, clients.GET, values, role["containerId"])["clientId"]
    return named


def _read_group(client: Reader, values: Values, held: Mapping[str, Any]) -> Dict[str, Any]:
    path = by_id(client, groups.GET, values, held["id"])["path"]
    return {"path": path, "extendChildren": bool(held.get("extendChildren"))}


def _read_scope(client: Reader, values: Values, held: Mapping[str, Any]) -> Dict[str, Any]:
    name = by_id(client, client_scopes.GET, values, held["id"])["name"]
    return {"name": name, "required": bool(held.get("required"))}


_ROLE = (Field("name", required=True), Field("client_id", key="client_id"), Field("required", "bool"))
_GROUP = (Field("path", required=True), Field("extend_children", "bool"))
_SCOPE = (Field("name", required=True), Field("required", "bool"))

_ROLES = Link(
    TO_ROLE,
    lambda it: (it.get("client_id") or "", it["name"]),
    _read_role,
    lambda it, found: {"id": found["id"], "required": it["required"]},
)
_GROUPS = Link(
    TO_GROUP,
    lambda it: it["path"],
    _read_group,
    lambda it, found: {"id": found["id"], "extendChildren": it["extendChildren"]},
)
_SCOPES = Link(
    TO_CLIENT_SCOPE,
    lambda it: it["name"],
    _read_scope,
    lambda it, found: {"id": found["id"], "required": it["required"]},
)
_USERS = Link(
    TO_USER,
    lambda name: name,
    lambda client, values, uuid: by_id(client, users.GET, values, uuid)["username"],
    lambda _name, found: found["id"],
)
_CLIENTS = Link(
    TO_CLIENT,
    lambda name: name,
    lambda client, values, uuid: by_id(client, clients.GET, values, uuid)["clientId"],
    lambda _name, found: found["id"],
)
# What each type of policy has of its own.
_OWN: Mapping[str, Sequence[str]] = {
    "role": ("roles", "fetch_roles"),
    "user": ("users",),
    "group": ("groups", "groups_claim"),
    "client": ("clients",),
    "client-scope": ("client_scopes",),
    "regex": ("target_claim", "pattern", "target_context_attributes"),
    "aggregate": ("policies",),
    "time": ("not_before", "not_on_or_after", *_TIMES, *(f"{name}_end" for name in _TIMES)),
}


def _normalise(params: Params) -> Params:
    kind = params["policy_type"]
    own = set(_OWN.get(kind, ()))
    stray = sorted(
        name for names in _OWN.values() for name in names if name not in own and params.get(name) is not None
    )
    if stray:
        raise InputError(f"A policy of the type {kind} does not take {stray[0]}.")
    whole = dict(params)
    for option, flag in (("roles", "required"), ("client_scopes", "required"), ("groups", "extend_children")):
        if params.get(option) is not None:
            whole[option] = [dict(item, **{flag: bool(item.get(flag))}) for item in params[option]]
    if params.get("groups") is not None:
        whole["groups"] = [dict(item, path=group_path(item["path"])) for item in whole["groups"]]
    if params.get("users") is not None:
        whole["users"] = [name.lower() for name in params["users"]]
    return whole


_found = by_name(authz_policies.LIST, permission=False)


def _find(client: Reader, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    found = _found(client, values, wanted)
    if found is None:
        return None
    if found["type"] != values["type"]:
        raise InputError(
            f"The policy '{found['name']}' is of the type {found['type']}, which can't be changed to {values['type']}: "
            "remove it first, or give it another name."
        )
    whole: Representation = client.get(authz_policies.GET_OF_TYPE, dict(values, **{"policy-id": found["id"]}))
    return whole


def _details(client: Reader, values: Values, raw: Representation, _wanted: Wanted) -> Dict[str, Any]:
    """The policies that an aggregate is made of are no part of its representation."""
    if raw["type"] != "aggregate":
        return {}
    return {"policies": [item["name"] for item in client.get(authz_policies.ASSOCIATED_POLICIES, values)]}


def _needs(params: Params, raw: Optional[Representation]) -> Sequence[Need]:
    """The server answers an unknown type with "not found" (26.7)."""
    kind: List[Need] = [] if raw else [(TO_POLICY_TYPE, params["policy_type"], "policy_type")]
    return kind + [(TO_POLICY, name, "policies") for name in params.get("policies") or ()]


def _objects(option: str, fields: Sequence[Field], link: Link) -> Field:
    return Field(option, "list", _Any(tuple(fields)), elements="dict", options=tuple(fields), link=link)


def _names(option: str, link: Optional[Link] = None) -> Field:
    return Field(option, "list", SET, elements="str", link=link)


AUTHZ_POLICY = Resource(
    name="authorization policy",
    key=Field("name", required=True),
    find=_find,
    variable="policy-id",
    scopes=(OF_CLIENT, type_scope("policy_type", "policy type")),
    fields=(
        Field("description"),
        Field("logic", choices=("POSITIVE", "NEGATIVE")),
        Field("decision_strategy", choices=STRATEGIES),
        _objects("roles", _ROLE, _ROLES),
        Field("fetch_roles", "bool", default=False),
        _names("users", _USERS),
        _objects("groups", _GROUP, _GROUPS),
        Field("groups_claim"),
        _names("clients", _CLIENTS),
        _objects("client_scopes", _SCOPE, _SCOPES),
        _names("policies"),
        Field("target_claim"),
        Field("pattern"),
        Field("target_context_attributes", "bool"),
        Field("not_before"),
        Field("not_on_or_after"),
        *(Field(name) for start in _TIMES for name in (start, f"{start}_end")),
    ),
    get=authz_policies.GET_OF_TYPE,
    listing=authz_policies.LIST,
    create=authz_policies.CREATE_OF_TYPE,
    update=authz_policies.UPDATE_OF_TYPE,
    delete=authz_policies.DELETE_OF_TYPE,
    hooks=Hooks(
        normalise=_normalise,
        details=_details,
        needs=_needs,
    ),
)
