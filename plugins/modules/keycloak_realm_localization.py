#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_realm_localization
short_description: Manage the texts of a Keycloak realm in a language, as a list
version_added: 0.1.0
description:
  - Sets and removes texts of a realm in one language. They take precedence over the texts of the themes.
  - It serves playbooks that come from community.general. New ones use M(realmkit.keycloak.keycloak_localization).
  - Texts that a task does not mention are left as they are.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  state:
    description:
      - V(absent) removes the texts that O(overrides) lists, and nothing without a list.
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
  overrides:
    description:
      - Texts with their keys.
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
          - The text. It does not matter with O(state=absent).
        type: str
        default: ""
  append:
    description:
      - V(false) removes the texts that O(overrides) does not list.
    type: bool
  force:
    description:
      - V(true) removes the texts that O(overrides) does not list.
    type: bool
    default: false
extends_documentation_fragment:
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_localization
"""

EXAMPLES = r"""
- name: Set texts of the login page in German
  realmkit.keycloak.keycloak_realm_localization:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    parent_id: demo
    locale: de
    overrides:
      - key: loginAccountTitle
        value: Anmelden bei Demo
      - key: doLogIn
        value: Los

# The next example takes the connection from module_defaults (see the notes) or from the environment.
- name: Restore the text of the theme
  realmkit.keycloak.keycloak_realm_localization:
    parent_id: demo
    locale: de
    state: absent
    overrides:
      - key: doLogIn
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
  description: The language with its texts before the task, with the keys C(locale) and C(overrides).
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The same after the task; in check mode what it would be.
  returned: success
  type: dict
  sample: {locale: de, overrides: [{key: doLogIn, value: Los}]}
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.localization import OVERRIDES, as_overrides


def main() -> None:
    run(OVERRIDES, tell=lambda _module, _client, report: as_overrides(report))


if __name__ == "__main__":
    main()
