#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_authentication_required_actions
short_description: Manage several required actions of a Keycloak realm
version_added: 0.1.0
description:
  - Works as M(realmkit.keycloak.keycloak_required_action), for a list of required actions.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  required_actions:
    description:
      - The required actions.
    type: list
    elements: dict
    required: true
    aliases: [requiredActions, required_action]
    suboptions:
      alias:
        description:
          - Name of the required action, which is the id of its provider, such as V(VERIFY_EMAIL) or
            V(CONFIGURE_TOTP).
        type: str
        required: true
      name:
        description:
          - Name that is shown. A new one has the name that its provider gives it.
        type: str
      provider_id:
        description:
          - Id of the provider, which is what its alias is.
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
  - module: realmkit.keycloak.keycloak_required_action
  - module: realmkit.keycloak.keycloak_auth_flow
  - module: realmkit.keycloak.keycloak_user
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Manage two required actions
  realmkit.keycloak.keycloak_authentication_required_actions:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    required_actions:
      - alias: VERIFY_EMAIL
        enabled: true
      - alias: TERMS_AND_CONDITIONS
        enabled: false
    state: present

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Take one out of the realm
  realmkit.keycloak.keycloak_authentication_required_actions:
    realm: demo
    required_actions:
      - alias: TERMS_AND_CONDITIONS
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "update required action 'VERIFY_EMAIL'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - delete required action 'TERMS_AND_CONDITIONS'
existing:
  description: The required actions before the task, in the order of the list; empty ones were not there.
  returned: success
  type: list
  elements: dict
proposed:
  description: What the task declares, in the order of the list.
  returned: success
  type: list
  elements: dict
end_state:
  description:
    - All required actions of the realm after the task; in check mode what they would be.
  returned: success
  type: list
  elements: dict
  sample:
  - alias: UPDATE_PROFILE
    config: {}
    defaultAction: false
    enabled: true
    name: Update Profile
    priority: 40
    providerId: UPDATE_PROFILE
  - alias: VERIFY_EMAIL
    config: {}
    defaultAction: false
    enabled: true
    name: Verify Email
    priority: 50
    providerId: VERIFY_EMAIL
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run_each
from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.spec import listed_spec
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.required_action import REQUIRED_ACTION


def main() -> None:
    run_each(REQUIRED_ACTION, "required_actions", listed_spec(REQUIRED_ACTION, "required_actions", "required_action"))


if __name__ == "__main__":
    main()
