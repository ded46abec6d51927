# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Invitations of organizations."""

from __future__ import annotations

from ..endpoint import delete, get, post

LIST = get(
    "/admin/realms/{realm}/organizations/{org-id}/invitations",
    "first",
    "max",
    "status",
    "email",
    "search",
    "firstName",
    "lastName",
)
GET = get("/admin/realms/{realm}/organizations/{org-id}/invitations/{id}")
DELETE = delete("/admin/realms/{realm}/organizations/{org-id}/invitations/{id}")
RESEND = post("/admin/realms/{realm}/organizations/{org-id}/invitations/{id}/resend")
