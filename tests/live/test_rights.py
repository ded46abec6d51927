# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each module with an account that has just the roles of tests/rights.tsv, and with each of them missing.

The roles are those of the newest server. Older ones ask in places for the role to view what a module reads, too, and do
without another one: there the module has those as well, and what they refuse is said as plainly.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import server as keycloak
from narrow import CONTRACTS, FURTHER, Case
from needs import needs_of_module

TABLE = Path(__file__).resolve().parents[1] / "rights.tsv"
with TABLE.open(encoding="utf-8") as file:
    RIGHTS = {row["module"]: row["roles"].split() for row in csv.DictReader(file, delimiter="\t")}
NEWEST = keycloak.VERSION == keycloak.NEWEST
TO_VIEW = () if NEWEST else ("view-authorization", "view-clients", "view-realm")
# They need the server with further features.
FEATURED = ("keycloak_client_type", "keycloak_management_permissions", "keycloak_user_verifiable_credential")
MAILING = ("keycloak_organization_invitation", "keycloak_user_execute_actions_email")


def needs_of_contract(module):
    return needs_of_module(module, *(CONTRACTS.get(module) or {}).get("needs", ()))


def test_every_module_has_its_roles():
    modules = {path.stem for path in (TABLE.parents[1] / "plugins" / "modules").glob("keycloak_*.py")}
    aliases = {"keycloak_authentication"}
    assert set(RIGHTS) == modules - aliases
    assert set(CONTRACTS) | set(FURTHER) >= set(RIGHTS)


@pytest.mark.parametrize("module", [pytest.param(it, marks=needs_of_contract(it)) for it in RIGHTS])
def test_a_module_with_its_roles_and_with_one_less(request, module):
    roles = RIGHTS[module]
    servers = ("featured", "featured_admin") if module in FEATURED else ("server", "admin")
    server, admin = (request.getfixturevalue(name) for name in servers)
    more = {"smtpServer": request.getfixturevalue("mailbox").settings} if module in MAILING else {}
    case = Case(admin, server, module, **more)
    # Organizations have roles of their own since 26.6.
    roles = list(dict.fromkeys(role if role in case.account.known else "manage-realm" for role in roles))
    try:
        for missing in roles:
            sentence = case.run([role for role in roles if role != missing])
            # Whoever has realm-admin has every other role: the one that was needed first is named.
            named = "lacks" in sentence if missing == "realm-admin" else missing in sentence
            if not NEWEST:
                named = named or "lacks" in sentence or sentence == ""
            assert named, f"without {missing}: {sentence}"
        assert case.run([*roles, *(role for role in TO_VIEW if role in case.account.known)]) == ""
    finally:
        case.remove()
