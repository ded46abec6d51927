# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Workflows."""

from __future__ import annotations

from ..endpoint import delete, get, post, put

LIST = get("/admin/realms/{realm}/workflows", "search", "exact", "first", "max")
CREATE = post("/admin/realms/{realm}/workflows")
GET = get("/admin/realms/{realm}/workflows/{id}", "includeId")
UPDATE = put("/admin/realms/{realm}/workflows/{id}")
DELETE = delete("/admin/realms/{realm}/workflows/{id}")
MIGRATE = post("/admin/realms/{realm}/workflows/migrate", "from", "to")
SCHEDULED = get("/admin/realms/{realm}/workflows/scheduled/{resource-id}")
ACTIVATE = post("/admin/realms/{realm}/workflows/{id}/activate/{type}/{resourceId}", "notBefore")
DEACTIVATE = post("/admin/realms/{realm}/workflows/{id}/deactivate/{type}/{resourceId}")
