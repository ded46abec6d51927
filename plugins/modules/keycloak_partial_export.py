#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_partial_export
short_description: Export a Keycloak realm as the server writes it
version_added: 0.1.0
description:
  - Returns a realm in the form that the admin console exports, ids included and secrets masked.
  - For files that can be applied again use M(realmkit.keycloak.keycloak_realm_export).
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  clients:
    description:
      - Whether clients are exported.
    type: bool
    default: true
  groups_and_roles:
    description:
      - Whether groups and roles are exported.
    type: bool
    default: true
    aliases: [groupsAndRoles]
  dest:
    description:
      - File on the host where the task runs to put the export in. RV(export) is then not returned.
    type: path
  mode:
    description:
      - Mode of the file O(dest).
    type: raw
    default: "0600"
extends_documentation_fragment:
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_partial_import
  - module: realmkit.keycloak.keycloak_realm_export
  - name: Keycloak Admin REST API
    description: Reference of all endpoints.
    link: https://www.keycloak.org/docs-api/latest/rest-api/index.html
"""

EXAMPLES = r"""
- name: Save an export of the realm
  realmkit.keycloak.keycloak_partial_export:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    dest: /var/backups/demo.json

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Look at what it has
  realmkit.keycloak.keycloak_partial_export:
    realm: demo
  register: exported

- name: Show the clients
  ansible.builtin.debug:
    msg: "{{ exported.export.clients | map(attribute='clientId') }}"
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "Realm 'demo' was exported."
export:
  description: The realm.
  returned: when O(dest) is not set
  type: dict
dest:
  description: The file with the realm.
  returned: when O(dest) is set
  type: str
  sample: "/var/backups/demo.json"
"""

from typing import Any, Dict

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.file import check_place, save
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.task import run_module
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.api import realms
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client
from ansible_collections.realmkit.keycloak.plugins.module_utils._secrets.redact import redact

SPEC: Dict[str, Any] = {
    "realm": {"type": "str", "default": "master"},
    "clients": {"type": "bool", "default": True},
    "groups_and_roles": {"type": "bool", "default": True, "aliases": ["groupsAndRoles"]},
    "dest": {"type": "path"},
    "mode": {"type": "raw", "default": "0600"},
}


def main() -> None:
    run_module(SPEC, _export)


def _export(module: AnsibleModule, client: Client) -> Dict[str, Any]:
    params = module.params
    if params["dest"]:
        check_place(module, params["dest"], params["mode"])
    query = {"exportClients": params["clients"], "exportGroupsAndRoles": params["groups_and_roles"]}
    found = client.get(realms.EXPORT, {"realm": params["realm"]}, query)
    report = {"msg": f"Realm '{params['realm']}' was exported."}
    if not params["dest"]:
        return {**report, "changed": False, "export": redact(found)}
    return {**report, "changed": save(module, params["dest"], params["mode"], found), "dest": params["dest"]}


if __name__ == "__main__":
    main()
