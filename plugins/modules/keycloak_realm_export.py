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
  - Reads a realm and returns it in the form that M(realmkit.keycloak.keycloak_realm_config) and the role
    P(realmkit.keycloak.realm#role) take.
  - Ids and empty values are left out, and so are the objects that are as in each new realm, see O(built_in).
  - Secrets become variables with a name, whether the server shows them or not. In files they are written for Jinja, which the
    role understands. References to a vault such as C(${vault.mail}) stay.
  - What was removed from what the server puts into each new realm is exported as well, with C(state=absent) or as an exact list,
    so that the files make the same realm again.
  - Of users only the roles of service accounts are exported, see O(users).
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  dest:
    description:
      - Directory that exists, on the host where the task runs, for the files.
      - Each file has a line that names this module. Files with that line that the export no longer has are removed;
        any other file is left alone, and where the export would have to replace one the task fails before it writes.
      - Without it the realm is returned as RV(config).
    type: path
  layout:
    description:
      - What has a file of its own. V(kinds) is a file for each kind of object, V(objects) one for each client, flow and so on, with
        what belongs to it, in a directory for each kind, V(one) is a single file.
      - In each layout the order depends on names alone, so that a change on the server is a small difference in Git.
    type: str
    choices: [kinds, objects, one]
    default: kinds
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
  defaults:
    description:
      - Whether values are exported that an object has anyway, such as C(standardFlowEnabled=true) of a client. Without them the
        files are short, and make the same realm on an empty server. On a server where the realm exists, a value that is not in
        the files is left as it is, so that a change of one to something else is no drift.
    type: bool
    default: true
extends_documentation_fragment:
  - realmkit.keycloak.realm.required
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_realm_config
  - module: realmkit.keycloak.keycloak_partial_export
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Export the realm to files
  realmkit.keycloak.keycloak_realm_export:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    dest: /var/backups

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Export one file for each client, flow and so on, for Git
  realmkit.keycloak.keycloak_realm_export:
    realm: demo
    dest: /var/backups
    layout: objects

- name: Read the realm into a variable
  realmkit.keycloak.keycloak_realm_export:
    realm: demo
  register: demo
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
variables:
  description: The variables in place of secrets.
  returned: success
  type: list
  elements: str
  sample: [clients_my_app_secret]
files:
  description: The files of the export.
  returned: when O(dest) is set
  type: list
  elements: str
written:
  description: Those of them that differed, by their path in O(dest).
  returned: when O(dest) is set
  type: list
  elements: str
removed:
  description: Files of an earlier export that were removed, or would be in check mode, by their path in O(dest).
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
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.task import run_module
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.export import export
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.layout import (
    LAYOUTS,
    dumped,
    laid_out,
    refuse_others,
    stale,
    summary,
)

SPEC: Dict[str, Any] = {
    "realm": {"type": "str", "required": True},
    "dest": {"type": "path"},
    "layout": {"type": "str", "default": "kinds", "choices": list(LAYOUTS)},
    "mode": {"type": "raw", "default": "0600"},
    "built_in": {"type": "bool", "default": False},
    "users": {"type": "bool", "default": False},
    "defaults": {"type": "bool", "default": True},
}


def main() -> None:
    run_module(SPEC, _export)


def _export(module: AnsibleModule, client: Client) -> Dict[str, Any]:
    params = module.params
    dest = params["dest"]
    if dest and not os.path.isdir(dest):
        raise InputError(f"dest {dest} must be a directory that exists.")
    found = export(client, params["realm"], params["built_in"], params["users"], params["defaults"])
    report: Dict[str, Any] = {"changed": False, "variables": found.variables}
    if not dest:
        return {**report, "msg": f"Realm '{params['realm']}' was read.", "config": found.config}
    files = laid_out(found.config, params["layout"])
    refuse_others(dest, files)
    gone = stale(dest, files)
    written = sorted(path for path, part in files.items() if _write(module, os.path.join(dest, path), dumped(part)))
    for path in gone if not module.check_mode else ():
        os.remove(os.path.join(dest, path))
        _remove_if_empty(os.path.dirname(os.path.join(dest, path)), dest)
    return {
        **report,
        "changed": bool(written or gone),
        "msg": summary(len(files), written, gone) + ".",
        "files": sorted(os.path.join(dest, path) for path in files),
        "written": written,
        "removed": gone,
    }


def _write(module: AnsibleModule, path: str, content: str) -> bool:
    directory = os.path.dirname(path)
    if not os.path.isdir(directory):
        if module.check_mode:
            return True
        os.makedirs(directory, mode=0o700)
    return save(module, path, module.params["mode"], content)


def _remove_if_empty(directory: str, dest: str) -> None:
    while os.path.abspath(directory) != os.path.abspath(dest) and not os.listdir(directory):
        os.rmdir(directory)
        directory = os.path.dirname(directory)


if __name__ == "__main__":
    main()
