#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_authz_policy
short_description: Manage policies of the authorization services of a Keycloak client
version_added: 0.1.0
description:
  - Creates, changes and removes policies. A policy decides who may do something, or when.
  - Roles, users, groups, clients, client scopes and other policies are set by name.
  - What a task does not mention is left as it is. C(keycloak_authz_custom_policy) is another name of this module.
  - Fine-grained admin permissions of a realm are those of its client C(admin-permissions).
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  client_id:
    description:
      - Client ID of the client that has the authorization services.
    type: str
    required: true
    aliases: [clientId]
  policy_type:
    description:
      - Type of the policy, one of V(role), V(user), V(group), V(client), V(client-scope), V(time), V(regex),
        V(aggregate), or that of a script that is deployed on the server, such as V(script-mine.js). It can not be
        changed.
    type: str
    required: true
    aliases: [policyType]
  name:
    description:
      - Name of the policy.
    type: str
    required: true
  description:
    description:
      - What it is for.
    type: str
  logic:
    description:
      - Whether it grants or, with V(NEGATIVE), denies.
    type: str
    choices: [POSITIVE, NEGATIVE]
  decision_strategy:
    description:
      - How the policies of an aggregate decide.
    type: str
    choices: [UNANIMOUS, AFFIRMATIVE, CONSENSUS]
    aliases: [decisionStrategy]
  roles:
    description:
      - For O(policy_type=role), the roles of which a user must have one, or each that is required. The list is one
        value and replaced as a whole.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - Name of the role.
        type: str
        required: true
      client_id:
        description:
          - Client that has the role. Without one it is a role of the realm.
        type: str
        aliases: [clientId]
      required:
        description:
          - Whether the user must have this one.
        type: bool
  fetch_roles:
    description:
      - For O(policy_type=role), whether roles are read from the user and not from the token.
    type: bool
    aliases: [fetchRoles]
  users:
    description:
      - For O(policy_type=user), names of users. The list is one value and replaced as a whole.
    type: list
    elements: str
  groups:
    description:
      - For O(policy_type=group), groups of which a user must be in one. The list is one value and replaced as a
        whole.
    type: list
    elements: dict
    suboptions:
      path:
        description:
          - Path of the group.
        type: str
        required: true
      extend_children:
        description:
          - Whether groups below it count as well.
        type: bool
        aliases: [extendChildren]
  groups_claim:
    description:
      - For O(policy_type=group), the claim of the token with the groups of the user.
    type: str
    aliases: [groupsClaim]
  clients:
    description:
      - For O(policy_type=client), client IDs. The list is one value and replaced as a whole.
    type: list
    elements: str
  client_scopes:
    description:
      - For O(policy_type=client-scope), client scopes of which a token must have one, or each that is required. The
        list is one value and replaced as a whole.
    type: list
    elements: dict
    aliases: [clientScopes]
    suboptions:
      name:
        description:
          - Name of the client scope.
        type: str
        required: true
      required:
        description:
          - Whether the token must have this one.
        type: bool
  policies:
    description:
      - For O(policy_type=aggregate), names of the policies that it is made of. The list is one value and replaced as
        a whole.
    type: list
    elements: str
  target_claim:
    description:
      - For O(policy_type=regex), the claim of the token that is looked at.
    type: str
    aliases: [targetClaim]
  pattern:
    description:
      - For O(policy_type=regex), the regular expression that it must match.
    type: str
  target_context_attributes:
    description:
      - For O(policy_type=regex), whether attributes of the context are looked at in place of claims.
    type: bool
    aliases: [targetContextAttributes]
  not_before:
    description:
      - For O(policy_type=time), the time from which on it grants, such as V(2026-01-31 08:00:00).
    type: str
    aliases: [notBefore]
  not_on_or_after:
    description:
      - For O(policy_type=time), the time from which on it does not grant any more.
    type: str
    aliases: [notOnOrAfter]
  day_month:
    description:
      - For O(policy_type=time), the first day of the month.
    type: str
    aliases: [dayMonth]
  day_month_end:
    description:
      - For O(policy_type=time), the last day of the month.
    type: str
    aliases: [dayMonthEnd]
  month:
    description:
      - For O(policy_type=time), the first month, 1 to 12.
    type: str
  month_end:
    description:
      - For O(policy_type=time), the last month.
    type: str
    aliases: [monthEnd]
  year:
    description:
      - For O(policy_type=time), the first year.
    type: str
  year_end:
    description:
      - For O(policy_type=time), the last year.
    type: str
    aliases: [yearEnd]
  hour:
    description:
      - For O(policy_type=time), the first hour of the day, 0 to 23.
    type: str
  hour_end:
    description:
      - For O(policy_type=time), the last hour of the day.
    type: str
    aliases: [hourEnd]
  minute:
    description:
      - For O(policy_type=time), the first minute of the hour.
    type: str
  minute_end:
    description:
      - For O(policy_type=time), the last minute of the hour.
    type: str
    aliases: [minuteEnd]
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_authz_settings
  - module: realmkit.keycloak.keycloak_authz_permission
  - name: Keycloak Authorization Services Guide
    description: Resources, scopes, policies and permissions.
    link: https://www.keycloak.org/docs/latest/authorization_services/
"""

EXAMPLES = r"""
- name: Require a role
  realmkit.keycloak.keycloak_authz_policy:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    client_id: billing
    name: editors
    policy_type: role
    roles:
      - name: editor
        required: true

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Require working hours
  realmkit.keycloak.keycloak_authz_policy:
    realm: demo
    client_id: billing
    name: working hours
    policy_type: time
    hour: 8
    hour_end: 17

- name: Require both policies
  realmkit.keycloak.keycloak_authz_policy:
    realm: demo
    client_id: billing
    name: editors at work
    policy_type: aggregate
    policies: [editors, working hours]
    decision_strategy: UNANIMOUS

- name: Remove the aggregate policy
  realmkit.keycloak.keycloak_authz_policy:
    realm: demo
    client_id: billing
    name: editors at work
    policy_type: aggregate
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create authorization policy 'editors'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - create authorization policy 'editors'
existing:
  description: The policy before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The policy after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    decisionStrategy: UNANIMOUS
    id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    logic: POSITIVE
    name: editors
    roles:
    - id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
      required: true
    type: role
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.authz_policy import AUTHZ_POLICY


def main() -> None:
    run(AUTHZ_POLICY)


if __name__ == "__main__":
    main()
