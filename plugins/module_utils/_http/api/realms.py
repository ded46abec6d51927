# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Realms, and what concerns a realm as a whole."""

from __future__ import annotations

from ..endpoint import delete, get, post, put

LIST = get("/admin/realms", "briefRepresentation")
CREATE = post("/admin/realms")
GET = get("/admin/realms/{realm}")
UPDATE = put("/admin/realms/{realm}")
DELETE = delete("/admin/realms/{realm}")
EXPORT = post("/admin/realms/{realm}/partial-export", "exportGroupsAndRoles", "exportClients", reading=True)
IMPORT = post("/admin/realms/{realm}/partialImport")
KEYS = get("/admin/realms/{realm}/keys")
PUSH_REVOCATION = post("/admin/realms/{realm}/push-revocation")
LOGOUT_ALL = post("/admin/realms/{realm}/logout-all")
DELETE_SESSION = delete("/admin/realms/{realm}/sessions/{session}", "isOffline")
CLIENT_SESSION_STATS = get("/admin/realms/{realm}/client-session-stats")
CLEAR_REALM_CACHE = post("/admin/realms/{realm}/clear-realm-cache")
CLEAR_USER_CACHE = post("/admin/realms/{realm}/clear-user-cache")
CLEAR_KEYS_CACHE = post("/admin/realms/{realm}/clear-keys-cache")
CLEAR_CRL_CACHE = post("/admin/realms/{realm}/clear-crl-cache")
DEFAULT_GROUPS = get("/admin/realms/{realm}/default-groups")
ADD_DEFAULT_GROUP = put("/admin/realms/{realm}/default-groups/{groupId}")
REMOVE_DEFAULT_GROUP = delete("/admin/realms/{realm}/default-groups/{groupId}")
DEFAULT_CLIENT_SCOPES = get("/admin/realms/{realm}/default-default-client-scopes")
ADD_DEFAULT_CLIENT_SCOPE = put("/admin/realms/{realm}/default-default-client-scopes/{clientScopeId}")
REMOVE_DEFAULT_CLIENT_SCOPE = delete("/admin/realms/{realm}/default-default-client-scopes/{clientScopeId}")
OPTIONAL_CLIENT_SCOPES = get("/admin/realms/{realm}/default-optional-client-scopes")
ADD_OPTIONAL_CLIENT_SCOPE = put("/admin/realms/{realm}/default-optional-client-scopes/{clientScopeId}")
REMOVE_OPTIONAL_CLIENT_SCOPE = delete("/admin/realms/{realm}/default-optional-client-scopes/{clientScopeId}")
GROUP_BY_PATH = get("/admin/realms/{realm}/group-by-path/{path}")
USERS_PERMISSIONS = get("/admin/realms/{realm}/users-management-permissions")
SET_USERS_PERMISSIONS = put("/admin/realms/{realm}/users-management-permissions")
CREDENTIAL_REGISTRATORS = get("/admin/realms/{realm}/credential-registrators")
CONVERT_CLIENT_DESCRIPTION = post("/admin/realms/{realm}/client-description-converter", reading=True, body="text")
TEST_LDAP_CONNECTION = post("/admin/realms/{realm}/testLDAPConnection", reading=True)
LDAP_SERVER_CAPABILITIES = post("/admin/realms/{realm}/ldap-server-capabilities", reading=True)
TEST_SMTP_CONNECTION = post("/admin/realms/{realm}/testSMTPConnection", note="sends a mail to the user who asks")
