# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Members of organizations."""

from __future__ import annotations

from ..endpoint import delete, get, post

ORGANIZATIONS_OF_USER = get(
    "/admin/realms/{realm}/organizations/members/{member-id}/organizations", "briefRepresentation"
)
LIST = get(
    "/admin/realms/{realm}/organizations/{org-id}/members",
    "search",
    "exact",
    "first",
    "max",
    "membershipType",
    "briefRepresentation",
)
ADD = post("/admin/realms/{realm}/organizations/{org-id}/members")
COUNT = get("/admin/realms/{realm}/organizations/{org-id}/members/count")
GET = get("/admin/realms/{realm}/organizations/{org-id}/members/{member-id}")
REMOVE = delete("/admin/realms/{realm}/organizations/{org-id}/members/{member-id}")
GROUPS = get(
    "/admin/realms/{realm}/organizations/{org-id}/members/{member-id}/groups",
    "first",
    "max",
    "search",
    "briefRepresentation",
)
ORGANIZATIONS = get(
    "/admin/realms/{realm}/organizations/{org-id}/members/{member-id}/organizations", "briefRepresentation"
)
INVITE = post("/admin/realms/{realm}/organizations/{org-id}/members/invite-user", body="form")
INVITE_EXISTING = post("/admin/realms/{realm}/organizations/{org-id}/members/invite-existing-user", body="form")
