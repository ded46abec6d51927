#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_protocol_mapper
short_description: Manage a protocol mapper of a Keycloak client or client scope
version_added: 0.1.0
description:
  - Creates, changes and removes one protocol mapper of a client or of a client scope.
  - For all mappers of a client or client scope in one task see
    O(realmkit.keycloak.keycloak_client#module:protocol_mappers) and
    O(realmkit.keycloak.keycloak_client_scope#module:protocol_mappers).
  - What a task does not mention is left as it is.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  id:
    description:
      - Id of the mapper, to find one without its name.
    type: str
  client_id:
    description:
      - The client, as C(clientId). One of O(client_id) and O(client_scope) is needed.
    type: str
    aliases: [clientId]
  name:
    description:
      - Name of the mapper. It can't be changed later.
    type: str
  protocol:
    description:
      - Protocol of the mapper, such as V(openid-connect) or V(saml). Without it the protocol of a new mapper follows from its type. It
        can't be changed later.
    type: str
  protocol_mapper:
    description:
      - Type of the mapper, such as V(oidc-audience-mapper). A new mapper needs it.
    type: str
    aliases: [protocolMapper]
  config:
    description:
      - Settings of the mapper. Numbers and booleans are stored as strings.
      - Settings that are not listed stay; a null or an empty string removes one.
    type: dict
  client_scope:
    description:
      - The client scope, by its name.
    type: str
    aliases: [clientScope]
  consent_required:
    description:
      - Accepted and without effect. Keycloak no longer asks for consent by mapper, see the consent of client scopes.
    type: bool
    aliases: [consentRequired]
  consent_text:
    description:
      - Accepted and without effect, as O(consent_required).
    type: str
    aliases: [consentText]
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_client
  - module: realmkit.keycloak.keycloak_client_scope
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Add an audience to the tokens of a client
  realmkit.keycloak.keycloak_protocol_mapper:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    client_id: my-app
    name: audience of billing
    protocol_mapper: oidc-audience-mapper
    config:
      included.client.audience: billing
      access.token.claim: true

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Add a claim for all clients that use a client scope
  realmkit.keycloak.keycloak_protocol_mapper:
    realm: demo
    client_scope: invoices
    name: department
    protocol_mapper: oidc-usermodel-attribute-mapper
    config:
      user.attribute: department
      claim.name: department
      jsonType.label: String
      access.token.claim: true

- name: Keep the claim out of the ID token
  realmkit.keycloak.keycloak_protocol_mapper:
    realm: demo
    client_scope: invoices
    name: department
    config:
      id.token.claim: false

- name: Remove the mapper
  realmkit.keycloak.keycloak_protocol_mapper:
    realm: demo
    client_scope: invoices
    name: department
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create protocol mapper 'department'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - create protocol mapper 'audience of billing'
existing:
  description: The mapper before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The mapper after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    config:
      access.token.claim: 'true'
      included.client.audience: billing
      introspection.token.claim: 'true'
    consentRequired: false
    id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    name: audience of billing
    protocol: openid-connect
    protocolMapper: oidc-audience-mapper
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.protocol_mapper import OF_CLIENT, holder_of


def main() -> None:
    run(OF_CLIENT, holder_of)


if __name__ == "__main__":
    main()
