# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Permissions of a client's authorization services: which policies decide on which resources and scopes.

Fine-grained admin permissions are permissions of the client that a realm has for them; their resources are users,
groups, clients and roles, which the server knows by id.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from .._base.errors import InputError
from .._engine.assignment import Params
from .._engine.change import Wanted
from .._engine.field import SET, Field, Link
from .._engine.hooks import Hooks, Need, Requests
from .._engine.reference import (
    TO_CLIENT,
    TO_GROUP,
    TO_ORGANIZATION,
    TO_ROLE,
    TO_USER,
    Reference,
    Representation,
    Values,
    group_path,
)
from .._engine.resource import Resource, Results
from .._engine.results import States
from .._http.api import authz_permissions, authz_policies, clients, groups, organizations, roles_by_id, users
from .._http.endpoint import Endpoint
from .._http.reader import Reader
from ._authz import (
    ADMIN_PERMISSIONS,
    OF_CLIENT,
    STRATEGIES,
    TO_AUTHZ_CLIENT,
    TO_POLICY,
    TO_RESOURCE,
    TO_SCOPE,
    TO_TYPE,
    by_id,
    by_name,
    is_id,
    type_scope,
)

_IDS = "realmkit.ids"
_ABOUT = {"policies": TO_POLICY, "resources": TO_RESOURCE, "scopes": TO_SCOPE}
_found = by_name(authz_permissions.LIST)


def _find(client: Reader, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    found = _found(client, values, wanted)
    if found is None or found["type"] == values["type"]:
        return found
    if wanted.get("state") == "absent":
        return None
    raise InputError(
        f"The permission '{found['name']}' is of the type {found['type']}, which can't be changed to {values['type']}: "
        "remove it first, or give it another name."
    )


def _details(client: Reader, values: Values, raw: Representation, wanted: Wanted) -> Dict[str, Any]:
    about = _read(client, values)
    ids = {key: {it["name"]: it.get("id") or it.get("_id") for it in items} for key, items in about.items()}
    return {**_by_name(about, raw, wanted.params["client_id"]), _IDS: ids}


def _read(client: Reader, values: Values) -> Dict[str, List[Representation]]:
    return {
        "policies": client.get(authz_permissions.ASSOCIATED_POLICIES, values),
        "scopes": client.get(authz_permissions.SCOPES, values),
        "resources": client.get(authz_permissions.RESOURCES, values),
    }


def _by_name(about: Mapping[str, List[Representation]], raw: Representation, client_id: str) -> Dict[str, Any]:
    """What it is about, by name: no part of its representation, and lost by an update that leaves it out."""
    # The resource for all objects of a type is what an admin permission without resources has.
    all_of_them = raw.get("resourceType") if client_id == ADMIN_PERMISSIONS else None
    names = {key: sorted(item["name"] for item in items) for key, items in about.items()}
    return {**names, "resources": [name for name in names["resources"] if name != all_of_them]}


def by_ids(client: Reader, states: States) -> Dict[str, Any]:
    """What a permission is about by ids, as other requests of the API take it."""
    values = states.plan.current.values
    ids: Dict[str, Dict[str, str]] = {}
    for plan in (states.plan, states.end):
        for key, found in ((plan and plan.current.raw) or {}).get(_IDS, {}).items():
            ids.setdefault(key, {}).update(found)

    def id_of(key: str, name: str) -> str:
        known = ids.setdefault(key, {})
        if name not in known:
            found = _ABOUT[key].find(client, values, name) or {}
            known[name] = str(found.get("id") or found.get("_id") or name)
        return known[name]

    def told(state: Dict[str, Any]) -> Dict[str, Any]:
        lists = {key: [id_of(key, name) for name in state.get(key) or ()] for key in _ABOUT}
        return {**state, **lists} if state else {}

    return {"existing": told(states.existing), "end_state": told(states.end_state)}


def _normalise(params: Params) -> Params:
    if params["client_id"] == ADMIN_PERMISSIONS and params.get("resources") and not params.get("resource_type"):
        raise InputError(f"Set resource_type, the type of the resources: one of {', '.join(_OBJECTS)}.")
    return params


def _refine(values: Dict[str, Any], raw: Optional[Representation], params: Params) -> None:
    """The server takes a permission that is about nothing, or scopes that it ignores (26.7)."""
    after = {**(raw or {}), **values}
    kind, name = params["permission_type"], params.get("name")
    if kind == "resource" and values.get("scopes"):
        raise InputError(f"Permission '{name}' of the type resource takes no scopes: use permission_type scope.")
    if kind == "scope" and (raw is None or "scopes" in values) and not after.get("scopes"):
        raise InputError(f"Permission '{name}' of the type scope needs scopes: list at least one.")
    about = after.get("resources") or after.get("resourceType")
    if kind == "resource" and (raw is None or "resources" in values) and not about:
        raise InputError(f"Permission '{name}' of the type resource needs resources, or a resource_type.")


def _needs(params: Params, raw: Optional[Representation]) -> Sequence[Need]:
    needs: List[Need] = [(TO_POLICY, name, "policies") for name in params.get("policies") or ()]
    needs += [(TO_SCOPE, name, "scopes") for name in params.get("scopes") or ()]
    if params["client_id"] == ADMIN_PERMISSIONS:
        kind = params.get("resource_type")
        return needs + ([(TO_TYPE, kind, "resource_type")] if kind and kind != (raw or {}).get("resourceType") else [])
    return needs + [(TO_RESOURCE, name, "resources") for name in params.get("resources") or ()]


def _fields(link: Optional[Link] = None) -> Tuple[Field, ...]:
    return (
        Field("description"),
        Field("decision_strategy", choices=STRATEGIES),
        Field("resource_type"),
        Field("resources", "list", SET, elements="str", link=link),
        Field("scopes", "list", SET, elements="str"),
        Field("policies", "list", SET, elements="str"),
    )


AUTHZ_PERMISSION = Resource(
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
    arguments={"permission_type": {"type": "str", "required": True, "choices": ["resource", "scope"]}},
    noise=(_IDS,),
    requests=Requests(unsent=(_IDS,)),
    results=Results(empty={"description": None, "decisionStrategy": "UNANIMOUS", "logic": "POSITIVE"}),
    hooks=Hooks(
        normalise=_normalise,
        details=_details,
        refine=_refine,
        needs=_needs,
    ),
)


def _find_role(client: Reader, values: Values, name: Any) -> Optional[Representation]:
    """A role of the realm, or ``client/role``; either name may contain slashes."""
    found: Optional[Representation] = TO_ROLE.find(client, values, ("", name))
    for place in [index for index, char in enumerate(name) if char == "/"]:
        found = found or TO_ROLE.find(client, values, (name[:place], name[place + 1 :]))
    return found


def _role_name(client: Reader, values: Values, uuid: str) -> str:
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


_ROLE = Reference("role", "name", _find_role, lambda client, values, name: TO_ROLE.names(client, values, ("", name)))
# What admin permissions are about: how their names are written, and how names become ids.
_OBJECTS: Mapping[str, Tuple[Any, Link]] = {
    "Users": (str.lower, _named(TO_USER, users.GET)),
    "Groups": (group_path, _named(TO_GROUP, groups.GET)),
    "Clients": (str, _named(TO_CLIENT, clients.GET)),
    "Roles": (str, Link(_ROLE, lambda name: name, _role_name, lambda _name, found: found["id"])),
    "Organizations": (str, _named(TO_ORGANIZATION, organizations.GET)),
}


def _administering(kind: str) -> Resource:
    """The permissions that are about objects of this type."""
    written, link = _OBJECTS[kind]

    def normalise(params: Params) -> Params:
        names = params.get("resources")
        return params if names is None else dict(params, resources=[it if is_id(it) else written(it) for it in names])

    def translate(client: Reader, params: Params) -> Params:
        """An export of the server has ids in place of names."""
        names = [
            link.read(client, {"realm": params["realm"]}, name) if is_id(name) else name
            for name in params.get("resources") or ()
        ]
        return dict(params, resources=names) if names else params

    return replace(
        AUTHZ_PERMISSION,
        fields=_fields(link),
        hooks=replace(AUTHZ_PERMISSION.hooks, normalise=normalise, translate=translate),
    )


def kind_of(params: Params) -> Resource:
    """The kind of permission that a task is about."""
    administered = params["client_id"] == ADMIN_PERMISSIONS and params.get("resource_type") in _OBJECTS
    return _administering(params["resource_type"]) if administered else AUTHZ_PERMISSION


def permission_of(client: Reader, realm: str, client_id: str, name: str) -> Representation:
    """A permission with what it is about; empty where there is none."""
    values = {"realm": realm}
    holder = TO_AUTHZ_CLIENT.find(client, values, client_id)
    if holder is None:
        kind, advice = TO_AUTHZ_CLIENT.kind, TO_AUTHZ_CLIENT.advice
        raise InputError(f"There is no {kind} '{client_id}' in realm '{realm}'.{advice}")
    own = {**values, "client-uuid": holder["id"]}
    found = _found(client, own, {"name": name})
    if not found:
        return {}
    about = {"client_id": client_id, "resource_type": found.get("resourceType")}
    whole = {**found, **_by_name(_read(client, {**own, "policy-id": found["id"]}), found, client_id)}
    policy = client.get(authz_policies.SEARCH, own, {"name": name}) or {}
    whole["config"] = policy.get("config") or {}
    link = next(field.link for field in kind_of(about).fields if field.option == "resources")
    if link:
        whole["resources"] = sorted(link.read(client, values, uuid) for uuid in whole["resources"])
    return whole
