# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The settings of the realm itself."""

from __future__ import annotations

from typing import Any, Dict

from ..._engine.assignment import Params
from ..._engine.field import camel
from ..._engine.reference import Representation
from ..._http.api import realms
from ..._kinds.realm import FLOWS, REALM
from ..bulk import Bulk
from ..kind import Exported, RealmKind, ignoring
from ..parts import Parts
from ..stages import BINDINGS, SETTINGS
from ..tidy import emptied
from .collections import COLLECTIONS

# What the realm is bound to when all else is there.
_BINDINGS = (
    *FLOWS,
    "default_default_client_scopes",
    "default_optional_client_scopes",
)
_SERVERS_OWN = (
    "adminPermissionsClient",
    "defaultRole",
    "id",
    "keycloakVersion",
    "otpSupportedApplications",
    "requiredCredentials",
)


def settings_of(config: Representation) -> Representation:
    """A representation without its collections."""
    return {key: value for key, value in config.items() if key not in COLLECTIONS}


def _declare(parts: Parts, config: Representation) -> None:
    settings = settings_of(config)
    settings.pop("realm", None)
    params = parts.params(REALM, dict(settings, state="present"))
    parts.add(BINDINGS, REALM, dict(settings, state="present"), early=(SETTINGS, _unbound(params)), ahead=True)


def _unbound(params: Params) -> Params:
    return {key: None if key in _BINDINGS else value for key, value in params.items()}


def _export(exported: Exported) -> Dict[str, Any]:
    config, default = _settings(exported.bulk.export), _settings(exported.default)
    headers, known = (it.get("browserSecurityHeaders") or {} for it in (config, default))
    config["browserSecurityHeaders"] = {**headers, **emptied(headers, known)}
    # A realm always has its flows: the server does not have the setting (23).
    taken = {key: value for key, value in emptied(config, default).items() if key not in map(camel, FLOWS)}
    return {**config, **taken}


def _settings(export: Representation) -> Dict[str, Any]:
    config = {key: value for key, value in settings_of(export).items() if key not in _SERVERS_OWN}
    # Attributes that stand among the settings as well.
    config["attributes"] = {key: it for key, it in (export.get("attributes") or {}).items() if key not in export}
    return config


def _scopes(bulk: Bulk, key: str) -> Any:
    return [bulk.data.scopes[name] for name in bulk.export.get(key) or () if name in bulk.data.scopes]


KIND = RealmKind(
    resources=(REALM,),
    declare=_declare,
    ignored=ignoring(
        REALM,
        *("keycloakVersion", "otpSupportedApplications", "defaultRole", "requiredCredentials", "keysAlgorithm"),
        *("privateKey", "publicKey", "certificate", "codeSecret", "adminPermissionsClient"),
    ),
    answers=lambda bulk: {
        realms.DEFAULT_CLIENT_SCOPES: lambda _v, _q: _scopes(bulk, "defaultDefaultClientScopes"),
        realms.OPTIONAL_CLIENT_SCOPES: lambda _v, _q: _scopes(bulk, "defaultOptionalClientScopes"),
    },
    export=_export,
)
