#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_realm_action
short_description: Carry out an action on a Keycloak realm
version_added: 0.1.0
description:
  - "Carries out an action on a realm once: log out everybody, void tokens, clear caches and events, test
    connections."
  - Use M(realmkit.keycloak.keycloak_realm) for state.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  action:
    description:
      - What to do.
      - V(log_out_all) ends all sessions. V(push_revocation) notifies clients that tokens from before O(not_before) are
        void. The caches of the server are cleared by V(clear_realm_cache), V(clear_user_cache), V(clear_keys_cache)
        and V(clear_crl_cache). V(clear_events) and V(clear_admin_events) remove recorded events. V(clear_brute_force)
        forgets the failed logins of all users. V(delete_session) ends a session. V(test_smtp) sends a mail to the
        account that the task is logged in with. V(test_ldap_connection), V(test_ldap_authentication) and
        V(ldap_capabilities) ask a directory.
    type: str
    required: true
    choices:
      - log_out_all
      - push_revocation
      - clear_realm_cache
      - clear_user_cache
      - clear_keys_cache
      - clear_crl_cache
      - clear_events
      - clear_admin_events
      - clear_brute_force
      - delete_session
      - test_smtp
      - test_ldap_connection
      - test_ldap_authentication
      - ldap_capabilities
  not_before:
    description:
      - A number of seconds since 1970, or V(now). The default is the setting of the realm.
    type: str
  session_id:
    description:
      - Id of the session to end.
    type: str
  offline:
    description:
      - Whether it is an offline session.
    type: bool
    default: false
  smtp_server:
    description:
      - Settings of a mail server that take precedence over those of the realm.
    type: dict
    aliases: [smtpServer, smtp]
  provider:
    description:
      - Name of the user federation whose directory is asked.
    type: str
  ldap:
    description:
      - Settings that take precedence over those of O(provider), or stand in for them, such as C(connectionUrl),
        C(bindDn), C(bindCredential) and C(authType).
    type: dict
extends_documentation_fragment:
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_realm
  - module: realmkit.keycloak.keycloak_events_config
  - module: realmkit.keycloak.keycloak_client_action
  - module: realmkit.keycloak.keycloak_user_action
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
- name: Log out everybody
  realmkit.keycloak.keycloak_realm_action:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    action: log_out_all

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Revoke all earlier tokens
  realmkit.keycloak.keycloak_realm_action:
    realm: demo
    action: push_revocation
    not_before: now

- name: Read the users from the directory again
  realmkit.keycloak.keycloak_realm_action:
    realm: demo
    action: clear_user_cache
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: clear the cache of users
told:
  description: Addresses of clients that were notified.
  returned: when clients are notified
  type: list
  elements: str
not_told:
  description: Addresses of clients that could not be notified.
  returned: when clients are notified
  type: list
  elements: str
capabilities:
  description: What the directory can do.
  returned: for V(ldap_capabilities)
  type: list
  elements: dict
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._actions.realm import ACTIONS, SPEC
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.action import run_action


def main() -> None:
    run_action(SPEC, ACTIONS)


if __name__ == "__main__":
    main()
