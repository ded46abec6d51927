# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Roles of realms and clients, by id."""

from __future__ import annotations

from ..endpoint import delete, get, post, put

GET = get("/admin/realms/{realm}/roles-by-id/{role-id}")
UPDATE = put("/admin/realms/{realm}/roles-by-id/{role-id}")
DELETE = delete("/admin/realms/{realm}/roles-by-id/{role-id}")
COMPOSITES = get("/admin/realms/{realm}/roles-by-id/{role-id}/composites", "search", "first", "max")
ADD_COMPOSITES = post("/admin/realms/{realm}/roles-by-id/{role-id}/composites")
REMOVE_COMPOSITES = delete("/admin/realms/{realm}/roles-by-id/{role-id}/composites")
REALM_COMPOSITES = get("/admin/realms/{realm}/roles-by-id/{role-id}/composites/realm")
CLIENT_COMPOSITES = get("/admin/realms/{realm}/roles-by-id/{role-id}/composites/clients/{clientUuid}")
PERMISSIONS = get("/admin/realms/{realm}/roles-by-id/{role-id}/management/permissions")
SET_PERMISSIONS = put("/admin/realms/{realm}/roles-by-id/{role-id}/management/permissions")
