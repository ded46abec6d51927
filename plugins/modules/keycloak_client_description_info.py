#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_client_description_info
short_description: Convert the description of a client to a Keycloak client
version_added: 0.1.0
description:
  - Returns a client in Keycloak's own representation from its description, the metadata of an OpenID Connect client as
    JSON or those of a SAML service provider as XML.
  - M(realmkit.keycloak.keycloak_realm_config) takes the result. Nothing is changed.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  description:
    description:
      - The description.
    type: str
  src:
    description:
      - File with the description, on the host where the task runs.
    type: path
extends_documentation_fragment:
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_client
  - module: realmkit.keycloak.keycloak_identity_provider
  - name: Keycloak Admin REST API
    description: Reference of all endpoints.
    link: https://www.keycloak.org/docs-api/latest/rest-api/index.html
"""

EXAMPLES = r"""
- name: Convert the metadata of an application
  realmkit.keycloak.keycloak_client_description_info:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    description: '{{ metadata | to_json }}'
  vars:
    metadata:
      client_name: portal
      redirect_uris: ["https://portal.example.com/*"]
  register: portal

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Create the client from the metadata
  realmkit.keycloak.keycloak_realm_config:
    realm: demo
    config:
      clients: ["{{ portal.client | combine({'clientId': 'portal'}) }}"]
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: The description was converted.
client:
  description: The client.
  returned: success
  type: dict
  sample:
    clientId: my-app
    protocol: openid-connect
    redirectUris: ["https://app.example.com/*"]
    standardFlowEnabled: true
    publicClient: false
"""

from typing import Any, Dict

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._base.files import content_of
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.task import run_module
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.api import realms
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client
from ansible_collections.realmkit.keycloak.plugins.module_utils._secrets.redact import redact

SPEC: Dict[str, Any] = {
    "realm": {"type": "str", "default": "master"},
    "description": {"type": "str", "no_log": True},
    "src": {"type": "path"},
}


def main() -> None:
    one = [("description", "src")]
    run_module(SPEC, _convert, required_one_of=one, mutually_exclusive=one)


def _convert(module: AnsibleModule, client: Client) -> Dict[str, Any]:
    params = module.params
    text = params["description"]
    if params["src"]:
        text = content_of(params["src"]).decode("utf-8", "replace")
    if not text:
        raise InputError("The description of the client is empty: set its metadata in description or src.")
    found = client.send(realms.CONVERT_CLIENT_DESCRIPTION, {"realm": params["realm"]}, body=text).data
    return {"changed": False, "msg": "The description was converted.", "client": redact(found)}


if __name__ == "__main__":
    main()
