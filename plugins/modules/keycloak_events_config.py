#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_events_config
short_description: Manage which events a Keycloak realm records
version_added: 0.1.0
description:
  - Sets which login and admin events a realm records, for how long, and which listeners get them.
  - What a task does not mention is left as it is.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  state:
    description:
      - Nothing but V(present), since each realm has these settings.
    type: str
    choices: [present]
    default: present
  events_enabled:
    description:
      - Whether events of users are recorded.
    type: bool
    aliases: [eventsEnabled]
  events_expiration:
    description:
      - After how many seconds events of users are removed. V(0) keeps them.
    type: int
    aliases: [eventsExpiration]
  events_listeners:
    description:
      - Listeners that get the events, such as V(jboss-logging) and V(email). The list is one value and replaced as a whole.
    type: list
    elements: str
    aliases: [eventsListeners]
  enabled_event_types:
    description:
      - Types of events that are recorded, such as V(LOGIN). The list is one value and replaced as a whole; an empty
        one means all types.
    type: list
    elements: str
    aliases: [enabledEventTypes]
  admin_events_enabled:
    description:
      - Whether events of administration are recorded.
    type: bool
    aliases: [adminEventsEnabled]
  admin_events_details_enabled:
    description:
      - Whether admin events contain the changed representation.
    type: bool
    aliases: [adminEventsDetailsEnabled]
extends_documentation_fragment:
  - realmkit.keycloak.realm.required
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_realm
  - module: realmkit.keycloak.keycloak_realm_action
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Keep login events for a week
  realmkit.keycloak.keycloak_events_config:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    events_enabled: true
    events_expiration: 604800
    enabled_event_types: [LOGIN, LOGIN_ERROR, LOGOUT]

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Record admin events
  realmkit.keycloak.keycloak_events_config:
    realm: demo
    admin_events_enabled: true
    admin_events_details_enabled: true
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "update events of realm 'demo': eventsEnabled"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - 'update events of realm ''demo'': eventsEnabled, eventsExpiration, enabledEventTypes'
existing:
  description: The settings before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The settings after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    adminEventsDetailsEnabled: false
    adminEventsEnabled: false
    enabledEventTypes:
    - LOGOUT
    - LOGIN_ERROR
    - LOGIN
    eventsEnabled: true
    eventsExpiration: 604800
    eventsListeners:
    - jboss-logging
    realm: demo
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.events_config import EVENTS_CONFIG


def main() -> None:
    run(EVENTS_CONFIG)


if __name__ == "__main__":
    main()
