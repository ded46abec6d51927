# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all kinds of components have in common: a provider and its settings, lists of strings by name."""

from __future__ import annotations

import re
from typing import Any, Dict, Mapping

from .._api import components
from .._field import TEXTS_MAP, Field, camel
from .._resource import Masked

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


def camel_config(config: Mapping[str, Any]) -> Dict[str, Any]:
    """Settings under the server's own names: ``private_key`` is ``privateKey``."""
    return {camel(key) if re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", key) else key: config[key] for key in config}
