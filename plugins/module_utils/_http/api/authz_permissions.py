# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Permissions of a resource server."""

from __future__ import annotations

from ..endpoint import delete, get, post, put

LIST = get(
    "/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/permission",
    "policyId",
    "name",
    "type",
    "resourceType",
    "resource",
    "scope",
    "permission",
    "owner",
    "fields",
    "first",
    "max",
)
CREATE = post("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/permission")
SEARCH = get("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/permission/search", "name", "fields")
PROVIDERS = get("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/permission/providers")
EVALUATE = post("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/permission/evaluate", reading=True)
GET = get("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/permission/{policy-id}", "fields")
UPDATE = put("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/permission/{policy-id}")
DELETE = delete("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/permission/{policy-id}")
ASSOCIATED_POLICIES = get(
    "/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/permission/{policy-id}/associatedPolicies"
)
DEPENDENT_POLICIES = get(
    "/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/permission/{policy-id}/dependentPolicies"
)
RESOURCES = get("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/permission/{policy-id}/resources")
SCOPES = get("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/permission/{policy-id}/scopes")
LIST_OF_TYPE = get(
    "/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/permission/{type}",
    "policyId",
    "name",
    "type",
    "resourceType",
    "resource",
    "scope",
    "permission",
    "owner",
    "fields",
    "first",
    "max",
)
CREATE_OF_TYPE = post("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/permission/{type}")
SEARCH_OF_TYPE = get(
    "/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/permission/{type}/search", "name", "fields"
)
PROVIDERS_OF_TYPE = get("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/permission/{type}/providers")
EVALUATE_OF_TYPE = post(
    "/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/permission/{type}/evaluate", reading=True
)
GET_OF_TYPE = get(
    "/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/permission/{type}/{policy-id}", "fields"
)
UPDATE_OF_TYPE = put("/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/permission/{type}/{policy-id}")
DELETE_OF_TYPE = delete(
    "/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/permission/{type}/{policy-id}"
)
ASSOCIATED_POLICIES_OF_TYPE = get(
    "/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/permission/{type}/{policy-id}/associatedPolicies"
)
DEPENDENT_POLICIES_OF_TYPE = get(
    "/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/permission/{type}/{policy-id}/dependentPolicies"
)
RESOURCES_OF_TYPE = get(
    "/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/permission/{type}/{policy-id}/resources"
)
SCOPES_OF_TYPE = get(
    "/admin/realms/{realm}/clients/{client-uuid}/authz/resource-server/permission/{type}/{policy-id}/scopes"
)
