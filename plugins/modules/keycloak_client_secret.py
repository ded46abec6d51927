#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_client_secret
short_description: Set or renew the secret of a Keycloak client
version_added: 0.1.0
description:
  - Sets the secret of a confidential client, regenerates it, or removes the rotated one, and returns the secret.
  - What a task does not mention is left as it is. To read a secret without changing it, set nothing but the client.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  state:
    description:
      - Nothing but V(present), since each confidential client has a secret.
    type: str
    choices: [present]
    default: present
  id:
    description:
      - Id of the client, in place of O(client_id).
    type: str
  client_id:
    description:
      - Client ID of the client.
    type: str
    aliases: [clientId]
  secret:
    description:
      - The secret that it shall have.
    type: str
  regenerate:
    description:
      - Whether the server makes a new secret. It does in each run then.
    type: bool
    default: false
  rotated:
    description:
      - V(absent) voids the secret that the client had before, on servers that rotate secrets.
    type: str
    choices: [absent]
extends_documentation_fragment:
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_client
  - module: realmkit.keycloak.keycloak_clientsecret_regenerate
  - module: realmkit.keycloak.keycloak_clientsecret_info
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Set the secret
  realmkit.keycloak.keycloak_client_secret:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    client_id: my-app
    secret: "{{ my_app_secret }}"

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Regenerate the secret
  realmkit.keycloak.keycloak_client_secret:
    realm: demo
    client_id: my-app
    regenerate: true
  register: my_app
  no_log: true
"""

RETURN = r"""
secret:
  description: The secret that the client has now. Ansible hides it where the task itself gave it. Set C(no_log) on the task.
  returned: when the client has one and the task was not run in check mode
  type: str
rotated_secret:
  description: The secret before it, while it is still good. V(null) where the server keeps none.
  returned: when the task was not run in check mode
  type: str
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "make a new secret of client 'my-app'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - 'update secret of client ''my-app'': secret'
existing:
  description: The client before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The client after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    clientId: my-app
    rotated: false
    secret: VALUE_HIDDEN
"""

from typing import Any, Dict

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client_secret import CLIENT_SECRET, secret_of


def main() -> None:
    run(CLIENT_SECRET, tell=_secret)


def _secret(module: AnsibleModule, client: Client, _report: Dict[str, Any]) -> Dict[str, Any]:
    if module.check_mode:
        return {}
    params = module.params
    held = secret_of(client, params["realm"], params["client_id"], params["id"])
    return {"secret": held.get("value"), "rotated_secret": held["rotated"]}


if __name__ == "__main__":
    main()
