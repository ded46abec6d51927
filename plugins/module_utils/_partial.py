# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A part of a realm's settings, written alone."""

from __future__ import annotations

from typing import Any, Mapping

from ._api import realms
from ._client import Client
from ._reference import Values

# The server sets these back to their defaults when they are left out of an update (26.7).
_RESET = ("oauth2DeviceCodeLifespan", "otpPolicyCodeReusable")


def update_realm(client: Client, values: Values, held: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
    """Change these settings of a realm, whose current representation is ``held``, and no others."""
    kept = {key: held[key] for key in _RESET if key in held}
    client.send(realms.UPDATE, values, body={**kept, **changes})
