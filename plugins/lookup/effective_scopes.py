# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: effective_scopes
short_description: What makes the tokens of a Keycloak client
version_added: 0.1.0
author:
  - The realmkit.keycloak authors (@realmkit)
description:
  - Gives the protocol mappers that a token of the client would be made with.
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
  scope:
    description:
      - The scopes that are asked for.
    type: str
    default: openid
  default:
    description:
      - Value to return if the object does not exist. Without it that is an error.
    type: raw
seealso:
  - plugin: realmkit.keycloak.example_token
    plugin_type: lookup
  - module: realmkit.keycloak.keycloak_client_scope
  - module: realmkit.keycloak.keycloak_protocol_mapper
"""

EXAMPLES = r"""
- name: Show it
  ansible.builtin.debug:
    msg: "{{ mappers | map(attribute='mapperName') }}"
  vars:
    mappers: "{{ query('realmkit.keycloak.effective_scopes', 'my-app', realm='demo', scope='openid invoices') }}"

- name: Client scopes that the mappers come from
  ansible.builtin.debug:
    msg: "{{ query('realmkit.keycloak.effective_scopes', 'my-app', realm='demo') | map(attribute='containerName') }}"
"""

RETURN = r"""
_raw:
  description: The mappers.
  type: list
  elements: dict
  sample:
    - mapperName: allowed web origins
      protocolMapper: oidc-allowed-origins-mapper
      containerName: web-origins
      containerType: client-scope
"""

from ..plugin_utils._reading import ReadingLookup


class LookupModule(ReadingLookup):
    reads = "effective_scopes"
