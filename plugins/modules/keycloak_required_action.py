#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_required_action
short_description: Manage required actions of a Keycloak realm
version_added: 0.1.0
description:
  - Registers, changes and removes required actions, which users are asked for after they have logged in.
  - What a task does not mention is left as it is.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  alias:
    description:
      - Name of the required action, which is the id of its provider, such as V(VERIFY_EMAIL) or V(CONFIGURE_TOTP).
    type: str
    required: true
  name:
    description:
      - Name that is shown. A new one has the name that its provider gives it.
    type: str
  provider_id:
    description:
      - Id of the provider, which is what O(alias) is.
    type: str
    aliases: [providerId]
  enabled:
    description:
      - Whether users can be asked for it.
    type: bool
  default_action:
    description:
      - Whether each new user is asked for it.
    type: bool
    aliases: [defaultAction]
  priority:
    description:
      - Place in the order in which users are asked, lower numbers first.
    type: int
  config:
    description:
      - Settings, such as C(max_auth_age). Those that are not listed stay, a null removes one.
    type: dict
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_authentication_required_actions
  - module: realmkit.keycloak.keycloak_auth_flow
  - module: realmkit.keycloak.keycloak_user
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Ask new users to verify their address
  realmkit.keycloak.keycloak_required_action:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    alias: VERIFY_EMAIL
    enabled: true
    default_action: true

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Require a new login for a password change after five minutes
  realmkit.keycloak.keycloak_required_action:
    realm: demo
    alias: UPDATE_PASSWORD
    config:
      max_auth_age: 300

- name: Remove a required action
  realmkit.keycloak.keycloak_required_action:
    realm: demo
    alias: TERMS_AND_CONDITIONS
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create required action 'VERIFY_EMAIL'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - 'update required action ''VERIFY_EMAIL'': defaultAction'
existing:
  description: The required action before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The required action after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    alias: VERIFY_EMAIL
    config: {}
    defaultAction: true
    enabled: true
    name: Verify Email
    priority: 50
    providerId: VERIFY_EMAIL
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.required_action import REQUIRED_ACTION


def main() -> None:
    run(REQUIRED_ACTION)


if __name__ == "__main__":
    main()
