#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_user_verifiable_credential
short_description: Manage verifiable credentials of Keycloak users
version_added: 0.1.0
description:
  - Adds a verifiable credential to a user, which can then be issued to a wallet, and removes it.
  - The server must run with the feature C(oid4vc-vci), and the realm must have verifiable credentials switched on.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  state:
    description:
      - Whether the user has the credential.
    type: str
    choices: [present, absent]
    default: present
  username:
    description:
      - The user.
    type: str
    required: true
    aliases: [target_username]
  client_scope:
    description:
      - Client scope of the protocol V(oid4vc) that describes the credential.
    type: str
    required: true
    aliases: [clientScope, credential_scope_name, credentialScopeName]
extends_documentation_fragment:
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth.own_username
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_user
  - module: realmkit.keycloak.keycloak_client_scope
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Add a credential to a user
  realmkit.keycloak.keycloak_user_verifiable_credential:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    username: ann
    client_scope: membership

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Remove the credential
  realmkit.keycloak.keycloak_user_verifiable_credential:
    realm: demo
    username: ann
    client_scope: membership
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create verifiable credential 'membership'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - create verifiable credential 'membership'
existing:
  description: The credential before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The credential after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    credentialConfigurationId: membership
    credentialScopeName: membership
    userAttributes:
      did: []
      email:
      - ann@example.com
      firstName:
      - Ann
      lastName:
      - Archer
      locale: []
      username:
      - ann
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.user_verifiable_credential import (
    USER_VERIFIABLE_CREDENTIAL,
)


def main() -> None:
    run(USER_VERIFIABLE_CREDENTIAL)


if __name__ == "__main__":
    main()
