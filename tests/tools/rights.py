# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Write docs/rights.md from tests/rights.tsv; --check only compares."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "rights.md"
RIGHTS = ROOT / "tests" / "rights.tsv"

HEAD = """# Rights

Which admin roles an account needs for each module. `tests/live/test_rights.py` runs each module on a real server with
an account that has just these, and with each of them missing; the message then names the missing one.

The table is that of Keycloak 26.7. Older servers ask in places for `view-clients` or `view-authorization`, too, such as
Keycloak 24 for the former where `keycloak_default_roles` reads roles of clients. Up to Keycloak 26.5 `manage-realm`
takes the place of `manage-organizations`.

The roles are those of the client `realm-management` for an account of the realm itself, and of the client
`<realm>-realm` for an account of the realm `master`. A role `manage-...` includes `view-...`. `realm-admin` includes
all of them but `create-realm`, which is a role of the realm `master`.

An account can hand out only roles that it has itself: to map admin roles it needs them. Options that name objects of
another kind need the role to read them as well, such as `view-clients` for roles of clients.

| module | roles | what was done |
| --- | --- | --- |
"""
TAIL = """
The lookups and `keycloak_info` need the role `view-...` of what they read; `client_secret` needs `view-clients`.
"""


def rows() -> list[dict[str, str]]:
    with RIGHTS.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def page() -> Iterator[str]:
    yield HEAD
    for row in rows():
        roles = ", ".join(f"`{role}`" for role in row["roles"].split()) or "none"
        yield f"| `{row['module']}` | {roles} | {row['done']} |\n"
    yield TAIL


def main() -> int:
    text = "".join(page())
    if "--check" not in sys.argv:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        print("docs/rights.md is not what tests/rights.tsv says: run tests/tools/rights.py.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
