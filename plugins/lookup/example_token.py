# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: example_token
short_description: A token that a Keycloak client would get
version_added: 0.1.0
author:
  - The realmkit.keycloak authors (@realmkit)
description:
  - Gives an example of a token. It is not signed and good for nothing else.
  - All terms are read in one session.
extends_documentation_fragment:
  - realmkit.keycloak.auth.lookup
options:
  _terms:
    description:
      - Client IDs.
    type: list
    elements: str
    required: true
  realm:
    description:
      - The realm.
    type: str
    required: true
    env:
      - name: KEYCLOAK_REALM
    vars:
      - name: keycloak_realm
  user:
    description:
      - Name of the user whose token it would be.
    type: str
    required: true
  scope:
    description:
      - The scopes that are asked for.
    type: str
    default: openid
  kind:
    description:
      - V(access), V(id) or V(userinfo).
    type: str
    default: access
  default:
    description:
      - Value to return if the object does not exist. Without it that is an error.
    type: raw
seealso:
  - plugin: realmkit.keycloak.effective_scopes
    plugin_type: lookup
  - plugin: realmkit.keycloak.token
    plugin_type: lookup
  - module: realmkit.keycloak.keycloak_protocol_mapper
"""

EXAMPLES = r"""
- name: Show it
  ansible.builtin.debug:
    msg: "{{ lookup('realmkit.keycloak.example_token', 'my-app', user='ann', realm='demo').preferred_username }}"

- name: What the application reads at the userinfo endpoint
  ansible.builtin.debug:
    msg: "{{ lookup('realmkit.keycloak.example_token', 'my-app', user='ann', kind='userinfo', realm='demo') }}"
"""

RETURN = r"""
_raw:
  description: The tokens.
  type: list
  elements: dict
  sample:
    - iss: "https://sso.example.com/realms/demo"
      sub: de84c802-ee66-4831-acbc-9efabf69a7ff
      azp: my-app
      scope: openid profile email
      preferred_username: ann
      email: ann@example.com
"""

from ..plugin_utils._reading import ReadingLookup


class LookupModule(ReadingLookup):
    reads = "example_token"
