# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan as a file: Markdown for a merge request, JSON for a tool, one HTML page for a browser."""

from __future__ import annotations

import json
import os
from typing import Iterator, List

from .._base.errors import InputError
from .._base.files import check_destination, write_text
from .._base.yaml_text import yaml_text
from .._engine.difference import Difference
from .lines import changed_fields, counted
from .outcome import Outcome
from .plan_page import page
from .saved_plan import document

_ENDINGS = (".md", ".html", ".json")
_ACTIONS = {"delete": "Delete", "update": "Change", "create": "Create"}
# A merge request takes no longer comment than some 65,000 characters.
_LONGEST = 60_000


def check_report(path: str) -> None:
    """Refuse a path before anything is read from the server."""
    if os.path.splitext(path)[1] not in _ENDINGS:
        raise InputError(f"report {path} must end in {', '.join(_ENDINGS[:-1])} or {_ENDINGS[-1]}.")
    check_destination(path)


def write_report(path: str, outcome: Outcome, realm: str, server: str) -> None:
    ending = os.path.splitext(path)[1]
    if ending == ".json":
        data = {"server": server, **document(outcome, realm)}
        data["objects"] = [
            {**it, "changes": changed_fields(found)} for it, found in zip(data["objects"], outcome.differences)
        ]
        text = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    elif ending == ".html":
        text = page(outcome, realm, server)
    else:
        text = markdown(outcome, realm, server)
    write_text(path, text)


def markdown(outcome: Outcome, realm: str, server: str) -> str:
    """Counts, warnings, and a section for each action."""
    lines = [f"# Plan of realm {_code(realm)}", "", f"{outcome.line} on {server}", ""]
    if outcome.changed:
        lines += ["| kind | plan |", "| --- | --- |"]
        lines += [f"| {kind} | {counted(count)} |" for kind, count in outcome.counts.items()]
        lines.append("")
    else:
        lines += ["The server is as declared.", ""]
    if outcome.warnings:
        lines += ["## Warnings", "", *(f"- {_plain(warning)}" for warning in outcome.warnings), ""]
    found = outcome.differences
    for action, title in _ACTIONS.items():
        own = [it for it in found if it.action == action]
        if own:
            lines += [f"## {title} ({len(own)})", "", *_section(own, _LONGEST - sum(map(len, lines)))]
    return "\n".join(lines).rstrip() + "\n"


def _section(found: List[Difference], room: int) -> Iterator[str]:
    for number, it in enumerate(found):
        block = [f"- {_code(it.title)}", *_details(it)]
        room -= sum(len(line) + 1 for line in block)
        if room < 0:
            yield f"- and {len(found) - number} more"
            break
        yield from block
    yield ""


def _details(it: Difference) -> Iterator[str]:
    if it.action == "update":
        yield from (f"  - {_code(line)}" for line in changed_fields(it))
        return
    state = yaml_text(it.after or it.before)
    yield "  <details><summary>settings</summary>"
    yield ""
    fence = "`" * (3 if "```" not in state else 8)
    yield f"  {fence}yaml"
    yield from (f"  {line}" for line in state.splitlines())
    yield f"  {fence}"
    yield "  </details>"


def _code(text: str) -> str:
    """In back-quotes, more of them than the text has in a row."""
    ticks = "``" if "`" in text else "`"
    space = " " if "`" in text else ""
    return f"{ticks}{space}{text}{space}{ticks}"


def _plain(text: str) -> str:
    return text.replace("<", "&lt;").replace("\n", " ")
