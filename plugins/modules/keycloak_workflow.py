#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_workflow
short_description: Manage workflows of a Keycloak realm
version_added: 0.1.0
description:
  - "Creates, changes, renames and removes workflows: steps for users some time after an event."
  - What a task does not mention is left as it is.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  name:
    description:
      - Name of the workflow.
    type: str
    required: true
  enabled:
    description:
      - Whether it runs. The default for a new one is V(true).
    type: bool
  "on":
    description:
      - Event that starts it, such as V(user-created).
    type: str
  condition:
    description:
      - For which users, such as V(has-role('guest')).
    type: str
  concurrency:
    description:
      - Settings for a workflow that starts again for the same user, such as V(cancel-in-progress). Those that are not
        listed stay; a null removes one.
    type: dict
  schedule:
    description:
      - Settings of a workflow that also starts for users who are there already, such as V(after) and V(batch-size).
        Those that are not listed stay; a null removes one.
    type: dict
  steps:
    description:
      - What is done, in this order. The list is one value and replaced as a whole.
    type: list
    elements: dict
    suboptions:
      uses:
        description:
          - The step, such as V(notify-user) or V(disable-user).
        type: str
        required: true
      after:
        description:
          - How long after the step before, such as V(30d).
        type: str
      priority:
        description:
          - Priority of the step.
        type: str
      config:
        description:
          - Its settings, such as V(message).
        type: dict
  new_name:
    description:
      - Name that it gets.
    type: str
    aliases: [newName]
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_user
  - module: realmkit.keycloak.keycloak_realm
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Disable new users after a month
  realmkit.keycloak.keycloak_workflow:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    name: trial
    "on": user-created
    steps:
      - uses: notify-user
        after: 25d
        config:
          message: Your trial ends in five days.
      - uses: disable-user
        after: 5d

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Switch off the workflow
  realmkit.keycloak.keycloak_workflow:
    realm: demo
    name: trial
    enabled: false

- name: Remove the workflow
  realmkit.keycloak.keycloak_workflow:
    realm: demo
    name: trial
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create workflow 'trial'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - create workflow 'trial'
existing:
  description: The workflow before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The workflow after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    name: trial
    'on': user-created
    steps:
    - after: 25d
      uses: notify-user
      with:
        message: Your trial ends in five days.
    - after: 5d
      uses: disable-user
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.workflow import WORKFLOW


def main() -> None:
    run(WORKFLOW)


if __name__ == "__main__":
    main()
