#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_client_type
short_description: Manage client types of a Keycloak realm
version_added: 0.1.0
description:
  - Creates, changes and removes client types. A type decides which settings its clients can have, and their values.
  - The server must run with the experimental feature C(client-types). Types that come with the server can't be
    changed.
  - What a task does not mention is left as it is.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  name:
    description:
      - Name of the type.
    type: str
    required: true
  provider:
    description:
      - Provider of the type. The default for a new one is V(default).
    type: str
  parent:
    description:
      - Type that this one is derived from, such as V(oidc).
    type: str
  config:
    description:
      - Properties of clients, each with whether it is C(applicable) and the C(value) that it has then.
      - Properties that are not listed stay; a null removes one.
    type: dict
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_client
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Create a type of clients that log in with the browser only
  realmkit.keycloak.keycloak_client_type:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    name: browser-only
    parent: oidc
    config:
      standardFlowEnabled:
        applicable: true
        value: true
      directAccessGrantsEnabled:
        applicable: false

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Remove the type
  realmkit.keycloak.keycloak_client_type:
    realm: demo
    name: browser-only
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create client type 'browser-only'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - create client type 'browser-only'
existing:
  description: The client type before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The client type after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    config:
      directAccessGrantsEnabled:
        applicable: false
      standardFlowEnabled:
        applicable: true
        value: true
    name: browser-only
    parent: oidc
    provider: default
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client_type import CLIENT_TYPE


def main() -> None:
    run(CLIENT_TYPE)


if __name__ == "__main__":
    main()
