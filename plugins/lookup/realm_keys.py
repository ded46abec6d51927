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
"""

EXAMPLES = r"""
- name: Show it
  ansible.builtin.debug:
    msg: "{{ lookup('realmkit.keycloak.realm_keys', realm='demo').active['RS256'] }}"
"""

RETURN = r"""
_raw:
  description: The keys, with C(active) and C(keys).
  type: list
  elements: dict
"""

from ..plugin_utils._reading import ReadingLookup


class LookupModule(ReadingLookup):
    reads = "realm_keys"
