# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Client profiles and client policies: two documents with entries."""

from __future__ import annotations

from ..._engine.reference import Representation
from ..._kinds.client_policy import CLIENT_POLICY
from ..._kinds.client_profile import CLIENT_PROFILE
from ..kind import RealmKind
from ..parts import Parts
from ..shape import record, unique
from ..stages import CLIENT_POLICIES, CLIENT_PROFILES


def _declare(parts: Parts, config: Representation) -> None:
    for entry in (config.get("clientProfiles") or {}).get("profiles") or ():
        parts.add(CLIENT_PROFILES, CLIENT_PROFILE, entry)
    for entry in (config.get("clientPolicies") or {}).get("policies") or ():
        parts.add(CLIENT_POLICIES, CLIENT_POLICY, entry)


KIND = RealmKind(
    resources=(CLIENT_PROFILE, CLIENT_POLICY),
    declare=_declare,
    outline={
        "clientProfiles": record(profiles=unique("name")),
        "clientPolicies": record(policies=unique("name")),
    },
    export=lambda exported: {key: exported.bulk.export.get(key) for key in ("clientProfiles", "clientPolicies")},
)
