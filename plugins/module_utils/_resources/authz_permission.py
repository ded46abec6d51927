# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Permissions of a client's authorization services: which policies decide on which resources and scopes.

Fine-grained admin permissions are permissions of the client that a realm has for them; their resources are users,
groups, clients and roles, which the server knows by id.
"""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence

from .._api import authz_permissions
from .._client import Client
from .._errors import InputError
from .._field import SET, Field
from .._reference import CLIENT, GROUP, ROLE, USER, Reference, Representation, Values, group_path
from .._resource import Need, Params, Resource
from ._authz import ADMIN_PERMISSIONS, OF_CLIENT, POLICY, SCOPE, STRATEGIES, by_name, type_scope
from ._authz import RESOURCE as PROTECTED

_TYPES: Mapping[str, Reference] = {"Users": USER, "Groups": GROUP, "Clients": CLIENT, "Roles": ROLE}
_found = by_name(authz_permissions.LIST)


def _find(client: Client, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    found = _found(client, values, wanted)
    if found is None or found["type"] != values["type"]:
        return None
    return found


def _details(client: Client, values: Values, raw: Representation, params: Params) -> Dict[str, Any]:
    """What it is about, by name: no part of its representation, and lost by an update that leaves it out."""
    policies = client.get(authz_permissions.ASSOCIATED_POLICIES, values)
    scopes = client.get(authz_permissions.SCOPES, values)
    resources = [item["name"] for item in client.get(authz_permissions.RESOURCES, values)]
    # What stands for all objects of a type is what an admin permission without resources has.
    all_of_them = raw.get("resourceType") if params["client_id"] == ADMIN_PERMISSIONS else None
    return {
        "policies": sorted(item["name"] for item in policies),
        "scopes": sorted(item["name"] for item in scopes),
        "resources": sorted(name for name in resources if name != all_of_them),
    }


def _key(kind: str, name: str) -> Any:
    if kind == "Roles":
        return ("", name)
    return group_path(name) if kind == "Groups" else name


def _administered(params: Params) -> str:
    """The type of the objects that an admin permission is about."""
    kind = params.get("resource_type") or ""
    return kind if params["client_id"] == ADMIN_PERMISSIONS and kind in _TYPES else ""


def _prepare(client: Client, values: Values, params: Params, _raw: Optional[Representation]) -> Params:
    """Users, groups, clients and roles by their ids; an unknown name is noted with the other needs."""
    kind = _administered(params)
    if not kind or params.get("resources") is None:
        return params
    found: List[str] = []
    for name in params["resources"]:
        one = _TYPES[kind].find(client, values, _key(kind, name))
        found.append(one["id"] if one else name)
    return dict(params, resources=found, named_resources=params["resources"])


def _needs(params: Params, _raw: Optional[Representation]) -> Sequence[Need]:
    kind = _administered(params)
    needs: List[Need] = [(POLICY, name, "policies") for name in params.get("policies") or ()]
    needs += [(SCOPE, name, "scopes") for name in params.get("scopes") or ()]
    if kind:
        return needs + [(_TYPES[kind], _key(kind, it), "resources") for it in params.get("named_resources") or ()]
    return needs + [(PROTECTED, name, "resources") for name in params.get("resources") or ()]


RESOURCE = Resource(
    name="authorization permission",
    key=Field("name", required=True),
    find=_find,
    variable="policy-id",
    scopes=(OF_CLIENT, type_scope("permission_type", "permission type")),
    fields=(
        Field("description"),
        Field("decision_strategy", choices=STRATEGIES),
        Field("resource_type"),
        Field("resources", "list", SET, elements="str"),
        Field("scopes", "list", SET, elements="str"),
        Field("policies", "list", SET, elements="str"),
    ),
    get=authz_permissions.GET_OF_TYPE,
    listing=authz_permissions.LIST,
    create=authz_permissions.CREATE_OF_TYPE,
    update=authz_permissions.UPDATE_OF_TYPE,
    delete=authz_permissions.DELETE_OF_TYPE,
    details=_details,
    prepare=_prepare,
    needs=_needs,
    arguments={"permission_type": {"type": "str", "required": True, "choices": ["resource", "scope"]}},
)


def permission_of(client: Client, realm: str, client_id: str, name: str) -> Representation:
    """A permission with what it is about; empty where there is none."""
    values = {"realm": realm}
    holder = CLIENT.find(client, values, client_id)
    if holder is None:
        raise InputError(f"There is no client '{client_id}' in realm '{realm}'.")
    own = {**values, "client-uuid": holder["id"]}
    found = _found(client, own, {"name": name})
    return (
        {**found, **_details(client, {**own, "policy-id": found["id"]}, found, {"client_id": client_id})}
        if found
        else {}
    )
