#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_authz_resource
short_description: Manage resources of the authorization services of a Keycloak client
version_added: 0.1.0
description:
  - Creates, changes and removes the resources that a client protects.
  - What a task does not mention is left as it is.
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
      - Name of the resource.
    type: str
    required: true
  display_name:
    description:
      - Name that people see.
    type: str
    aliases: [displayName]
  type:
    description:
      - Type of the resource, such as V(urn:billing:invoice).
    type: str
  uris:
    description:
      - Addresses of the resource. The list is one value and replaced as a whole.
    type: list
    elements: str
  scopes:
    description:
      - Names of scopes, what can be done with it. The list is one value and replaced as a whole.
    type: list
    elements: str
  owner_managed_access:
    description:
      - Whether the owner of the resource may share it.
    type: bool
    aliases: [ownerManagedAccess]
  icon_uri:
    description:
      - Address of an icon.
    type: str
    aliases: [iconUri]
  attributes:
    description:
      - Attributes, each a value or a list of values. Those that are not listed stay; a null removes one.
    type: dict
  owner:
    description:
      - User name of the owner. Without it the resource is the client's own. Each owner may have one of that name.
    type: str
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_authz_settings
  - module: realmkit.keycloak.keycloak_authz_scope
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

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Create a resource with that scope
  realmkit.keycloak.keycloak_authz_resource:
    realm: demo
    client_id: billing
    name: invoices
    type: urn:billing:invoice
    uris: ["/invoices/*"]
    scopes: ["invoice:view"]

- name: Remove the resource
  realmkit.keycloak.keycloak_authz_resource:
    realm: demo
    client_id: billing
    name: invoices
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create authorization resource 'invoices'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - create authorization resource 'invoices'
existing:
  description: The resource before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The resource after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    _id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    attributes: {}
    name: invoices
    owner:
      id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
      name: billing
    ownerManagedAccess: false
    scopes:
    - name: invoice:view
    type: urn:billing:invoice
    uris:
    - /invoices/*
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.authz_resource import AUTHZ_RESOURCE


def main() -> None:
    run(AUTHZ_RESOURCE)


if __name__ == "__main__":
    main()
