# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all kinds of components have in common: a provider and its settings, lists of strings by name."""

from __future__ import annotations

import re
from typing import Any, Dict, Mapping, Optional

from .._api import components, server
from .._client import Client
from .._field import TEXTS_MAP, Field, camel
from .._reference import Representation, Values
from .._resource import Masked, Params

KEY = Field("name", required=True)
PROVIDER = Field("provider_id", create_only=True)
CONFIG = Field("config", "dict", TEXTS_MAP)
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


def prepare(client: Client, _values: Values, params: Params, raw: Optional[Representation]) -> Params:
    """Names the settings of a new component that are secrets; of one that is there the server shows those masked."""
    if raw is not None or not params.get("config"):
        return params
    types = client.get(server.INFO)["componentTypes"].values()
    providers = [it for listed in types for it in listed if it["id"] == params.get("provider_id")]
    settings = [setting for provider in providers for setting in provider.get("properties") or ()]
    return dict(params, secret_keys=[setting["name"] for setting in settings if setting.get("secret")])


def camel_config(config: Mapping[str, Any]) -> Dict[str, Any]:
    """Settings under the server's own names: ``private_key`` is ``privateKey``."""
    return {camel(key) if re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", key) else key: config[key] for key in config}
