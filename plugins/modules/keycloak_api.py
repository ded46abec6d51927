#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_api
short_description: Call any endpoint of Keycloak's admin REST API by its name
version_added: 0.1.0
description:
  - Calls one endpoint of the admin REST API, for cases that no other module of the collection covers.
  - An endpoint is named by section and verb, such as V(users.create) or V(clients.push_revocation).
    The page C(docs/api.md) of the collection lists them all. A wrong name fails with the nearest right ones.
  - It sends the request as it is and does not compare first. Prefer the modules that manage state.
author:
  - The realmkit.keycloak authors (@realmkit)
extends_documentation_fragment:
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_info
  - plugin: realmkit.keycloak.keycloak
    plugin_type: lookup
  - name: Keycloak Admin REST API
    description: Reference of all endpoints.
    link: https://www.keycloak.org/docs-api/latest/rest-api/index.html
attributes:
  check_mode:
    support: partial
    details: Only GET requests are sent in check mode. Any other is described in RV(msg) and not sent.
  diff_mode:
    support: none
  idempotent:
    support: partial
    details: Reading is. A write is sent each time.
options:
  endpoint:
    description:
      - Name of the endpoint, such as V(users.create). A section alone, such as V(users), means its list.
    type: str
    required: true
  realm:
    description:
      - The realm, for all endpoints that have one in their path.
    type: str
  values:
    description:
      - Values of the variables in the path, such as C(user-id).
      - Underscores do for hyphens. Instead of an id a name can be set, which is looked up first, under C(user) (user
        name), C(client) (client ID), C(client_scope), C(group) (path), C(role), C(organization), C(flow) or
        C(identity_provider). C(target_client) names the client of the roles where the path already has a client.
    type: dict
    aliases: [path_values]
    default: {}
  query:
    description:
      - Parameters of the query, under Keycloak's own names, such as C(search).
      - A list with pages is read through all of them unless C(first) or C(max) is set.
    type: dict
    default: {}
  body:
    description:
      - What to send, in Keycloak's own representation. A map or list is sent as JSON, or as a form where the endpoint
        takes one; a string as it is where the endpoint takes text.
      - Secrets in it are found by the names of their keys and are never shown.
    type: raw
  files:
    description:
      - Files to upload, by the name of their form field, for endpoints that take an upload. They are read where the
        task runs.
    type: dict
    default: {}
  dest:
    description:
      - File on the host where the task runs to put the answer in. RV(data) is then not returned.
      - Needed for endpoints that answer with a keystore.
    type: path
  mode:
    description:
      - Mode of the file O(dest).
    type: raw
    default: "0600"
  show_secrets:
    description:
      - Whether RV(data) contains the secrets in the answer. Set C(no_log) on the task then.
    type: bool
    default: false
"""

EXAMPLES = r"""
- name: List the users whose name contains ann
  realmkit.keycloak.keycloak_api:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    endpoint: users
    realm: demo
    query:
      search: ann
  register: users

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Send the verification mail again
  realmkit.keycloak.keycloak_api:
    endpoint: users.send_verify_email
    realm: demo
    values:
      user: ann

- name: Notify the adapters of a client of a revocation
  realmkit.keycloak.keycloak_api:
    endpoint: clients.push_revocation
    realm: demo
    values:
      client: my-app

- name: Save an export of a realm
  realmkit.keycloak.keycloak_api:
    endpoint: realms.export
    realm: demo
    query:
      exportClients: true
    dest: /var/backups/demo.json
"""

RETURN = r"""
msg:
  description: What was done, or would be done.
  returned: always
  type: str
  sample: GET /admin/realms/demo/users/count was answered with status 200.
status:
  description: Status code of the answer.
  returned: when a request was sent
  type: int
  sample: 200
data:
  description:
    - The answer. Parsed when it is JSON; a list has the items of all pages; binary data comes as base64.
    - Secrets are hidden unless O(show_secrets=true).
  returned: when the answer has a body and O(dest) is not set
  type: raw
  sample: 3
id:
  description: Id of what was created.
  returned: when the answer names one
  type: str
location:
  description: Address of what was created.
  returned: when the answer names one
  type: str
dest:
  description: The file with the answer.
  returned: when O(dest) is set
  type: str
"""

import base64
from typing import Any, Dict

from ansible.module_utils.basic import AnsibleModule

from ..module_utils._base.errors import InputError
from ..module_utils._base.files import content_of
from ..module_utils._edge.file import check_place, save
from ..module_utils._edge.task import run_module
from ..module_utils._engine.names import UnknownName, path_values
from ..module_utils._http.catalogue import endpoint_named
from ..module_utils._http.client import Answer, Client, expand, query_of
from ..module_utils._http.endpoint import Endpoint
from ..module_utils._secrets.redact import redact

SPEC = {
    "endpoint": {"type": "str", "required": True},
    "realm": {"type": "str"},
    "values": {"type": "dict", "aliases": ["path_values"], "default": {}},
    "query": {"type": "dict", "default": {}},
    "body": {"type": "raw", "no_log": True},
    "files": {"type": "dict", "default": {}},
    "dest": {"type": "path"},
    "mode": {"type": "raw", "default": "0600"},
    "show_secrets": {"type": "bool", "default": False, "no_log": False},
}


def main() -> None:
    run_module(SPEC, _call)


def _call(module: AnsibleModule, client: Client) -> Dict[str, Any]:
    params = module.params
    endpoint = endpoint_named(params["endpoint"])
    query_of(endpoint, params["query"])
    if params["dest"]:
        check_place(module, params["dest"], params["mode"])
    body = _body(endpoint, params)
    if endpoint.path.endswith("download") and not params["dest"]:
        raise InputError(f"{endpoint.method} {endpoint.path} answers with a keystore: set dest to the file for it.")
    values = _values(endpoint, params)
    if module.check_mode and endpoint.method != "GET":
        return _predicted(module, client, endpoint, values)
    values = path_values(client, endpoint, values)
    answer = _answer(client, endpoint, values, params["query"], body)
    done = f"{endpoint.method} {expand(endpoint, values)} was answered with status {answer.status}."
    result: Dict[str, Any] = {"changed": not endpoint.reading, "status": answer.status, "msg": done}
    if answer.location:
        result.update(id=answer.id, location=answer.location)
    if params["dest"]:
        saved = save(module, params["dest"], params["mode"], answer.data)
        result.update(changed=result["changed"] or saved, dest=params["dest"])
    elif answer.data is not None:
        result["data"] = _shown(answer.data, params["show_secrets"])
        if params["show_secrets"]:
            module.no_log_values = set()
    return result


def _values(endpoint: Endpoint, params: Dict[str, Any]) -> Dict[str, Any]:
    values = dict(params["values"])
    if params["realm"] is not None and "realm" in endpoint.variables:
        values.setdefault("realm", params["realm"])
    return values


def _body(endpoint: Endpoint, params: Dict[str, Any]) -> Any:
    body, files = params["body"], params["files"]
    if endpoint.method in ("GET", "OPTIONS") and (body is not None or files):
        raise InputError(f"{endpoint.method} {endpoint.path} takes no body.")
    if endpoint.body not in ("form", "multipart"):
        if files:
            raise InputError(f"{endpoint.method} {endpoint.path} takes no upload: leave files out.")
        return body
    if body is not None and not isinstance(body, dict):
        raise InputError(f"{endpoint.method} {endpoint.path} takes a form: body must be a mapping of its fields.")
    return {**(body or {}), **{name: content_of(path) for name, path in files.items()}} or None


def _predicted(module: AnsibleModule, client: Client, endpoint: Endpoint, values: Dict[str, Any]) -> Dict[str, Any]:
    path = endpoint.path
    try:
        path = expand(endpoint, path_values(client, endpoint, values))
    except UnknownName as error:
        module.warn(f"{error} An earlier task may be about to make it.")
    return {"changed": not endpoint.reading, "msg": f"Would send {endpoint.method} {path}."}


def _answer(client: Client, endpoint: Endpoint, values: Dict[str, Any], query: Dict[str, Any], body: Any) -> Answer:
    if endpoint.paged and not {"first", "max"} & set(query):
        return Answer(200, list(client.pages(endpoint, values, query)))
    return client.send(endpoint, values, query, body)


def _shown(data: Any, show_secrets: bool) -> Any:
    if isinstance(data, bytes):
        return base64.b64encode(data).decode()
    return data if show_secrets else redact(data)


if __name__ == "__main__":
    main()
