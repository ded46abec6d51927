# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fine-grained admin permissions of the first version: whether an object has them, and which policies decide.

The server must run with the feature ``admin-fine-grained-authz:v1``. It keeps the permissions with the client that
manages the realm, one for each thing that an administrator may do; their policies are that client's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from .._base.errors import InputError
from .._engine.assignment import Params
from .._engine.change import Wanted
from .._engine.field import Field
from .._engine.hooks import Hooks, Need, Requests, Step
from .._engine.reference import (
    TO_CLIENT,
    TO_GROUP,
    TO_IDENTITY_PROVIDER,
    Reference,
    Representation,
    Values,
    find_client,
    group_path,
)
from .._engine.resource import Resource, Scope
from .._engine.session import Session
from .._http.api import (
    authz_permissions,
    authz_policies,
    client_roles,
    clients,
    groups,
    identity_providers,
    realms,
    roles,
    roles_by_id,
)
from .._http.capability import Capability, described, lacks
from .._http.endpoint import Endpoint
from .._http.errors import KeycloakError
from .._http.reader import Reader

_POLICIES = "policies"
_TYPE = "scope"
_PERMISSIONS = Capability("management permissions", feature="ADMIN_FINE_GRAINED_AUTHZ")
_LACKING = "The server has no management permissions: it needs --features=admin-fine-grained-authz:v1."


def _manager(client: Reader, values: Values) -> Dict[str, Any]:
    """The path values of the client that manages the realm."""
    name = "master-realm" if values["realm"] == "master" else "realm-management"
    found = find_client(client, values, name)
    if found is None:
        raise InputError(f"There is no client '{name}' in realm '{values['realm']}', which would have the permissions.")
    return {"realm": values["realm"], "client-uuid": found["id"], "type": _TYPE}


def _details(client: Reader, values: Values, raw: Representation, wanted: Wanted) -> Dict[str, Any]:
    """The policies of those permissions that the task mentions, by name."""
    params = wanted.params
    if not params.get(_POLICIES) or not raw.get("enabled"):
        return {_POLICIES: {}} if params.get(_POLICIES) else {}
    own = _manager(client, values)
    held = raw["scopePermissions"]
    return {_POLICIES: {scope: _decides(client, own, held[scope]) for scope in params[_POLICIES] if scope in held}}


def _decides(client: Reader, own: Values, permission: str) -> List[str]:
    found = client.get(authz_permissions.ASSOCIATED_POLICIES, {**own, "policy-id": permission})
    return sorted(item["name"] for item in found)


def _find_policy(client: Reader, values: Values, name: str) -> Optional[Representation]:
    return next((it for it in _policies(client, values, {"name": name}) if it["name"] == name), None)


def _policies(client: Reader, values: Values, query: Mapping[str, Any]) -> List[Representation]:
    """There are none before the first object of the realm has permissions."""
    try:
        return list(client.pages(authz_policies.LIST, _manager(client, values), query))
    except KeycloakError as error:
        if error.status != 404:
            raise
        return []


_POLICY = Reference(
    "authorization policy",
    "name",
    _find_policy,
    lambda client, values, _key: [it["name"] for it in _policies(client, values, {"permission": False})],
)


def _needs(params: Params, _raw: Optional[Representation]) -> Sequence[Need]:
    return [(_POLICY, name, _POLICIES) for names in (params.get(_POLICIES) or {}).values() for name in names]


def _normalised(params: Params, permissions: Sequence[str]) -> Params:
    given = params.get(_POLICIES) or {}
    if given and not params["enabled"]:
        raise InputError("Permissions that are off have no policies: leave policies out, or set enabled: true.")
    lists = {scope: [names] if isinstance(names, str) else names for scope, names in given.items()}
    for scope, names in lists.items():
        if scope not in permissions:
            raise InputError(f"There is no permission '{scope}' here; there are {', '.join(permissions)}.")
        if not isinstance(names, list):
            raise InputError(f"The policies of '{scope}' must be a list of names; an empty list removes all.")
    path = {"group": group_path(params["group"])} if params.get("group") else {}
    return {**params, **path, _POLICIES: {scope: sorted(set(names)) for scope, names in lists.items()}}


def _steps_of(read: Endpoint) -> Callable[[Wanted, Optional[Representation], Mapping[str, Any]], Sequence[Step]]:
    def steps(wanted: Wanted, raw: Optional[Representation], _values: Mapping[str, Any]) -> Sequence[Step]:
        held = (raw or {}).get(_POLICIES) or {}
        todo = {scope: names for scope, names in wanted.params[_POLICIES].items() if names != held.get(scope, [])}
        if not todo:
            return ()

        def run(session: Session, values: Values, _raw: Representation) -> None:
            # They may have been switched on just now.
            permissions = session.client.get(read, values)["scopePermissions"]
            own = _manager(session.client, values)
            for scope, names in todo.items():
                _decide(session, own, permissions[scope], names)

        lines = tuple(f"let {', '.join(names) or 'no policy'} decide on {scope}" for scope, names in todo.items())
        return (Step(lines, run, {_POLICIES: {**held, **todo}}),)

    return steps


def _decide(session: Session, own: Values, permission: str, names: Sequence[str]) -> None:
    """An update keeps of resources and scopes only what it names."""
    client, values = session.client, {**own, "policy-id": permission}
    held = client.get(authz_permissions.GET_OF_TYPE, values)
    resources = [item["_id"] for item in client.get(authz_permissions.RESOURCES, values)]
    scopes = [item["id"] for item in client.get(authz_permissions.SCOPES, values)]
    found = session.resolve(_POLICY, {"realm": own["realm"]}, names, _POLICIES)
    body = {**held, "resources": resources, "scopes": scopes, "policies": [found[name]["id"] for name in names]}
    client.send(authz_permissions.UPDATE_OF_TYPE, values, body=body)


def _of(
    kind: str,
    key: Field,
    endpoints: Tuple[Endpoint, Endpoint],
    permissions: Tuple[str, ...],
    scopes: Tuple[Scope, ...] = (),
    variable: str = "",
) -> Resource:
    """Those of an object, by ``scopes`` or the path's variable; ``permissions`` are all that it can have."""
    read, write = endpoints

    def find(client: Reader, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
        own = {**values, **({variable: wanted[key.name]} if variable else {})}
        try:
            found: Optional[Representation] = client.find(read, own)
        except KeycloakError as error:
            if error.status != 501:
                raise
            raise InputError(_LACKING) from error
        # Keycloak 24 answers to the read without the feature, and fails with the change.
        if found and wanted["enabled"] and not found["enabled"] and lacks(_PERMISSIONS, described(client)):
            raise InputError(_LACKING)
        return found and {**found, key.name: wanted[key.name]}

    return Resource(
        name=f"{kind} with management permissions",
        key=key,
        find=find,
        variable=variable,
        identifier=key.name,
        scopes=scopes,
        fields=(Field("enabled", "bool", required=True),),
        get=read,
        update=write,
        # An id for each permission, anew whenever they are switched on.
        noise=("resource", "scopePermissions"),
        requests=Requests(
            unsent=("resource", "scopePermissions", key.name, _POLICIES),
        ),
        hooks=Hooks(
            normalise=lambda params: _normalised(params, permissions),
            details=_details,
            steps=_steps_of(read),
            needs=_needs,
        ),
    )


_OF_ROLE = ("map-role", "map-role-client-scope", "map-role-composite")
_OF_CLIENT = (
    "view",
    "manage",
    "configure",
    "map-roles",
    "map-roles-client-scope",
    "map-roles-composite",
    "token-exchange",
)
_OF_GROUP = ("view", "manage", "view-members", "manage-members", "manage-membership")
_OF_USERS = ("view", "manage", "map-roles", "manage-group-membership", "impersonate", "user-impersonated")
_HOLDER = Scope("client_id", "client-uuid", TO_CLIENT)
_CLIENT = _of("client", Field("client_id"), (clients.PERMISSIONS, clients.SET_PERMISSIONS), _OF_CLIENT, (_HOLDER,))
_ROLE = _of("role", Field("role"), (roles.PERMISSIONS, roles.SET_PERMISSIONS), _OF_ROLE, (), "role-name")
_CLIENT_ROLE = _of(
    "client role",
    Field("role"),
    (client_roles.PERMISSIONS, client_roles.SET_PERMISSIONS),
    _OF_ROLE,
    (_HOLDER,),
    "role-name",
)
_ROLE_ID = _of(
    "role", Field("role_id"), (roles_by_id.PERMISSIONS, roles_by_id.SET_PERMISSIONS), _OF_ROLE, (), "role-id"
)
_GROUP = _of(
    "group",
    Field("group"),
    (groups.PERMISSIONS, groups.SET_PERMISSIONS),
    _OF_GROUP,
    (Scope("group", "group-id", TO_GROUP),),
)
_PROVIDER = _of(
    "identity provider",
    Field("identity_provider"),
    (identity_providers.PERMISSIONS, identity_providers.SET_PERMISSIONS),
    ("token-exchange",),
    (Scope("identity_provider", "alias", TO_IDENTITY_PROVIDER, identifier="alias"),),
)
_USERS = _of("realm", Field("realm"), (realms.USERS_PERMISSIONS, realms.SET_USERS_PERMISSIONS), _OF_USERS)

_OBJECTS = ("client_id", "role", "role_id", "group", "identity_provider", "users")
MANAGEMENT_PERMISSIONS = replace(
    _CLIENT,
    scopes=(),
    arguments={
        **{
            option: {"type": "str", "aliases": [alias]} if alias else {"type": "str"}
            for option, alias in (
                ("role", ""),
                ("role_id", "roleId"),
                ("group", ""),
                ("identity_provider", "identityProvider"),
            )
        },
        "users": {"type": "bool"},
        "policies": {"type": "dict"},
        "state": {"type": "str", "default": "present", "choices": ["present"]},
    },
    constraints={
        "required_one_of": [_OBJECTS],
        "mutually_exclusive": [
            ("client_id", "role_id", "group", "identity_provider", "users"),
            ("role", "role_id", "group", "identity_provider", "users"),
        ],
    },
)


def permissions_of(params: Params) -> Resource:
    """The kind of object that a task is about."""
    if params.get("users"):
        return _USERS
    if params.get("role"):
        return _CLIENT_ROLE if params.get("client_id") else _ROLE
    for option, resource in (("role_id", _ROLE_ID), ("group", _GROUP), ("identity_provider", _PROVIDER)):
        if params.get(option):
            return resource
    return _CLIENT
