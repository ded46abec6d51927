#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_client_scope_type
short_description: Manage default and optional client scopes of a Keycloak realm or client
version_added: 0.1.0
description:
  - Manages the lists of default and of optional client scopes, of a client or of the realm. New clients get those of
    the realm.
  - "A client scope is in one of the two lists at most: one that is listed here leaves the other list. Apart from
    that, a list that is not set is left alone."
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  state:
    description:
      - Whether the listed client scopes are in the lists. With V(absent) they are taken out; the client scopes
        themselves stay.
    type: str
    choices: [present, absent]
    default: present
  client_id:
    description:
      - The client, as C(clientId). Without it the lists of the realm are meant.
    type: str
    aliases: [clientId]
  default_client_scopes:
    description:
      - Client scopes whose mappers and roles count in each token.
    type: list
    elements: str
    aliases: [defaultClientScopes, default_clientscopes]
  client_scopes_behavior:
    description:
      - V(additive) adds what is listed and keeps all others, V(exact) takes those that are not listed out of the
        lists that are given.
    type: str
    choices: [additive, exact]
    default: additive
  optional_client_scopes:
    description:
      - Client scopes that count only when the client asks for them.
    type: list
    elements: str
    aliases: [optionalClientScopes, optional_clientscopes]
extends_documentation_fragment:
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_client
  - module: realmkit.keycloak.keycloak_client_scope
  - module: realmkit.keycloak.keycloak_realm
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Make a client scope optional for all new clients
  realmkit.keycloak.keycloak_client_scope_type:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    optional_client_scopes: [invoices]

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Set exactly these default client scopes of a client and keep its optional ones
  realmkit.keycloak.keycloak_client_scope_type:
    realm: demo
    client_id: my-app
    default_client_scopes: [basic, email, profile, roles, web-origins]
    client_scopes_behavior: exact

- name: Remove a client scope from a client
  realmkit.keycloak.keycloak_client_scope_type:
    realm: demo
    client_id: my-app
    default_client_scopes: [email]
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "add to default_client_scopes of client 'my-app': invoices"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - 'add to optional_client_scopes of realm ''demo'': invoices'
existing:
  description: The realm or client with its lists before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description:
    - The realm or client with its lists after the task; in check mode what it would be.
    - Under the name C(keycloak_clientscope_type) it has C(default_clientscopes) and C(optional_clientscopes) alone.
  returned: success
  type: dict
  sample:
    defaultClientScopes:
    - AuthnContextClassRef
    - acr
    - basic
    - email
    - profile
    - role_list
    - roles
    - saml_organization
    - web-origins
    optionalClientScopes:
    - address
    - invoices
    - microprofile-jwt
    - offline_access
    - organization
    - phone
    realm: demo
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client_scope_type import (
    OF_CLIENT,
    as_names,
    holder_of,
)


def main() -> None:
    run(OF_CLIENT, holder_of, shapes={"keycloak_clientscope_type": as_names})


if __name__ == "__main__":
    main()
