# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The realm of an object."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  realm:
    description:
      - Name of the realm.
      - Also read from C(keycloak_realm) and E(KEYCLOAK_REALM).
    type: str
    default: master
"""

    # For modules that need it.
    REQUIRED = r"""
options:
  realm:
    description:
      - Name of the realm.
      - Also read from C(keycloak_realm) and E(KEYCLOAK_REALM).
    type: str
    required: true
"""
