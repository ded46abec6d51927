#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_role
short_description: Manage roles of a Keycloak realm
version_added: 0.1.0
description:
  - Creates, changes and removes roles of a realm, with their attributes and the roles that they contain.
  - What a task does not mention is left as it is.
  - With O(client_id) it manages a role of that client, as M(realmkit.keycloak.keycloak_client_role) does.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  client_id:
    description:
      - The client that the role belongs to, as C(clientId). Without it, the role is one of the realm.
    type: str
    aliases: [clientId]
  composite:
    description:
      - Accepted for playbooks that have it. A role is composite when it has O(composites).
    type: bool
  name:
    description:
      - Name of the role. It may contain blanks and any character, C(/) included. With O(id) it is renamed to this.
    type: str
  id:
    description:
      - Id of a role of the realm or of a client, in place of its O(name). One of both is needed.
    type: str
  new_name:
    description:
      - Rename the role O(name) to this. Nothing happens when it has the new name already.
    type: str
    aliases: [newName]
  description:
    description:
      - What the role is for. An empty string clears it.
    type: str
  attributes:
    description:
      - Attributes of the role, each a value or a list of values. Numbers and booleans are stored as strings.
      - Attributes that are not listed stay; a null or an empty list removes one.
    type: dict
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.realm
  - realmkit.keycloak.roles.composites
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_client_role
  - module: realmkit.keycloak.keycloak_role_mapping
  - module: realmkit.keycloak.keycloak_default_roles
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Create a role with composites of the realm and of a client
  realmkit.keycloak.keycloak_role:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    name: support
    description: Second-level support
    composites:
      - name: offline_access
      - name: view-profile
        client_id: account

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Rename the role
  realmkit.keycloak.keycloak_role:
    realm: demo
    name: support
    new_name: helpdesk

- name: Remove the role
  realmkit.keycloak.keycloak_role:
    realm: demo
    name: helpdesk
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create role 'support'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - create role 'support'
  - 'add to composites of role ''support'': offline_access'
  - 'add to composites of role ''support'': view-profile (client account)'
existing:
  description: The role before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The role after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    attributes: {}
    clientRole: false
    composite: true
    composites:
    - clientRole: false
      composite: false
      containerId: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
      description: ${role_offline-access}
      id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
      name: offline_access
    - clientRole: true
      composite: false
      containerId: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
      description: ${role_view-profile}
      id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
      name: view-profile
    containerId: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    description: Second-level support
    id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    name: support
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.role import ROLE, role_of


def main() -> None:
    run(ROLE, role_of)


if __name__ == "__main__":
    main()
