# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: effective_roles
short_description: All roles that a Keycloak user has
version_added: 0.1.0
author:
  - The realmkit.keycloak authors (@realmkit)
description:
  - Gives the roles of a user, those by groups and by other roles included.
  - All terms are read in one session.
extends_documentation_fragment:
  - realmkit.keycloak.auth.lookup
options:
  _terms:
    description:
      - User names.
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
  - plugin: realmkit.keycloak.role_members
    plugin_type: lookup
  - module: realmkit.keycloak.keycloak_role_mapping
"""

EXAMPLES = r"""
- name: Show it
  ansible.builtin.debug:
    msg: "{{ query('realmkit.keycloak.effective_roles', 'ann', realm='demo') | map(attribute='name') }}"

- name: Roles of a client only
  ansible.builtin.debug:
    msg: >-
      {{ query('realmkit.keycloak.effective_roles', 'ann', realm='demo') | selectattr('client', 'equalto', 'account')
      | map(attribute='name') }}
"""

RETURN = r"""
_raw:
  description: The roles, each with C(name) and C(client), which is empty for a role of the realm.
  type: list
  elements: dict
  sample:
    - name: offline_access
      client: ""
    - name: view-profile
      client: account
"""

from ..plugin_utils._reading import ReadingLookup


class LookupModule(ReadingLookup):
    reads = "effective_roles"
