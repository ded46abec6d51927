# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The user profile: a document in the configuration of a component."""

from __future__ import annotations

import json
from typing import Any

from ..._base.errors import InputError
from ..._engine.reference import Representation
from ..._kinds.user_profile import USER_PROFILE
from ..kind import RealmKind
from ..parts import Parts
from ..stages import PROFILE

_DOCUMENT = "kc.user.profile.config"
COMPONENT_TYPE = "org.keycloak.userprofile.UserProfileProvider"


def _declare(parts: Parts, config: Representation) -> None:
    for entry in (config.get("components") or {}).get(COMPONENT_TYPE) or ():
        for text in (entry.get("config") or {}).get(_DOCUMENT) or ():
            # Attributes of users are compared with the profile as it will be.
            parts.add(PROFILE, USER_PROFILE, _document(text), ahead=True)


def readable(config: Representation) -> Representation:
    """The configuration of the component with its document in lines, of which a change is one or a few."""
    return {
        key: [json.dumps(json.loads(it), indent=2, ensure_ascii=False) for it in value] if key == _DOCUMENT else value
        for key, value in config.items()
    }


def _document(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise InputError(f"The user profile in components > {COMPONENT_TYPE} is no valid JSON: {error}.") from None


# Attributes of users are compared with the profile as it will be.
KIND = RealmKind(resources=(USER_PROFILE,), declare=_declare)
