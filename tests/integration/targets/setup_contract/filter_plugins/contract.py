# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The contract's own judgement: see tests/keycloak/contract.py."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[4] / "keycloak"))

import contract  # noqa: E402


class FilterModule:
    def filters(self):
        return {"broken": contract.broken, "holds": contract.holds}
