# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Identity providers of organizations."""

from __future__ import annotations

from ..endpoint import delete, get, post

LIST = get("/admin/realms/{realm}/organizations/{org-id}/identity-providers")
ADD = post("/admin/realms/{realm}/organizations/{org-id}/identity-providers")
GET = get("/admin/realms/{realm}/organizations/{org-id}/identity-providers/{alias}")
REMOVE = delete("/admin/realms/{realm}/organizations/{org-id}/identity-providers/{alias}")
GROUPS = get(
    "/admin/realms/{realm}/organizations/{org-id}/identity-providers/{alias}/groups",
    "search",
    "q",
    "exact",
    "first",
    "max",
    "briefRepresentation",
    "subGroupsCount",
)
