# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether a state holds what was expected: the server may add keys and defaults of its own, nothing else."""

from __future__ import annotations


def holds(found, expected):
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(
            key in found and holds(found[key], value) for key, value in expected.items()
        )
    if isinstance(expected, list):
        return (
            isinstance(found, list)
            and len(found) == len(expected)
            and all(any(holds(item, value) for item in found) for value in expected)
        )
    return found == expected


class FilterModule:
    def filters(self):
        return {"holds": holds}
