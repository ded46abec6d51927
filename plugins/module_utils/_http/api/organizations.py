# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Organizations."""

from __future__ import annotations

from ..endpoint import delete, get, post, put

LIST = get("/admin/realms/{realm}/organizations", "search", "q", "exact", "first", "max", "briefRepresentation")
CREATE = post("/admin/realms/{realm}/organizations")
GET = get("/admin/realms/{realm}/organizations/{org-id}")
UPDATE = put("/admin/realms/{realm}/organizations/{org-id}")
DELETE = delete("/admin/realms/{realm}/organizations/{org-id}")
COUNT = get("/admin/realms/{realm}/organizations/count", "search", "q", "exact")
