# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Roles of realms."""

from __future__ import annotations

from ..endpoint import delete, get, post, put

LIST = get("/admin/realms/{realm}/roles", "search", "first", "max", "briefRepresentation")
CREATE = post("/admin/realms/{realm}/roles")
GET = get("/admin/realms/{realm}/roles/{role-name}")
UPDATE = put("/admin/realms/{realm}/roles/{role-name}")
DELETE = delete("/admin/realms/{realm}/roles/{role-name}")
COMPOSITES = get("/admin/realms/{realm}/roles/{role-name}/composites")
ADD_COMPOSITES = post("/admin/realms/{realm}/roles/{role-name}/composites")
REMOVE_COMPOSITES = delete("/admin/realms/{realm}/roles/{role-name}/composites")
REALM_COMPOSITES = get("/admin/realms/{realm}/roles/{role-name}/composites/realm")
CLIENT_COMPOSITES = get("/admin/realms/{realm}/roles/{role-name}/composites/clients/{targetClientUuid}")
USERS = get("/admin/realms/{realm}/roles/{role-name}/users", "briefRepresentation", "first", "max")
GROUPS = get("/admin/realms/{realm}/roles/{role-name}/groups", "first", "max", "briefRepresentation")
PERMISSIONS = get("/admin/realms/{realm}/roles/{role-name}/management/permissions")
SET_PERMISSIONS = put("/admin/realms/{realm}/roles/{role-name}/management/permissions")
