#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_realm_config
short_description: Bring a whole Keycloak realm into a declared state
version_added: 0.1.0
description:
  - Takes a realm in Keycloak's own representation, as the admin console and C(kc.sh export) write it, and makes the server
    match it.
  - Reads the realm in bulk, plans everything, and writes only what differs. With C(--check --diff) it shows that plan.
  - What the configuration does not mention is left as it is, at every level. Lists of objects (roles, members, mappers) are
    added to, unless the object sets the option of its own module, such as C(groups_behavior=exact) of a user;
    the executions of a flow always are exact.
  - Objects refer to each other by name. A name that neither the server nor the configuration has stops the task before
    anything is written.
  - Secrets that an export shows masked are left as they are. Ids are ignored.
  - A realm that does not exist is created. New users go to the server many at a time.
  - A run that is stopped reports what it did and what it did not; the next one completes it.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  config:
    description:
      - The realm, or a part of it, as a mapping.
      - It is merged last, after O(src) and O(parts), and its values win over theirs.
      - It can contain the settings of the realm, C(components) (keys, user federation, client registration
        policies, the user profile), C(localizationTexts), C(requiredActions), C(clientScopes), C(authenticationFlows) with
        C(authenticatorConfig), C(clientProfiles), C(clientPolicies), C(clients), C(roles), C(groups), C(defaultGroups),
        C(identityProviders), C(identityProviderMappers), C(scopeMappings), C(clientScopeMappings), C(users),
        C(organizations) and C(workflows).
    type: dict
    default: {}
  src:
    description:
      - Files with the realm or parts of it, or directories of such files, on the host where the task runs.
      - They end in C(.json), C(.yaml) or C(.yml) and are merged. Lists are joined, those of objects by the names of the objects.
        Two files with different values for the same thing are an error.
    type: list
    elements: path
    default: []
  parts:
    description:
      - More parts of the realm, merged like files after those of O(src).
    type: list
    elements: dict
    default: []
  phases:
    description:
      - Do only this much of it, in this order, such as with a task for each so that progress is seen. Names may refer to what
        another phase makes.
      - V(settings) makes the realm, its components, client scopes, flows and client policies, V(clients) clients, roles, groups,
        identity providers and mappings, V(users) users, organizations, workflows and authorization services, V(bindings) binds
        the realm to its flows and client scopes and removes what O(purge) says; undeclared users are removed with V(users), since new ones may have their
        addresses.
    type: list
    elements: str
    choices: [settings, clients, users, bindings]
    default: [settings, clients, users, bindings]
  realm:
    description:
      - Name of the realm. The default is what the configuration says under C(realm).
    type: str
  purge:
    description:
      - Kinds of which undeclared objects are removed. Objects that come with each realm stay.
      - With V(client_roles) this is about the clients that the configuration names, with V(users) about those who are no
        directory's and are not the account that the task is logged in with, with V(identity_provider_mappers) about the
        providers that the configuration names, with V(sub_components) about the mappers of directories of which it lists any,
        with V(authorization) about the scopes, resources, policies and permissions of clients whose authorization services
        it has. V(components) are keys, client registration policies and components of other types, without user federation.
        V(scope_mappings) are the roles in the scope of any client or client scope, V(localization_texts) whole languages and
        texts of the others.
    type: list
    elements: str
    choices:
      - authentication_flows
      - authorization
      - client_policies
      - client_profiles
      - client_roles
      - client_scopes
      - clients
      - components
      - groups
      - identity_provider_mappers
      - identity_providers
      - localization_texts
      - organizations
      - realm_roles
      - required_actions
      - scope_mappings
      - sub_components
      - user_federation
      - users
      - workflows
    default: []
  purge_scope:
    description:
      - Which undeclared objects O(purge) removes. V(undeclared) removes all of them, V(made) only those that a run with V(made)
        has created.
      - With V(made) the realm keeps the names of what was created in its attribute C(realmkit.made), those of users only if O(purge)
        has V(users). Parts of objects, such as mappers of a provider and roles in a scope, stay.
    type: str
    choices: [undeclared, made]
    default: undeclared
  keep:
    description:
      - Names that O(purge) leaves alone, with C(*) for any characters. A group is named by its path, a client role as
        C(client:role), a mapper as C(provider:mapper), an object of authorization services as C(client:name), roles in a scope
        by the client or client scope that has them.
    type: list
    elements: str
    default: []
  max_deletions:
    description:
      - How many objects O(purge) may remove at most. If there are more, the task fails before anything is written.
    type: int
    default: 10
  update_password:
    description:
      - Whether passwords of users who have one are set in each run (V(always)) or left alone.
    type: str
    choices: [on_create, always]
    default: on_create
  max_changes:
    description:
      - How many objects the task may create, change and delete at most. If the plan has more, the task fails before anything is
        written. Without it there is no limit.
    type: int
  protect:
    description:
      - Patterns of objects that the task may neither change nor delete, with C(*) for any characters. If the plan has one of them, the
        task fails before anything is written.
      - A pattern is the name of an object, or its kind and its name, such as C(client web*), C(user admin), C(group /staff*) or
        C(mapper audience of client web).
    type: list
    elements: str
    default: []
  report:
    description:
      - Files that the plan is written to, where the task runs, also in check mode. C(.md) is for a merge request, C(.html) a page for
        a browser, C(.json) for tools. No secret is in them.
    type: list
    elements: path
    default: []
  plan_file:
    description:
      - A file that the plan is saved to, where the task runs, also in check mode. It has no secret.
      - O(apply_plan) applies it later. V(check_mode=true) saves it and writes nothing to the server.
    type: path
  apply_plan:
    description:
      - A file that O(plan_file) saved. It is applied only if the server and the configuration still give that very plan. Otherwise
        the task fails before anything is written, and says what has changed since.
    type: path
  plan_warnings:
    description:
      - Whether to show warnings about the plan. V(false) is for a task that follows one which has shown them, such as a later phase.
    type: bool
    default: true
  unknown_keys:
    description:
      - What to do about keys that no representation of Keycloak has, such as C(redirecUris). With V(fail) nothing is written, with
        V(warn) a warning names each one with its object.
      - Keys of other versions of Keycloak are known, and so are keys that begin with C(x-), which nobody but the file itself needs.
    type: str
    choices: [fail, warn, ignore]
    default: fail
extends_documentation_fragment:
  - realmkit.keycloak.update_secret
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_realm_export
  - module: realmkit.keycloak.keycloak_realm
  - module: realmkit.keycloak.keycloak_partial_import
  - plugin: realmkit.keycloak.realm_files
    plugin_type: lookup
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Apply a realm with a client, roles, a group and a user
  realmkit.keycloak.keycloak_realm_config:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    config:
      displayName: Demo
      roles:
        realm:
          - name: clerk
            composites:
              client:
                shop: [reader]
        client:
          shop:
            - name: reader
      clients:
        - clientId: shop
          redirectUris: ["https://shop.example.com/*"]
          secret: "{{ shop_secret }}"
      groups:
        - name: clerks
          realmRoles: [clerk]
      users:
        - username: carol
          email: carol@example.com
          groups: [/clerks]

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Remove undeclared groups, except those of partners
  realmkit.keycloak.keycloak_realm_config:
    realm: demo
    config:
      groups:
        - name: clerks
        - name: staff
    purge: [groups]
    keep: ["/partners*"]
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: 12 to create, 3 to change, 0 to delete, 286 unchanged
summary:
  description: How many objects are to create, update and delete, and how many are as declared.
  returned: when the plan was made
  type: dict
  sample: {create: 12, update: 3, delete: 0, unchanged: 286}
imports:
  description:
    - Whether the realm does not exist and the server creates it from its own export, which it does as a whole. Then O(phases)
      must have all phases.
  returned: when the plan was made
  type: bool
  sample: false
plan:
  description: What differs, an entry for each object.
  returned: success
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object.
      type: str
      returned: always
    name:
      description: The object.
      type: str
      returned: always
    action:
      description: V(create), V(update) or V(delete).
      type: str
      returned: always
    phases:
      description: The phases in which it is done, see O(phases).
      type: list
      elements: str
      returned: always
    fields:
      description: The fields that differ.
      type: list
      elements: str
      returned: always
    operations:
      description: What is done, an entry each.
      type: list
      elements: str
      returned: always
    changes:
      description: The fields that change of an object that stays, each with its old and its new value.
      type: list
      elements: str
      returned: always
changes:
  description: The plan as lines for people, at most some 60 of them, then how many objects of each kind it has.
  returned: when the plan was made
  type: list
  elements: str
  sample:
    - "~ change client 'web'"
    - "    redirectUris: + https://b.example.com/*, - https://a.example.com/*"
    - "+ create user 'ann'"
    - "client: 1 to change, 12 unchanged"
    - "user: 1 to create"
phases:
  description: How many objects differ in each of O(phases) that has something to do.
  returned: success
  type: dict
  sample: {settings: 1, clients: 12}
done:
  description: The objects that were brought into the declared state.
  returned: when the run was stopped
  type: list
  elements: str
not_done:
  description: The objects that were not.
  returned: when the run was stopped
  type: list
  elements: str
"""

from typing import Any, Callable, Dict

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._base.files import check_destination
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.task import run_module
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.converge import converge
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.declare import parts_of
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.limits import Limits
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.outcome import Outcome
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.plan_report import check_report, write_report
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.providers import (
    providers_of,
    user_of,
    version_of,
)
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.purge import PURGEABLE, Purge, of_phases
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.saved_plan import require_same, save
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.source import load, merge
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.stages import PHASES
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.unknown import CHOICES, FAIL

SPEC: Dict[str, Any] = {
    "config": {"type": "dict", "default": {}, "no_log": True},
    "src": {"type": "list", "elements": "path", "default": []},
    "parts": {"type": "list", "elements": "dict", "default": [], "no_log": True},
    "realm": {"type": "str"},
    "phases": {"type": "list", "elements": "str", "default": list(PHASES), "choices": list(PHASES)},
    "purge": {"type": "list", "elements": "str", "default": [], "choices": list(PURGEABLE)},
    "purge_scope": {"type": "str", "default": "undeclared", "choices": ["undeclared", "made"]},
    "keep": {"type": "list", "elements": "str", "default": []},
    "max_deletions": {"type": "int", "default": 10},
    "max_changes": {"type": "int"},
    "protect": {"type": "list", "elements": "str", "default": []},
    "report": {"type": "list", "elements": "path", "default": []},
    "plan_file": {"type": "path"},
    "apply_plan": {"type": "path"},
    "plan_warnings": {"type": "bool", "default": True},
    "unknown_keys": {"type": "str", "default": FAIL, "choices": list(CHOICES)},
    "update_secret": {
        "type": "str",
        "default": "when_changed",
        "choices": ["when_changed", "always", "on_create"],
        "no_log": False,
    },
    "update_password": {
        "type": "str",
        "default": "on_create",
        "choices": ["on_create", "always"],
        "no_log": False,
    },
}


def main() -> None:
    run_module(SPEC, _converge)


def _converge(module: AnsibleModule, client: Client) -> Dict[str, Any]:
    params = module.params
    config = load(params["src"])
    for number, part in enumerate(params["parts"], 1):
        config = merge(config, part, f"part {number}")
    config = merge(config, params["config"])
    name = params["realm"] or config.get("realm")
    if not name:
        raise InputError("Neither the option realm nor the configuration says which realm this is about: set realm.")
    policies = {key: params[key] for key in ("update_secret", "update_password")}
    server = (providers_of(client), user_of(client, name), version_of(client))
    parts = parts_of(config, name, policies, *server, params["unknown_keys"]).only(params["phases"])
    kinds, made = of_phases(params["purge"], params["phases"]), params["purge_scope"] == "made"
    purge = Purge(kinds, params["keep"], params["max_deletions"], made)
    outcome = converge(client, parts, purge, module.check_mode, _approval(module, client, name))
    for warning in outcome.warnings:
        if params["plan_warnings"] or warning not in parts.warnings:
            module.warn(warning)
    # A task with diff: false shows none, such as one that follows another which has shown the plan.
    return {**outcome.report(), **({"diff": outcome.diff()} if module._diff else {})}


def _approval(module: AnsibleModule, client: Client, realm: str) -> Callable[[Outcome], None]:
    """What happens with the plan before it is carried out."""
    params = module.params
    for path in params["report"]:
        check_report(path)
    if params["plan_file"]:
        check_destination(params["plan_file"])
    limits = Limits(params["max_changes"], params["protect"])

    def approve(outcome: Outcome) -> None:
        for path in params["report"]:
            write_report(path, outcome, realm, client.server)
        if params["apply_plan"]:
            require_same(params["apply_plan"], outcome, realm, client.server)
        limits.refuse(outcome)
        if params["plan_file"]:
            save(params["plan_file"], outcome, realm, client.server)

    return approve


if __name__ == "__main__":
    main()
