#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_authz_permission_info
short_description: Read a permission of the authorization services of a Keycloak client
version_added: 0.1.0
description:
  - Returns a permission with its resources, scopes and policies, or nothing if it does not exist.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  client_id:
    description:
      - Client ID of the client that has the authorization services.
    type: str
    required: true
    aliases: [clientId]
  name:
    description:
      - Name of the permission.
    type: str
    required: true
extends_documentation_fragment:
  - realmkit.keycloak.realm.required
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_authz_permission
  - name: Keycloak Authorization Services Guide
    description: Resources, scopes, policies and permissions.
    link: https://www.keycloak.org/docs/latest/authorization_services/
"""

EXAMPLES = r"""
- name: Read a permission
  realmkit.keycloak.keycloak_authz_permission_info:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    client_id: billing
    name: view invoices
  register: permission

- name: Whether there is such a permission
  ansible.builtin.debug:
    msg: "{{ 'there' if permission.queried_state else 'missing' }}"
"""

RETURN = r"""
msg:
  description: What was read, in a line.
  returned: always
  type: str
queried_state:
  description: The permission with the names of its policies, resources and scopes, V(false) where there is none.
  returned: success
  type: raw
  sample:
    name: view invoices
    type: scope
    decisionStrategy: UNANIMOUS
    policies: [staff]
    scopes: [view]
    config: {}
"""

from typing import Any, Dict

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.task import run_module
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.authz_permission import permission_of

SPEC: Dict[str, Any] = {
    "realm": {"type": "str", "required": True},
    "client_id": {"type": "str", "required": True, "aliases": ["clientId"]},
    "name": {"type": "str", "required": True},
}


def main() -> None:
    run_module(SPEC, _read)


def _read(module: AnsibleModule, client: Client) -> Dict[str, Any]:
    params = module.params
    found = permission_of(client, params["realm"], params["client_id"], params["name"])
    what = f"Permission '{params['name']}' was read." if found else f"There is no permission '{params['name']}'."
    return {"changed": False, "msg": what, "queried_state": found or False}


if __name__ == "__main__":
    main()
