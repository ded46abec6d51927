#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_authz_settings
short_description: Manage settings of the authorization services of a Keycloak client
version_added: 0.1.0
description:
  - Changes settings of the authorization services of a client. They are switched on with
    M(realmkit.keycloak.keycloak_client).
  - What a task does not mention is left as it is.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  state:
    description:
      - Nothing but V(present), since each client with authorization services has these settings.
    type: str
    choices: [present]
    default: present
  client_id:
    description:
      - Client ID of the client that has the authorization services.
    type: str
    required: true
    aliases: [clientId]
  policy_enforcement_mode:
    description:
      - What is done about resources without a permission. V(ENFORCING) refuses, V(PERMISSIVE) allows, V(DISABLED)
        allows all.
    type: str
    choices: [ENFORCING, PERMISSIVE, DISABLED]
    aliases: [policyEnforcementMode]
  decision_strategy:
    description:
      - Whether one permission that applies suffices (V(AFFIRMATIVE)) or all must agree (V(UNANIMOUS)).
    type: str
    choices: [UNANIMOUS, AFFIRMATIVE]
    aliases: [decisionStrategy]
  allow_remote_resource_management:
    description:
      - Whether the client itself may manage resources.
    type: bool
    aliases: [allowRemoteResourceManagement]
extends_documentation_fragment:
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_client
  - module: realmkit.keycloak.keycloak_authz_scope
  - module: realmkit.keycloak.keycloak_authz_resource
  - module: realmkit.keycloak.keycloak_authz_policy
  - module: realmkit.keycloak.keycloak_authz_permission
  - name: Keycloak Authorization Services Guide
    description: Resources, scopes, policies and permissions.
    link: https://www.keycloak.org/docs/latest/authorization_services/
"""

EXAMPLES = r"""
- name: One permission that grants is enough
  realmkit.keycloak.keycloak_authz_settings:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    client_id: billing
    policy_enforcement_mode: ENFORCING
    decision_strategy: AFFIRMATIVE

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Let clients manage their resources themselves
  realmkit.keycloak.keycloak_authz_settings:
    realm: demo
    client_id: billing
    allow_remote_resource_management: true
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "update client with authorization services 'billing': decisionStrategy"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - 'update client with authorization services ''billing'': decisionStrategy'
existing:
  description: The settings before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The settings after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    allowRemoteResourceManagement: true
    clientId: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    decisionStrategy: AFFIRMATIVE
    id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    name: billing
    policyEnforcementMode: ENFORCING
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.authz_settings import AUTHZ_SETTINGS


def main() -> None:
    run(AUTHZ_SETTINGS)


if __name__ == "__main__":
    main()
