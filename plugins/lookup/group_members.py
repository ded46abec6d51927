# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: group_members
short_description: The members of a Keycloak group
version_added: 0.1.0
author:
  - The realmkit.keycloak authors (@realmkit)
description:
  - Gives the users who are in a group itself.
  - All terms are read in one session.
extends_documentation_fragment:
  - realmkit.keycloak.auth.lookup
options:
  _terms:
    description:
      - Paths of groups.
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
  - plugin: realmkit.keycloak.user
    plugin_type: lookup
  - plugin: realmkit.keycloak.role_members
    plugin_type: lookup
  - module: realmkit.keycloak.keycloak_group
"""

EXAMPLES = r"""
- name: Show it
  ansible.builtin.debug:
    msg: "{{ query('realmkit.keycloak.group_members', '/staff', realm='demo') | map(attribute='username') }}"

- name: Members of two groups
  ansible.builtin.debug:
    msg: "{{ members | map(attribute='username') | unique }}"
  vars:
    members: "{{ query('realmkit.keycloak.group_members', '/staff', '/staff/support', realm='demo') }}"
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
    reads = "group_members"
