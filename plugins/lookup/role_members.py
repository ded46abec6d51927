# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: role_members
short_description: The users who have a Keycloak role
version_added: 0.1.0
author:
  - The realmkit.keycloak authors (@realmkit)
description:
  - Returns the users that a role is mapped to directly, not those who have it by a group or another role.
  - All terms are read in one session.
extends_documentation_fragment:
  - realmkit.keycloak.auth.lookup
options:
  _terms:
    description:
      - Names of roles.
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
  client:
    description:
      - Client that has the roles. Without it they are roles of the realm.
    type: str
  default:
    description:
      - Value to return if the object does not exist. Without it that is an error.
    type: raw
seealso:
  - plugin: realmkit.keycloak.group_members
    plugin_type: lookup
  - plugin: realmkit.keycloak.effective_roles
    plugin_type: lookup
  - module: realmkit.keycloak.keycloak_role_mapping
"""

EXAMPLES = r"""
- name: Show it
  ansible.builtin.debug:
    msg: "{{ query('realmkit.keycloak.role_members', 'editor', realm='demo') | map(attribute='username') }}"

- name: Who has a role of a client, if there is such a role
  ansible.builtin.debug:
    msg: "{{ query('realmkit.keycloak.role_members', 'reader', client='billing', realm='demo', default=[]) }}"
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
    reads = "role_members"
