#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_organization
short_description: Manage organizations of a Keycloak realm
version_added: 0.1.0
description:
  - Creates, changes and removes organizations, with their domains, members and identity providers.
  - The realm must have organizations switched on, see
    O(realmkit.keycloak.keycloak_realm#module:organizations_enabled).
  - What a task does not mention is left as it is.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  name:
    description:
      - Name of the organization.
    type: str
    required: true
  new_name:
    description:
      - Rename the organization O(name) to this. Nothing happens when it has the new name already.
    type: str
    aliases: [newName]
  alias:
    description:
      - Name of the organization without blanks, for tokens. Without it, it is the name. It can't be changed later.
    type: str
  enabled:
    description:
      - Whether the organization is in use. The default for a new one is V(true).
    type: bool
  description:
    description:
      - What the organization is. An empty string clears it.
    type: str
  redirect_url:
    description:
      - Where the links of invitations lead to in the end.
    type: str
    aliases: [redirectUrl]
  attributes:
    description:
      - Attributes of the organization, each a value or a list of values. Numbers and booleans are stored as strings.
      - Attributes that are not listed stay; a null or an empty list removes one.
    type: dict
  domains:
    description:
      - Domains of the organization. Those that are not listed stay, see O(domains_behavior).
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - The domain.
        type: str
        required: true
      verified:
        description:
          - Whether the domain is known to be the organization's.
        type: bool
      state:
        description:
          - V(absent) takes the domain away.
        type: str
        choices: [present, absent]
        default: present
  domains_behavior:
    description:
      - V(additive) adds what is listed and keeps all others, V(exact) removes those that are not listed.
    type: str
    choices: [additive, exact]
    default: additive
  members:
    description:
      - User names of members.
    type: list
    elements: str
  members_behavior:
    description:
      - V(additive) adds what is listed and keeps all others, V(exact) removes those that are not listed.
    type: str
    choices: [additive, exact]
    default: additive
  identity_providers:
    description:
      - Aliases of identity providers of the realm that belong to the organization.
    type: list
    elements: str
    aliases: [identityProviders]
  identity_providers_behavior:
    description:
      - V(additive) adds what is listed and keeps all others, V(exact) removes those that are not listed.
    type: str
    choices: [additive, exact]
    default: additive
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_organization_group
  - module: realmkit.keycloak.keycloak_organization_invitation
  - module: realmkit.keycloak.keycloak_identity_provider
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Create an organization with a domain, a member and an identity provider
  realmkit.keycloak.keycloak_organization:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    name: Acme
    alias: acme
    domains:
      - name: acme.example.com
        verified: true
    members: [ann]
    identity_providers: [acme-login]

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Set exactly these members
  realmkit.keycloak.keycloak_organization:
    realm: demo
    name: Acme
    members: [ann, bob]
    members_behavior: exact

- name: Rename the organization, and keep its alias and its members
  realmkit.keycloak.keycloak_organization:
    realm: demo
    name: Acme
    new_name: Acme Corporation

- name: Remove the organization
  realmkit.keycloak.keycloak_organization:
    realm: demo
    name: Acme Corporation
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create organization 'Acme'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - 'update organization ''Acme'': domains'
  - 'add to identity_providers of organization ''Acme'': acme-login'
existing:
  description: The organization before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The organization after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    alias: acme
    attributes: {}
    domains:
    - name: acme.example.com
      verified: true
    enabled: true
    id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    identityProviders:
    - acme-login
    members:
    - ann
    name: Acme
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.organization import ORGANIZATION


def main() -> None:
    run(ORGANIZATION)


if __name__ == "__main__":
    main()
