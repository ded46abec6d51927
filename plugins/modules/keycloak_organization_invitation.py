#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_organization_invitation
short_description: Manage invitations to a Keycloak organization
version_added: 0.1.0
description:
  - Invites people to an organization by e-mail, and withdraws invitations.
  - Whoever is invited or a member already is not invited again. An expired invitation is sent again.
  - The realm needs a mail server, see O(realmkit.keycloak.keycloak_realm#module:smtp_server).
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  state:
    description:
      - V(present) invites unless the person is a member or has an invitation that can still be used. V(absent)
        withdraws the invitation; a member stays a member.
    type: str
    choices: [present, absent]
    default: present
  organization:
    description:
      - Name or alias of the organization.
    type: str
    required: true
  email:
    description:
      - Address of the person. A user of the realm who has it is asked to join, anybody else to register.
    type: str
    required: true
  first_name:
    description:
      - First name, for the mail and the registration. It counts only when the invitation is made.
    type: str
    aliases: [firstName]
  last_name:
    description:
      - Last name, for the mail and the registration. It counts only when the invitation is made.
    type: str
    aliases: [lastName]
  resend:
    description:
      - "Which invitation is sent again: V(expired) one that can't be used any more, V(always) each one, in each run."
    type: str
    choices: [expired, always]
    default: expired
extends_documentation_fragment:
  - realmkit.keycloak.realm
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_organization
  - module: realmkit.keycloak.keycloak_user
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Invite somebody
  realmkit.keycloak.keycloak_organization_invitation:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    organization: Acme
    email: carol@acme.example.com
    first_name: Carol

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Send the invitation again
  realmkit.keycloak.keycloak_organization_invitation:
    realm: demo
    organization: Acme
    email: carol@acme.example.com
    resend: always

- name: Withdraw the invitation
  realmkit.keycloak.keycloak_organization_invitation:
    realm: demo
    organization: Acme
    email: carol@acme.example.com
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create invitation 'carol@acme.example.com'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - create invitation 'carol@acme.example.com'
existing:
  description: The invitation before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The invitation after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    email: carol@acme.example.com
    organizationId: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    status: PENDING
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.organization_invitation import (
    ORGANIZATION_INVITATION,
)


def main() -> None:
    run(ORGANIZATION_INVITATION)


if __name__ == "__main__":
    main()
