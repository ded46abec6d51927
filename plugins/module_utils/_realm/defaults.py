# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""An export without the values that a new object has anyway: those of a new realm, and those of new objects (26.7)."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional

from .._engine.reference import Representation, first
from .kinds.collections import COLLECTIONS
from .tidy import tidy

_MAPPER = {"consentRequired": False}
_EXECUTION = {"authenticatorFlow": False, "autheticatorFlow": False, "userSetupAllowed": False}
_OIDC = {"protocol": "openid-connect", "frontchannelLogout": False}
# What a new object has that a file of its own does not say, by the key of the realm's representation.
NEW: Mapping[str, Representation] = {
    "clients": {
        "alwaysDisplayInConsole": False,
        "bearerOnly": False,
        "clientAuthenticatorType": "client-secret",
        "consentRequired": False,
        "directAccessGrantsEnabled": False,
        "enabled": True,
        "fullScopeAllowed": True,
        "implicitFlowEnabled": False,
        "nodeReRegistrationTimeout": -1,
        "notBefore": 0,
        "publicClient": False,
        "serviceAccountsEnabled": False,
        "standardFlowEnabled": True,
        "surrogateAuthRequired": False,
    },
    "identityProviders": {
        "addReadTokenRoleOnCreate": False,
        "authenticateByDefault": False,
        "enabled": True,
        "hideOnLogin": False,
        "linkOnly": False,
        "storeToken": False,
        "trustEmail": False,
    },
    "organizations": {"enabled": True},
    "users": {"emailVerified": False, "enabled": True, "notBefore": 0, "totp": False},
}
# The server's own import takes a realm without the first one for disabled; the recorded new realm has the second one.
_SWITCHES = ("enabled", "adminPermissionsEnabled")
_KEYS = {"clients": "clientId", "clientScopes": "name", "requiredActions": "alias"}
_NAMES = frozenset(("alias", "clientId", "id", "name", "providerId", "realm", "username"))
# Lists that are exact together with an option beside them, and parts that are objects of their own.
_WHOLE = frozenset(
    (
        "authorizationSettings",
        "defaultClientScopes",
        "optionalClientScopes",
        "protocolMappers",
        "redirectUris",
        "webOrigins",
    )
)


def without_defaults(config: Mapping[str, Any], new: Representation) -> Dict[str, Any]:
    """``config`` is an export, ``new`` is what a new realm has."""
    default = tidy(new)
    settings = {key: value for key, value in config.items() if key not in COLLECTIONS}
    switches = {key: settings[key] for key in _SWITCHES if key in settings}
    kept = {**{key: config[key] for key in config if key in COLLECTIONS}, **_beyond(settings, default), **switches}
    for key in ("clients", "clientScopes", "identityProviders", "organizations", "requiredActions", "users"):
        if key in kept:
            kept[key] = [_item(key, item, default) for item in kept[key]]
    if "authenticationFlows" in kept:
        kept["authenticationFlows"] = [_flow(item) for item in kept["authenticationFlows"]]
    return {key: value for key, value in kept.items() if key in COLLECTIONS or value != {}}


def _item(key: str, item: Representation, default: Representation) -> Representation:
    built_in: Optional[Representation] = None
    if key in _KEYS:
        built_in = first(default.get(key) or (), _KEYS[key], item[_KEYS[key]])
    base = dict(built_in or NEW.get(key) or {})
    if key == "clients" and not built_in and item.get("protocol", _OIDC["protocol"]) == _OIDC["protocol"]:
        base.update(_OIDC)
    found = _beyond(item, base)
    if item.get("protocolMappers"):
        found["protocolMappers"] = [_beyond(mapper, _MAPPER) for mapper in item["protocolMappers"]]
    if key == "organizations" and item.get("domains"):
        found["domains"] = [_beyond(domain, {"verified": False}) for domain in item["domains"]]
    return found


def _flow(flow: Representation) -> Representation:
    executions: List[Representation] = [_beyond(it, _EXECUTION) for it in flow.get("authenticationExecutions") or ()]
    found = _beyond(flow, {"builtIn": False, "topLevel": True})
    return {**found, **({"authenticationExecutions": executions} if executions else {})}


def _beyond(item: Mapping[str, Any], base: Mapping[str, Any]) -> Dict[str, Any]:
    """What of an object is not as in ``base``, and what names it. Of a mapping those entries that differ."""
    found: Dict[str, Any] = {}
    for key, value in item.items():
        if key in _NAMES or key in _WHOLE or key not in base:
            found[key] = value
        elif isinstance(value, Mapping) and isinstance(base[key], Mapping):
            entries = {name: it for name, it in value.items() if name not in base[key] or base[key][name] != it}
            if entries:
                found[key] = entries
        elif value != base[key]:
            found[key] = value
    return found
