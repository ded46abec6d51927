#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_component
short_description: Manage components of a Keycloak realm
version_added: 0.1.0
description:
  - "Creates, changes and removes components of any type: the providers of a realm or of another component."
  - Keys, user federation and client registration policies have modules of their own, see
    M(realmkit.keycloak.keycloak_realm_key), M(realmkit.keycloak.keycloak_user_federation) and
    M(realmkit.keycloak.keycloak_client_registration_policy).
  - What a task does not mention is left as it is.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  realm:
    description:
      - Name of the realm. Without it O(parent_id) names the realm.
    type: str
  name:
    description:
      - Name of the component.
    type: str
    required: true
  provider_type:
    description:
      - Type of the component, such as V(org.keycloak.storage.UserStorageProvider).
    type: str
    required: true
    aliases: [providerType]
  provider_id:
    description:
      - Its provider, such as V(ldap).
    type: str
    aliases: [providerId]
  sub_type:
    description:
      - What the type is divided into, such as V(anonymous).
    type: str
    aliases: [subType]
  config:
    description:
      - Its settings. Those that are not listed stay; a null removes one.
    type: dict
  parent_id:
    description:
      - The component, by name or id, that has this one. Without it, or with the name of the realm, the realm has it.
    type: str
    aliases: [parentId, parent]
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.update_secret
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_realm_key
  - module: realmkit.keycloak.keycloak_user_federation
  - module: realmkit.keycloak.keycloak_client_registration_policy
  - module: realmkit.keycloak.keycloak_component_info
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Add a directory
  realmkit.keycloak.keycloak_component:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    name: directory
    provider_type: org.keycloak.storage.UserStorageProvider
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
- name: Map the full names of its users
  realmkit.keycloak.keycloak_component:
    realm: demo
    parent_id: directory
    name: full name
    provider_type: org.keycloak.storage.ldap.mappers.LDAPStorageMapper
    provider_id: full-name-ldap-mapper
    config:
      ldap.full.name.attribute: cn
      read.only: true
      write.only: false

- name: Remove the directory
  realmkit.keycloak.keycloak_component:
    realm: demo
    name: directory
    provider_type: org.keycloak.storage.UserStorageProvider
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create component 'directory'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - create component 'directory'
existing:
  description: The component before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The component after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    config:
      authType:
      - none
      connectionUrl:
      - ldaps://ldap.example.com
      editMode:
      - READ_ONLY
      krbPrincipalAttribute:
      - krb5PrincipalName
      rdnLDAPAttribute:
      - uid
      userObjectClasses:
      - inetOrgPerson
      usernameLDAPAttribute:
      - uid
      usersDn:
      - ou=people,dc=example,dc=com
      uuidLDAPAttribute:
      - entryUUID
      vendor:
      - other
    id: 5SY2PNwdRyezY9LduCIW_A
    name: directory
    parentId: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    providerId: ldap
    providerType: org.keycloak.storage.UserStorageProvider
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.component import COMPONENT


def main() -> None:
    run(COMPONENT)


if __name__ == "__main__":
    main()
