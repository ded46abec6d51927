# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists of roles."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  realm_roles:
    description:
      - Roles of the realm.
    type: list
    elements: str
    aliases: [realmRoles]
  client_roles:
    description:
      - "Roles of clients: a mapping of clients, as C(clientId), each with a list of role names."
    type: dict
    aliases: [clientRoles]
  roles_behavior:
    description:
      - V(additive) adds what is listed and keeps all others, V(exact) removes those that are not listed.
      - V(exact) removes roles of the realm only if O(realm_roles) is set, and those of a client only if it is in
        O(client_roles).
    type: str
    choices: [additive, exact]
    default: additive
"""

    # For modules with the options of community.general.
    LISTED = r"""
options:
  roles:
    description:
      - The roles, each by its name or by its id. The name counts if an item has both.
    type: list
    elements: dict
    suboptions:
      id:
        description:
          - Id of the role.
        type: str
      name:
        description:
          - Name of the role.
        type: str
"""

    # For roles that contain others.
    COMPOSITES = r"""
options:
  composites:
    description:
      - Roles that this role contains.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - Name of the contained role.
        type: str
        required: true
      client_id:
        description:
          - Client that the contained role belongs to. Without it, the role is one of the realm.
        type: str
        aliases: [clientId]
      state:
        description:
          - Whether this role contains it. V(absent) removes it from the composites.
        type: str
        choices: [present, absent]
        default: present
  composites_behavior:
    description:
      - V(additive) adds the listed roles and keeps all others, V(exact) removes those that are not listed.
    type: str
    choices: [additive, exact]
    default: additive
"""
