# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: token
short_description: An access token for Keycloak's admin REST API
version_added: 0.1.0
author:
  - The realmkit.keycloak authors (@realmkit)
description:
  - Logs in and returns the access token. Its session stays open until it times out.
  - Passed on as C(auth_token) it saves other tasks their own login, which matters where a one-time code is good for
    one.
extends_documentation_fragment:
  - realmkit.keycloak.auth.lookup
options:
  default:
    description:
      - Value to return if the object does not exist. Without it that is an error.
    type: raw
seealso:
  - plugin: realmkit.keycloak.example_token
    plugin_type: lookup
  - module: realmkit.keycloak.keycloak_api
"""

EXAMPLES = r"""
- name: Use it
  ansible.builtin.set_fact:
    found: "{{ lookup('realmkit.keycloak.token') }}"
  no_log: true

- name: Log in once for tasks that run on other hosts
  realmkit.keycloak.keycloak_group:
    auth_token: "{{ lookup('realmkit.keycloak.token') }}"
    realm: demo
    name: staff
"""

RETURN = r"""
_raw:
  description: The token.
  type: list
  elements: str
  sample: [eyJhbGciOiJSUzI1NiIs...]
"""

from ..plugin_utils._reading import ReadingLookup


class LookupModule(ReadingLookup):
    reads = "token"
