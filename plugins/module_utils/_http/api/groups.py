# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Groups."""

from __future__ import annotations

from ..endpoint import delete, get, post, put

LIST = get(
    "/admin/realms/{realm}/groups",
    "search",
    "q",
    "exact",
    "first",
    "max",
    "briefRepresentation",
    "populateHierarchy",
    "subGroupsCount",
)
CREATE = post("/admin/realms/{realm}/groups")
COUNT = get("/admin/realms/{realm}/groups/count", "search", "top")
GET = get("/admin/realms/{realm}/groups/{group-id}")
UPDATE = put("/admin/realms/{realm}/groups/{group-id}")
DELETE = delete("/admin/realms/{realm}/groups/{group-id}")
CHILDREN = get(
    "/admin/realms/{realm}/groups/{group-id}/children",
    "search",
    "exact",
    "first",
    "max",
    "briefRepresentation",
    "subGroupsCount",
)
ADD_CHILD = post("/admin/realms/{realm}/groups/{group-id}/children")
MEMBERS = get("/admin/realms/{realm}/groups/{group-id}/members", "first", "max", "briefRepresentation")
PERMISSIONS = get("/admin/realms/{realm}/groups/{group-id}/management/permissions")
SET_PERMISSIONS = put("/admin/realms/{realm}/groups/{group-id}/management/permissions")
