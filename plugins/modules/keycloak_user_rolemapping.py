#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_user_rolemapping
short_description: Map roles to a Keycloak user or service account
version_added: 0.1.0
description:
  - Maps roles of the realm or of a client to a user or to the service account of a client, and removes mappings.
  - It serves playbooks that come from community.general. New ones use M(realmkit.keycloak.keycloak_role_mapping).
  - Listed roles are added; roles that are not listed stay.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  target_username:
    description:
      - Name of the user.
    type: str
    aliases: [targetUsername]
  client_id:
    description:
      - The client that has the roles, as C(clientId). Without it and O(cid) they are roles of the realm.
    type: str
  cid:
    description:
      - Id of that client, in place of O(client_id).
    type: str
  uid:
    description:
      - Id of the user, in place of O(target_username).
    type: str
  service_account_user_client_id:
    description:
      - The client, as C(clientId), whose service account is meant.
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
  - module: realmkit.keycloak.keycloak_client_rolemapping
"""

EXAMPLES = r"""
- name: Map a role of the realm to a user
  realmkit.keycloak.keycloak_user_rolemapping:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    target_username: ann
    roles:
      - name: editor

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Map a role of a client to a service account
  realmkit.keycloak.keycloak_user_rolemapping:
    realm: demo
    service_account_user_client_id: my-app
    client_id: billing
    roles:
      - name: reader

- name: Remove the mapping of the user
  realmkit.keycloak.keycloak_user_rolemapping:
    realm: demo
    target_username: ann
    roles:
      - name: editor
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "add to roles of user 'ann': editor"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - 'add to roles of user ''ann'': editor'
existing:
  description:
    - The roles of the client that are mapped to the user before the task.
    - Without O(client_id) all effective roles of the realm, also those inside of others.
  returned: success
  type: list
  elements: dict
proposed:
  description: The roles that the task lists.
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
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds._mapped_lists import effective_roles
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.role_list import ROLES_OF_USER


def main() -> None:
    run(ROLES_OF_USER, shape=effective_roles)


if __name__ == "__main__":
    main()
