#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_realm_keys_metadata_info
short_description: Read the keys of a Keycloak realm
version_added: 0.1.0
description:
  - Returns the active keys of a realm, and the public part of all keys.
author:
  - The realmkit.keycloak authors (@realmkit)
extends_documentation_fragment:
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_realm_key
  - module: realmkit.keycloak.keycloak_info
"""

EXAMPLES = r"""
- name: Read the keys of a realm
  realmkit.keycloak.keycloak_realm_keys_metadata_info:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
  register: keys

- name: Show which key signs
  ansible.builtin.debug:
    msg: "{{ keys.keys_metadata.active['RS256'] }}"
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "4 found."
keys_metadata:
  description: The keys, with C(active) and C(keys); null where the realm does not exist.
  returned: success
  type: dict
  sample:
    active: {RS256: ysI8N7QgR7bgm267tu-Lsjft3Ge9C-Kv0A-ACRUTxOg}
    keys: [{kid: ysI8N7QgR7bgm267tu-Lsjft3Ge9C-Kv0A-ACRUTxOg, algorithm: RS256, status: ACTIVE, type: RSA, use: SIG}]
"""

from typing import Any, Dict

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.task import run_module
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.api import realms
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.errors import KeycloakError

SPEC: Dict[str, Any] = {"realm": {"type": "str", "default": "master"}}


def main() -> None:
    run_module(SPEC, _read)


def _read(module: AnsibleModule, client: Client) -> Dict[str, Any]:
    realm = module.params["realm"]
    try:
        found = client.get(realms.KEYS, {"realm": realm})
    except KeycloakError as error:
        if error.status != 404:
            raise
        found = None
    msg = f"There is no realm '{realm}'." if found is None else f"{len(found['keys'])} found."
    return {"changed": False, "msg": msg, "keys_metadata": found}


if __name__ == "__main__":
    main()
