# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The order in which the objects of a realm are converged."""

from __future__ import annotations

# Objects of a stage are independent of each other, except those that share a document.
(
    SETTINGS,
    PROFILE,
    PARTS,
    FLOWS,
    CLIENT_PROFILES,
    CLIENT_POLICIES,
    CLIENTS,
    ROLES,
    GROUPS,
    PROVIDERS,
    COMPOSITES,
    MAPPINGS,
    USER_REMOVALS,
    USERS,
    USER_ROLES,
    ORGANIZATIONS,
    ORGANIZATION_GROUPS,
    AUTHORIZATION,
    BINDINGS,
    REMOVALS,
) = range(0, 2000, 100)
# The parts of a run that can be done one by one: each has the stages from its own to before that of the next.
PHASES = {"settings": SETTINGS, "clients": CLIENTS, "users": USER_REMOVALS, "bindings": BINDINGS}
SERIAL = frozenset((PARTS, FLOWS, CLIENT_PROFILES, CLIENT_POLICIES, REMOVALS))


def phase(stage: int) -> str:
    """The phase that a stage is in."""
    return [name for name, first in PHASES.items() if stage >= first][-1]
