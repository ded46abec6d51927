# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Verifiable credentials of users."""

from __future__ import annotations

from ..endpoint import delete, get, post, put

LIST = get("/admin/realms/{realm}/users/{user-id}/vc/credentials")
CREATE = post("/admin/realms/{realm}/users/{user-id}/vc/credentials")
UPDATE = put("/admin/realms/{realm}/users/{user-id}/vc/credentials/{credentialScopeName}")
DELETE = delete("/admin/realms/{realm}/users/{user-id}/vc/credentials/{credentialScopeName}")
SEND_OFFER = put(
    "/admin/realms/{realm}/users/{user-id}/vc/credentials/send-credential-offer",
    "client_id",
    "redirect_uri",
    "lifespan",
)
LIST_ISSUED = get("/admin/realms/{realm}/users/{user-id}/vc/issued-credentials")
DELETE_ISSUED = delete("/admin/realms/{realm}/users/{user-id}/vc/issued-credentials/{id}")
