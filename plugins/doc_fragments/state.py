# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether an object exists."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  state:
    description:
      - Whether the object that this module manages exists. V(absent) removes it.
    type: str
    choices: [present, absent]
    default: present
"""

    # For modules that map roles.
    MAPPED = r"""
options:
  state:
    description:
      - Whether the listed roles are mapped. V(absent) removes the mappings; the roles themselves stay.
    type: str
    choices: [present, absent]
    default: present
"""
