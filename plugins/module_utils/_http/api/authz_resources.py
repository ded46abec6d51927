# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Resources of a resource server."""

from __future__ import annotations

from ..endpoint import delete, get, post, put

LIST = get(
    "/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/resource",
    "_id",
    "name",
    "uri",
    "owner",
    "type",
    "scope",
    "matchingUri",
    "exactName",
    "deep",
    "first",
    "max",
)
CREATE = post("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/resource")
GET = get("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/resource/{resource-id}")
UPDATE = put("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/resource/{resource-id}")
DELETE = delete("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/resource/{resource-id}")
SEARCH = get("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/resource/search", "name")
ATTRIBUTES = get("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/resource/{resource-id}/attributes")
PERMISSIONS = get(
    "/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/resource/{resource-id}/permissions"
)
SCOPES = get("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/resource/{resource-id}/scopes")
