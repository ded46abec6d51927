#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_management_permissions
short_description: Manage fine-grained admin permissions of the first version
version_added: 0.1.0
description:
  - Switches management permissions of a client, a role, a group, an identity provider or of all users on and off, and
    sets the policies that decide on them.
  - The server must run with the feature C(admin-fine-grained-authz:v1), which is deprecated. For the second version
    see M(realmkit.keycloak.keycloak_authz_permission).
  - Policies are those of the client C(realm-management), in the realm V(master) of C(master-realm), which has them
    once an object of the realm has permissions. M(realmkit.keycloak.keycloak_authz_policy) declares them.
  - What a task does not mention is left as it is. Switching permissions off removes their policies.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  state:
    description:
      - Permissions are switched off by O(enabled).
    type: str
    choices: [present]
    default: present
  client_id:
    description:
      - The client, as C(clientId), or the one that has the O(role).
    type: str
    aliases: [clientId]
  enabled:
    description:
      - Whether the object has management permissions.
    type: bool
    required: true
  role:
    description:
      - "Name of the role: of the client in O(client_id), or without one of the realm."
    type: str
  role_id:
    description:
      - Id of a role of the realm or of a client.
    type: str
    aliases: [roleId]
  group:
    description:
      - Path of the group, such as V(/staff/support).
    type: str
  identity_provider:
    description:
      - Alias of the identity provider.
    type: str
    aliases: [identityProvider]
  users:
    description:
      - V(true) means all users of the realm.
    type: bool
  policies:
    description:
      - "The policies that decide on a permission: a mapping of permissions, each with a list of names of policies. An
        empty list takes all away."
      - Permissions that are not mentioned stay as they are.
      - A client has the permissions V(view), V(manage), V(configure), V(map-roles), V(map-roles-client-scope),
        V(map-roles-composite) and V(token-exchange).
      - A role has V(map-role), V(map-role-client-scope) and V(map-role-composite), an identity provider
        V(token-exchange).
      - A group has V(view), V(manage), V(view-members), V(manage-members) and V(manage-membership).
      - All users have V(view), V(manage), V(map-roles), V(manage-group-membership), V(impersonate) and
        V(user-impersonated).
    type: dict
extends_documentation_fragment:
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_authz_policy
  - module: realmkit.keycloak.keycloak_authz_permission
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Switch on the permissions of a group
  realmkit.keycloak.keycloak_management_permissions:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    group: /staff
    enabled: true

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Create a policy of the client that manages the realm
  realmkit.keycloak.keycloak_authz_policy:
    realm: demo
    client_id: realm-management
    policy_type: user
    name: Ann
    users: [ann]

- name: Let Ann see and change the members of the group
  realmkit.keycloak.keycloak_management_permissions:
    realm: demo
    group: /staff
    enabled: true
    policies:
      view-members: [Ann]
      manage-members: [Ann]

- name: Let Ann see all users
  realmkit.keycloak.keycloak_management_permissions:
    realm: demo
    users: true
    enabled: true
    policies:
      view: [Ann]

- name: Switch off the permissions of a role of a client
  realmkit.keycloak.keycloak_management_permissions:
    realm: demo
    client_id: billing
    role: reader
    enabled: false
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "update group with management permissions '/staff': enabled"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - 'update group with management permissions ''/staff'': enabled'
existing:
  description: The object with its permissions before the task.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The object with its permissions after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    enabled: true
    group: /staff
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.management_permissions import (
    MANAGEMENT_PERMISSIONS,
    permissions_of,
)


def main() -> None:
    run(MANAGEMENT_PERMISSIONS, permissions_of)


if __name__ == "__main__":
    main()
