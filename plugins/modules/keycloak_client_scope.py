#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_client_scope
short_description: Manage client scopes of a Keycloak realm
version_added: 0.1.0
description:
  - Creates, changes and removes client scopes, with their attributes and protocol mappers.
  - What a task does not mention is left as it is.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  id:
    description:
      - Id of the client scope, in place of the name. With a O(name) that differs the client scope is renamed.
    type: str
  name:
    description:
      - Name of the client scope. Keycloak refuses blanks and most special characters in it.
    type: str
  new_name:
    description:
      - Rename the client scope O(name) to this. Nothing happens when it has the new name already.
    type: str
    aliases: [newName]
  description:
    description:
      - What the client scope is for. An empty string clears it.
    type: str
  protocol:
    description:
      - Protocol that the client scope belongs to, such as V(openid-connect) or V(saml).
      - The default for a new client scope is V(openid-connect).
    type: str
  attributes:
    description:
      - Attributes of the client scope. Numbers and booleans are stored as strings.
      - Attributes that are not listed stay; a null or an empty string removes one.
    type: dict
  type:
    description:
      - Whether new clients of the realm get the client scope by default, as an optional one or not at all.
    type: str
    choices: [default, optional, none]
  protocol_mappers_behavior:
    description:
      - V(additive) keeps mappers that are not listed, V(exact) removes them. V(subset) is another word for V(additive).
    type: str
    choices: [additive, exact, subset]
    default: additive
    aliases: [protocolMappersBehavior]
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.realm
  - realmkit.keycloak.mappers.protocol
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_client
  - module: realmkit.keycloak.keycloak_client_scope_type
  - module: realmkit.keycloak.keycloak_protocol_mapper
  - module: realmkit.keycloak.keycloak_scope_mapping
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Create a client scope that adds an audience
  realmkit.keycloak.keycloak_client_scope:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    name: billing
    type: optional
    protocol_mappers:
      - name: billing audience
        protocol_mapper: oidc-audience-mapper
        config:
          included.custom.audience: billing
          access.token.claim: true

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Hand it out to all clients, and ask no user for consent
  realmkit.keycloak.keycloak_client_scope:
    realm: demo
    name: billing
    type: default
    attributes:
      display.on.consent.screen: false

- name: Remove it
  realmkit.keycloak.keycloak_client_scope:
    realm: demo
    name: billing
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create client scope 'billing'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - create client scope 'billing'
  - change the type of the client scope from none to optional
  - create protocol mapper 'billing audience'
existing:
  description: The client scope before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The client scope after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    attributes: {}
    id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    name: billing
    protocol: openid-connect
    protocolMappers:
    - config:
        access.token.claim: 'true'
        included.custom.audience: billing
      consentRequired: false
      id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
      name: billing audience
      protocol: openid-connect
      protocolMapper: oidc-audience-mapper
    type: optional
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client_scope import CLIENT_SCOPE


def main() -> None:
    run(CLIENT_SCOPE)


if __name__ == "__main__":
    main()
