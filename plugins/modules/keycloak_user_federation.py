#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_user_federation
short_description: Manage user federation of a Keycloak realm
version_added: 0.1.0
description:
  - Creates, changes and removes providers of users, such as LDAP, with their mappers.
  - The server shows the bind credential masked. The realm keeps a salted fingerprint of the one that was applied last in
    an attribute. A credential that somebody else changed can't be seen; V(always) of O(update_secret) repairs it.
  - What a task does not mention is left as it is.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  id:
    description:
      - Id of the provider. With it O(name) is the name that it is to have.
    type: str
  name:
    description:
      - Name of the provider.
    type: str
  provider_id:
    description:
      - Type, such as V(ldap) or V(kerberos). A new one needs it; it can't be changed later.
    type: str
    aliases: [providerId]
  config:
    description:
      - Settings of the provider, such as C(connectionUrl), C(usersDn), C(bindDn), C(bindCredential). Each is a value
        or a list of values; numbers and booleans are stored as strings.
      - Settings that are not listed stay, a null removes one. The server drops settings that the provider does not
        know.
    type: dict
  mappers:
    description:
      - Mappers. Those that are not listed stay, those that the server makes for a new provider as well.
    type: list
    elements: dict
    suboptions:
      state:
        description:
          - Whether the mapper exists.
        type: str
        choices: [present, absent]
        default: present
      name:
        description:
          - Name of the mapper.
        type: str
        required: true
      provider_id:
        description:
          - Type of the mapper, such as V(user-attribute-ldap-mapper). A new one needs it.
        type: str
        aliases: [providerId]
      config:
        description:
          - Settings of the mapper. Those that are not listed stay, a null removes one.
        type: dict
      id:
        description:
          - Accepted and not needed, since mappers are known by their name.
        type: str
      parent_id:
        description:
          - Not needed, since it is the provider; another one is refused.
        type: str
        aliases: [parentId]
      provider_type:
        description:
          - Not needed, since it is that of LDAP mappers; another one is refused.
        type: str
        aliases: [providerType]
  provider_type:
    description:
      - Not needed, since it is that of user federation; another one is refused.
    type: str
    aliases: [providerType]
  parent_id:
    description:
      - Not needed, since it is the realm; another one is refused.
    type: str
    aliases: [parentId]
  bind_credential_update_mode:
    description:
      - As O(update_secret), by the words of other collections; V(only_indirect) is V(on_create) there.
    type: str
    choices: [always, only_indirect]
  remove_unspecified_mappers:
    description:
      - V(true) means the same as O(mappers_behavior=exact).
    type: bool
    default: false
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.realm
  - realmkit.keycloak.update_secret
  - realmkit.keycloak.mappers
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_user_federation_sync
  - module: realmkit.keycloak.keycloak_component
  - module: realmkit.keycloak.keycloak_user
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
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
      bindDn: cn=reader,dc=example,dc=com
      bindCredential: "{{ bind_secret }}"
      authType: simple
      usernameLDAPAttribute: uid
      rdnLDAPAttribute: uid
      uuidLDAPAttribute: entryUUID
      userObjectClasses: inetOrgPerson
      editMode: READ_ONLY
    mappers:
      - name: department
        provider_id: user-attribute-ldap-mapper
        config:
          ldap.attribute: departmentNumber
          user.model.attribute: department
          read.only: true

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Change the bind credential
  realmkit.keycloak.keycloak_user_federation:
    realm: demo
    name: directory
    config:
      bindCredential: "{{ new_bind_secret }}"
    update_secret: always

- name: Remove the directory with the users that came from it
  realmkit.keycloak.keycloak_user_federation:
    realm: demo
    name: directory
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create user federation 'directory'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - create user federation 'directory'
  - create mapper of user federation 'department'
existing:
  description: The provider before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The provider after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    config:
      authType:
      - simple
      bindCredential:
      - '**********'
      bindDn:
      - cn=reader,dc=example,dc=com
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
    id: MdXsYP_-SGORQlfWV0nrKQ
    mappers:
    - config:
        always.read.value.from.ldap:
        - 'true'
        is.mandatory.in.ldap:
        - 'false'
        ldap.attribute:
        - createTimestamp
        read.only:
        - 'true'
        user.model.attribute:
        - createTimestamp
      id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
      name: creation date
      parentId: MdXsYP_-SGORQlfWV0nrKQ
      providerId: user-attribute-ldap-mapper
      providerType: org.keycloak.storage.ldap.mappers.LDAPStorageMapper
    - config:
        always.read.value.from.ldap:
        - 'true'
        is.mandatory.in.ldap:
        - 'true'
        ldap.attribute:
        - sn
        read.only:
        - 'true'
        user.model.attribute:
        - lastName
      id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
      name: last name
      parentId: MdXsYP_-SGORQlfWV0nrKQ
      providerId: user-attribute-ldap-mapper
      providerType: org.keycloak.storage.ldap.mappers.LDAPStorageMapper
    - config: {}
      id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
      name: Kerberos principal attribute mapper
      parentId: MdXsYP_-SGORQlfWV0nrKQ
      providerId: kerberos-principal-attribute-mapper
      providerType: org.keycloak.storage.ldap.mappers.LDAPStorageMapper
    - config:
        always.read.value.from.ldap:
        - 'true'
        is.mandatory.in.ldap:
        - 'false'
        ldap.attribute:
        - modifyTimestamp
        read.only:
        - 'true'
        user.model.attribute:
        - modifyTimestamp
      id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
      name: modify date
      parentId: MdXsYP_-SGORQlfWV0nrKQ
      providerId: user-attribute-ldap-mapper
      providerType: org.keycloak.storage.ldap.mappers.LDAPStorageMapper
    - config:
        ldap.attribute:
        - departmentNumber
        read.only:
        - 'true'
        user.model.attribute:
        - department
      id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
      name: department
      parentId: MdXsYP_-SGORQlfWV0nrKQ
      providerId: user-attribute-ldap-mapper
      providerType: org.keycloak.storage.ldap.mappers.LDAPStorageMapper
    - config:
        always.read.value.from.ldap:
        - 'false'
        is.mandatory.in.ldap:
        - 'false'
        ldap.attribute:
        - mail
        read.only:
        - 'true'
        user.model.attribute:
        - email
      id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
      name: email
      parentId: MdXsYP_-SGORQlfWV0nrKQ
      providerId: user-attribute-ldap-mapper
      providerType: org.keycloak.storage.ldap.mappers.LDAPStorageMapper
    - config:
        always.read.value.from.ldap:
        - 'false'
        is.mandatory.in.ldap:
        - 'true'
        ldap.attribute:
        - uid
        read.only:
        - 'true'
        user.model.attribute:
        - username
      id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
      name: username
      parentId: MdXsYP_-SGORQlfWV0nrKQ
      providerId: user-attribute-ldap-mapper
      providerType: org.keycloak.storage.ldap.mappers.LDAPStorageMapper
    - config:
        always.read.value.from.ldap:
        - 'true'
        is.mandatory.in.ldap:
        - 'true'
        ldap.attribute:
        - cn
        read.only:
        - 'true'
        user.model.attribute:
        - firstName
      id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
      name: first name
      parentId: MdXsYP_-SGORQlfWV0nrKQ
      providerId: user-attribute-ldap-mapper
      providerType: org.keycloak.storage.ldap.mappers.LDAPStorageMapper
    name: directory
    parentId: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    providerId: ldap
    providerType: org.keycloak.storage.UserStorageProvider
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.user_federation import USER_FEDERATION


def main() -> None:
    run(USER_FEDERATION)


if __name__ == "__main__":
    main()
