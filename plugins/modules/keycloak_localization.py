#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_localization
short_description: Manage the texts of a Keycloak realm in a language
version_added: 0.1.0
description:
  - Sets and removes texts of a realm in one language. They take precedence over the texts of the themes.
  - Texts that a task does not mention are left as they are.
  - Playbooks for C(keycloak_realm_localization) of other collections use M(realmkit.keycloak.keycloak_realm_localization).
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  state:
    description:
      - V(absent) removes the texts that O(texts) or O(overrides) list; without either all texts of the language.
    type: str
    choices: [present, absent]
    default: present
  realm:
    description:
      - Name of the realm.
    type: str
    default: master
    aliases: [parent_id, parentId]
  locale:
    description:
      - The language, such as V(de).
    type: str
    required: true
  texts:
    description:
      - Texts by their keys. A null removes one.
    type: dict
  texts_behavior:
    description:
      - V(additive) adds what is listed and keeps all others, V(exact) removes those that are not listed.
    type: str
    choices: [additive, exact]
    default: additive
  overrides:
    description:
      - The same as O(texts), as a list.
    type: list
    elements: dict
    suboptions:
      key:
        description:
          - Key of the text.
        type: str
        required: true
      value:
        description:
          - The text.
        type: str
        default: ""
  append:
    description:
      - V(false) means the same as O(texts_behavior=exact).
    type: bool
  force:
    description:
      - V(true) means the same as O(texts_behavior=exact).
    type: bool
    default: false
extends_documentation_fragment:
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_realm
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Set texts of the login page in German
  realmkit.keycloak.keycloak_localization:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    locale: de
    texts:
      loginAccountTitle: Anmelden bei Demo
      doLogIn: Los

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Restore the text of the theme
  realmkit.keycloak.keycloak_localization:
    realm: demo
    locale: de
    texts:
      doLogIn: null

- name: Remove all texts in German
  realmkit.keycloak.keycloak_localization:
    realm: demo
    locale: de
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "set of localization 'de': doLogIn"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - 'set of localization ''de'': loginAccountTitle, doLogIn'
existing:
  description: The texts before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The texts after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    locale: de
    texts:
      doLogIn: Los
      loginAccountTitle: Anmelden bei Demo
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.localization import LOCALIZATION


def main() -> None:
    run(LOCALIZATION)


if __name__ == "__main__":
    main()
