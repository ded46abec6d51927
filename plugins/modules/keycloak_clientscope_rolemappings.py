#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_clientscope_rolemappings
short_description: Map roles to a Keycloak client scope
version_added: 0.1.0
description:
  - Maps roles of the realm or of a client to a client scope and removes mappings.
  - It serves playbooks that come from community.general. New ones use M(realmkit.keycloak.keycloak_scope_mapping).
  - Listed roles are added; roles that are not listed stay.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  clientscope_id:
    description:
      - Name of the client scope.
    type: str
    required: true
    aliases: [clientscopeId]
  client_id:
    description:
      - The client that has the roles, as C(clientId). Without it they are roles of the realm.
    type: str
    aliases: [clientId]
  role_names:
    description:
      - Names of the roles.
    type: list
    elements: str
    required: true
extends_documentation_fragment:
  - realmkit.keycloak.state.mapped
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_scope_mapping
  - module: realmkit.keycloak.keycloak_client_rolescope
"""

EXAMPLES = r"""
- name: Map a role of a client to a client scope
  realmkit.keycloak.keycloak_clientscope_rolemappings:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    clientscope_id: invoices
    client_id: billing
    role_names: [reader]

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Map a role of the realm
  realmkit.keycloak.keycloak_clientscope_rolemappings:
    realm: demo
    clientscope_id: invoices
    role_names: [viewer]

- name: Remove the mapping
  realmkit.keycloak.keycloak_clientscope_rolemappings:
    realm: demo
    clientscope_id: invoices
    role_names: [viewer]
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "add to roles of client scope 'invoices': reader (client billing)"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - 'add to roles of client scope ''invoices'': reader (client billing)'
existing:
  description: The roles of O(client_id), or without it those of the realm, that the client scope has in its scope, before the task.
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
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.role_list import ROLES_OF_SHARED_SCOPE


def main() -> None:
    run(ROLES_OF_SHARED_SCOPE, shape=role_lists("client_id"))


if __name__ == "__main__":
    main()
