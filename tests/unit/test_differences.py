# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/migration.md says what differs from community.general, as tests/compat measures it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "tests" / part) for part in ("compat", "keycloak")]

import compat

LINES = [line for line in (ROOT / "docs" / "migration.md").read_text().splitlines() if line.startswith("|")]


@pytest.mark.parametrize(
    "row", [it for it in compat.known() if it.migration != "-"], ids=lambda it: it.module + it.place
)
def test_the_guide_names_each_difference(row):
    assert [line for line in LINES if row.migration in line and row.module.split("/")[0].strip("*") in line]


def test_every_known_difference_has_a_reason():
    assert [it for it in compat.known() if len(it.reason.split()) < 3] == []
