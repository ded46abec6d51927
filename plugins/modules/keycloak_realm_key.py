#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_realm_key
short_description: Manage the keys of a Keycloak realm
version_added: 0.1.0
description:
  - Creates, changes and removes the providers of the keys that a realm signs and encrypts with.
  - What a task does not mention is left as it is.
  - To replace a key, add another with a higher priority, set the old one to V(active=false) until the tokens that it
    signed have expired, then remove it.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  realm:
    description:
      - Name of the realm.
    type: str
    default: master
    aliases: [parent_id, parentId]
  name:
    description:
      - Name of the key provider.
    type: str
    required: true
  provider_id:
    description:
      - Where keys come from. The default for a new one is V(rsa).
    type: str
    choices:
      - rsa
      - rsa-enc
      - rsa-generated
      - rsa-enc-generated
      - hmac-generated
      - aes-generated
      - ecdsa-generated
      - ecdh-generated
      - eddsa-generated
      - java-keystore
    aliases: [providerId]
  config:
    description:
      - Its settings, such as V(priority), V(enabled), V(active), V(algorithm), V(keySize), V(privateKey) and
        V(certificate) (both as PEM).
      - C(private_key) and the like do for C(privateKey). Settings that are not listed stay; a null removes one.
    type: dict
  force:
    description:
      - Remove it even if it is the only one of its kind in the realm, and set its private key in any case.
    type: bool
    default: false
  update_password:
    description:
      - The same as O(update_secret), by the name that other collections have for it.
    type: str
    choices: [always, on_create]
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.update_secret
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_component
  - module: realmkit.keycloak.keycloak_realm
  - module: realmkit.keycloak.keycloak_realm_keys_metadata_info
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Add a longer key with a higher priority
  realmkit.keycloak.keycloak_realm_key:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    name: rsa-2026
    provider_id: rsa-generated
    config:
      priority: 200
      keySize: 4096

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Let the earlier key verify but no longer sign
  realmkit.keycloak.keycloak_realm_key:
    realm: demo
    name: rsa-generated
    config:
      active: false

- name: Remove the earlier key
  realmkit.keycloak.keycloak_realm_key:
    realm: demo
    name: rsa-generated
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create realm key 'rsa-2026'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - create realm key 'rsa-2026'
existing:
  description: The key provider before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The key provider after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    config:
      keySize:
      - '4096'
      priority:
      - '200'
    id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    name: rsa-2026
    parentId: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    providerId: rsa-generated
    providerType: org.keycloak.keys.KeyProvider
  contains:
    key_info:
      description:
        - The key of a C(java-keystore), as the server read it, with C(kid), C(status), C(valid_to) and C(certificate_fingerprint).
          A file that changed has another.
      returned: success, for a C(java-keystore), not in check mode
      type: dict
"""

import base64
import hashlib
from typing import Any, Dict

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.quiet import QuietModule
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.api import realms
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.realm_key import REALM_KEY


def main() -> None:
    run(REALM_KEY, tell=_key_info)


def _key_info(module: QuietModule, client: Client, report: Dict[str, Any]) -> Dict[str, Any]:
    """The component has only the path of a keystore: its key is in the realm's list of keys."""
    state = report["end_state"]
    if module.check_mode or state.get("providerId") != "java-keystore":
        return {}
    keys = client.get(realms.KEYS, {"realm": module.params["realm"]})["keys"]
    return {"end_state": {**state, "key_info": _info(next((it for it in keys if it["providerId"] == state["id"]), {}))}}


def _info(key: Dict[str, Any]) -> Dict[str, Any]:
    info = {"kid": key.get("kid"), "status": key.get("status"), "valid_to": key.get("validTo")}
    if key.get("certificate"):
        digest = hashlib.sha256(base64.b64decode(key["certificate"])).hexdigest().upper()
        info["certificate_fingerprint"] = ":".join(digest[at : at + 2] for at in range(0, len(digest), 2))
    return info


if __name__ == "__main__":
    main()
