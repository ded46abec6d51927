#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_client_registration_policy
short_description: Manage the client registration policies of a Keycloak realm
version_added: 0.1.0
description:
  - Creates, changes and removes policies of dynamic client registration. They limit the clients that register themselves.
  - What a task does not mention is left as it is.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  name:
    description:
      - Name of the policy.
    type: str
    required: true
  sub_type:
    description:
      - Whether it is for registration without a token (V(anonymous)) or with one (V(authenticated)).
    type: str
    required: true
    choices: [anonymous, authenticated]
    aliases: [subType]
  provider_id:
    description:
      - Type of the policy, such as V(max-clients) or V(trusted-hosts).
    type: str
    aliases: [providerId]
  config:
    description:
      - Its settings. Those that are not listed stay; a null removes one.
    type: dict
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_initial_access_token
  - module: realmkit.keycloak.keycloak_component
  - name: Keycloak client registration service
    description: How clients register themselves.
    link: https://www.keycloak.org/securing-apps/client-registration
"""

EXAMPLES = r"""
- name: Limit the clients that register without a token
  realmkit.keycloak.keycloak_client_registration_policy:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    name: Max Clients Limit
    sub_type: anonymous
    config:
      max-clients: 20

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Limit the clients that register with a token
  realmkit.keycloak.keycloak_client_registration_policy:
    realm: demo
    name: Limit
    sub_type: authenticated
    provider_id: max-clients
    config:
      max-clients: 1000

- name: Remove the limit
  realmkit.keycloak.keycloak_client_registration_policy:
    realm: demo
    name: Limit
    sub_type: authenticated
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create client registration policy 'Limit'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - 'update client registration policy ''Max Clients Limit'': config'
existing:
  description: The policy before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The policy after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    config:
      max-clients:
      - '20'
    id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    name: Max Clients Limit
    parentId: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    providerId: max-clients
    providerType: org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy
    subType: anonymous
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client_registration_policy import (
    CLIENT_REGISTRATION_POLICY,
)


def main() -> None:
    run(CLIENT_REGISTRATION_POLICY)


if __name__ == "__main__":
    main()
