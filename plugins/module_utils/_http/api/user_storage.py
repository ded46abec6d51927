# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Synchronisation of user federation."""

from __future__ import annotations

from ..endpoint import get, post

NAME = get("/admin/realms/{realm}/user-storage/{id}/name")
SYNC = post("/admin/realms/{realm}/user-storage/{id}/sync", "action")
UNLINK_USERS = post("/admin/realms/{realm}/user-storage/{id}/unlink-users")
REMOVE_IMPORTED_USERS = post("/admin/realms/{realm}/user-storage/{id}/remove-imported-users")
SYNC_MAPPER = post("/admin/realms/{realm}/user-storage/{parentId}/mappers/{id}/sync", "direction")
