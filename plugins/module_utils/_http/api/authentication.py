# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Authentication flows, their executions and the configuration of those."""

from __future__ import annotations

from ..endpoint import delete, get, post, put

LIST = get("/admin/realms/{realm}/authentication/flows")
CREATE = post("/admin/realms/{realm}/authentication/flows")
GET = get("/admin/realms/{realm}/authentication/flows/{id}")
UPDATE = put("/admin/realms/{realm}/authentication/flows/{id}")
DELETE = delete("/admin/realms/{realm}/authentication/flows/{id}")
COPY = post("/admin/realms/{realm}/authentication/flows/{flowAlias}/copy")
EXECUTIONS = get("/admin/realms/{realm}/authentication/flows/{flowAlias}/executions")
UPDATE_EXECUTION = put("/admin/realms/{realm}/authentication/flows/{flowAlias}/executions")
ADD_EXECUTION = post("/admin/realms/{realm}/authentication/flows/{flowAlias}/executions/execution")
ADD_SUBFLOW = post("/admin/realms/{realm}/authentication/flows/{flowAlias}/executions/flow")
CREATE_EXECUTION = post("/admin/realms/{realm}/authentication/executions")
GET_EXECUTION = get("/admin/realms/{realm}/authentication/executions/{executionId}")
DELETE_EXECUTION = delete("/admin/realms/{realm}/authentication/executions/{executionId}")
RAISE_EXECUTION = post("/admin/realms/{realm}/authentication/executions/{executionId}/raise-priority")
LOWER_EXECUTION = post("/admin/realms/{realm}/authentication/executions/{executionId}/lower-priority")
ADD_EXECUTION_CONFIG = post("/admin/realms/{realm}/authentication/executions/{executionId}/config")
GET_EXECUTION_CONFIG = get(
    "/admin/realms/{realm}/authentication/executions/{executionId}/config/{id}", note="deprecated"
)
CREATE_CONFIG = post("/admin/realms/{realm}/authentication/config", note="deprecated")
GET_CONFIG = get("/admin/realms/{realm}/authentication/config/{id}")
UPDATE_CONFIG = put("/admin/realms/{realm}/authentication/config/{id}")
DELETE_CONFIG = delete("/admin/realms/{realm}/authentication/config/{id}")
CONFIG_DESCRIPTION = get("/admin/realms/{realm}/authentication/config-description/{providerId}")
PER_CLIENT_CONFIG_DESCRIPTION = get("/admin/realms/{realm}/authentication/per-client-config-description")
AUTHENTICATORS = get("/admin/realms/{realm}/authentication/authenticator-providers")
CLIENT_AUTHENTICATORS = get("/admin/realms/{realm}/authentication/client-authenticator-providers")
FORMS = get("/admin/realms/{realm}/authentication/form-providers")
FORM_ACTIONS = get("/admin/realms/{realm}/authentication/form-action-providers")
