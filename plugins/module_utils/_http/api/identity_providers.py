# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Identity providers."""

from __future__ import annotations

from ..endpoint import delete, get, post, put

LIST = get(
    "/admin/realms/{realm}/identity-provider/instances",
    "type",
    "capability",
    "search",
    "briefRepresentation",
    "first",
    "max",
    "realmOnly",
)
CREATE = post("/admin/realms/{realm}/identity-provider/instances")
GET = get("/admin/realms/{realm}/identity-provider/instances/{alias}")
UPDATE = put("/admin/realms/{realm}/identity-provider/instances/{alias}")
DELETE = delete("/admin/realms/{realm}/identity-provider/instances/{alias}")
EXPORT = get("/admin/realms/{realm}/identity-provider/instances/{alias}/export", "format")
RELOAD_KEYS = get("/admin/realms/{realm}/identity-provider/instances/{alias}/reload-keys")
MAPPER_TYPES = get("/admin/realms/{realm}/identity-provider/instances/{alias}/mapper-types")
PERMISSIONS = get("/admin/realms/{realm}/identity-provider/instances/{alias}/management/permissions")
SET_PERMISSIONS = put("/admin/realms/{realm}/identity-provider/instances/{alias}/management/permissions")
IMPORT_CONFIG = post("/admin/realms/{realm}/identity-provider/import-config", reading=True)
IMPORT_CONFIG_FILE = post("/admin/realms/{realm}/identity-provider/import-config", reading=True, body="multipart")
UPLOAD_CERTIFICATE = post("/admin/realms/{realm}/identity-provider/upload-certificate", reading=True, body="multipart")
PROVIDER = get("/admin/realms/{realm}/identity-provider/providers/{provider_id}")
