# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: server_info
short_description: What a Keycloak server is
version_added: 0.1.0
author:
  - The realmkit.keycloak authors (@realmkit)
description:
  - Gives the version of the server, its features and its providers.
extends_documentation_fragment:
  - realmkit.keycloak.auth.lookup
options:
  default:
    description:
      - Value to return if the object does not exist. Without it that is an error.
    type: raw
seealso:
  - module: realmkit.keycloak.keycloak_info
"""

EXAMPLES = r"""
- name: Show it
  ansible.builtin.debug:
    msg: "{{ lookup('realmkit.keycloak.server_info').systemInfo.version }}"

- name: Whether a feature is on
  ansible.builtin.debug:
    msg: "{{ info.features | selectattr('name', 'equalto', 'ORGANIZATION') | map(attribute='enabled') }}"
  vars:
    info: "{{ lookup('realmkit.keycloak.server_info') }}"
"""

RETURN = r"""
_raw:
  description: The server.
  type: list
  elements: dict
  sample:
    - systemInfo: {version: "26.7.4"}
      features: [{name: ORGANIZATION, enabled: true}]
"""

from ..plugin_utils._reading import ReadingLookup


class LookupModule(ReadingLookup):
    reads = "server_info"
