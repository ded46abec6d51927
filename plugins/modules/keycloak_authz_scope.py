#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_authz_scope
short_description: Manage scopes of the authorization services of a Keycloak client
version_added: 0.1.0
description:
  - Creates, changes and removes scopes. A scope is an action on resources, such as V(view).
  - What a task does not mention is left as it is. C(keycloak_authz_authorization_scope) is another name of this
    module.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  client_id:
    description:
      - Client ID of the client that has the authorization services.
    type: str
    required: true
    aliases: [clientId]
  name:
    description:
      - Name of the scope.
    type: str
    required: true
  display_name:
    description:
      - Name that people see.
    type: str
    aliases: [displayName]
  icon_uri:
    description:
      - Address of an icon.
    type: str
    aliases: [iconUri]
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_authz_settings
  - module: realmkit.keycloak.keycloak_authz_resource
  - module: realmkit.keycloak.keycloak_authz_permission
  - name: Keycloak Authorization Services Guide
    description: Resources, scopes, policies and permissions.
    link: https://www.keycloak.org/docs/latest/authorization_services/
"""

EXAMPLES = r"""
- name: Create a scope
  realmkit.keycloak.keycloak_authz_scope:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    client_id: billing
    name: invoice:view
    display_name: View invoices

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Remove the scope
  realmkit.keycloak.keycloak_authz_scope:
    realm: demo
    client_id: billing
    name: invoice:view
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create authorization scope 'invoice:view'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - create authorization scope 'invoice:view'
existing:
  description: The scope before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description:
    - The scope after the task; in check mode what it would be.
    - Under the name C(keycloak_authz_authorization_scope) it has C(displayName) and C(iconUri) where they are empty, too.
  returned: success
  type: dict
  sample:
    displayName: View invoices
    id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    name: invoice:view
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.authz_scope import AUTHZ_SCOPE, with_all_keys


def main() -> None:
    run(AUTHZ_SCOPE, shapes={"keycloak_authz_authorization_scope": with_all_keys})


if __name__ == "__main__":
    main()
