#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_client_action
short_description: Carry out an action on a Keycloak client
version_added: 0.1.0
description:
  - "Carries out an action on a client once: notify it which tokens are void, register nodes, create new secrets."
  - Use M(realmkit.keycloak.keycloak_client) for state.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  action:
    description:
      - What to do.
      - V(push_revocation) notifies the client which tokens are void. V(register_node) and V(unregister_node) say at
        which addresses the client runs, V(test_nodes) asks whether they answer. V(new_secret) and
        V(new_registration_token) make a new one and return it.
    type: str
    required: true
    choices: [push_revocation, register_node, unregister_node, test_nodes, new_secret, new_registration_token]
  client_id:
    description:
      - Client ID of the client.
    type: str
    required: true
    aliases: [clientId]
  node:
    description:
      - Address of the node, such as V(app1.example.com).
    type: str
extends_documentation_fragment:
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_client
  - module: realmkit.keycloak.keycloak_client_secret
  - module: realmkit.keycloak.keycloak_realm_action
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
attributes:
  check_mode:
    support: full
    details: No write is sent. The result says what would be done.
  diff_mode:
    support: none
  idempotent:
    support: partial
    details: An action is done each time, unless the server is already as it leaves it.
"""

EXAMPLES = r"""
- name: Register a node of the client
  realmkit.keycloak.keycloak_client_action:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    action: register_node
    client_id: my-app
    node: app2.example.com

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Regenerate the registration access token of the client
  realmkit.keycloak.keycloak_client_action:
    realm: demo
    action: new_registration_token
    client_id: my-app
  register: my_app
  no_log: true
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
told:
  description: Addresses of clients that were notified.
  returned: when clients are notified
  type: list
  elements: str
  sample: ["https://app.example.com/admin"]
not_told:
  description: Addresses of clients that could not be notified.
  returned: when clients are notified
  type: list
  elements: str
secret:
  description: The secret, which the action is for. Set C(no_log) on the task.
  returned: for V(new_secret)
  type: str
registration_access_token:
  description: The token, which the action is for. Set C(no_log) on the task.
  returned: for V(new_registration_token)
  type: str
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._actions.client import ACTIONS, SECRETS, SPEC
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.action import run_action


def main() -> None:
    run_action(SPEC, ACTIONS, SECRETS)


if __name__ == "__main__":
    main()
