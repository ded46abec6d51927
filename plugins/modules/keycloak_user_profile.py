#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_user_profile
short_description: Manage the user profile of a Keycloak realm
version_added: 0.1.0
description:
  - Manages the attributes of the users of a realm, who sees and edits them, and their validation.
  - What a task does not mention is left as it is.
  - Playbooks for C(community.general.keycloak_userprofile) work with this module under that name.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  state:
    description:
      - V(absent) puts back the profile that Keycloak has for a new realm.
    type: str
    choices: [present, absent]
    default: present
  realm:
    description:
      - Name of the realm.
    type: str
    required: true
    aliases: [parent_id, parentId]
  attributes:
    description:
      - Attributes of users. Those that are not listed stay, see O(attributes_behavior).
    type: list
    elements: dict
    suboptions:
      state:
        description:
          - V(absent) removes the attribute from the profile.
        type: str
        choices: [present, absent]
        default: present
      name:
        description:
          - Name of the attribute.
        type: str
        required: true
      display_name:
        description:
          - What people see, such as V(Department) or a key of a localized text like V(${department}).
        type: str
        aliases: [displayName]
      group:
        description:
          - Name of the group of attributes that it is shown in. An empty string takes it out of its group.
        type: str
      multivalued:
        description:
          - Whether it can have more than one value.
        type: bool
      default_value:
        description:
          - Value of a user who has none.
        type: str
        aliases: [defaultValue]
      required:
        description:
          - When a value is required. An empty mapping means always.
        type: dict
        suboptions:
          state:
            description:
              - V(absent) makes the attribute optional.
            type: str
            choices: [present, absent]
            default: present
          roles:
            description:
              - Who must set one, V(user) or V(admin); both when the list is empty.
            type: list
            elements: str
          scopes:
            description:
              - Client scopes that a value is required for; for all when the list is empty.
            type: list
            elements: str
      permissions:
        description:
          - Who sees and who edits it.
        type: dict
        suboptions:
          state:
            description:
              - V(absent) removes the permissions.
            type: str
            choices: [present, absent]
            default: present
          view:
            description:
              - Who sees it, V(user) and V(admin).
            type: list
            elements: str
          edit:
            description:
              - Who edits it, V(user) and V(admin).
            type: list
            elements: str
      selector:
        description:
          - When users have the attribute.
        type: dict
        suboptions:
          state:
            description:
              - V(absent) makes it always be there.
            type: str
            choices: [present, absent]
            default: present
          scopes:
            description:
              - Client scopes for which users have the attribute.
            type: list
            elements: str
      validations:
        description:
          - "Validators by name, each with its settings, such as V({length: {min: 1, max: 20}}). Underscores do for
            hyphens in the names. Those that are not listed stay; a null removes one."
        type: dict
      annotations:
        description:
          - Annotations, such as V(inputType). Those that are not listed stay; a null removes one.
        type: dict
  attributes_behavior:
    description:
      - V(additive) adds what is listed and keeps all others, V(exact) removes those that are not listed and puts them
        in the order of the list.
    type: str
    choices: [additive, exact]
    default: additive
  groups:
    description:
      - Groups of attributes. Those that are not listed stay, see O(groups_behavior).
    type: list
    elements: dict
    suboptions:
      state:
        description:
          - V(absent) removes the group.
        type: str
        choices: [present, absent]
        default: present
      name:
        description:
          - Name of the group.
        type: str
        required: true
      display_header:
        description:
          - Its title.
        type: str
        aliases: [displayHeader]
      display_description:
        description:
          - A text below the title.
        type: str
        aliases: [displayDescription]
      annotations:
        description:
          - Annotations. Those that are not listed stay; a null removes one.
        type: dict
  groups_behavior:
    description:
      - V(additive) adds what is listed and keeps all others, V(exact) removes those that are not listed and puts them
        in the order of the list.
    type: str
    choices: [additive, exact]
    default: additive
  unmanaged_attribute_policy:
    description:
      - Whether users can have attributes that the profile does not name. V(DISABLED) forbids them.
    type: str
    choices: [DISABLED, ENABLED, ADMIN_EDIT, ADMIN_VIEW]
    aliases: [unmanagedAttributePolicy]
  config:
    description:
      - The profile as C(community.general.keycloak_userprofile) takes it.
      - Its C(kc_user_profile_config) is a list of one map with C(attributes), C(groups) and
        C(unmanaged_attribute_policy), which mean what the options of this module mean.
    type: dict
  provider_id:
    description:
      - Not needed, since it is V(declarative-user-profile); another one is refused.
    type: str
    aliases: [providerId]
  provider_type:
    description:
      - Not needed, since it is V(org.keycloak.userprofile.UserProfileProvider); another one is refused.
    type: str
    aliases: [providerType]
extends_documentation_fragment:
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_realm
  - module: realmkit.keycloak.keycloak_user
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Add an attribute
  realmkit.keycloak.keycloak_user_profile:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    attributes:
      - name: department
        display_name: Department
        permissions:
          view: [admin, user]
          edit: [admin]
        validations:
          length:
            max: 40
          options:
            options: [sales, research]

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Make the attribute required
  realmkit.keycloak.keycloak_user_profile:
    realm: demo
    attributes:
      - name: department
        required: {}

- name: Remove the attribute
  realmkit.keycloak.keycloak_user_profile:
    realm: demo
    attributes:
      - name: department
        state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "update user profile 'demo': attributes"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - 'update user profile ''demo'': attributes'
existing:
  description: The user profile before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description:
    - The user profile after the task; in check mode what it would be.
    - Under the name C(keycloak_userprofile) it is a component, with the profile in C(config)[C(kc.user.profile.config)][0].
  returned: success
  type: dict
  sample:
    attributes:
    - displayName: ${username}
      multivalued: false
      name: username
      permissions:
        edit:
        - admin
        - user
        view:
        - admin
        - user
      validations:
        length:
          max: 255
          min: 3
        up-username-not-idn-homograph: {}
        username-prohibited-characters: {}
    - displayName: ${email}
      multivalued: false
      name: email
      permissions:
        edit:
        - admin
        - user
        view:
        - admin
        - user
      required:
        roles:
        - user
      validations:
        email: {}
        length:
          max: 255
    - displayName: ${firstName}
      multivalued: false
      name: firstName
      permissions:
        edit:
        - admin
        - user
        view:
        - admin
        - user
      required:
        roles:
        - user
      validations:
        length:
          max: 255
        person-name-prohibited-characters: {}
    - displayName: ${lastName}
      multivalued: false
      name: lastName
      permissions:
        edit:
        - admin
        - user
        view:
        - admin
        - user
      required:
        roles:
        - user
      validations:
        length:
          max: 255
        person-name-prohibited-characters: {}
    - displayName: Department
      multivalued: false
      name: department
      permissions:
        edit:
        - admin
        view:
        - admin
        - user
      validations:
        length:
          max: 40
        options:
          options:
          - sales
          - research
    groups:
    - displayDescription: Attributes, which refer to user metadata
      displayHeader: User metadata
      name: user-metadata
data:
  description: The same as RV(end_state), by the name that other collections have for it.
  returned: when O(state=present)
  type: dict
"""

from typing import Any, Dict

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.user_profile import USER_PROFILE, as_component


def main() -> None:
    run(USER_PROFILE, tell=_data, shapes={"keycloak_userprofile": as_component})


def _data(module: AnsibleModule, _client: Client, report: Dict[str, Any]) -> Dict[str, Any]:
    return {"data": report["end_state"]} if module.params["state"] == "present" else {}


if __name__ == "__main__":
    main()
