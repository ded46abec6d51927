#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_component_info
short_description: Read components of a Keycloak realm
version_added: 0.1.0
description:
  - Returns the components of a realm, filtered by type, parent or name.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  name:
    description:
      - Name of the components.
    type: str
  provider_type:
    description:
      - Type of the components, such as V(org.keycloak.storage.UserStorageProvider).
    type: str
    aliases: [providerType]
  parent_id:
    description:
      - Name or id of the component that has them, or the name of the realm.
    type: str
    aliases: [parentId]
extends_documentation_fragment:
  - realmkit.keycloak.realm.required
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_component
  - module: realmkit.keycloak.keycloak_info
"""

EXAMPLES = r"""
- name: Read the keys of a realm
  realmkit.keycloak.keycloak_component_info:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    provider_type: org.keycloak.keys.KeyProvider
  register: keys

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Show their names and priorities
  ansible.builtin.debug:
    msg: "{{ dict(keys.components | map(attribute='name') | zip(keys.components | map(attribute='config'))) }}"

- name: Read one component by its name
  realmkit.keycloak.keycloak_component_info:
    realm: demo
    provider_type: org.keycloak.keys.KeyProvider
    name: rsa-generated
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "1 found."
components:
  description: The components. Secrets in them are hidden.
  returned: success
  type: list
  elements: dict
  sample:
    - name: rsa-generated
      providerId: rsa-generated
      providerType: org.keycloak.keys.KeyProvider
      config: {priority: ["100"]}
"""

from typing import Any, Dict

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.task import run_module
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.api import components, realms
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client
from ansible_collections.realmkit.keycloak.plugins.module_utils._secrets.redact import redact

SPEC: Dict[str, Any] = {
    "realm": {"type": "str", "required": True},
    "name": {"type": "str"},
    "provider_type": {"type": "str", "aliases": ["providerType"]},
    "parent_id": {"type": "str", "aliases": ["parentId"]},
}


def main() -> None:
    run_module(SPEC, _read)


def _read(module: AnsibleModule, client: Client) -> Dict[str, Any]:
    params = module.params
    values = {"realm": params["realm"]}
    # A query for a type without a parent lists those of the realm itself (26.7), so all are read and picked from.
    found = client.get(components.LIST, values)
    if params["parent_id"]:
        parents = {item["id"] for item in found if params["parent_id"] in (item["id"], item.get("name"))}
        realm = client.get(realms.GET, values)
        if params["parent_id"] in (realm["realm"], realm.get("id")):
            parents.add(realm.get("id"))
        found = [item for item in found if item.get("parentId") in parents]
    for key, wanted in (("name", params["name"]), ("providerType", params["provider_type"])):
        found = [item for item in found if wanted in (None, item.get(key))]
    return {"changed": False, "msg": f"{len(found)} found.", "components": redact(found)}


if __name__ == "__main__":
    main()
