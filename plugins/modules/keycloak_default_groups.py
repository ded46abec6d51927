#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_default_groups
short_description: Manage the default groups of a Keycloak realm
version_added: 0.1.0
description:
  - Manages the groups that each new user of a realm joins.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  state:
    description:
      - Whether the listed groups are default groups. With V(absent) they no longer are; the groups themselves stay.
    type: str
    choices: [present, absent]
    default: present
  groups:
    description:
      - Paths of groups.
    type: list
    elements: str
    required: true
    aliases: [default_groups, defaultGroups]
  groups_behavior:
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
  - module: realmkit.keycloak.keycloak_group
  - module: realmkit.keycloak.keycloak_default_roles
  - module: realmkit.keycloak.keycloak_realm
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Add a default group
  realmkit.keycloak.keycloak_default_groups:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    groups: [/staff]

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Set exactly this default group
  realmkit.keycloak.keycloak_default_groups:
    realm: demo
    groups: [/staff/support]
    groups_behavior: exact

- name: Remove a default group
  realmkit.keycloak.keycloak_default_groups:
    realm: demo
    groups: [/staff/support]
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "add to groups of realm 'demo': /staff"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - 'add to groups of realm ''demo'': /staff'
existing:
  description: The realm with its default groups before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The realm with its default groups after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    groups:
    - /staff
    realm: demo
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.default_groups import DEFAULT_GROUPS


def main() -> None:
    run(DEFAULT_GROUPS)


if __name__ == "__main__":
    main()
