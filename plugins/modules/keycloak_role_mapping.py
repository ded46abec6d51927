#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_role_mapping
short_description: Manage the roles of Keycloak users, groups and service accounts
version_added: 0.1.0
description:
  - Maps roles of the realm and of clients to a user, a group or the service account of a client, and removes mappings.
  - Only roles that are mapped directly count. A role that comes from a group or from another role is neither added nor removed.
  - With O(state=absent) the mappings of the listed roles are removed; the user or group itself stays.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  username:
    description:
      - The user. One of O(username), O(group) and O(service_account) is needed.
    type: str
    aliases: [target_username]
  group:
    description:
      - Path of the group, such as V(/staff/support).
    type: str
  service_account:
    description:
      - The client, as C(clientId), whose service account is meant.
    type: str
    aliases: [service_account_user_client_id, serviceAccount]
extends_documentation_fragment:
  - realmkit.keycloak.state.mapped
  - realmkit.keycloak.realm
  - realmkit.keycloak.roles
  - realmkit.keycloak.auth.own_username
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_role
  - module: realmkit.keycloak.keycloak_client_role
  - module: realmkit.keycloak.keycloak_user
  - module: realmkit.keycloak.keycloak_group
  - module: realmkit.keycloak.keycloak_realm_rolemapping
  - module: realmkit.keycloak.keycloak_client_rolemapping
  - module: realmkit.keycloak.keycloak_user_rolemapping
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Map roles to a user
  realmkit.keycloak.keycloak_role_mapping:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    username: ann
    realm_roles: [offline_access]
    client_roles:
      account: [view-profile, manage-account]

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Map exactly these roles of one client to a group
  realmkit.keycloak.keycloak_role_mapping:
    realm: demo
    group: /staff/support
    client_roles:
      account: [view-profile]
    roles_behavior: exact

- name: Remove a mapping
  realmkit.keycloak.keycloak_role_mapping:
    realm: demo
    username: ann
    realm_roles: [offline_access]
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "add to roles of user 'ann': offline_access"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - 'add to roles of user ''ann'': offline_access'
  - 'add to roles of user ''ann'': view-profile (client account)'
  - 'add to roles of user ''ann'': manage-account (client account)'
existing:
  description: The user or group before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The user or group after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    username: ann
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.role_mapping import OF_USER, holder_of


def main() -> None:
    run(OF_USER, holder_of)


if __name__ == "__main__":
    main()
