# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all kinds of components have in common: a provider and its settings, lists of strings by name."""

from __future__ import annotations

import re
from typing import Any, Dict, Mapping, Optional, Tuple

from .._engine.assignment import Params
from .._engine.field import Field, Map, camel
from .._engine.reference import Representation
from .._engine.resource import Masked
from .._http.api import components, server
from .._http.reader import Reader

KEY = Field("name", required=True)
PROVIDER = Field("provider_id", create_only=True)
# A setting that a request leaves out stays, an empty list removes it (26.7).
CONFIG = Field("config", "dict", Map(values="texts", removed=()))
# Any setting that the server shows masked. It drops settings that it does not know: the realm keeps the fingerprints.
SECRETS = (Masked("config", "*"),)
ENDPOINTS: Dict[str, Any] = {
    "variable": "id",
    "get": components.GET,
    "listing": components.LIST,
    "create": components.CREATE,
    "update": components.UPDATE,
    "delete": components.DELETE,
}


def secret_settings(client: Reader, params: Params, raw: Optional[Representation]) -> Tuple[str, ...]:
    """The settings of a new component that are secrets; the server shows those of an existing one masked."""
    if raw is not None or not params.get("config"):
        return ()
    types = client.get(server.INFO)["componentTypes"].values()
    providers = [it for listed in types for it in listed if it["id"] == params.get("provider_id")]
    settings = [setting for provider in providers for setting in provider.get("properties") or ()]
    return tuple(setting["name"] for setting in settings if setting.get("secret"))


def camel_config(config: Mapping[str, Any]) -> Dict[str, Any]:
    """Settings under the server's own names: ``private_key`` is ``privateKey``."""
    return {camel(key) if re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", key) else key: config[key] for key in config}
