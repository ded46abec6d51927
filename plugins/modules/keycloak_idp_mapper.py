#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_idp_mapper
short_description: Manage one mapper of an identity provider in Keycloak
version_added: 0.1.0
description:
  - Creates, changes and removes a mapper of an identity provider. M(realmkit.keycloak.keycloak_identity_provider)
    takes mappers as well.
  - What a task does not mention is left as it is.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  identity_provider:
    description:
      - Alias of the identity provider.
    type: str
    required: true
    aliases: [identityProvider, identity_provider_alias]
  name:
    description:
      - Name of the mapper.
    type: str
    required: true
  identity_provider_mapper:
    description:
      - Type of the mapper, such as V(oidc-user-attribute-idp-mapper). A new one needs it.
    type: str
    aliases: [identityProviderMapper]
  config:
    description:
      - Settings of the mapper. Those that are not listed stay, a null removes one.
    type: dict
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_identity_provider
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Make all users of the provider editors
  realmkit.keycloak.keycloak_idp_mapper:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    identity_provider: acme-login
    name: editors
    identity_provider_mapper: oidc-hardcoded-role-idp-mapper
    config:
      role: editor
      syncMode: FORCE

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Remove the mapper
  realmkit.keycloak.keycloak_idp_mapper:
    realm: demo
    identity_provider: acme-login
    name: editors
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create mapper of identity provider 'editors'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - create mapper of identity provider 'editors'
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
      role: editor
      syncMode: FORCE
    id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    identityProviderAlias: acme-login
    identityProviderMapper: oidc-hardcoded-role-idp-mapper
    name: editors
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.identity_provider import MAPPER_ALONE


def main() -> None:
    run(MAPPER_ALONE)


if __name__ == "__main__":
    main()
