# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Authorization services of a client: the resource server."""

from __future__ import annotations

from ..endpoint import get, post, put

GET = get("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server")
UPDATE = put("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server")
EXPORT = get("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/settings")
IMPORT = post("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/import")
