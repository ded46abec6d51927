# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Client scopes."""

from __future__ import annotations

from ..endpoint import delete, get, post, put

LIST = get("/admin/realms/{realm}/client-scopes")
CREATE = post("/admin/realms/{realm}/client-scopes")
GET = get("/admin/realms/{realm}/client-scopes/{client-scope-id}")
UPDATE = put("/admin/realms/{realm}/client-scopes/{client-scope-id}")
DELETE = delete("/admin/realms/{realm}/client-scopes/{client-scope-id}")
