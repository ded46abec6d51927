#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_organization_group
short_description: Manage groups of a Keycloak organization
version_added: 0.1.0
description:
  - Creates, changes, moves and removes groups of an organization, with their members and their roles.
  - They are a tree of their own. Groups of the realm are those of M(realmkit.keycloak.keycloak_group).
  - A group is found by its path, by its name and parents, or by its id.
  - What a task does not mention is left as it is.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  id:
    description:
      - Id of the group, for one that is to be renamed or moved.
    type: str
  organization:
    description:
      - Name or alias of the organization.
    type: str
    required: true
  name:
    description:
      - Name of the group. With O(parents) or without, for one at the top.
    type: str
  path:
    description:
      - Path of the group within the organization, such as V(/engineering/backend). Names with slashes need O(name)
        and O(parents).
    type: str
  description:
    description:
      - What the group is. An empty string clears it.
    type: str
  attributes:
    description:
      - Attributes of the group, each a value or a list of values. Numbers and booleans are stored as strings.
      - Attributes that are not listed stay; a null or an empty list removes one.
    type: dict
  members:
    description:
      - User names of members. They must be members of the organization.
    type: list
    elements: str
  members_behavior:
    description:
      - V(additive) adds what is listed and keeps all others, V(exact) removes those that are not listed.
    type: str
    choices: [additive, exact]
    default: additive
  parents:
    description:
      - The groups above this one, from the top downwards.
    type: list
    elements: dict
    suboptions:
      id:
        description:
          - Id of a group; the names that follow are below it.
        type: str
      name:
        description:
          - Name of a group.
        type: str
  new_path:
    description:
      - Where the group is to be. It is moved and renamed with its id.
    type: str
    aliases: [newPath]
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.realm
  - realmkit.keycloak.roles
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_organization
  - module: realmkit.keycloak.keycloak_group
  - module: realmkit.keycloak.keycloak_role_mapping
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Create a group of an organization with a member and a role
  realmkit.keycloak.keycloak_organization_group:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    organization: Acme
    path: /engineering
    attributes:
      cost_center: 4711
    members: [ann]
    realm_roles: [offline_access]

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Create a group below it
  realmkit.keycloak.keycloak_organization_group:
    realm: demo
    organization: Acme
    path: /engineering/backend

- name: Move the group to the top
  realmkit.keycloak.keycloak_organization_group:
    realm: demo
    organization: Acme
    path: /engineering/backend
    new_path: /backend

- name: Remove the group
  realmkit.keycloak.keycloak_organization_group:
    realm: demo
    organization: Acme
    path: /backend
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create organization group 'engineering'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - create organization group 'engineering'
  - 'add to members of organization group ''engineering'': ann'
  - 'add to roles of organization group ''engineering'': offline_access'
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
    id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    members:
    - ann
    name: engineering
    path: /engineering
    roles:
    - offline_access
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.organization_group import ORGANIZATION_GROUP


def main() -> None:
    run(ORGANIZATION_GROUP)


if __name__ == "__main__":
    main()
