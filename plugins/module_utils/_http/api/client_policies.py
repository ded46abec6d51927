# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Client policies and client profiles."""

from __future__ import annotations

from ..endpoint import get, put

POLICIES = get("/admin/realms/{realm}/client-policies/policies", "include-global-policies")
UPDATE_POLICIES = put("/admin/realms/{realm}/client-policies/policies")
PROFILES = get("/admin/realms/{realm}/client-policies/profiles", "include-global-profiles")
UPDATE_PROFILES = put("/admin/realms/{realm}/client-policies/profiles")
