#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_group
short_description: Manage groups of a Keycloak realm
version_added: 0.1.0
description:
  - Creates, changes, moves, renames and removes groups, by their path or by their name and parents.
  - A parent that does not exist fails the task before anything is written.
  - What a task does not mention is left as it is. Removing a group removes its subgroups.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  id:
    description:
      - Id of the group, in place of its name or path. With a O(name) that differs the group is renamed.
    type: str
  name:
    description:
      - Name of the group. It may contain any character; use it with O(parents) where a name contains a slash.
    type: str
  path:
    description:
      - Path of the group, such as V(/staff/support).
    type: str
  description:
    description:
      - What the group is for. An empty string clears it.
    type: str
  attributes:
    description:
      - Attributes of the group, each a value or a list of values. Numbers and booleans are stored as strings.
      - Attributes that are not listed stay; a null or an empty list removes one.
    type: dict
  parents:
    description:
      - The groups above this one, from the top down. Without it a group with a O(name) is at the top.
      - An O(id) with O(parents) that differ is moved.
    type: list
    elements: dict
    suboptions:
      id:
        description:
          - Id of the parent; those before it need not be set.
        type: str
      name:
        description:
          - Name of the parent.
        type: str
  new_path:
    description:
      - "New path of the group: it is renamed and moved as needed. Nothing happens when it has that path already."
    type: str
    aliases: [newPath]
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_role_mapping
  - module: realmkit.keycloak.keycloak_default_groups
  - module: realmkit.keycloak.keycloak_user
  - module: realmkit.keycloak.keycloak_organization_group
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Create a subgroup with an attribute
  realmkit.keycloak.keycloak_group:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    path: /staff/support
    attributes:
      cost_center: 4711

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Move and rename the group
  realmkit.keycloak.keycloak_group:
    realm: demo
    path: /staff/support
    new_path: /helpdesk

- name: Create a group whose name contains a slash
  realmkit.keycloak.keycloak_group:
    realm: demo
    name: R/D
    parents:
      - name: staff

- name: Remove a group
  realmkit.keycloak.keycloak_group:
    realm: demo
    path: /helpdesk
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create group 'support'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - 'update group ''support'': attributes'
existing:
  description: The group before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The group after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    attributes:
      cost_center:
      - '4711'
    clientRoles: {}
    id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    name: support
    parentId: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    path: /staff/support
    realmRoles: []
    subGroupCount: 0
    subGroups: []
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.group import GROUP


def main() -> None:
    run(GROUP)


if __name__ == "__main__":
    main()
