# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clients, second version of the API."""

from __future__ import annotations

from ..endpoint import delete, get, patch, post, put

LIST = get("/admin/api/{realm}/clients/v2", note="preview")
CREATE = post("/admin/api/{realm}/clients/v2", note="preview")
GET = get("/admin/api/{realm}/clients/v2/{id}", note="preview")
UPDATE = put("/admin/api/{realm}/clients/v2/{id}", note="preview")
DELETE = delete("/admin/api/{realm}/clients/v2/{id}", note="preview")
PATCH = patch("/admin/api/{realm}/clients/v2/{id}", note="preview")
