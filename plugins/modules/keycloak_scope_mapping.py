#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_scope_mapping
short_description: Manage the roles in the scope of a Keycloak client
version_added: 0.1.0
description:
  - Maps roles of the realm and of clients to the scope of a client or of a client scope, and removes mappings.
  - The roles in the scope of a client limit which roles of a user its tokens contain, unless
    O(realmkit.keycloak.keycloak_client#module:full_scope_allowed) is true.
  - Only roles that are mapped directly count. With O(state=absent) the mappings of the listed roles are removed; the
    client or client scope itself stays.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  client_id:
    description:
      - The client, as C(clientId). One of O(client_id) and O(client_scope) is needed.
    type: str
    aliases: [clientId]
  client_scope:
    description:
      - The client scope, by its name.
    type: str
    aliases: [clientScope]
extends_documentation_fragment:
  - realmkit.keycloak.state.mapped
  - realmkit.keycloak.realm
  - realmkit.keycloak.roles
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_client
  - module: realmkit.keycloak.keycloak_client_scope
  - module: realmkit.keycloak.keycloak_role
  - module: realmkit.keycloak.keycloak_client_rolescope
  - module: realmkit.keycloak.keycloak_clientscope_rolemappings
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Map roles to the scope of a client
  realmkit.keycloak.keycloak_scope_mapping:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    client_id: my-app
    realm_roles: [viewer]
    client_roles:
      billing: [reader]

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Map exactly these roles of the realm to a client scope
  realmkit.keycloak.keycloak_scope_mapping:
    realm: demo
    client_scope: invoices
    realm_roles: [editor, viewer]
    roles_behavior: exact

- name: Remove a mapping
  realmkit.keycloak.keycloak_scope_mapping:
    realm: demo
    client_id: my-app
    realm_roles: [viewer]
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "add to roles of client 'my-app': viewer"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - 'add to roles of client ''my-app'': viewer'
  - 'add to roles of client ''my-app'': reader (client billing)'
existing:
  description: The client or client scope with its mapped roles before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The client or client scope with its mapped roles after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    clientId: my-app
    id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    roles:
    - reader (client billing)
    - viewer
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.scope_mapping import OF_CLIENT, holder_of


def main() -> None:
    run(OF_CLIENT, holder_of)


if __name__ == "__main__":
    main()
