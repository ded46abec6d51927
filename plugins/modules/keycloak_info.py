#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_info
short_description: Read from Keycloak
version_added: 0.1.0
description:
  - Reads lists and single objects from where the task runs, through all pages. It never changes anything.
  - The lookups of the collection read the same from the controller. Secrets are hidden, except for
    O(read=client_secret) and O(read=client_installation).
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  read:
    description:
      - What to read.
    type: str
    required: true
    choices:
      - admin_events
      - authentication_flows
      - client_installation
      - client_scopes
      - client_secret
      - client_sessions
      - clients
      - components
      - effective_roles
      - effective_scopes
      - events
      - example_token
      - group_members
      - groups
      - identity_providers
      - object_id
      - organizations
      - realm
      - realm_keys
      - role_members
      - roles
      - server_info
      - session_counts
      - user
      - user_consents
      - user_credentials
      - user_groups
      - user_sessions
      - users
  name:
    description:
      - What it is about, the name of a user or a role, the client ID of a client, or the path of a group.
    type: str
  kind:
    description:
      - For O(read=object_id), the kind of the object, such as V(client); for O(read=example_token) V(access), V(id)
        or V(userinfo).
    type: str
  client:
    description:
      - Client that has the role, or that events are about.
    type: str
  user:
    description:
      - Name of the user that a token or events are about.
    type: str
  scope:
    description:
      - The scopes that are asked for. The default is V(openid).
    type: str
  provider:
    description:
      - Format of the installation file. The default is V(keycloak-oidc-keycloak-json).
    type: str
  types:
    description:
      - Types of events.
    type: list
    elements: str
  resource_path:
    description:
      - What events of administration are about, such as V(users/*).
    type: str
  date_from:
    description:
      - Events from this day on, such as V(2026-01-31), or milliseconds since 1970.
    type: str
  date_to:
    description:
      - Events up to this day, or milliseconds since 1970.
    type: str
  search:
    description:
      - A string that names must contain.
    type: str
  brief:
    description:
      - Whether only the main fields are read.
    type: bool
extends_documentation_fragment:
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_api
  - module: realmkit.keycloak.keycloak_realm_info
  - module: realmkit.keycloak.keycloak_component_info
  - plugin: realmkit.keycloak.keycloak
    plugin_type: lookup
  - name: Keycloak Admin REST API
    description: Reference of all endpoints.
    link: https://www.keycloak.org/docs-api/latest/rest-api/index.html
"""

EXAMPLES = r"""
- name: Find the users whose names contain ann
  realmkit.keycloak.keycloak_info:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    read: users
    search: ann
  register: found

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Read all effective roles of one of them
  realmkit.keycloak.keycloak_info:
    realm: demo
    read: effective_roles
    name: ann
  register: roles
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "1 found."
results:
  description: What was read.
  returned: success
  type: list
  sample:
    - id: de84c802-ee66-4831-acbc-9efabf69a7ff
      username: ann
      firstName: Ann
      lastName: Archer
      email: ann@example.com
      enabled: true
      emailVerified: false
count:
  description: How many there are.
  returned: success
  type: int
  sample: 1
"""

from typing import Any, Dict

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.task import run_module
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client
from ansible_collections.realmkit.keycloak.plugins.module_utils._reads import READS
from ansible_collections.realmkit.keycloak.plugins.module_utils._secrets.redact import redact

_TEXTS = ("name", "kind", "client", "user", "scope", "provider", "resource_path", "date_from", "date_to", "search")
SPEC: Dict[str, Any] = {
    "read": {"type": "str", "required": True, "choices": sorted(READS)},
    "realm": {"type": "str", "default": "master"},
    **{name: {"type": "str"} for name in _TEXTS},
    "types": {"type": "list", "elements": "str"},
    "brief": {"type": "bool"},
}


def main() -> None:
    run_module(SPEC, _read)


def _read(module: AnsibleModule, client: Client) -> Dict[str, Any]:
    params = module.params
    read = READS[params["read"]]
    if read.term and not params["name"]:
        raise InputError(f"{params['read']} needs name, the name of a {read.term}.")
    taken = {*read.options, "read", "realm", *(("name",) if read.term else ())}
    stray = [name for name in SPEC if name not in taken and params[name] is not None]
    if stray:
        raise InputError(f"{params['read']} does not take {stray[0]}.")
    given = {name: params[name] for name in read.options if params[name] is not None}
    missing = {name: None for name in read.options}
    found = read.reader(client, {"realm": params["realm"]}, params["name"] or "", {**missing, **read.defaults, **given})
    results = found if read.secret else redact(found)
    return {"changed": False, "msg": f"{len(found)} found.", "count": len(found), "results": results}


if __name__ == "__main__":
    main()
