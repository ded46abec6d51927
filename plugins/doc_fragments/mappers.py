# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mappers of an object."""

from __future__ import annotations


class ModuleDocFragment:
    # For identity providers and user federation.
    DOCUMENTATION = r"""
options:
  mappers_behavior:
    description:
      - V(additive) adds what is listed and keeps all others, V(exact) removes those that are not listed, also those
        that the server creates for a new provider.
    type: str
    choices: [additive, exact]
    default: additive
"""

    # For clients and client scopes.
    PROTOCOL = r"""
options:
  protocol_mappers:
    description:
      - Protocol mappers. Those that are not listed stay, see O(protocol_mappers_behavior).
    type: list
    elements: dict
    aliases: [protocolMappers]
    suboptions:
      state:
        description:
          - Whether the mapper exists. V(absent) removes it.
        type: str
        choices: [present, absent]
        default: present
      name:
        description:
          - Name of the mapper.
        type: str
        required: true
      protocol:
        description:
          - Protocol of the mapper. The default for a new one follows from its type. It can't be changed later.
        type: str
      protocol_mapper:
        description:
          - Type of the mapper, such as V(oidc-usermodel-attribute-mapper). A new mapper needs it.
        type: str
        aliases: [protocolMapper]
      consent_required:
        description:
          - Accepted and without effect. Keycloak no longer asks for consent by mapper.
        type: bool
        aliases: [consentRequired]
      consent_text:
        description:
          - Accepted and without effect, as O(protocol_mappers[].consent_required).
        type: str
        aliases: [consentText]
      config:
        description:
          - Settings of the mapper. Numbers and booleans are stored as strings.
          - Settings that are not listed stay; a null removes one.
        type: dict
      id:
        description:
          - Accepted for playbooks that have it. O(protocol_mappers[].name) identifies a mapper.
        type: str
"""
