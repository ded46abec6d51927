# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all modules say about check mode, diffs and the like. A module overrides what differs."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
attributes:
  check_mode:
    description: Can run in C(check_mode) and return the changed status prediction without changing the server.
    support: full
  diff_mode:
    description: Returns details on what has changed, or would change in C(check_mode), when in diff mode.
    support: full
  idempotent:
    description: A second run with the same options changes nothing and sends no write to the server.
    support: full
  action_group:
    description: Use C(group/realmkit.keycloak.keycloak) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - realmkit.keycloak.keycloak
"""

    # For modules that only read.
    INFO = r"""
attributes:
  check_mode:
    description: Can run in C(check_mode); this module only reads.
    support: full
  diff_mode:
    description: Nothing is changed, so there is no difference to show.
    support: N/A
  idempotent:
    description: This module only reads.
    support: full
  action_group:
    description: Use C(group/realmkit.keycloak.keycloak) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - realmkit.keycloak.keycloak
"""
