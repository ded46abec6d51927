# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: object_id
short_description: The id of a Keycloak object by its name
version_added: 0.1.0
author:
  - The realmkit.keycloak authors (@realmkit)
description:
  - Gives the ids behind names.
  - All terms are read in one session.
extends_documentation_fragment:
  - realmkit.keycloak.auth.lookup
options:
  _terms:
    description:
      - Names, a user name, a client ID, the path of a group and so on.
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
  kind:
    description:
      - Kind of the objects, one of V(user), V(client), V(client_scope), V(group), V(role), V(flow) and V(organization).
    type: str
    required: true
  client:
    description:
      - Client that has the roles, for O(kind=role). Without it they are roles of the realm.
    type: str
  default:
    description:
      - Value to return if the object does not exist. Without it that is an error.
    type: raw
seealso:
  - plugin: realmkit.keycloak.keycloak
    plugin_type: lookup
  - module: realmkit.keycloak.keycloak_info
"""

EXAMPLES = r"""
- name: Show it
  ansible.builtin.debug:
    msg: "{{ lookup('realmkit.keycloak.object_id', 'my-app', kind='client', realm='demo') }}"

- name: The id of a role of a client
  ansible.builtin.debug:
    msg: "{{ lookup('realmkit.keycloak.object_id', 'reader', kind='role', client='billing', realm='demo') }}"
"""

RETURN = r"""
_raw:
  description: The ids.
  type: list
  elements: str
  sample: [e3ff1a27-845f-4441-a988-78e384cdd033]
"""

from ..plugin_utils._reading import ReadingLookup


class LookupModule(ReadingLookup):
    reads = "object_id"
