# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: session_counts
short_description: How many sessions Keycloak clients have
version_added: 0.1.0
author:
  - The realmkit.keycloak authors (@realmkit)
description:
  - Gives the number of sessions and of offline sessions of clients.
  - All terms are read in one session.
extends_documentation_fragment:
  - realmkit.keycloak.auth.lookup
options:
  _terms:
    description:
      - Client IDs.
    type: list
    elements: str
    required: true
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
  - module: realmkit.keycloak.keycloak_client_action
  - module: realmkit.keycloak.keycloak_realm_action
"""

EXAMPLES = r"""
- name: Show it
  ansible.builtin.debug:
    msg: "{{ lookup('realmkit.keycloak.session_counts', 'my-app', realm='demo').online }}"

- name: Sessions of several clients
  ansible.builtin.debug:
    msg: "{{ counts | map(attribute='online') | sum }}"
  vars:
    counts: "{{ query('realmkit.keycloak.session_counts', 'my-app', 'my-spa', realm='demo') }}"
"""

RETURN = r"""
_raw:
  description: A map for each client, with C(client), C(online) and C(offline).
  type: list
  elements: dict
  sample:
    - client: my-app
      online: 12
      offline: 3
"""

from ..plugin_utils._reading import ReadingLookup


class LookupModule(ReadingLookup):
    reads = "session_counts"
