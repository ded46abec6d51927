# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The authorization services of a client as an export has them: with names, and with lists written as JSON strings.

The form is that of ResourceServerRepresentation. ``objects`` takes it apart into what the kinds of the collection
take, ``AuthzSnapshot`` answers the reads of these kinds from it.
"""

from __future__ import annotations

import json
from collections.abc import Hashable
from typing import Any, Callable, Container, Dict, Iterator, List, Mapping, Optional, Tuple

from .._base.errors import InputError
from .._engine.reference import Representation, Values, first
from .._engine.resource import Resource
from .._http.api import authz, authz_permissions, authz_policies, authz_resources, authz_scopes
from .._http.endpoint import Endpoint
from .._http.reader import Reader
from .._kinds import authz_permission, authz_policy, authz_resource, authz_scope, authz_settings
from .._kinds._authz import ADMIN_PERMISSIONS, is_id

PERMISSIONS = ("resource", "scope")
_SETTINGS = ("policyEnforcementMode", "decisionStrategy", "allowRemoteResourceManagement")
# Entries of a policy's configuration that its representation calls otherwise.
_CALLED = {"nbf": "notBefore", "noa": "notOnOrAfter"}
_FLAGS = ("fetchRoles", "targetContextAttributes")

# Permissions come after policies, however many levels of others those are made of.
_LAST = 99

# What is made of an entry: its kind, its place in the order, its options, and what others may name.
Object = Tuple[Resource, int, Dict[str, Any], Tuple[Tuple[str, Hashable], ...]]
Handler = Callable[[Values, Mapping[str, Any]], Any]


def role_key(text: str, known: Container[Tuple[str, str]]) -> Tuple[str, str]:
    """The natural key of a role that an export names as ``role`` or ``client/role``; either name may contain slashes.

    Where none of the ways to read it is known it is read as the server does: up to the first slash it is the client.
    """
    keys = [("", text), *((text[:at], text[at + 1 :]) for at, char in enumerate(text) if char == "/")]
    return next((key for key in keys if key in known), keys[min(1, len(keys) - 1)])


def objects(client_id: str, settings: Representation, roles: Container[Tuple[str, str]]) -> Iterator[Object]:
    """What the settings declare. ``roles`` are the natural keys of those that the configuration makes."""
    holder = {"client_id": client_id}
    own = {key: settings[key] for key in _SETTINGS if settings.get(key) is not None}
    if own:
        yield authz_settings.AUTHZ_SETTINGS, 0, {**holder, **own}, ()
    for scope in settings.get("scopes") or ():
        promise = (("authorization scope", scope["name"]),)
        kept = {key: it for key, it in scope.items() if key not in ("policies", "resources")}
        yield authz_scope.AUTHZ_SCOPE, 1, {**holder, **kept}, promise
    for resource in settings.get("resources") or ():
        if client_id == ADMIN_PERMISSIONS and is_id(resource["name"]):
            # What the server keeps for a single user, group, client, role or organization.
            continue
        scopes = [item["name"] for item in resource.get("scopes") or ()] or None
        owner = (resource.get("owner") or {}).get("name")
        given = {key: it for key, it in resource.items() if key != "_id"}
        promise = (("authorization resource", resource["name"]),)
        owner = None if owner == client_id else owner
        yield authz_resource.AUTHZ_RESOURCE, 2, {**holder, **given, "scopes": scopes, "owner": owner}, promise
    policies = {item["name"]: item for item in settings.get("policies") or ()}
    for name, policy in policies.items():
        about = {**holder, **named(policy, roles)}
        kind = about.pop("type")
        if client_id == ADMIN_PERMISSIONS and about.get("resources") == [about.get("resource_type")]:
            # That is all objects of the type.
            del about["resources"]
        promise = (("authorization policy", name),)
        if kind in PERMISSIONS:
            yield authz_permission.kind_of(about), _LAST, {**about, "permission_type": kind}, promise
        else:
            yield authz_policy.AUTHZ_POLICY, 3 + _depth(name, policies), {**about, "policy_type": kind}, promise


def _depth(name: str, policies: Mapping[str, Representation], above: Tuple[str, ...] = ()) -> int:
    """How many levels of policies one is made of."""
    within = _texts(policies[name], "applyPolicies") or ()
    known = [it for it in within if it in policies and it not in above]
    return max((1 + _depth(it, policies, (*above, name)) for it in known), default=0)


def named(policy: Representation, known: Container[Tuple[str, str]]) -> Dict[str, Any]:
    """A policy or permission with the options of its kind in place of its configuration."""
    config = {_CALLED.get(key, key): it for key, it in (policy.get("config") or {}).items()}
    kept = {key: policy.get(key) for key in ("name", "description", "type", "decisionStrategy")}
    if policy["type"] not in PERMISSIONS:
        kept["logic"] = policy.get("logic")
    lists: Dict[str, Any] = {key: _texts(policy, key) for key in ("users", "clients", "resources", "scopes")}
    lists["policies"] = _texts(policy, "applyPolicies")
    roles = _texts(policy, "roles", "id")
    if roles is not None:
        keys = [(*role_key(item["id"], known), bool(item.get("required"))) for item in roles]
        lists["roles"] = [{"client_id": holder or None, "name": name, "required": it} for holder, name, it in keys]
    scopes = _texts(policy, "clientScopes", "id")
    if scopes is not None:
        lists["client_scopes"] = [{"name": it["id"], "required": bool(it.get("required"))} for it in scopes]
    groups = _texts(policy, "groups", "path")
    if groups is not None:
        lists["groups"] = [{"path": it["path"], "extend_children": bool(it.get("extendChildren"))} for it in groups]
    lists["resource_type"] = config.pop("defaultResourceType", None)
    rest = {key: it for key, it in config.items() if key not in (*lists, "applyPolicies", "clientScopes")}
    return {key: it for key, it in {**kept, **rest, **lists}.items() if it is not None}


def _texts(policy: Representation, key: str, part: Optional[str] = None) -> Optional[List[Any]]:
    """A list of a policy's configuration, of names or of maps that have this part."""
    held = (policy.get("config") or {}).get(key)
    if held is None:
        return None
    try:
        found = json.loads(held) if isinstance(held, str) else held
    except ValueError:
        found = None
    if not isinstance(found, list) or (part and not all(isinstance(it, dict) and part in it for it in found)):
        raise InputError(
            f"{key} in the config of policy '{policy['name']}' must be a list of "
            f"{'mappings with ' + part if part else 'names'}, as such or written as JSON."
        )
    return found


def portable(client: Reader, realm: str, client_id: str, settings: Representation) -> Representation:
    """The settings as another server takes them: with names for the ids of admin permissions, in a settled order."""
    administers = client_id == ADMIN_PERMISSIONS
    resources = [it for it in settings.get("resources") or () if not (administers and is_id(it["name"]))]
    policies = []
    for policy in settings.get("policies") or ():
        config = dict(policy.get("config") or {})
        about = {"client_id": client_id, "resource_type": config.get("defaultResourceType")}
        link = next(it.link for it in authz_permission.kind_of(about).fields if it.option == "resources")
        for key, value in config.items():
            if value.startswith("["):
                items = json.loads(value)
                if link and key == "resources":
                    items = [link.read(client, {"realm": realm}, it) if is_id(it) else it for it in items]
                config[key] = json.dumps(sorted(items, key=str), ensure_ascii=False)
        policies.append(dict(policy, config=config))
    own = {key: it for key, it in settings.items() if key != "authorizationSchema"}
    return {**own, "resources": resources, "policies": policies}


class AuthzSnapshot:
    """Answers in place of the authorization services of clients. An object's name is its id.

    ``client_of`` gives a client's representation by the values of a path, ``ids`` turns what a policy names (roles,
    groups and so on) into ids: by the key in the representation of the policy.
    """

    def __init__(
        self, client_of: Callable[[Values], Optional[Representation]], ids: Mapping[str, Callable[[Any], Any]]
    ) -> None:
        self._client_of = client_of
        self._ids = ids

    def handlers(self) -> Dict[Endpoint, Handler]:
        return {
            authz.GET: lambda v, _q: {
                key: it for key, it in self._settings(v).items() if key in (*_SETTINGS, "authorizationSchema")
            },
            authz_scopes.LIST: lambda v, _q: [dict(it, id=it["name"]) for it in self._settings(v).get("scopes") or ()],
            authz_resources.LIST: lambda v, q: [it for it in self._resources(v) if q.get("name") in (None, it["name"])],
            authz_policies.LIST: lambda v, q: self._policies(v, with_permissions=q.get("permission") is not False),
            authz_policies.GET_OF_TYPE: self._typed,
            authz_policies.ASSOCIATED_POLICIES: lambda v, _q: self._named(v, "applyPolicies"),
            authz_permissions.LIST: lambda v, _q: [
                dict(it, resourceType=(it.get("config") or {}).get("defaultResourceType"))
                for it in self._policies(v)
                if it["type"] in PERMISSIONS
            ],
            authz_permissions.ASSOCIATED_POLICIES: lambda v, _q: self._named(v, "applyPolicies"),
            authz_permissions.RESOURCES: lambda v, _q: self._named(v, "resources"),
            authz_permissions.SCOPES: lambda v, _q: self._named(v, "scopes"),
        }

    def _settings(self, values: Values) -> Representation:
        return (self._client_of(values) or {}).get("authorizationSettings") or {}

    def _resources(self, values: Values) -> List[Representation]:
        holder = {"id": values["client-uuid"], "name": (self._client_of(values) or {}).get("clientId")}
        return [
            {**item, "_id": item["name"], "owner": {"id": "", **item["owner"]} if item.get("owner") else holder}
            for item in self._settings(values).get("resources") or ()
        ]

    def _policies(self, values: Values, with_permissions: bool = True) -> List[Representation]:
        return [
            dict(item, id=item["name"])
            for item in self._settings(values).get("policies") or ()
            if with_permissions or item["type"] not in PERMISSIONS
        ]

    def _policy(self, values: Values) -> Optional[Representation]:
        return first(self._policies(values), "id", values["policy-id"])

    def _named(self, values: Values, key: str) -> List[Dict[str, str]]:
        return [{"name": name} for name in _texts(self._policy(values) or {}, key) or ()]

    def _typed(self, values: Values, _query: Mapping[str, Any]) -> Optional[Representation]:
        """The representation of the policy's own type, which has ids."""
        policy = self._policy(values)
        if policy is None:
            return None
        typed = {key: it for key, it in policy.items() if key != "config"}
        for key, value in (policy.get("config") or {}).items():
            if key in self._ids:
                typed[key] = [self._ids[key](item) for item in json.loads(value)]
            elif key != "applyPolicies":
                typed[_CALLED.get(key, key)] = value == "true" if key in _FLAGS else value
        return typed
