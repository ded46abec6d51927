#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_user_execute_actions_email
short_description: Send a Keycloak user a mail with actions to carry out
version_added: 0.1.0
description:
  - Sends a mail with a link to the listed actions, such as setting a new password.
  - Each run sends a mail and reports a change.
  - It serves playbooks that come from community.general. New ones use M(realmkit.keycloak.keycloak_user_action).
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  id:
    description:
      - Id of the user, in place of O(username).
    type: str
  username:
    description:
      - Name of the user.
    type: str
  actions:
    description:
      - Names of the required actions to carry out.
    type: list
    elements: str
    default: [UPDATE_PASSWORD]
  client_id:
    description:
      - Client ID of the client to which the user can go on from there.
    type: str
    aliases: [clientId]
  redirect_uri:
    description:
      - Address to go on to, one that the client allows. Needs O(client_id).
    type: str
    aliases: [redirectUri]
  lifespan:
    description:
      - How long the link is good for, in seconds.
    type: int
extends_documentation_fragment:
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth.own_username
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_user_action
  - module: realmkit.keycloak.keycloak_required_action
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
    support: none
    details: Each run sends a mail.
"""

EXAMPLES = r"""
- name: Ask a user to set a new password
  realmkit.keycloak.keycloak_user_execute_actions_email:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    username: ann
    lifespan: 3600

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Ask for several things, and lead back to the application
  realmkit.keycloak.keycloak_user_execute_actions_email:
    realm: demo
    username: ann
    actions: [VERIFY_EMAIL, UPDATE_PROFILE]
    client_id: my-app
    redirect_uri: https://app.example.com/welcome
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
email:
  description: The address of the mail.
  returned: success
  type: str
  sample: ann@example.com
user_id:
  description: Id of the user.
  returned: success
  type: str
actions:
  description: The actions in the mail.
  returned: success
  type: list
  elements: str
  sample: [UPDATE_PASSWORD]
"""

from typing import Any, Dict

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.realmkit.keycloak.plugins.module_utils._actions.action import execute_action
from ansible_collections.realmkit.keycloak.plugins.module_utils._actions.user import ACTIONS, arguments_of
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.task import run_module
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client

SPEC: Dict[str, Any] = {
    "realm": {"type": "str", "default": "master"},
    "id": {"type": "str"},
    "username": {"type": "str"},
    "actions": {"type": "list", "elements": "str", "default": ["UPDATE_PASSWORD"]},
    "client_id": {"type": "str", "aliases": ["clientId"]},
    "redirect_uri": {"type": "str", "aliases": ["redirectUri"]},
    "lifespan": {"type": "int"},
}
USER = ("id", "username")


def main() -> None:
    run_module(SPEC, _send, required_one_of=[USER], mutually_exclusive=[USER])


def _send(module: AnsibleModule, client: Client) -> Dict[str, Any]:
    given = {name: module.params[name] for name in ("realm", "actions", "client_id", "redirect_uri", "lifespan")}
    user = {"user": module.params["username"], "user_id": module.params["id"]}
    arguments = arguments_of("execute_actions_email", **given, **user)
    result, warnings = execute_action(ACTIONS, arguments, module.check_mode, client)
    for warning in warnings:
        module.warn(warning)
    return {"actions": given["actions"], **result}


if __name__ == "__main__":
    main()
