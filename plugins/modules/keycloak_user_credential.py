#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_user_credential
short_description: Manage the credentials that a Keycloak user has
version_added: 0.1.0
description:
  - Labels, orders and removes credentials of a user, such as one-time codes and passkeys.
  - The first credential is the one that a user is asked for first. Passwords are set with
    M(realmkit.keycloak.keycloak_user).
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  state:
    description:
      - V(absent) removes the credential.
    type: str
    choices: [present, absent]
    default: present
  user:
    description:
      - Name of the user.
    type: str
    required: true
  id:
    description:
      - Id of the credential, where type and label do not identify it.
    type: str
  type:
    description:
      - Type of the credential, such as V(otp) or V(webauthn).
    type: str
  label:
    description:
      - Label of the credential.
    type: str
    aliases: [user_label, userLabel]
  new_label:
    description:
      - Label that it gets.
    type: str
  first:
    description:
      - Whether it comes first.
    type: bool
    default: false
  after:
    description:
      - Label or id of the credential that it comes right after.
    type: str
extends_documentation_fragment:
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_user
  - module: realmkit.keycloak.keycloak_user_action
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Set the password of a user
  realmkit.keycloak.keycloak_user:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    username: ann
    password: "{{ ann_password }}"

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Set the label of a credential
  realmkit.keycloak.keycloak_user_credential:
    realm: demo
    user: ann
    type: password
    new_label: Until June
    first: true

- name: Remove the one-time code
  realmkit.keycloak.keycloak_user_credential:
    realm: demo
    user: ann
    type: otp
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "label password of user 'ann': Until June"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - 'label password ''0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15'' of user ''ann'': Until June'
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
    createdDate: 1795752936119
    credentialData: '{"hashIterations":5,"algorithm":"argon2","additionalPar...'
    id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    previous: ''
    type: password
    userLabel: Until June
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.user_credential import USER_CREDENTIAL


def main() -> None:
    run(USER_CREDENTIAL)


if __name__ == "__main__":
    main()
