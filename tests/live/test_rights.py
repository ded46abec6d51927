# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each module with an account that has just the roles of tests/rights.tsv, and with each of them missing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from narrow import CONTRACTS, FURTHER, Case

TABLE = Path(__file__).resolve().parents[1] / "rights.tsv"
with TABLE.open(encoding="utf-8") as file:
    RIGHTS = {row["module"]: row["roles"].split() for row in csv.DictReader(file, delimiter="\t")}
# They need the server with further features, or a mail server or directory: their roles are those of their neighbours.
ELSEWHERE = {name for name, tasks in FURTHER.items() if not tasks} | {
    "keycloak_client_type",
    "keycloak_management_permissions",
}


def test_every_module_has_its_roles():
    modules = {path.stem for path in (TABLE.parents[1] / "plugins" / "modules").glob("keycloak_*.py")}
    aliases = {"keycloak_authentication"}
    assert set(RIGHTS) == modules - aliases
    assert set(CONTRACTS) | set(FURTHER) >= set(RIGHTS)


@pytest.mark.parametrize("module", [name for name in RIGHTS if name not in ELSEWHERE])
def test_a_module_with_its_roles_and_with_one_less(server, admin, module):
    roles = RIGHTS[module]
    case = Case(admin, server, module)
    try:
        for missing in roles:
            sentence = case.run([role for role in roles if role != missing])
            assert missing in sentence, f"without {missing}: {sentence}"
        assert case.run(roles) == ""
    finally:
        case.remove()
