# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: client_installation
short_description: The installation file of a Keycloak client
version_added: 0.1.0
author:
  - The realmkit.keycloak authors (@realmkit)
description:
  - Returns the configuration of an application, a mapping where it is JSON. It contains the secret of the client.
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
  provider:
    description:
      - Format of the file.
    type: str
    default: keycloak-oidc-keycloak-json
  default:
    description:
      - Value to return if the object does not exist. Without it that is an error.
    type: raw
seealso:
  - plugin: realmkit.keycloak.client_secret
    plugin_type: lookup
  - module: realmkit.keycloak.keycloak_client
"""

EXAMPLES = r"""
- name: Show it
  ansible.builtin.debug:
    msg: "{{ lookup('realmkit.keycloak.client_installation', 'my-spa', realm='demo') }}"

- name: The address of the server, as an application reads it
  ansible.builtin.debug:
    msg: "{{ lookup('realmkit.keycloak.client_installation', 'my-spa', realm='demo')['auth-server-url'] }}"
"""

RETURN = r"""
_raw:
  description: The files.
  type: list
  elements: raw
  sample:
    - realm: demo
      auth-server-url: "https://sso.example.com/"
      ssl-required: external
      resource: my-spa
      public-client: true
"""

from ..plugin_utils._reading import ReadingLookup


class LookupModule(ReadingLookup):
    reads = "client_installation"
