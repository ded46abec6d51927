#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_client_profile
short_description: Manage client profiles of a Keycloak realm
version_added: 0.1.0
description:
  - Creates, changes and removes client profiles. The executors of a profile check and set up the clients to which a client
    policy applies it, see M(realmkit.keycloak.keycloak_client_policy).
  - Profiles that the server has for all realms are not touched. What a task does not mention is left as it is.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  name:
    description:
      - Name of the profile.
    type: str
    required: true
  description:
    description:
      - What it is for. An empty string clears it.
    type: str
  executors:
    description:
      - What is done and required, in this order. The list is one value and replaced as a whole.
    type: list
    elements: dict
    suboptions:
      executor:
        description:
          - Type of the executor, such as V(pkce-enforcer) or V(secure-client-authenticator).
        type: str
        required: true
      configuration:
        description:
          - Its settings.
        type: dict
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_client_policy
  - module: realmkit.keycloak.keycloak_client
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Require PKCE of clients
  realmkit.keycloak.keycloak_client_profile:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    name: pkce
    description: Proof key for code exchange
    executors:
      - executor: pkce-enforcer
        configuration:
          auto-configure: true

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Remove the profile
  realmkit.keycloak.keycloak_client_profile:
    realm: demo
    name: pkce
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create client profile 'pkce'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - create client profile 'pkce'
existing:
  description: The profile before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The profile after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    description: Proof key for code exchange
    executors:
    - configuration:
        auto-configure: true
      executor: pkce-enforcer
    name: pkce
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client_profile import CLIENT_PROFILE


def main() -> None:
    run(CLIENT_PROFILE)


if __name__ == "__main__":
    main()
