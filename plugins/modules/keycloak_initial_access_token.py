#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_initial_access_token
short_description: Create initial access tokens of a Keycloak realm
version_added: 0.1.0
description:
  - Creates a token with which clients can register themselves, and returns it. Each run creates one.
  - A token can be removed by its id.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  state:
    description:
      - V(present) creates a new token, V(absent) removes the one with this O(id).
    type: str
    choices: [present, absent]
    default: present
  id:
    description:
      - Id of the token to remove.
    type: str
  count:
    description:
      - How many clients can be registered with it.
    type: int
    default: 1
  expiration:
    description:
      - For how many seconds it is good. V(0) is for ever.
    type: int
    default: 0
extends_documentation_fragment:
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_client_registration_policy
  - module: realmkit.keycloak.keycloak_client
  - name: Keycloak client registration service
    description: How clients register themselves.
    link: https://www.keycloak.org/securing-apps/client-registration
"""

EXAMPLES = r"""
- name: Let two clients register themselves today
  realmkit.keycloak.keycloak_initial_access_token:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    count: 2
    expiration: 86400
  register: registration
  no_log: true

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Remove the token
  realmkit.keycloak.keycloak_initial_access_token:
    realm: demo
    id: "{{ registration.id }}"
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "make an initial access token for 2 clients"
token:
  description: The token, which the task is for. Set C(no_log) on the task.
  returned: when one was made
  type: str
id:
  description: Id of the token.
  returned: when one was made
  type: str
"""

from typing import Any, Dict

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.task import run_module
from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.resource import STATE
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.api import client_initial_access
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.errors import KeycloakError

SPEC: Dict[str, Any] = {
    "state": STATE,
    "realm": {"type": "str", "default": "master"},
    "id": {"type": "str"},
    "count": {"type": "int", "default": 1},
    "expiration": {"type": "int", "default": 0},
}


def main() -> None:
    run_module(SPEC, _token, required_if=[("state", "absent", ["id"])])


def _token(module: AnsibleModule, client: Client) -> Dict[str, Any]:
    return _removed(module, client) if module.params["state"] == "absent" else _made(module, client)


def _made(module: AnsibleModule, client: Client) -> Dict[str, Any]:
    params = module.params
    if params["count"] < 1 or params["expiration"] < 0:
        raise InputError("count must be 1 or more, and expiration 0 or more.")
    clients = "1 client" if params["count"] == 1 else f"{params['count']} clients"
    report: Dict[str, Any] = {"changed": True, "msg": f"make an initial access token for {clients}"}
    if not module.check_mode:
        body = {"count": params["count"], "expiration": params["expiration"]}
        made = client.send(client_initial_access.CREATE, {"realm": params["realm"]}, body=body).data
        report.update(token=made["token"], id=made["id"])
    return report


def _removed(module: AnsibleModule, client: Client) -> Dict[str, Any]:
    values = {"realm": module.params["realm"], "id": module.params["id"]}
    try:
        found = client.get(client_initial_access.LIST, values)
    except KeycloakError as error:
        if not error.missing_realm:
            raise
        found = []
    if all(item["id"] != values["id"] for item in found):
        return {"changed": False, "msg": "There is no such token."}
    if not module.check_mode:
        client.send(client_initial_access.DELETE, values)
    return {"changed": True, "msg": f"remove the initial access token {values['id']}"}


if __name__ == "__main__":
    main()
