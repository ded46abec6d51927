# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: events
short_description: Events of users of a Keycloak realm
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
      - Types of events, such as V(LOGIN_ERROR).
    type: list
    elements: str
  user:
    description:
      - Name of the user.
    type: str
  client:
    description:
      - Client ID.
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
  - plugin: realmkit.keycloak.admin_events
    plugin_type: lookup
  - module: realmkit.keycloak.keycloak_events_config
  - module: realmkit.keycloak.keycloak_info
"""

EXAMPLES = r"""
- name: Show it
  ansible.builtin.debug:
    msg: "{{ query('realmkit.keycloak.events', realm='demo', types=['LOGIN_ERROR'], date_from='2026-01-01') | length }}"

- name: Where failed logins of a user came from
  ansible.builtin.debug:
    msg: "{{ failed | map(attribute='ipAddress') | unique }}"
  vars:
    failed: "{{ query('realmkit.keycloak.events', realm='demo', user='ann', types=['LOGIN_ERROR']) }}"
"""

RETURN = r"""
_raw:
  description: The events.
  type: list
  elements: dict
  sample:
    - id: "0963623d-4c54-4d0a-8fea-37bb6851bd7c"
      time: 1795739401401
      type: LOGIN_ERROR
      clientId: admin-cli
      userId: de84c802-ee66-4831-acbc-9efabf69a7ff
      ipAddress: "192.0.2.7"
      error: invalid_user_credentials
"""

from ..plugin_utils._reading import ReadingLookup


class LookupModule(ReadingLookup):
    reads = "events"
