# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: client_secret
short_description: The secret of a Keycloak client
version_added: 0.1.0
author:
  - The realmkit.keycloak authors (@realmkit)
description:
  - Gives the secrets of confidential clients.
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
  - plugin: realmkit.keycloak.client_installation
    plugin_type: lookup
  - module: realmkit.keycloak.keycloak_client_secret
  - module: realmkit.keycloak.keycloak_clientsecret_info
"""

EXAMPLES = r"""
- name: Use it
  ansible.builtin.set_fact:
    found: "{{ lookup('realmkit.keycloak.client_secret', 'my-app', realm='demo') }}"
  no_log: true

- name: Put it where the application finds it, or nothing if there is no such client
  ansible.builtin.copy:
    content: "{{ lookup('realmkit.keycloak.client_secret', 'no-such-app', realm='demo', default='') }}"
    dest: /var/backups/my-app.secret
    mode: "0600"
  no_log: true
"""

RETURN = r"""
_raw:
  description: The secrets.
  type: list
  elements: str
  sample: [kV1s0xkJ2pYcQbq8wB7n3mD6tR5hL9aE]
"""

from ..plugin_utils._reading import ReadingLookup


class LookupModule(ReadingLookup):
    reads = "client_secret"
