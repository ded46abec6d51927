# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Roles in the scope of client scopes."""

from __future__ import annotations

from ..endpoint import delete, get, post

LIST = get("/admin/realms/{realm}/client-scopes/{client-scope-id}/scope-mappings", note="deprecated")
LIST_REALM = get("/admin/realms/{realm}/client-scopes/{client-scope-id}/scope-mappings/realm")
ADD_REALM = post("/admin/realms/{realm}/client-scopes/{client-scope-id}/scope-mappings/realm")
REMOVE_REALM = delete("/admin/realms/{realm}/client-scopes/{client-scope-id}/scope-mappings/realm")
AVAILABLE_REALM = get("/admin/realms/{realm}/client-scopes/{client-scope-id}/scope-mappings/realm/available")
EFFECTIVE_REALM = get(
    "/admin/realms/{realm}/client-scopes/{client-scope-id}/scope-mappings/realm/composite", "briefRepresentation"
)
LIST_CLIENT = get("/admin/realms/{realm}/client-scopes/{client-scope-id}/scope-mappings/clients/{client}")
ADD_CLIENT = post("/admin/realms/{realm}/client-scopes/{client-scope-id}/scope-mappings/clients/{client}")
REMOVE_CLIENT = delete("/admin/realms/{realm}/client-scopes/{client-scope-id}/scope-mappings/clients/{client}")
AVAILABLE_CLIENT = get(
    "/admin/realms/{realm}/client-scopes/{client-scope-id}/scope-mappings/clients/{client}/available"
)
EFFECTIVE_CLIENT = get(
    "/admin/realms/{realm}/client-scopes/{client-scope-id}/scope-mappings/clients/{client}/composite",
    "briefRepresentation",
)
