# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Parts of docs/speed.md: each benchmark writes its own table and chart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1] / "docs"
BEGIN, END = "<!-- measured: {} -->\n", "<!-- end of measured -->\n"
COLOURS = ("#b0b0b0", "#808080", "#2f6fb5", "#3d9a50", "#c07a2c")
# A name, its value as it is shown, and how long its bar is.
Bar = tuple[str, str, float]


def write(part: str, lines: Iterable[str]) -> None:
    page = DOCS / "speed.md"
    begin = BEGIN.format(part)
    pattern = re.compile(re.escape(begin) + r".*?" + re.escape(END), re.S)
    text, count = pattern.subn(lambda _found: begin + "\n".join(lines) + "\n" + END, page.read_text(), count=1)
    if not count:
        raise SystemExit(f"{page} has no part {part}")
    page.write_text(text, encoding="utf-8")


def draw(picture: str, groups: Sequence[Sequence[Bar]]) -> None:
    """Groups of bars, in which the same place has the same colour."""
    longest = max(length for group in groups for _name, _value, length in group)
    parts, y = [], 10
    for group in groups:
        for colour, (name, value, length) in zip(COLOURS, group):
            width = max(2, round(380 * length / longest))
            parts += [
                f'<text x="230" y="{y + 13}" text-anchor="end">{name}</text>',
                f'<rect x="240" y="{y}" width="{width}" height="18" fill="{colour}"/>',
                f'<text x="{246 + width}" y="{y + 13}">{value}</text>',
            ]
            y += 22
        y += 10
    style = "font-family:sans-serif;font-size:12px"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="700" height="{y}" style="{style};background:#fff">'
    (DOCS / picture).write_text("\n".join([head, *parts, "</svg>"]) + "\n", encoding="utf-8")
