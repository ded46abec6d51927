# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users."""

from __future__ import annotations

from ..endpoint import delete, get, post, put

LIST = get(
    "/admin/realms/{realm}/users",
    "search",
    "lastName",
    "firstName",
    "email",
    "username",
    "emailVerified",
    "idpAlias",
    "idpUserId",
    "first",
    "max",
    "enabled",
    "briefRepresentation",
    "exact",
    "q",
    "createdAfter",
    "createdBefore",
)
CREATE = post("/admin/realms/{realm}/users")
COUNT = get(
    "/admin/realms/{realm}/users/count",
    "search",
    "lastName",
    "firstName",
    "email",
    "username",
    "emailVerified",
    "idpAlias",
    "idpUserId",
    "enabled",
    "exact",
    "q",
    "createdAfter",
    "createdBefore",
)
GET = get("/admin/realms/{realm}/users/{user-id}", "userProfileMetadata")
UPDATE = put("/admin/realms/{realm}/users/{user-id}")
DELETE = delete("/admin/realms/{realm}/users/{user-id}")
RESET_PASSWORD = put("/admin/realms/{realm}/users/{user-id}/reset-password")
CREDENTIALS = get("/admin/realms/{realm}/users/{user-id}/credentials")
DELETE_CREDENTIAL = delete("/admin/realms/{realm}/users/{user-id}/credentials/{credentialId}")
LABEL_CREDENTIAL = put("/admin/realms/{realm}/users/{user-id}/credentials/{credentialId}/userLabel", body="text")
MOVE_CREDENTIAL_FIRST = post("/admin/realms/{realm}/users/{user-id}/credentials/{credentialId}/moveToFirst")
MOVE_CREDENTIAL_AFTER = post(
    "/admin/realms/{realm}/users/{user-id}/credentials/{credentialId}/moveAfter/{newPreviousCredentialId}"
)
DISABLE_CREDENTIAL_TYPES = put("/admin/realms/{realm}/users/{user-id}/disable-credential-types")
STORAGE_CREDENTIAL_TYPES = get("/admin/realms/{realm}/users/{user-id}/configured-user-storage-credential-types")
GROUPS = get("/admin/realms/{realm}/users/{user-id}/groups", "search", "first", "max", "briefRepresentation")
GROUP_COUNT = get("/admin/realms/{realm}/users/{user-id}/groups/count", "search")
JOIN_GROUP = put("/admin/realms/{realm}/users/{user-id}/groups/{groupId}")
LEAVE_GROUP = delete("/admin/realms/{realm}/users/{user-id}/groups/{groupId}")
FEDERATED_IDENTITIES = get("/admin/realms/{realm}/users/{user-id}/federated-identity")
ADD_FEDERATED_IDENTITY = post("/admin/realms/{realm}/users/{user-id}/federated-identity/{provider}")
REMOVE_FEDERATED_IDENTITY = delete("/admin/realms/{realm}/users/{user-id}/federated-identity/{provider}")
CONSENTS = get("/admin/realms/{realm}/users/{user-id}/consents")
REVOKE_CONSENT = delete("/admin/realms/{realm}/users/{user-id}/consents/{client}")
SESSIONS = get("/admin/realms/{realm}/users/{user-id}/sessions")
OFFLINE_SESSIONS = get("/admin/realms/{realm}/users/{user-id}/offline-sessions/{clientUuid}")
LOGOUT = post("/admin/realms/{realm}/users/{user-id}/logout")
IMPERSONATE = post("/admin/realms/{realm}/users/{user-id}/impersonation")
SEND_ACTIONS_EMAIL = put(
    "/admin/realms/{realm}/users/{user-id}/execute-actions-email", "redirect_uri", "client_id", "lifespan"
)
SEND_RESET_PASSWORD_EMAIL = put(
    "/admin/realms/{realm}/users/{user-id}/reset-password-email", "redirect_uri", "client_id", note="deprecated"
)
SEND_VERIFY_EMAIL = put(
    "/admin/realms/{realm}/users/{user-id}/send-verify-email", "redirect_uri", "client_id", "lifespan"
)
UNMANAGED_ATTRIBUTES = get("/admin/realms/{realm}/users/{user-id}/unmanagedAttributes")
