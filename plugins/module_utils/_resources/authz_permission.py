# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Permissions of a client's authorization services: which policies decide on which resources and scopes.

Fine-grained admin permissions are permissions of the client that a realm has for them; their resources are users,
groups, clients and roles, which the server knows by id.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from .._api import authz_permissions, clients, groups, organizations, roles_by_id, users
from .._client import Client
from .._endpoint import Endpoint
from .._errors import InputError
from .._field import SET, Field, Link
from .._reference import CLIENT, GROUP, ORGANIZATION, ROLE, USER, Reference, Representation, Values, group_path
from .._resource import Need, Params, Resource
from ._authz import ADMIN_PERMISSIONS, OF_CLIENT, POLICY, SCOPE, STRATEGIES, by_id, by_name, is_id, type_scope
from ._authz import RESOURCE as PROTECTED

_found = by_name(authz_permissions.LIST)


def _find(client: Client, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    found = _found(client, values, wanted)
    if found is None or found["type"] == values["type"]:
        return found
    if wanted.get("state") == "absent":
        return None
    raise InputError(
        f"The permission '{found['name']}' is of the type {found['type']}, which can't be changed to {values['type']}: "
        "remove it first, or give it another name."
    )


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


def _normalise(params: Params) -> Params:
    if params["client_id"] == ADMIN_PERMISSIONS and params.get("resources") and not params.get("resource_type"):
        raise InputError(f"Say in resource_type what the resources are: one of {', '.join(_OBJECTS)}.")
    return params


def _needs(params: Params, _raw: Optional[Representation]) -> Sequence[Need]:
    needs: List[Need] = [(POLICY, name, "policies") for name in params.get("policies") or ()]
    needs += [(SCOPE, name, "scopes") for name in params.get("scopes") or ()]
    if params["client_id"] == ADMIN_PERMISSIONS:
        return needs
    return needs + [(PROTECTED, name, "resources") for name in params.get("resources") or ()]


def _fields(link: Optional[Link] = None) -> Tuple[Field, ...]:
    return (
        Field("description"),
        Field("decision_strategy", choices=STRATEGIES),
        Field("resource_type"),
        Field("resources", "list", SET, elements="str", link=link),
        Field("scopes", "list", SET, elements="str"),
        Field("policies", "list", SET, elements="str"),
    )


RESOURCE = Resource(
    name="authorization permission",
    key=Field("name", required=True),
    find=_find,
    variable="policy-id",
    scopes=(OF_CLIENT, type_scope("permission_type", "permission type")),
    fields=_fields(),
    get=authz_permissions.GET_OF_TYPE,
    listing=authz_permissions.LIST,
    create=authz_permissions.CREATE_OF_TYPE,
    update=authz_permissions.UPDATE_OF_TYPE,
    delete=authz_permissions.DELETE_OF_TYPE,
    details=_details,
    normalise=_normalise,
    needs=_needs,
    arguments={"permission_type": {"type": "str", "required": True, "choices": ["resource", "scope"]}},
)


def _find_role(client: Client, values: Values, name: Any) -> Optional[Representation]:
    """A role of the realm, or ``client/role``; either name may hold slashes."""
    found: Optional[Representation] = ROLE.find(client, values, ("", name))
    for place in [index for index, char in enumerate(name) if char == "/"]:
        found = found or ROLE.find(client, values, (name[:place], name[place + 1 :]))
    return found


def _role_name(client: Client, values: Values, uuid: str) -> str:
    role = by_id(client, roles_by_id.GET, values, uuid)
    if not role.get("clientRole"):
        return str(role["name"])
    return f"{by_id(client, clients.GET, values, role['containerId'])['clientId']}/{role['name']}"


def _named(reference: Reference, get: Endpoint) -> Link:
    return Link(
        reference,
        lambda name: name,
        lambda client, values, uuid: by_id(client, get, values, uuid)[reference.key],
        lambda _name, found: found["id"],
    )


_ROLE = Reference("role", "name", _find_role, lambda client, values, name: ROLE.names(client, values, ("", name)))
# What admin permissions are about: how their names are written, and how they stand for ids.
_OBJECTS: Mapping[str, Tuple[Any, Link]] = {
    "Users": (str.lower, _named(USER, users.GET)),
    "Groups": (group_path, _named(GROUP, groups.GET)),
    "Clients": (str, _named(CLIENT, clients.GET)),
    "Roles": (str, Link(_ROLE, lambda name: name, _role_name, lambda _name, found: found["id"])),
    "Organizations": (str, _named(ORGANIZATION, organizations.GET)),
}


def _administering(kind: str) -> Resource:
    """The permissions that are about objects of this type."""
    written, link = _OBJECTS[kind]

    def normalise(params: Params) -> Params:
        names = params.get("resources")
        return params if names is None else dict(params, resources=[it if is_id(it) else written(it) for it in names])

    def translate(client: Client, params: Params) -> Params:
        """An export of the server has ids in place of names."""
        names = [
            link.read(client, {"realm": params["realm"]}, name) if is_id(name) else name
            for name in params.get("resources") or ()
        ]
        return dict(params, resources=names) if names else params

    return replace(RESOURCE, fields=_fields(link), normalise=normalise, translate=translate)


def kind_of(params: Params) -> Resource:
    """The kind of permission that a task is about."""
    administered = params["client_id"] == ADMIN_PERMISSIONS and params.get("resource_type") in _OBJECTS
    return _administering(params["resource_type"]) if administered else RESOURCE


def permission_of(client: Client, realm: str, client_id: str, name: str) -> Representation:
    """A permission with what it is about; empty where there is none."""
    values = {"realm": realm}
    holder = CLIENT.find(client, values, client_id)
    if holder is None:
        raise InputError(f"There is no client '{client_id}' in realm '{realm}'.")
    own = {**values, "client-uuid": holder["id"]}
    found = _found(client, own, {"name": name})
    if not found:
        return {}
    about = {"client_id": client_id, "resource_type": found.get("resourceType")}
    whole = {**found, **_details(client, {**own, "policy-id": found["id"]}, found, about)}
    link = next(field.link for field in kind_of(about).fields if field.option == "resources")
    if link:
        whole["resources"] = sorted(link.read(client, values, uuid) for uuid in whole["resources"])
    return whole
