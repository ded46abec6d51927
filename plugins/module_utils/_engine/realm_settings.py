# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A realm's settings: read whole, written in part."""

from __future__ import annotations

from typing import Any, Mapping

from .._base.errors import InputError
from .._http.api import realms
from .._http.reader import Reader
from .reference import Representation, Values

# The server sets these back to their defaults when an update leaves them out (26.7). In 24 the headers are attributes,
# and an update with attributes replaces all of them.
_RESET = ("browserSecurityHeaders", "oauth2DeviceCodeLifespan", "otpPolicyCodeReusable")


def whole_realm(client: Reader, values: Values) -> Representation:
    """A realm with all of its settings. Who may not read them gets an answer that lacks nearly all (26.7)."""
    held: Representation = client.get(realms.GET, values)
    if "id" not in held:
        raise InputError(
            f"The account may not read the settings of realm '{values['realm']}': it most likely lacks the role "
            "view-realm or manage-realm."
        )
    return held


def update_realm(client: Reader, values: Values, held: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
    """Change these settings of a realm, whose current representation is ``held``, and no others."""
    kept = {key: held[key] for key in _RESET if key in held}
    client.send(realms.UPDATE, values, body={**kept, **changes})
