# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Required actions."""

from __future__ import annotations

from ..endpoint import delete, get, post, put

LIST = get("/admin/realms/{realm}/authentication/required-actions")
LIST_UNREGISTERED = get("/admin/realms/{realm}/authentication/unregistered-required-actions")
REGISTER = post("/admin/realms/{realm}/authentication/register-required-action")
GET = get("/admin/realms/{realm}/authentication/required-actions/{alias}")
UPDATE = put("/admin/realms/{realm}/authentication/required-actions/{alias}")
DELETE = delete("/admin/realms/{realm}/authentication/required-actions/{alias}")
RAISE = post("/admin/realms/{realm}/authentication/required-actions/{alias}/raise-priority")
LOWER = post("/admin/realms/{realm}/authentication/required-actions/{alias}/lower-priority")
CONFIG_DESCRIPTION = get("/admin/realms/{realm}/authentication/required-actions/{alias}/config-description")
CONFIG = get("/admin/realms/{realm}/authentication/required-actions/{alias}/config")
UPDATE_CONFIG = put("/admin/realms/{realm}/authentication/required-actions/{alias}/config")
DELETE_CONFIG = delete("/admin/realms/{realm}/authentication/required-actions/{alias}/config")
