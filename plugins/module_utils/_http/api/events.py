# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Login events and admin events."""

from __future__ import annotations

from ..endpoint import delete, get, put

LIST = get(
    "/admin/realms/{realm}/events",
    "type",
    "client",
    "user",
    "dateFrom",
    "dateTo",
    "ipAddress",
    "first",
    "max",
    "direction",
)
CLEAR = delete("/admin/realms/{realm}/events")
CONFIG = get("/admin/realms/{realm}/events/config")
UPDATE_CONFIG = put("/admin/realms/{realm}/events/config")
LIST_ADMIN = get(
    "/admin/realms/{realm}/admin-events",
    "operationTypes",
    "authRealm",
    "authClient",
    "authUser",
    "authIpAddress",
    "resourcePath",
    "dateFrom",
    "dateTo",
    "first",
    "max",
    "resourceTypes",
    "direction",
)
CLEAR_ADMIN = delete("/admin/realms/{realm}/admin-events")
