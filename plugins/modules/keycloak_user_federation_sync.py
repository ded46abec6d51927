#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_user_federation_sync
short_description: Synchronise the users of a Keycloak user federation
version_added: 0.1.0
description:
  - Synchronises users between a directory and Keycloak, or removes the users that came from it.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  action:
    description:
      - What to do.
      - V(full) reads all users, V(changed_users) those that changed since the last time. V(mapper_to_keycloak) and
        V(mapper_to_provider) synchronise what a mapper maps, such as groups. V(unlink_users) keeps imported users as
        users of Keycloak alone, V(remove_imported_users) removes them until they are read again.
    type: str
    required: true
    choices: [full, changed_users, mapper_to_keycloak, mapper_to_provider, unlink_users, remove_imported_users]
  provider:
    description:
      - Name of the user federation.
    type: str
    required: true
    aliases: [name]
  mapper:
    description:
      - Name of the mapper.
    type: str
extends_documentation_fragment:
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_user_federation
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
attributes:
  check_mode:
    support: full
    details: No write is sent. The result says what would be done.
  diff_mode:
    support: none
  idempotent:
    support: partial
    details: An action is done each time, unless the server is already as it leaves it.
"""

EXAMPLES = r"""
- name: Add a directory
  realmkit.keycloak.keycloak_user_federation:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    name: directory
    provider_id: ldap
    config:
      vendor: other
      connectionUrl: ldaps://ldap.example.com
      usersDn: ou=people,dc=example,dc=com
      authType: none
      editMode: READ_ONLY
      usernameLDAPAttribute: uid
      rdnLDAPAttribute: uid
      uuidLDAPAttribute: entryUUID
      userObjectClasses: inetOrgPerson

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Remove the imported users, which are read again when they are needed
  realmkit.keycloak.keycloak_user_federation_sync:
    realm: demo
    action: remove_imported_users
    provider: directory
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
added:
  description: How many were added.
  returned: when something was synchronised
  type: int
  sample: 12
updated:
  description: How many were updated.
  returned: when something was synchronised
  type: int
  sample: 3
removed:
  description: How many were removed.
  returned: when something was synchronised
  type: int
  sample: 0
not_synchronised:
  description: How many were not synchronised.
  returned: when something was synchronised
  type: int
ignored:
  description: Whether the server did nothing, since another synchronisation was running.
  returned: when something was synchronised
  type: bool
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._actions.user_federation import ACTIONS, SPEC
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.action import run_action


def main() -> None:
    run_action(SPEC, ACTIONS)


if __name__ == "__main__":
    main()
