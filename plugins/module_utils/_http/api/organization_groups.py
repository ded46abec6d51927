# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Groups of organizations."""

from __future__ import annotations

from ..endpoint import delete, get, post, put

LIST = get(
    "/admin/realms/{realm}/organizations/{org-id}/groups",
    "search",
    "q",
    "exact",
    "first",
    "max",
    "briefRepresentation",
    "populateHierarchy",
    "subGroupsCount",
)
CREATE = post("/admin/realms/{realm}/organizations/{org-id}/groups")
GET = get("/admin/realms/{realm}/organizations/{org-id}/groups/{group-id}", "subGroupsCount")
UPDATE = put("/admin/realms/{realm}/organizations/{org-id}/groups/{group-id}")
DELETE = delete("/admin/realms/{realm}/organizations/{org-id}/groups/{group-id}")
GROUP_BY_PATH = get("/admin/realms/{realm}/organizations/{org-id}/groups/group-by-path/{path}", "subGroupsCount")
CHILDREN = get(
    "/admin/realms/{realm}/organizations/{org-id}/groups/{group-id}/children",
    "search",
    "exact",
    "first",
    "max",
    "subGroupsCount",
)
ADD_CHILD = post("/admin/realms/{realm}/organizations/{org-id}/groups/{group-id}/children")
MEMBERS = get(
    "/admin/realms/{realm}/organizations/{org-id}/groups/{group-id}/members", "first", "max", "briefRepresentation"
)
ADD_MEMBER = put("/admin/realms/{realm}/organizations/{org-id}/groups/{group-id}/members/{userId}")
REMOVE_MEMBER = delete("/admin/realms/{realm}/organizations/{org-id}/groups/{group-id}/members/{userId}")
