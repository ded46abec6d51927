# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Roles of users."""

from __future__ import annotations

from ..endpoint import delete, get, post

LIST = get("/admin/realms/{realm}/users/{user-id}/role-mappings")
LIST_REALM = get("/admin/realms/{realm}/users/{user-id}/role-mappings/realm")
ADD_REALM = post("/admin/realms/{realm}/users/{user-id}/role-mappings/realm")
REMOVE_REALM = delete("/admin/realms/{realm}/users/{user-id}/role-mappings/realm")
AVAILABLE_REALM = get("/admin/realms/{realm}/users/{user-id}/role-mappings/realm/available")
EFFECTIVE_REALM = get("/admin/realms/{realm}/users/{user-id}/role-mappings/realm/composite", "briefRepresentation")
LIST_CLIENT = get("/admin/realms/{realm}/users/{user-id}/role-mappings/clients/{client-id}")
ADD_CLIENT = post("/admin/realms/{realm}/users/{user-id}/role-mappings/clients/{client-id}")
REMOVE_CLIENT = delete("/admin/realms/{realm}/users/{user-id}/role-mappings/clients/{client-id}")
AVAILABLE_CLIENT = get("/admin/realms/{realm}/users/{user-id}/role-mappings/clients/{client-id}/available")
EFFECTIVE_CLIENT = get(
    "/admin/realms/{realm}/users/{user-id}/role-mappings/clients/{client-id}/composite", "briefRepresentation"
)
