#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_user
short_description: Manage users of a Keycloak realm
version_added: 0.1.0
description:
  - Creates, changes and removes users, with their password, groups and links to identity providers.
  - A user that has no password gets the declared one; see O(update_password) for one that has.
  - An attribute that the user profile of the realm does not allow fails the task, since Keycloak would drop it silently;
    see O(unmanaged_attributes).
  - What a task does not mention is left as it is.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  id:
    description:
      - Id of the user, in place of the name. With a O(username) that differs the user is renamed, if the realm allows it.
    type: str
  username:
    description:
      - Name that the user logs in with. Keycloak stores it in lower case.
    type: str
  email:
    description:
      - E-mail address. Keycloak stores it in lower case. An empty string clears it.
    type: str
  email_verified:
    description:
      - Whether the e-mail address is known to be the user's.
    type: bool
    aliases: [emailVerified]
  enabled:
    description:
      - Whether the user may log in. The default for a new user is V(true).
    type: bool
  first_name:
    description:
      - First name. An empty string clears it.
    type: str
    aliases: [firstName]
  last_name:
    description:
      - Last name. An empty string clears it.
    type: str
    aliases: [lastName]
  attributes:
    description:
      - "Attributes of the user: a mapping of names, each with a value or a list of values. Numbers and booleans are stored as strings."
      - Attributes that are not listed stay; a null or an empty list removes one.
      - A list of mappings with C(name), C(values) and C(state) is understood as well.
    type: raw
  unmanaged_attributes:
    description:
      - What happens to attributes and names that the user profile of the realm does not have, where it has them only
        (C(unmanagedAttributePolicy)). Keycloak would drop them silently.
      - V(fail) fails the task before anything is written, V(leave_out) leaves them out with a warning.
    type: str
    choices: [fail, leave_out]
    default: fail
  required_actions:
    description:
      - Actions that the user has to do at the next login, such as V(UPDATE_PASSWORD). The list replaces the current one; an empty list clears it.
    type: list
    elements: str
    aliases: [requiredActions]
  federation_link:
    description:
      - Id of the user federation that a new user is linked to. It can't be changed later.
    type: str
    aliases: [federationLink]
  groups:
    description:
      - "Groups that the user is a member of: paths such as V(/staff/support), or mappings with C(name) (a path) and C(state)."
      - C(state=absent) takes the user out of that group.
    type: list
    elements: raw
  groups_behavior:
    description:
      - V(additive) adds what is listed and keeps all others, V(exact) removes those that are not listed.
    type: str
    choices: [additive, exact]
    default: additive
  federated_identities:
    description:
      - Links to accounts at identity providers.
    type: list
    elements: dict
    aliases: [federatedIdentities]
    suboptions:
      state:
        description:
          - Whether the link exists.
        type: str
        choices: [present, absent]
        default: present
      identity_provider:
        description:
          - Alias of the identity provider.
        type: str
        required: true
        aliases: [identityProvider]
      user_id:
        description:
          - Id of the account at the provider.
        type: str
        aliases: [userId]
      user_name:
        description:
          - Name of the account at the provider.
        type: str
        aliases: [userName]
  federated_identities_behavior:
    description:
      - V(additive) adds what is listed and keeps all others, V(exact) removes those that are not listed.
    type: str
    choices: [additive, exact]
    default: additive
  password:
    description:
      - Password of the user. See O(update_password) for when it is set.
    type: str
  temporary:
    description:
      - Whether O(password) has to be changed at the next login.
    type: bool
    default: false
  credentials:
    description:
      - Credentials in the form of the API. Use O(password) for a password in new playbooks.
      - Hashed credentials, as exports of a server have them, are set for a new user only.
    type: list
    elements: dict
    suboptions:
      type:
        description:
          - Type of the credential. Only passwords can be set by O(credentials[].value).
        type: str
        default: password
      value:
        description:
          - The password. Either this or O(credentials[].secret_data) is needed.
        type: str
      temporary:
        description:
          - Whether it has to be changed at the next login.
        type: bool
        default: false
      credential_data:
        description:
          - Settings of a hashed credential as JSON, such as its algorithm.
        type: str
        aliases: [credentialData]
      secret_data:
        description:
          - The hashed credential as JSON.
        type: str
        aliases: [secretData]
      user_label:
        description:
          - Label of a hashed credential.
        type: str
        aliases: [userLabel]
  update_password:
    description:
      - V(on_create) sets the password where the user has none, in Keycloak or in the directory that the user comes from.
      - "V(always) sets it in each run, and each run reports a change: Keycloak does not say whether it is the same."
    type: str
    choices: [on_create, always]
    default: on_create
  force:
    description:
      - Disable or remove the account that this task is logged in with.
    type: bool
    default: false
  access:
    description:
      - Accepted for playbooks that were written for other collections and without effect, since Keycloak reports
        it itself.
    type: dict
  client_consents:
    description:
      - Accepted for playbooks that were written for other collections and without effect, since users themselves consent.
    type: list
    elements: dict
    aliases: [clientConsents]
  disableable_credential_types:
    description:
      - Accepted for playbooks that were written for other collections and without effect, since Keycloak reports
        it itself.
    type: list
    elements: str
    aliases: [disableableCredentialTypes]
  not_before:
    description:
      - Accepted for playbooks that were written for other collections and without effect. Keycloak sets it itself when
        the user is logged out, see M(realmkit.keycloak.keycloak_user_action).
    type: int
    aliases: [notBefore]
  origin:
    description:
      - Accepted for playbooks that were written for other collections and without effect, since Keycloak reports
        it itself.
    type: str
  self:
    description:
      - Accepted for playbooks that were written for other collections and without effect, since Keycloak reports
        it itself.
    type: str
  email_verified_behavior:
    description:
      - With V(compatibility) an O(email_verified) that the task does not mention is false, as in other collections.
        Without this option, and with V(no_defaults), it stays.
    type: str
    choices: [compatibility, no_defaults]
  service_account_client_id:
    description:
      - Accepted for playbooks that were written for other collections and without effect, since Keycloak makes
        the account of a client itself.
    type: str
    aliases: [serviceAccountClientId]
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth.own_password
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_group
  - module: realmkit.keycloak.keycloak_role_mapping
  - module: realmkit.keycloak.keycloak_user_credential
  - module: realmkit.keycloak.keycloak_user_action
  - module: realmkit.keycloak.keycloak_user_profile
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Create a user with a password, in two groups
  realmkit.keycloak.keycloak_user:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    username: ann
    email: ann@example.com
    first_name: Ann
    last_name: Archer
    password: "{{ initial_password }}"
    temporary: true
    groups:
      - /staff
      - /staff/support

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Set exactly these groups, and one more attribute
  realmkit.keycloak.keycloak_user:
    realm: demo
    username: ann
    groups: [/staff]
    groups_behavior: exact
    attributes:
      locale: de

- name: Remove a user
  realmkit.keycloak.keycloak_user:
    realm: demo
    username: ann
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create user 'ann'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - set the password of user 'ann'
  - 'add to groups of user ''ann'': /staff/support'
existing:
  description: The user before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The user after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    email: ann@example.com
    firstName: Ann
    id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    lastName: Archer
    username: ann
user_created:
  description: Whether the user was made by this task, or would be in check mode.
  returned: success
  type: bool
"""

from typing import Any, Dict, List

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.errors import KeycloakError
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.user import USER, lacking, password_of


def main() -> None:
    run(USER, tell=_created)


def _lacking(module: AnsibleModule, client: Client, report: Dict[str, Any]) -> List[str]:
    try:
        return lacking(client, module.params["realm"], report["end_state"])
    except KeycloakError as error:
        # An earlier task may be about to make the realm.
        if not (module.check_mode and error.missing_realm):
            raise
        return []


def _created(module: AnsibleModule, client: Client, report: Dict[str, Any]) -> Dict[str, Any]:
    if report["changed"] and module.params["state"] == "present" and password_of(module.params):
        name = report["end_state"].get("username")
        missing = _lacking(module, client, report)
        if missing:
            module.warn(
                f"User '{name}' has a password and can't log in with it yet: the user profile of the realm requires "
                f"{', '.join(missing)}."
            )
    return {"user_created": report["changed"] and not report["existing"]}


if __name__ == "__main__":
    main()
