#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_client_rolemapping
short_description: Map roles of a Keycloak client to a group
version_added: 0.1.0
description:
  - Maps roles of a client to a group and removes mappings.
  - It serves playbooks that come from community.general. New ones use M(realmkit.keycloak.keycloak_role_mapping).
  - Listed roles are added; roles that are not listed stay.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  group_name:
    description:
      - Name of the group.
    type: str
    aliases: [groupName]
  client_id:
    description:
      - The client that has the roles, as C(clientId).
    type: str
  cid:
    description:
      - Id of that client, in place of O(client_id).
    type: str
  gid:
    description:
      - Id of the group, in place of O(group_name).
    type: str
  parents:
    description:
      - The groups above it, from the top down. Without it the group is at the top.
    type: list
    elements: dict
    suboptions:
      id:
        description:
          - Id of the group.
        type: str
      name:
        description:
          - Name of the group.
        type: str
extends_documentation_fragment:
  - realmkit.keycloak.state.mapped
  - realmkit.keycloak.realm
  - realmkit.keycloak.roles.listed
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_role_mapping
  - module: realmkit.keycloak.keycloak_realm_rolemapping
  - module: realmkit.keycloak.keycloak_user_rolemapping
"""

EXAMPLES = r"""
- name: Map a role of a client to a group
  realmkit.keycloak.keycloak_client_rolemapping:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    group_name: staff
    client_id: billing
    roles:
      - name: reader

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Remove the mapping
  realmkit.keycloak.keycloak_client_rolemapping:
    realm: demo
    group_name: staff
    client_id: billing
    roles:
      - name: reader
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "add to roles of group '/staff': reader (client billing)"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - 'add to roles of group ''/staff'': reader (client billing)'
existing:
  description: The roles of the client that are mapped to the group directly, before the task.
  returned: success
  type: list
  elements: dict
proposed:
  description: The same as RV(end_state).
  returned: success
  type: list
  elements: dict
end_state:
  description: The same as RV(existing) after the task; in check mode what it would be.
  returned: success
  type: list
  elements: dict
  sample: [{id: 2d1a…, name: reader, composite: false, clientRole: true, containerId: 77f0…}]
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds._mapped_lists import role_lists
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.role_list import CLIENT_ROLES_OF_GROUP


def main() -> None:
    run(CLIENT_ROLES_OF_GROUP, shape=role_lists("client_id"))


if __name__ == "__main__":
    main()
