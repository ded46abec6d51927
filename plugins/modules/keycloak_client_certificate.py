#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_client_certificate
short_description: Manage keys and certificates of a Keycloak client
version_added: 0.1.0
description:
  - Generates, uploads and removes the keys and certificates of a client, and saves them as a keystore.
  - If only the client is set, the server generates a key where there is none.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  state:
    description:
      - Whether the client has one.
    type: str
    choices: [present, absent]
    default: present
  client_id:
    description:
      - Client ID of the client.
    type: str
    required: true
    aliases: [clientId]
  attribute:
    description:
      - What it is for, such as V(jwt.credential) (login of the client by a signed JWT), V(saml.signing) or
        V(saml.encryption).
    type: str
    default: jwt.credential
  regenerate:
    description:
      - Whether the server makes a new key and certificate. It does in each run then.
    type: bool
    default: false
  certificate:
    description:
      - A certificate as PEM to upload.
    type: str
  public_key:
    description:
      - A public key as PEM to upload.
    type: str
  jwks:
    description:
      - A JSON Web Key Set to upload, as a mapping or a string. It is the client's own and takes the place of its other
        keys.
    type: raw
  keystore:
    description:
      - A keystore to upload, a file on the host where the task runs. It needs O(key_alias) and O(store_password).
      - A hash of the file is kept among the attributes of the client, so that the same file is not uploaded again.
    type: path
  format:
    description:
      - Format of O(keystore) and of O(dest).
    type: str
    choices: [JKS, PKCS12]
    default: PKCS12
  key_alias:
    description:
      - Alias of the key in the keystore. The default in O(dest) is the client ID.
    type: str
  key_password:
    description:
      - Password of the key. The default in O(dest) is O(store_password).
    type: str
  store_password:
    description:
      - Password of the keystore.
    type: str
  dest:
    description:
      - File on the host where the task runs to save key and certificate in, as a keystore. One that is there is kept
        unless something changed or O(force=true).
    type: path
  mode:
    description:
      - Mode of the file O(dest).
    type: raw
    default: "0600"
  force:
    description:
      - Whether to save O(dest) in each run.
    type: bool
    default: false
extends_documentation_fragment:
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_client
  - module: realmkit.keycloak.keycloak_realm_key
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Generate a signing key and save it as a keystore
  realmkit.keycloak.keycloak_client_certificate:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    client_id: my-app
    attribute: saml.signing
    dest: /var/backups/my-app.p12
    store_password: "{{ keystore_password }}"

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Remove the key
  realmkit.keycloak.keycloak_client_certificate:
    realm: demo
    client_id: my-app
    attribute: saml.signing
    state: absent
"""

RETURN = r"""
dest:
  description: The keystore.
  returned: when O(dest) is set and O(state=present)
  type: str
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "make a key and a certificate: saml.signing of client 'my-app'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - 'make a key and a certificate: saml.signing of client ''my-app'''
existing:
  description: The client with its keys before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The client with its keys after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    certificate: MIIEmzCCAoMCBgGiGzC7RTANBgkqhkiG9w0BAQsFADARMQ8wDQYDVQQ...
    clientId: my-app
"""

import os
from typing import Any, Dict

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.file import check_place, save
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client_certificate import (
    CLIENT_CERTIFICATE,
    keystore,
)


def main() -> None:
    run(CLIENT_CERTIFICATE, tell=_saved, check=_check)


def _check(module: AnsibleModule) -> None:
    params = module.params
    if params["dest"] and params["state"] == "present":
        check_place(module, params["dest"], params["mode"])
        if not params["store_password"]:
            raise InputError("A keystore needs store_password.")


def _saved(module: AnsibleModule, client: Client, report: Dict[str, Any]) -> Dict[str, Any]:
    """The keystore in a file; each one that the server makes is different, so that the file can't be compared."""
    params = module.params
    if not params["dest"] or params["state"] == "absent":
        return {}
    due = report["changed"] or params["force"] or not os.path.exists(params["dest"])
    if due and not module.check_mode:
        save(module, params["dest"], params["mode"], keystore(client, params))
    return {"changed": due, "dest": params["dest"]}


if __name__ == "__main__":
    main()
