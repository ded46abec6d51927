# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The user profile: a document in the configuration of a component."""

from __future__ import annotations

import json

from ..._engine.reference import Representation
from ..._kinds.user_profile import USER_PROFILE
from ..kind import RealmKind
from ..parts import Parts
from ..stages import PROFILE

COMPONENT_TYPE = "org.keycloak.userprofile.UserProfileProvider"


def _declare(parts: Parts, config: Representation) -> None:
    for entry in (config.get("components") or {}).get(COMPONENT_TYPE) or ():
        for text in (entry.get("config") or {}).get("kc.user.profile.config") or ():
            # Attributes of users are compared with the profile as it will be.
            parts.add(PROFILE, USER_PROFILE, json.loads(text), ahead=True)


# Attributes of users are compared with the profile as it will be.
KIND = RealmKind(resources=(USER_PROFILE,), declare=_declare)
