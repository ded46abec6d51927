#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_realm_users_info
short_description: Read the users of a Keycloak realm
version_added: 0.1.0
description:
  - Returns all users of a realm, through all pages.
  - It serves playbooks that come from community.general. M(realmkit.keycloak.keycloak_info) takes filters as well.
author:
  - The realmkit.keycloak authors (@realmkit)
extends_documentation_fragment:
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_user
  - module: realmkit.keycloak.keycloak_info
"""

EXAMPLES = r"""
- name: Read all users of a realm
  realmkit.keycloak.keycloak_realm_users_info:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
  register: found

- name: Show who has no address
  ansible.builtin.debug:
    msg: "{{ found.users | rejectattr('email', 'defined') | map(attribute='username') }}"
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "1 found."
users:
  description: The users, as Keycloak represents them. Secrets in them are hidden.
  returned: success
  type: list
  elements: dict
  sample:
    - id: de84c802-ee66-4831-acbc-9efabf69a7ff
      username: ann
      firstName: Ann
      lastName: Archer
      email: ann@example.com
      enabled: true
      emailVerified: false
"""

from typing import Any, Dict

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.task import run_module
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.api import users
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client
from ansible_collections.realmkit.keycloak.plugins.module_utils._secrets.redact import redact

SPEC: Dict[str, Any] = {"realm": {"type": "str", "default": "master"}}


def main() -> None:
    run_module(SPEC, _read)


def _read(module: AnsibleModule, client: Client) -> Dict[str, Any]:
    found = list(client.pages(users.LIST, {"realm": module.params["realm"]}))
    return {"changed": False, "msg": f"{len(found)} found.", "users": redact(found)}


if __name__ == "__main__":
    main()
