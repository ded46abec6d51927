# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clients."""

from __future__ import annotations

from ..endpoint import delete, get, post, put

LIST = get("/admin/realms/{realm}/clients", "clientId", "viewableOnly", "search", "q", "first", "max")
CREATE = post("/admin/realms/{realm}/clients")
GET = get("/admin/realms/{realm}/clients/{client-uuid}")
UPDATE = put("/admin/realms/{realm}/clients/{client-uuid}")
DELETE = delete("/admin/realms/{realm}/clients/{client-uuid}")
SECRET = get("/admin/realms/{realm}/clients/{client-uuid}/client-secret")
REGENERATE_SECRET = post("/admin/realms/{realm}/clients/{client-uuid}/client-secret")
ROTATED_SECRET = get("/admin/realms/{realm}/clients/{client-uuid}/client-secret/rotated")
DELETE_ROTATED_SECRET = delete("/admin/realms/{realm}/clients/{client-uuid}/client-secret/rotated")
REGENERATE_REGISTRATION_TOKEN = post("/admin/realms/{realm}/clients/{client-uuid}/registration-access-token")
SERVICE_ACCOUNT_USER = get("/admin/realms/{realm}/clients/{client-uuid}/service-account-user")
DEFAULT_CLIENT_SCOPES = get("/admin/realms/{realm}/clients/{client-uuid}/default-client-scopes")
ADD_DEFAULT_CLIENT_SCOPE = put("/admin/realms/{realm}/clients/{client-uuid}/default-client-scopes/{clientScopeId}")
REMOVE_DEFAULT_CLIENT_SCOPE = delete(
    "/admin/realms/{realm}/clients/{client-uuid}/default-client-scopes/{clientScopeId}"
)
OPTIONAL_CLIENT_SCOPES = get("/admin/realms/{realm}/clients/{client-uuid}/optional-client-scopes")
ADD_OPTIONAL_CLIENT_SCOPE = put("/admin/realms/{realm}/clients/{client-uuid}/optional-client-scopes/{clientScopeId}")
REMOVE_OPTIONAL_CLIENT_SCOPE = delete(
    "/admin/realms/{realm}/clients/{client-uuid}/optional-client-scopes/{clientScopeId}"
)
SESSION_COUNT = get("/admin/realms/{realm}/clients/{client-uuid}/session-count")
SESSIONS = get("/admin/realms/{realm}/clients/{client-uuid}/user-sessions", "first", "max")
OFFLINE_SESSION_COUNT = get("/admin/realms/{realm}/clients/{client-uuid}/offline-session-count")
OFFLINE_SESSIONS = get("/admin/realms/{realm}/clients/{client-uuid}/offline-sessions", "first", "max")
PUSH_REVOCATION = post("/admin/realms/{realm}/clients/{client-uuid}/push-revocation")
ADD_NODE = post("/admin/realms/{realm}/clients/{client-uuid}/nodes")
REMOVE_NODE = delete("/admin/realms/{realm}/clients/{client-uuid}/nodes/{node}")
TEST_NODES = get("/admin/realms/{realm}/clients/{client-uuid}/test-nodes-available")
INSTALLATION = get("/admin/realms/{realm}/clients/{client-uuid}/installation/providers/{providerId}")
EXAMPLE_ACCESS_TOKEN = get(
    "/admin/realms/{realm}/clients/{client-uuid}/evaluate-scopes/generate-example-access-token",
    "scope",
    "userId",
    "audience",
)
EXAMPLE_ID_TOKEN = get(
    "/admin/realms/{realm}/clients/{client-uuid}/evaluate-scopes/generate-example-id-token",
    "scope",
    "userId",
    "audience",
)
EXAMPLE_SAML_RESPONSE = get(
    "/admin/realms/{realm}/clients/{client-uuid}/evaluate-scopes/generate-example-saml-response",
    "scope",
    "userId",
    "audience",
)
EXAMPLE_USERINFO = get(
    "/admin/realms/{realm}/clients/{client-uuid}/evaluate-scopes/generate-example-userinfo", "scope", "userId"
)
EFFECTIVE_PROTOCOL_MAPPERS = get(
    "/admin/realms/{realm}/clients/{client-uuid}/evaluate-scopes/protocol-mappers", "scope"
)
GRANTED_ROLES = get(
    "/admin/realms/{realm}/clients/{client-uuid}/evaluate-scopes/scope-mappings/{roleContainerId}/granted"
)
NOT_GRANTED_ROLES = get(
    "/admin/realms/{realm}/clients/{client-uuid}/evaluate-scopes/scope-mappings/{roleContainerId}/not-granted"
)
PERMISSIONS = get("/admin/realms/{realm}/clients/{client-uuid}/management/permissions")
SET_PERMISSIONS = put("/admin/realms/{realm}/clients/{client-uuid}/management/permissions")
