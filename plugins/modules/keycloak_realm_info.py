#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_realm_info
short_description: Read the public information of a Keycloak realm
version_added: 0.1.0
description:
  - Returns the public key of a realm and the addresses of its services.
  - Nobody logs in for it; options to log in with are accepted and not used. For all settings of a realm see
    M(realmkit.keycloak.keycloak_info).
author:
  - The realmkit.keycloak authors (@realmkit)
extends_documentation_fragment:
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_realm
  - module: realmkit.keycloak.keycloak_info
"""

EXAMPLES = r"""
- name: Read the public key of a realm
  realmkit.keycloak.keycloak_realm_info:
    auth_keycloak_url: https://sso.example.com
    realm: demo
  register: demo

- name: Give it to an application
  ansible.builtin.copy:
    content: "{{ demo.realm_info.public_key }}"
    dest: /var/backups/public_key
    mode: "0644"
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "The realm 'demo' was read."
realm_info:
  description:
    - The public information of the realm, null where there is none that is switched on.
    - Beside the keys below it has C(token-service) and C(account-service), the addresses of the token service and of the
      account console, and C(tokens-not-before), a time in seconds since 1970 before which issued tokens are void.
  returned: success
  type: dict
  contains:
    realm:
      description: Name of the realm.
      type: str
      returned: always
    public_key:
      description: The key that its tokens are signed with, in base64.
      type: str
      returned: always
  sample:
    realm: demo
    public_key: MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A
    token-service: https://sso.example.com/realms/demo/protocol/openid-connect
    account-service: https://sso.example.com/realms/demo/account
    tokens-not-before: 0
"""

from typing import Any, Dict

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.task import run_module
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.endpoint import get

SPEC: Dict[str, Any] = {"realm": {"type": "str", "default": "master"}}
# No part of the admin API.
_PUBLIC = get("/realms/{realm}")


def main() -> None:
    run_module(SPEC, _read, anonymous=True)


def _read(module: AnsibleModule, client: Client) -> Dict[str, Any]:
    realm = module.params["realm"]
    found = client.find(_PUBLIC, {"realm": realm})
    msg = f"The realm '{realm}' was read." if found else f"There is no realm '{realm}' that is switched on."
    return {"changed": False, "msg": msg, "realm_info": found}


if __name__ == "__main__":
    main()
