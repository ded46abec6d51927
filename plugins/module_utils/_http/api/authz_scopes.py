# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Scopes of a resource server."""

from __future__ import annotations

from ..endpoint import delete, get, post, put

LIST = get("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/scope", "scopeId", "name", "first", "max")
CREATE = post("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/scope")
GET = get("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/scope/{scope-id}")
UPDATE = put("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/scope/{scope-id}")
DELETE = delete("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/scope/{scope-id}")
SEARCH = get("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/scope/search", "name")
PERMISSIONS = get("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/scope/{scope-id}/permissions")
RESOURCES = get("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/scope/{scope-id}/resources")
