# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Brute-force detection."""

from __future__ import annotations

from ..endpoint import delete, get

CLEAR_ALL = delete("/admin/realms/{realm}/attack-detection/brute-force/users")
GET = get("/admin/realms/{realm}/attack-detection/brute-force/users/{userId}")
CLEAR = delete("/admin/realms/{realm}/attack-detection/brute-force/users/{userId}")
