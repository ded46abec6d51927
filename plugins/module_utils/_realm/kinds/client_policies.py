# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Client profiles and client policies: two documents with entries."""

from __future__ import annotations

from typing import List

from ..._engine.reference import Representation
from ..._kinds.client_policy import CLIENT_POLICY
from ..._kinds.client_profile import CLIENT_PROFILE
from ..bulk import Bulk
from ..kind import RealmKind, purge
from ..parts import Parts
from ..shape import record, unique
from ..stages import CLIENT_POLICIES, CLIENT_PROFILES


def _declare(parts: Parts, config: Representation) -> None:
    for entry in (config.get("clientProfiles") or {}).get("profiles") or ():
        parts.add(CLIENT_PROFILES, CLIENT_PROFILE, entry)
    for entry in (config.get("clientPolicies") or {}).get("policies") or ():
        parts.add(CLIENT_POLICIES, CLIENT_POLICY, entry)


def _entries(bulk: Bulk, document: str, key: str) -> List[Representation]:
    return list((bulk.export.get(document) or {}).get(key) or ())


KIND = RealmKind(
    resources=(CLIENT_PROFILE, CLIENT_POLICY),
    declare=_declare,
    outline={
        "clientProfiles": record(profiles=unique("name")),
        "clientPolicies": record(policies=unique("name")),
    },
    purges=(
        purge("client_policies", CLIENT_POLICY, lambda bulk: _entries(bulk, "clientPolicies", "policies")),
        purge("client_profiles", CLIENT_PROFILE, lambda bulk: _entries(bulk, "clientProfiles", "profiles")),
    ),
    export=lambda exported: {key: exported.bulk.export.get(key) for key in ("clientProfiles", "clientPolicies")},
)
