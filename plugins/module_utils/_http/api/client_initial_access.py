# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Initial access tokens of dynamic client registration."""

from __future__ import annotations

from ..endpoint import delete, get, post

LIST = get("/admin/realms/{realm}/clients-initial-access")
CREATE = post("/admin/realms/{realm}/clients-initial-access")
DELETE = delete("/admin/realms/{realm}/clients-initial-access/{id}")
