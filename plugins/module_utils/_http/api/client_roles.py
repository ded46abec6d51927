# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Roles of clients."""

from __future__ import annotations

from ..endpoint import delete, get, post, put

LIST = get("/admin/realms/{realm}/clients/{client-uuid}/roles", "search", "first", "max", "briefRepresentation")
CREATE = post("/admin/realms/{realm}/clients/{client-uuid}/roles")
GET = get("/admin/realms/{realm}/clients/{client-uuid}/roles/{role-name}")
UPDATE = put("/admin/realms/{realm}/clients/{client-uuid}/roles/{role-name}")
DELETE = delete("/admin/realms/{realm}/clients/{client-uuid}/roles/{role-name}")
COMPOSITES = get("/admin/realms/{realm}/clients/{client-uuid}/roles/{role-name}/composites")
ADD_COMPOSITES = post("/admin/realms/{realm}/clients/{client-uuid}/roles/{role-name}/composites")
REMOVE_COMPOSITES = delete("/admin/realms/{realm}/clients/{client-uuid}/roles/{role-name}/composites")
REALM_COMPOSITES = get("/admin/realms/{realm}/clients/{client-uuid}/roles/{role-name}/composites/realm")
CLIENT_COMPOSITES = get(
    "/admin/realms/{realm}/clients/{client-uuid}/roles/{role-name}/composites/clients/{targetClientUuid}"
)
USERS = get(
    "/admin/realms/{realm}/clients/{client-uuid}/roles/{role-name}/users", "briefRepresentation", "first", "max"
)
GROUPS = get(
    "/admin/realms/{realm}/clients/{client-uuid}/roles/{role-name}/groups", "first", "max", "briefRepresentation"
)
PERMISSIONS = get("/admin/realms/{realm}/clients/{client-uuid}/roles/{role-name}/management/permissions")
SET_PERMISSIONS = put("/admin/realms/{realm}/clients/{client-uuid}/roles/{role-name}/management/permissions")
