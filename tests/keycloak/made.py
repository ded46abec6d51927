# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a server makes anew each time, and so two runs can't have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable

Pattern = tuple[re.Pattern[str], str]
MADE: tuple[Pattern, ...] = (
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "<id>"),
    # Of components.
    (re.compile(r"(?<![\w/+=-])[\w-]{22}(?![\w/+=-])"), "<id>"),
    (re.compile(r"\b[12][0-9]{9,12}\b"), "<time>"),
)


def without(text: str, more: Iterable[Pattern]) -> str:
    """The text with a name in place of each."""
    for pattern, name in (*MADE, *more):
        text = pattern.sub(name, text)
    return text
