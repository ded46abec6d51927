# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: realm_keys
short_description: The keys and certificates of a Keycloak realm
version_added: 0.1.0
author:
  - The realmkit.keycloak authors (@realmkit)
description:
  - Gives which keys are active and the public part of all of them.
extends_documentation_fragment:
  - realmkit.keycloak.auth.lookup
options:
  realm:
    description:
      - The realm.
    type: str
    required: true
    env:
      - name: KEYCLOAK_REALM
    vars:
      - name: keycloak_realm
  default:
    description:
      - Value to return if the object does not exist. Without it that is an error.
    type: raw
seealso:
  - module: realmkit.keycloak.keycloak_realm_key
  - module: realmkit.keycloak.keycloak_realm_keys_metadata_info
"""

EXAMPLES = r"""
- name: Show it
  ansible.builtin.debug:
    msg: "{{ lookup('realmkit.keycloak.realm_keys', realm='demo').active['RS256'] }}"

- name: Keys that have been replaced and still verify tokens
  ansible.builtin.debug:
    msg: "{{ keys_of_realm['keys'] | selectattr('status', 'equalto', 'PASSIVE') | map(attribute='kid') }}"
  vars:
    keys_of_realm: "{{ lookup('realmkit.keycloak.realm_keys', realm='demo') }}"
"""

RETURN = r"""
_raw:
  description: The keys, with C(active) and C(keys).
  type: list
  elements: dict
  sample:
    - active: {RS256: ysI8N7QgR7bgm267tu-Lsjft3Ge9C-Kv0A-ACRUTxOg}
      keys: [{kid: ysI8N7QgR7bgm267tu-Lsjft3Ge9C-Kv0A-ACRUTxOg, algorithm: RS256, status: ACTIVE, type: RSA, use: SIG}]
"""

from ..plugin_utils._reading import ReadingLookup


class LookupModule(ReadingLookup):
    reads = "realm_keys"
