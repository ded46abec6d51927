#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_authz_permission
short_description: Manage permissions of the authorization services of a Keycloak client
version_added: 0.1.0
description:
  - Creates, changes and removes permissions. A permission applies policies to resources and scopes.
  - What a task does not mention is left as it is.
  - Fine-grained admin permissions of a realm are those of its client C(admin-permissions). Their O(resources) are
    users, groups, clients, roles or organizations, by name.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  client_id:
    description:
      - Client ID of the client that has the authorization services.
    type: str
    required: true
    aliases: [clientId]
  permission_type:
    description:
      - Whether it is about resources or about scopes. It can not be changed.
    type: str
    required: true
    choices: [resource, scope]
  name:
    description:
      - Name of the permission.
    type: str
    required: true
  description:
    description:
      - What it is for.
    type: str
  decision_strategy:
    description:
      - How its policies decide.
    type: str
    choices: [UNANIMOUS, AFFIRMATIVE, CONSENSUS]
    aliases: [decisionStrategy]
  resource_type:
    description:
      - Type of the resources that it is about, in place of O(resources). For O(client_id=admin-permissions) one of
        V(Users), V(Groups), V(Clients), V(Roles) and V(Organizations), together with O(resources), or without them
        for all.
    type: str
    aliases: [resourceType]
  resources:
    description:
      - Names of resources. The list is one value and replaced as a whole.
      - For O(client_id=admin-permissions) they are user names, paths of groups, C(clientId), names of roles, those of
        clients written like V(my-app/reader), or names of organizations, as O(resource_type) says.
    type: list
    elements: str
  scopes:
    description:
      - Names of scopes. The list is one value and replaced as a whole.
    type: list
    elements: str
  policies:
    description:
      - Names of policies. The list is one value and replaced as a whole.
    type: list
    elements: str
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_authz_settings
  - module: realmkit.keycloak.keycloak_authz_policy
  - module: realmkit.keycloak.keycloak_authz_resource
  - module: realmkit.keycloak.keycloak_authz_scope
  - module: realmkit.keycloak.keycloak_authz_permission_info
  - name: Keycloak Authorization Services Guide
    description: Resources, scopes, policies and permissions.
    link: https://www.keycloak.org/docs/latest/authorization_services/
"""

EXAMPLES = r"""
- name: Create a scope
  realmkit.keycloak.keycloak_authz_scope:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    client_id: billing
    name: invoice:view

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Create a policy for a user
  realmkit.keycloak.keycloak_authz_policy:
    realm: demo
    client_id: billing
    name: ann
    policy_type: user
    users: [ann]

- name: Permit the user the scope
  realmkit.keycloak.keycloak_authz_permission:
    realm: demo
    client_id: billing
    name: view invoices
    permission_type: scope
    scopes: ["invoice:view"]
    policies: [ann]

- name: Create a policy for fine-grained admin permissions
  realmkit.keycloak.keycloak_authz_policy:
    realm: demo
    client_id: admin-permissions
    name: ann
    policy_type: user
    users: [ann]

- name: Permit a user to view the members of a group
  realmkit.keycloak.keycloak_authz_permission:
    realm: demo
    client_id: admin-permissions
    name: view staff
    permission_type: scope
    resource_type: Groups
    resources: [/staff]
    scopes: [view-members]
    policies: [ann]
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create authorization permission 'view invoices'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - create authorization permission 'view invoices'
existing:
  description: The permission before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The permission after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    decisionStrategy: UNANIMOUS
    description: null
    id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    logic: POSITIVE
    name: view invoices
    policies:
    - 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    resources: []
    scopes:
    - 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    type: scope
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.authz_permission import (
    AUTHZ_PERMISSION,
    by_ids,
    kind_of,
)


def main() -> None:
    run(AUTHZ_PERMISSION, kind_of, shape=by_ids)


if __name__ == "__main__":
    main()
