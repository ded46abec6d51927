#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_clientsecret_info
short_description: Read the secret of a Keycloak client
version_added: 0.1.0
description:
  - Returns the secret of a confidential client.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  id:
    description:
      - Id of the client, in place of O(client_id).
    type: str
  client_id:
    description:
      - Client ID of the client.
    type: str
    aliases: [clientId]
extends_documentation_fragment:
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_client_secret
  - module: realmkit.keycloak.keycloak_clientsecret_regenerate
  - plugin: realmkit.keycloak.client_secret
    plugin_type: lookup
"""

EXAMPLES = r"""
- name: Read the secret of a client
  realmkit.keycloak.keycloak_clientsecret_info:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    client_id: my-app
  register: my_app
  no_log: true
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: The secret was read.
clientsecret_info:
  description: The secret, which the task is for. Set C(no_log) on the task.
  returned: success
  type: dict
  contains:
    type:
      description: Always V(secret).
      type: str
      returned: always
    value:
      description: The secret.
      type: str
      returned: always
"""

from typing import Any, Dict

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.task import run_module
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client_secret import secret_of

SPEC: Dict[str, Any] = {
    "realm": {"type": "str", "default": "master"},
    "id": {"type": "str"},
    "client_id": {"type": "str", "aliases": ["clientId"]},
}


def main() -> None:
    run_module(SPEC, _read, required_one_of=[("id", "client_id")])


def _read(module: AnsibleModule, client: Client) -> Dict[str, Any]:
    params = module.params
    held = secret_of(client, params["realm"], params["client_id"], params["id"])
    if not held.get("value"):
        raise InputError(f"There is no client '{params['client_id'] or params['id']}' with a secret.")
    report = {"type": held["type"], "value": held["value"]}
    return {"changed": False, "msg": "The secret was read.", "clientsecret_info": report}


if __name__ == "__main__":
    main()
