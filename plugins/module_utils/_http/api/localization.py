# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Texts of a realm in its languages."""

from __future__ import annotations

from ..endpoint import delete, get, post, put

LOCALES = get("/admin/realms/{realm}/localization")
LIST = get("/admin/realms/{realm}/localization/{locale}", "useRealmDefaultLocaleFallback")
UPDATE_MANY = post("/admin/realms/{realm}/localization/{locale}")
DELETE_ALL = delete("/admin/realms/{realm}/localization/{locale}")
GET = get("/admin/realms/{realm}/localization/{locale}/{key}")
UPDATE = put("/admin/realms/{realm}/localization/{locale}/{key}", body="text")
DELETE = delete("/admin/realms/{realm}/localization/{locale}/{key}")
