# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mappers of identity providers."""

from __future__ import annotations

from ..endpoint import delete, get, post, put

LIST = get("/admin/realms/{realm}/identity-provider/instances/{alias}/mappers")
CREATE = post("/admin/realms/{realm}/identity-provider/instances/{alias}/mappers")
GET = get("/admin/realms/{realm}/identity-provider/instances/{alias}/mappers/{id}")
UPDATE = put("/admin/realms/{realm}/identity-provider/instances/{alias}/mappers/{id}")
DELETE = delete("/admin/realms/{realm}/identity-provider/instances/{alias}/mappers/{id}")
