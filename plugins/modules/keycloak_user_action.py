#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_user_action
short_description: Carry out an action on a Keycloak user
version_added: 0.1.0
description:
  - "Carries out an action on a user once: set a password, send mails, log out, remove credentials and the
    like."
  - Use M(realmkit.keycloak.keycloak_user) for state.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  action:
    description:
      - What to do.
      - V(reset_password) sets a password. V(send_verify_email) and V(execute_actions_email) send a mail with a link.
        V(logout) ends the sessions. V(impersonate) opens a session as the user. V(remove_credential) removes
        credentials that Keycloak stores, V(disable_credential_types) those that a provider of user federation can
        disable. V(revoke_consent) takes back what the user granted to clients. V(clear_brute_force) forgets failed
        logins, so that the user can log in again.
    type: str
    required: true
    choices:
      - reset_password
      - send_verify_email
      - execute_actions_email
      - logout
      - impersonate
      - remove_credential
      - disable_credential_types
      - revoke_consent
      - clear_brute_force
  user:
    description:
      - Name of the user.
    type: str
    aliases: [username]
  user_id:
    description:
      - Id of the user, in place of O(user).
    type: str
  password:
    description:
      - The password.
    type: str
    aliases: [new_password]
  temporary:
    description:
      - Whether the user has to choose another one at the next login.
    type: bool
    default: false
  actions:
    description:
      - What the user is asked for in the mail, such as V(UPDATE_PASSWORD) and V(VERIFY_EMAIL).
    type: list
    elements: str
  client_id:
    description:
      - Client that the link of a mail leads to in the end, or whose consent is revoked. Without it all consents are.
    type: str
  redirect_uri:
    description:
      - Address of O(client_id) that the link leads to in the end.
    type: str
  lifespan:
    description:
      - For how many seconds the link is good. The default is the setting of the realm.
    type: int
  credential_id:
    description:
      - Id of the credential to remove.
    type: str
  credential_type:
    description:
      - Type of the credentials to remove, such as V(otp).
    type: str
  credential_label:
    description:
      - Label of the credentials to remove.
    type: str
  credential_types:
    description:
      - Types of credentials to disable.
    type: list
    elements: str
extends_documentation_fragment:
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth.own_password
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_user
  - module: realmkit.keycloak.keycloak_user_credential
  - module: realmkit.keycloak.keycloak_user_execute_actions_email
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
- name: Set a password that the user has to change
  realmkit.keycloak.keycloak_user_action:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    action: reset_password
    user: ann
    password: "{{ ann_password }}"
    temporary: true

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Ask the user by mail to verify the address
  realmkit.keycloak.keycloak_user_action:
    realm: demo
    action: execute_actions_email
    user: ann
    actions: [VERIFY_EMAIL]

- name: Log out the user
  realmkit.keycloak.keycloak_user_action:
    realm: demo
    action: logout
    user: ann

- name: Reset the failed logins of the user
  realmkit.keycloak.keycloak_user_action:
    realm: demo
    action: clear_brute_force
    user: ann
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "user 'ann' has no session"
email:
  description: Address of a mail.
  returned: for mails
  type: str
  sample: ann@example.com
user_id:
  description: Id of the user.
  returned: for mails
  type: str
sessions:
  description: The sessions that were there, each with C(id), C(offline) and C(clients).
  returned: for V(logout)
  type: list
  elements: dict
credentials:
  description: The credentials that were removed.
  returned: for V(remove_credential)
  type: list
  elements: dict
clients:
  description: The clients whose consent was revoked.
  returned: for V(revoke_consent)
  type: list
  elements: str
  sample: [my-app]
status:
  description: Failed logins that the server had recorded.
  returned: for V(clear_brute_force)
  type: dict
redirect:
  description: Address at which the session continues.
  returned: for V(impersonate)
  type: str
same_realm:
  description: Whether it replaced the session of the one who asked.
  returned: for V(impersonate)
  type: bool
cookies:
  description: The session, which the action is for. Set C(no_log) on the task.
  returned: for V(impersonate)
  type: dict
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._actions.user import ACTIONS, CONSTRAINTS, SECRETS, SPEC
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.action import run_action


def main() -> None:
    run_action(SPEC, ACTIONS, SECRETS, **CONSTRAINTS)


if __name__ == "__main__":
    main()
