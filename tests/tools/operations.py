# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Write docs/operations.md from tests/operations.tsv and the list of Keycloak's endpoints; --check only compares."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "operations.md"
OPERATIONS = ROOT / "tests" / "operations.tsv"
ENDPOINTS = ROOT / "tests" / "unit" / "data" / "admin-endpoints-26.7.4.tsv"

HEAD = """# Operations

The operations of Keycloak's admin API, section by section: which module or lookup does each, the endpoint
of Keycloak 26.7.4 that it uses, by its name in [api.md](api.md), and the test in `tests/live` that shows it on a real
server.

A lookup called `keycloak` is the generic one, which reads any endpoint; the module `keycloak_api` reaches all of them.
"""
REST = """
## All other endpoints

The rest of Keycloak 26.7.4. The kinds that need them use them; each is in reach of `keycloak_api` by its name.
"""


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def page() -> Iterator[str]:
    yield HEAD
    operations = rows(OPERATIONS)
    for section, found in groupby(operations, key=lambda row: row["section"]):
        yield f"\n## {section}\n"
        yield "| operation | of Keycloak's | by | uses | shown by |"
        yield "| --- | --- | --- | --- | --- |"
        for row in found:
            note = f"; {row['note']}" if row["note"] else ""
            place = f"`{row['method']} {row['path']}`{note}"
            yield f"| {row['operation']} | {place} | `{row['plugin']}` | `{row['endpoint']}` | {row['test']} |"
    yield REST
    named = {(row["method"], row["path"]) for row in operations}
    rest = [row for row in rows(ENDPOINTS) if (row["method"], row["path"]) not in named]
    yield f"There are {len(rest)}.\n"
    yield from (f"- `{row['method']} {row['path']}`" for row in rest)


def main() -> int:
    text = "\n".join(page()).replace("\n\n\n", "\n\n") + "\n"
    if "--check" not in sys.argv:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        print("docs/operations.md is not what tests/operations.tsv says: run tests/tools/operations.py.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
