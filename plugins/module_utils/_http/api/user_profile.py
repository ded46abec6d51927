# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The user profile of a realm."""

from __future__ import annotations

from ..endpoint import get, put

GET = get("/admin/realms/{realm}/users/profile")
UPDATE = put("/admin/realms/{realm}/users/profile")
METADATA = get("/admin/realms/{realm}/users/profile/metadata")
