# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tests/operations.tsv claims: each operation is served by that plugin, as that test shows."""

from __future__ import annotations

import csv
import re
from pathlib import Path

OPERATIONS = Path(__file__).resolve().parents[1] / "operations.tsv"


def short(nodeid):
    """A test as the table names it: its file and its function."""
    return re.sub(r"\[.*", "", nodeid, flags=re.S).rpartition("/")[2]


def unshown(ran, sent):
    """The rows whose test did not send what they say, or None where tests that the table names were left out."""
    with OPERATIONS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows or not {row["test"] for row in rows} <= ran:
        return None
    return [row for row in rows if (row["plugin"], row["endpoint"], row["test"]) not in sent]
