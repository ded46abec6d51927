# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: misspelt
short_description: Names that are almost those of a list
version_added: 0.1.0
author:
  - The realmkit.keycloak authors (@realmkit)
description:
  - Finds the names that are not in a list but look very much like one of it.
  - The role P(realmkit.keycloak.realm#role) finds misspelt variables with it. Plurals of a known name are
    left alone, since a play may well loop over C(realm_names).
positional: known
options:
  _input:
    description: Names that may be misspelt.
    type: list
    elements: str
    required: true
  known:
    description: Names that are right.
    type: list
    elements: str
    required: true
"""

EXAMPLES = r"""
- name: Find misspelt variables
  ansible.builtin.debug:
    msg: "{{ ['realm_purg', 'realm_owner'] | realmkit.keycloak.misspelt(['realm_purge', 'realm_keep']) }}"
    # {"realm_purg": "realm_purge"}
"""

RETURN = r"""
_value:
  description: The known name by each name that looks like it.
  type: dict
"""

import difflib
from typing import Any, Callable, Dict, Iterable

_LIKENESS = 0.9


def misspelt(names: Iterable[str], known: Iterable[str]) -> Dict[str, str]:
    right = [str(name) for name in known]
    fine = {*right, *(f"{name}s" for name in right)}
    found = {name: difflib.get_close_matches(name, right, 1, _LIKENESS) for name in map(str, names) if name not in fine}
    return {name: near[0] for name, near in found.items() if near}


class FilterModule:
    """Filters of the role."""

    def filters(self) -> Dict[str, Callable[..., Any]]:
        return {"misspelt": misspelt}
