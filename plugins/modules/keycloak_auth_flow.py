#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_auth_flow
short_description: Manage authentication flows of a Keycloak realm
version_added: 0.1.0
description:
  - Creates, changes and removes authentication flows with the tree of their executions and sub-flows, to any depth.
  - Executions that stay keep their id. A flow that is in use is changed behind a copy of what it was, so that each
    login meets a whole flow, the old one or the new one; an interrupted change is completed by the next run.
  - A flow takes effect where it is bound, by O(realmkit.keycloak.keycloak_realm#module:browser_flow) and its like, by
    a client or by an identity provider.
  - What a task does not mention is left as it is.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  alias:
    description:
      - Name of the flow. It must not contain any of C(:/?#@!$&()*+,;=[]).
    type: str
    required: true
  description:
    description:
      - What the flow is for. An empty string clears it.
    type: str
  provider_id:
    description:
      - Type of the flow, V(basic-flow) for users and V(client-flow) for clients. A new one is a V(basic-flow), or
        what O(copy_from) is. It can't be changed later.
    type: str
    choices: [basic-flow, client-flow]
    aliases: [providerId]
  new_alias:
    description:
      - Name that the flow gets.
    type: str
    aliases: [newAlias]
  copy_from:
    description:
      - Alias of the flow that a new one is a copy of. A flow that exists is not copied again.
    type: str
    aliases: [copyFrom]
  executions:
    description:
      - The executions of the flow in their order, each a mapping.
      - C(provider) is the authenticator (aliases C(provider_id), C(providerId), C(authenticator)). A form of a
        sub-flow of type C(form-flow) is named by it as well.
      - C(sub_flow) is the alias of a sub-flow (aliases C(subFlow), C(displayName)); aliases are unique in a realm.
        C(type) is C(basic-flow), the default, or C(form-flow). C(description) says what it is for, C(executions)
        lists what is in it, with the same options to any depth. Where C(executions) is missing, what is in it stays.
      - C(requirement) is C(REQUIRED), C(ALTERNATIVE), C(CONDITIONAL) or C(DISABLED); one that is added needs it.
      - C(config) has settings. Those that are not listed stay, a null removes one. C(config_alias) is their name in
        the realm; executions with the same name, also of other flows, share them. C(authenticationConfig) with
        C(alias) and C(config) is understood as well.
      - C(priority) is a whole number that rises with the order; usually the order alone suffices.
      - A flat list, in which C(flowAlias) names the sub-flow that an execution belongs to, is understood as well.
    type: list
    elements: dict
    aliases: [authentication_executions, authenticationExecutions]
  executions_behavior:
    description:
      - V(exact) removes executions that are not listed, since one that nobody listed may let people in. V(additive)
        keeps them; C(index) says where a new execution goes, which is the end without it. V(existing) adds and removes none,
        and only sets requirement and settings of those that the flow has, as of a flow that is built in.
      - The default is V(exact), and V(additive) with O(copy_from).
    type: str
    choices: [exact, additive, existing]
  force:
    description:
      - Accepted for playbooks that were written for other collections. Flows are changed in place.
    type: bool
    default: false
  force_temporary_swap_flow_deletion:
    description:
      - Accepted as O(force).
    type: bool
  temporary_swap_flow_suffix:
    description:
      - Accepted as O(force).
    type: str
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.realm
  - realmkit.keycloak.update_secret
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_required_action
  - module: realmkit.keycloak.keycloak_identity_provider
  - module: realmkit.keycloak.keycloak_realm
  - module: realmkit.keycloak.keycloak_client
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Create a login flow with a one-time code for users who have one
  realmkit.keycloak.keycloak_auth_flow:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    alias: demo browser
    description: Password and one-time code
    executions:
      - provider: auth-cookie
        requirement: ALTERNATIVE
      - provider: identity-provider-redirector
        requirement: ALTERNATIVE
        config:
          defaultProvider: acme-login
      - sub_flow: demo browser forms
        requirement: ALTERNATIVE
        executions:
          - provider: auth-username-password-form
            requirement: REQUIRED
          - sub_flow: demo browser one-time code
            requirement: CONDITIONAL
            executions:
              - provider: conditional-user-configured
                requirement: REQUIRED
              - provider: auth-otp-form
                requirement: REQUIRED

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Bind the realm to the flow
  realmkit.keycloak.keycloak_realm:
    realm: demo
    browser_flow: demo browser

- name: Copy a built-in flow and change one execution
  realmkit.keycloak.keycloak_auth_flow:
    realm: demo
    alias: demo first broker login
    copy_from: first broker login
    executions:
      - provider: idp-review-profile
        requirement: DISABLED

- name: Remove the flow
  realmkit.keycloak.keycloak_auth_flow:
    realm: demo
    alias: demo first broker login
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create authentication flow 'demo browser'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - create authentication flow 'demo browser'
  - add auth-cookie in flow 'demo browser' as ALTERNATIVE
  - add identity-provider-redirector in flow 'demo browser' as ALTERNATIVE
  - add sub-flow 'demo browser forms' in flow 'demo browser' as ALTERNATIVE
  - add auth-username-password-form in flow 'demo browser forms' as REQUIRED
  - add sub-flow 'demo browser one-time code' in flow 'demo browser forms' as CONDITIONAL
  - add conditional-user-configured in flow 'demo browser one-time code' as REQUIRED
  - add auth-otp-form in flow 'demo browser one-time code' as REQUIRED
existing:
  description: The flow before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description:
    - The flow after the task; in check mode what it would be.
    - Under the names of other collections its C(authenticationExecutions) are one list, as the server has it.
  returned: success
  type: dict
  sample:
    alias: demo browser
    authenticationExecutions:
    - priority: 0
      providerId: auth-cookie
      requirement: ALTERNATIVE
    - authenticationConfig:
        alias: demo browser identity-provider-redirector
        config:
          defaultProvider: acme-login
      priority: 1
      providerId: identity-provider-redirector
      requirement: ALTERNATIVE
    - authenticationExecutions:
      - priority: 0
        providerId: auth-username-password-form
        requirement: REQUIRED
      - authenticationExecutions:
        - priority: 0
          providerId: conditional-user-configured
          requirement: REQUIRED
        - priority: 1
          providerId: auth-otp-form
          requirement: REQUIRED
        priority: 1
        requirement: CONDITIONAL
        subFlow: demo browser one-time code
        type: basic-flow
      priority: 2
      requirement: ALTERNATIVE
      subFlow: demo browser forms
      type: basic-flow
    builtIn: false
    description: Password and one-time code
    id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    providerId: basic-flow
    topLevel: true
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds._flow_results import flat
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.auth_flow import AUTH_FLOW

# The names of other collections that lead here.
NAMES = ("keycloak_authentication", "keycloak_authentication_flow", "keycloak_authentication_v2")


def main() -> None:
    run(AUTH_FLOW, shapes={name: flat for name in NAMES})


if __name__ == "__main__":
    main()
