#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_default_roles
short_description: Manage the default roles of a Keycloak realm
version_added: 0.1.0
description:
  - "Manages the roles that each new user of a realm gets: the composites of its default role."
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  state:
    description:
      - Whether the listed roles are default roles. With V(absent) they no longer are; the roles themselves stay.
    type: str
    choices: [present, absent]
    default: present
  roles:
    description:
      - Roles of the realm or of clients.
    type: list
    elements: dict
    required: true
    suboptions:
      state:
        description:
          - V(absent) takes the role out.
        type: str
        choices: [present, absent]
        default: present
      name:
        description:
          - Name of the role.
        type: str
        required: true
      client_id:
        description:
          - Client that has it. Without one it is a role of the realm.
        type: str
        aliases: [clientId]
  roles_behavior:
    description:
      - V(additive) adds what is listed and keeps all others, V(exact) removes those that are not listed.
    type: str
    choices: [additive, exact]
    default: additive
extends_documentation_fragment:
  - realmkit.keycloak.realm.required
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_role
  - module: realmkit.keycloak.keycloak_client_role
  - module: realmkit.keycloak.keycloak_default_groups
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Add default roles
  realmkit.keycloak.keycloak_default_roles:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    roles:
      - name: viewer
      - name: reader
        client_id: billing

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Remove a default role
  realmkit.keycloak.keycloak_default_roles:
    realm: demo
    roles:
      - name: reader
        client_id: billing
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "add to roles of realm 'demo': viewer"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - 'add to roles of realm ''demo'': viewer'
  - 'add to roles of realm ''demo'': reader (client billing)'
existing:
  description: The realm with its default roles before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The realm with its default roles after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    defaultRole: default-roles-demo
    realm: demo
    roles:
    - manage-account (client account)
    - offline_access
    - reader (client billing)
    - uma_authorization
    - view-profile (client account)
    - viewer
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.default_roles import DEFAULT_ROLES


def main() -> None:
    run(DEFAULT_ROLES)


if __name__ == "__main__":
    main()
