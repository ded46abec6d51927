#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_realm_export
short_description: Write a Keycloak realm as files that can be applied again
version_added: 0.1.0
description:
  - Reads a realm and gives it in the form that M(realmkit.keycloak.keycloak_realm_config) and the role
    P(realmkit.keycloak.realm#role) take.
  - Ids and empty values are left out, and so are the objects that are as in each new realm, see O(built_in).
  - Secrets, which the server does not show, become variables with a name. In files they are written for Jinja, which the role
    understands.
  - Of users only the roles of service accounts are exported, see O(users).
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  realm:
    description:
      - Name of the realm.
    type: str
    required: true
  dest:
    description:
      - Directory that exists, on the host where the task runs, for a file for each kind. Files of an earlier export that are
        not needed any more are removed.
      - Without it the realm is returned as RV(config).
    type: path
  mode:
    description:
      - Mode of the files.
    type: raw
    default: "0600"
  built_in:
    description:
      - Whether the objects that are as Keycloak 26.7.4 puts them into each new realm are exported as well. Those that were
        changed always are.
    type: bool
    default: false
  users:
    description:
      - Whether people are exported as well, with their attributes, groups, roles, links to identity providers and memberships
        of organizations.
      - Their passwords can't be read, so they are no part of the export. Users of a directory are left out.
      - Takes a read for each page of 100 users, and one for each group and role; where the realm has identity providers, one
        for each user.
    type: bool
    default: false
extends_documentation_fragment:
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
"""

EXAMPLES = r"""
- name: The realm as files
  realmkit.keycloak.keycloak_realm_export:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    dest: /var/backups

- name: The realm as a value
  realmkit.keycloak.keycloak_realm_export:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
  register: demo
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
variables:
  description: The variables that stand for secrets.
  returned: success
  type: list
  elements: str
  sample: [clients_my_app_secret]
files:
  description: The files of the export.
  returned: when O(dest) is set
  type: list
  elements: str
config:
  description: The realm.
  returned: when O(dest) is not set
  type: dict
"""

import os
from typing import Any, Dict

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.file import save
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.task import carry_out
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.export import export
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.kinds.collections import COLLECTIONS
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.source import dumped

SPEC: Dict[str, Any] = {
    "realm": {"type": "str", "required": True},
    "dest": {"type": "path"},
    "mode": {"type": "raw", "default": "0600"},
    "built_in": {"type": "bool", "default": False},
    "users": {"type": "bool", "default": False},
}


def main() -> None:
    carry_out(SPEC, _export)


def _export(module: AnsibleModule, client: Client) -> Dict[str, Any]:
    params = module.params
    dest = params["dest"]
    if dest and not os.path.isdir(dest):
        raise InputError(f"dest {dest} must be a directory that exists.")
    found = export(client, params["realm"], params["built_in"], params["users"])
    told: Dict[str, Any] = {"changed": False, "variables": found.variables}
    if not dest:
        return {**told, "msg": f"Realm '{params['realm']}' was read.", "config": found.config}
    settings = {key: value for key, value in found.config.items() if key not in COLLECTIONS}
    parts = {"realm": settings, **{key: {key: it} for key, it in found.config.items() if key in COLLECTIONS}}
    files = {os.path.join(dest, f"{name}.yml"): part for name, part in parts.items() if part}
    stale = [path for path in (os.path.join(dest, f"{name}.yml") for name in sorted(COLLECTIONS)) if path not in files]
    gone = [path for path in stale if os.path.exists(path)]
    written = [path for path, part in files.items() if save(module, path, params["mode"], dumped(part))]
    if not module.check_mode:
        for path in gone:
            os.remove(path)
    changed = len(written) + len(gone)
    return {**told, "changed": bool(changed), "msg": f"{changed} of {len(files)} files differ.", "files": sorted(files)}


if __name__ == "__main__":
    main()
