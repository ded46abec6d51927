#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_client_policy
short_description: Manage client policies of a Keycloak realm
version_added: 0.1.0
description:
  - Creates, changes and removes client policies. A client policy applies client profiles to the clients that fit its conditions.
  - What a task does not mention is left as it is.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  name:
    description:
      - Name of the policy.
    type: str
    required: true
  description:
    description:
      - What it is for. An empty string clears it.
    type: str
  enabled:
    description:
      - Whether it applies. The default for a new one is V(true).
    type: bool
  conditions:
    description:
      - "To which clients it applies: those that meet all conditions. The list is one value and replaced as a whole."
    type: list
    elements: dict
    suboptions:
      condition:
        description:
          - Type of the condition, such as V(client-access-type) or V(any-client).
        type: str
        required: true
      configuration:
        description:
          - Its settings.
        type: dict
  profiles:
    description:
      - Names of the client profiles that apply, see M(realmkit.keycloak.keycloak_client_profile). The list is one
        value and replaced as a whole.
    type: list
    elements: str
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_client_profile
  - module: realmkit.keycloak.keycloak_client
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Create a client profile
  realmkit.keycloak.keycloak_client_profile:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    name: pkce
    executors:
      - executor: pkce-enforcer
        configuration:
          auto-configure: true

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Apply the profile to public clients
  realmkit.keycloak.keycloak_client_policy:
    realm: demo
    name: public clients
    conditions:
      - condition: client-access-type
        configuration:
          type: [public]
    profiles: [pkce]

- name: Remove the policy
  realmkit.keycloak.keycloak_client_policy:
    realm: demo
    name: public clients
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create client policy 'public clients'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - create client policy 'public clients'
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
    conditions:
    - condition: client-access-type
      configuration:
        type:
        - public
    enabled: true
    name: public clients
    profiles:
    - pkce
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client_policy import CLIENT_POLICY


def main() -> None:
    run(CLIENT_POLICY)


if __name__ == "__main__":
    main()
