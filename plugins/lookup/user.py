# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: user
short_description: A Keycloak user by name
version_added: 0.1.0
author:
  - The realmkit.keycloak authors (@realmkit)
description:
  - Gives users with their attributes.
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
  - plugin: realmkit.keycloak.group_members
    plugin_type: lookup
  - plugin: realmkit.keycloak.effective_roles
    plugin_type: lookup
  - module: realmkit.keycloak.keycloak_user
  - module: realmkit.keycloak.keycloak_realm_users_info
"""

EXAMPLES = r"""
- name: Show it
  ansible.builtin.debug:
    msg: "{{ lookup('realmkit.keycloak.user', 'ann', realm='demo').email }}"

- name: Several users, one of whom may not exist
  ansible.builtin.debug:
    msg: "{{ users | map(attribute='email', default='none') }}"
  vars:
    users: "{{ query('realmkit.keycloak.user', 'ann', 'nobody', realm='demo', default={}) }}"
"""

RETURN = r"""
_raw:
  description: The users.
  type: list
  elements: dict
  sample:
    - id: de84c802-ee66-4831-acbc-9efabf69a7ff
      username: ann
      firstName: Ann
      lastName: Archer
      email: ann@example.com
      enabled: true
      emailVerified: false
"""

from ..plugin_utils._reading import ReadingLookup


class LookupModule(ReadingLookup):
    reads = "user"
