#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_clientsecret_regenerate
short_description: Regenerate the secret of a Keycloak client
version_added: 0.1.0
description:
  - Regenerates the secret of a confidential client and returns it, as
    C(community.general.keycloak_clientsecret_regenerate) does.
  - It does so in each run. M(realmkit.keycloak.keycloak_client_secret) can set a secret, too.
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
  - module: realmkit.keycloak.keycloak_clientsecret_info
  - module: realmkit.keycloak.keycloak_client
"""

EXAMPLES = r"""
- name: Regenerate the secret of a client
  realmkit.keycloak.keycloak_clientsecret_regenerate:
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
  sample: "make a new secret of client 'my-app'"
end_state:
  description:
    - The new secret, which the task is for. Set C(no_log) on the task.
    - In check mode the value is 32 times C(X), since the server makes the secret.
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

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.task import run_module
from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.execute import execute
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client_secret import CLIENT_SECRET, secret_of

SPEC: Dict[str, Any] = {
    "realm": {"type": "str", "default": "master"},
    "id": {"type": "str"},
    "client_id": {"type": "str", "aliases": ["clientId"]},
}

# The server makes the secret: nobody knows it in check mode.
_UNKNOWN = 32 * "X"


def main() -> None:
    run_module(SPEC, _regenerate, required_one_of=[("id", "client_id")])


def _regenerate(module: AnsibleModule, client: Client) -> Dict[str, Any]:
    params = module.params
    done = execute(CLIENT_SECRET, dict(params, regenerate=True), module.check_mode, client)
    for warning in done.warnings:
        module.warn(warning)
    report: Dict[str, Any] = {"changed": done.changed, "msg": done.msg}
    if module.check_mode:
        report["end_state"] = {"type": "secret", "value": _UNKNOWN}
    else:
        held = secret_of(client, params["realm"], params["client_id"], params["id"])
        report["end_state"] = {"type": held["type"], "value": held["value"]}
    return report


if __name__ == "__main__":
    main()
