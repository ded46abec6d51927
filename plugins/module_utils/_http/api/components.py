# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Components: user federation, keys, registration policies."""

from __future__ import annotations

from ..endpoint import delete, get, post, put

LIST = get("/admin/realms/{realm}/components", "parent", "type", "name", "providerId")
CREATE = post("/admin/realms/{realm}/components")
GET = get("/admin/realms/{realm}/components/{id}")
UPDATE = put("/admin/realms/{realm}/components/{id}")
DELETE = delete("/admin/realms/{realm}/components/{id}")
SUB_COMPONENT_TYPES = get("/admin/realms/{realm}/components/{id}/sub-component-types", "type")
