# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: admin_events
short_description: Events of administration of a Keycloak realm
version_added: 0.1.0
author:
  - The realmkit.keycloak authors (@realmkit)
description:
  - Gives recorded events, newest first, through all pages.
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
  types:
    description:
      - Types of operations, V(CREATE), V(UPDATE), V(DELETE) or V(ACTION).
    type: list
    elements: str
  resource_path:
    description:
      - What was changed, such as V(users/*).
    type: str
  date_from:
    description:
      - Events from this day on, such as V(2026-01-31), or milliseconds since 1970.
    type: str
  date_to:
    description:
      - Events up to this day, or milliseconds since 1970.
    type: str
  default:
    description:
      - Value to return if the object does not exist. Without it that is an error.
    type: raw
seealso:
  - plugin: realmkit.keycloak.events
    plugin_type: lookup
  - module: realmkit.keycloak.keycloak_events_config
  - module: realmkit.keycloak.keycloak_info
"""

EXAMPLES = r"""
- name: Show it
  ansible.builtin.debug:
    msg: "{{ query('realmkit.keycloak.admin_events', realm='demo', types=['DELETE']) | map(attribute='resourcePath') }}"

- name: Who has changed users this year
  ansible.builtin.debug:
    msg: >-
      {{ query('realmkit.keycloak.admin_events', realm='demo', resource_path='users/*', date_from='2026-01-01')
      | map(attribute='authDetails.userId') | unique }}
"""

RETURN = r"""
_raw:
  description: The events.
  type: list
  elements: dict
  sample:
    - id: d3b9a9f5-8017-4744-a074-c2e92b5a786e
      time: 1795739401266
      operationType: CREATE
      resourceType: GROUP
      resourcePath: groups/d2039e28-3e9c-40a6-8f21-7146e7b2082b
      authDetails: {userId: "29482a11-0f68-44dc-bf41-6d22315c6256", ipAddress: "192.0.2.7"}
"""

from ..plugin_utils._reading import ReadingLookup


class LookupModule(ReadingLookup):
    reads = "admin_events"
