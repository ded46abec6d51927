#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_partial_import
short_description: Import objects into a Keycloak realm as the server does
version_added: 0.1.0
description:
  - Adds users, clients, groups, roles and identity providers from a representation of a realm with the server's own
    import.
  - Secrets that an export shows masked are left out, with a warning, since the server would take the mask for the secret.
  - It only adds. To bring a realm into a declared state use M(realmkit.keycloak.keycloak_realm_config).
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  config:
    description:
      - The objects, in Keycloak's own representation of a realm.
    type: dict
    default: {}
  src:
    description:
      - Files with such objects, or directories of such files, on the host where the task runs.
    type: list
    elements: path
    default: []
  existing:
    description:
      - What to do about objects that are there. V(overwrite) removes them and makes new ones with new ids, so that
        what refers to them is lost. Keycloak 26.3 and older can't do that with groups.
    type: str
    choices: [skip, fail, overwrite]
    default: skip
extends_documentation_fragment:
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_partial_export
  - module: realmkit.keycloak.keycloak_realm_config
  - name: Keycloak Admin REST API
    description: Reference of all endpoints.
    link: https://www.keycloak.org/docs-api/latest/rest-api/index.html
"""

EXAMPLES = r"""
- name: Import users
  realmkit.keycloak.keycloak_partial_import:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    config:
      users:
        - username: dora
          enabled: true
          email: dora@example.com

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Leave those alone that are there
  realmkit.keycloak.keycloak_partial_import:
    realm: demo
    existing: skip
    config:
      users:
        - username: dora
        - username: emma
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "1 added, 0 overwritten, 0 skipped"
added:
  description: How many objects were added, or would be.
  returned: success
  type: int
  sample: 1
skipped:
  description: How many were there already.
  returned: success
  type: int
  sample: 0
overwritten:
  description: How many were created again, or would be.
  returned: success
  type: int
  sample: 0
"""

from typing import Any, Dict

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._base.sentences import listed
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.task import run_module
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.api import realms
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.capability import described, lacking
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds._empty_secrets import refuse_empty
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.snapshot import Snapshot, read
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.source import load, merge
from ansible_collections.realmkit.keycloak.plugins.module_utils._secrets.redact import masked_in, unmasked

SPEC: Dict[str, Any] = {
    "realm": {"type": "str", "default": "master"},
    "config": {"type": "dict", "default": {}, "no_log": True},
    "src": {"type": "list", "elements": "path", "default": []},
    "existing": {"type": "str", "default": "skip", "choices": ["skip", "fail", "overwrite"]},
}
_KINDS = ("users", "clients", "groups", "roles", "identityProviders", "identityProviderMappers")


def main() -> None:
    run_module(SPEC, _import)


def _import(module: AnsibleModule, client: Client) -> Dict[str, Any]:
    params = module.params
    config = merge(load(params["src"]), params["config"], "config")
    given = {key: config[key] for key in _KINDS if config.get(key)}
    masked = masked_in(given)
    if masked:
        module.warn(f"Secrets that an export shows masked are left out: {listed(masked)}.")
    body = unmasked(given)
    if body.get("users"):
        # As the server stores the names, which it compares with these.
        body["users"] = [dict(item, username=str(item["username"]).lower()) for item in body["users"]]
    for item in body.get("clients") or ():
        refuse_empty({"client_id": item.get("clientId"), "secret": item.get("secret")}, "secret")
    if body.get("groups"):
        # The server answers 500 to a group without its path (26.7).
        body["groups"] = [{"path": f"/{item['name']}", **item} for item in body["groups"]]
    if not body:
        raise InputError(f"There is nothing to import: set some of {', '.join(_KINDS)}.")
    snapshot = read(client, params["realm"])
    if not snapshot.exists:
        raise InputError(f"There is no realm '{params['realm']}'.")
    held, total = _counted(snapshot, body)
    overwrites = params["existing"] == "overwrite"
    if overwrites and _counted(snapshot, {"groups": body.get("groups")})[0]:
        _refuse_groups(client)
    if held and params["existing"] == "fail":
        raise InputError(f"{held} of {total} objects exist already: set existing to skip or overwrite.")
    report = {"added": total - held, "skipped": 0 if overwrites else held, "overwritten": held if overwrites else 0}
    if not module.check_mode and (report["added"] or report["overwritten"]):
        values = {"realm": params["realm"]}
        answer = client.send(realms.IMPORT, values, body=dict(body, ifResourceExists=params["existing"].upper())).data
        report = {key: answer[key] for key in report}
    line = f"{report['added']} added, {report['overwritten']} overwritten, {report['skipped']} skipped"
    return {"changed": bool(report["added"] or report["overwritten"]), "msg": line, **report}


def _refuse_groups(client: Client) -> None:
    """Older servers answer 409 to groups that are there (measured on 26.0 and 26.3; 26.5 takes them)."""
    reason = lacking(described(client), "26.4", verb="needs")
    if reason:
        raise InputError(f"To overwrite groups {reason}: leave them out, or change them with keycloak_group.")


def _counted(snapshot: Snapshot, body: Dict[str, Any]) -> Any:
    """How many of the objects are there, and how many they are."""
    names = [item["username"] for item in body.get("users") or ()]
    snapshot.bulk.people.read([{"username": name} for name in names])
    held = snapshot.bulk.export
    roles = held.get("roles") or {}
    there = {
        "clients": {item["clientId"] for item in held.get("clients") or ()},
        "groups": {item["name"] for item in held.get("groups") or ()},
        "identityProviders": {item["alias"] for item in held.get("identityProviders") or ()},
        "identityProviderMappers": {item["name"] for item in held.get("identityProviderMappers") or ()},
    }
    keys = {"clients": "clientId", "identityProviders": "alias"}
    found = [item[keys.get(kind, "name")] in there[kind] for kind in there for item in body.get(kind) or ()]
    found += [name in snapshot.bulk.people.usernames for name in names]
    wanted = body.get("roles") or {}
    realm_roles = {item["name"] for item in roles.get("realm") or ()}
    found += [item["name"] in realm_roles for item in wanted.get("realm") or ()]
    for holder, own in (wanted.get("client") or {}).items():
        client_roles = {item["name"] for item in (roles.get("client") or {}).get(holder) or ()}
        found += [item["name"] in client_roles for item in own]
    return sum(found), len(found)


if __name__ == "__main__":
    main()
