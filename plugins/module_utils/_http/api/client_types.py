# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Client types."""

from __future__ import annotations

from ..endpoint import get, put

LIST = get("/admin/realms/{realm}/client-types")
UPDATE = put("/admin/realms/{realm}/client-types")
