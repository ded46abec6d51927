# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tables of docs/versions.md and the README from the cells of the matrix."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BEGIN, END = "<!-- matrix: {} -->\n", "<!-- end of matrix -->\n"
Row = tuple[str, str, Mapping[str, Any] | None]


def write(rows: Sequence[Row]) -> None:
    page = ROOT / "docs" / "versions.md"
    text = page.read_text()
    text = _put(text, "servers", _servers(rows))
    text = _put(text, "others", _pairs(rows, "other server ", ("smoke",)))
    text = _put(text, "controllers", _pairs(rows, "controller ", ("smoke", "unit", "lookups", "examples", "sanity")))
    text = _put(text, "targets", _pairs(rows, "target ", ("smoke",)))
    page.write_text(_put(text, "failures", _failures(rows)))
    readme = ROOT / "README.md"
    readme.write_text(_put(readme.read_text(), "servers", _short(rows)))


def _put(text: str, name: str, lines: Sequence[str]) -> str:
    begin = BEGIN.format(name)
    pattern = re.compile(re.escape(begin) + r".*?" + re.escape(END), re.S)
    return pattern.sub(lambda _found: begin + "".join(f"{line}\n" for line in lines) + END, text, count=1)


def _of(rows: Sequence[Row], of: str) -> dict[str, Mapping[str, Any] | None]:
    return {check: result for name, check, result in rows if name == of}


def _word(result: Mapping[str, Any] | None) -> str:
    if result is None:
        return "not run"
    return f"{'passed' if result['passed'] else 'failed'}, {result['seconds']} s"


def _names(rows: Sequence[Row], kind: str) -> list[str]:
    return list(dict.fromkeys(of for of, _check, _result in rows if of.startswith(kind)))


def _counts(results: Sequence[Mapping[str, Any] | None]) -> dict[str, int]:
    """Tests of files by how they ended."""
    found = {"passed": 0, "skipped": 0, "failed": 0}
    for result in results:
        for number, word in re.findall(r"(\d+) (passed|skipped|failed)", str((result or {}).get("told", ""))):
            found[word] += int(number)
    return found


def _is_newest(rows: Sequence[Row], of: str) -> bool:
    """The servers stand from the newest down; that one has the whole of ``make test`` with each change."""
    return of == _names(rows, "server ")[0]


def _files(own: Mapping[str, Mapping[str, Any] | None]) -> str:
    files = [result for check, result in own.items() if check.startswith("live ")]
    done = [result for result in files if result]
    passed = sum(result["passed"] for result in done)
    if not done:
        return "not run"
    return f"{passed} files pass, {len(done) - passed} fail, {len(files) - len(done)} not run"


def _servers(rows: Sequence[Row]) -> list[str]:
    lines = [
        "| Keycloak | smoke | live tests | files of them | integration |",
        "| --- | --- | --- | --- | --- |",
    ]
    for of in _names(rows, "server "):
        own = _of(rows, of)
        files = [result for check, result in own.items() if check.startswith("live ")]
        done = [result for result in files if result]
        count = _counts(done)
        seconds = sum(result["seconds"] for result in done)
        tests = (
            "not run"
            if not done
            else f"{count['passed']} passed, {count['skipped']} skipped, {count['failed']} failed, {seconds} s"
        )
        version = of.partition(" ")[2]
        if _is_newest(rows, of):
            lines.append(f"| {version} | with each change | with each change | all | with each change |")
            continue
        lines.append(f"| {version} | {_word(own['smoke'])} | {tests} | {_files(own)} | {_word(own['integration'])} |")
    return lines


def _short(rows: Sequence[Row]) -> list[str]:
    lines = [
        "| Keycloak | demo, export and its files | live tests | integration |",
        "| --- | --- | --- | --- |",
    ]
    for of in _names(rows, "server "):
        own = _of(rows, of)
        word, whole = (_word(own[check]).partition(",")[0] for check in ("smoke", "integration"))
        version = of.partition(" ")[2]
        if _is_newest(rows, of):
            lines.append(f"| {version} | {' | '.join(['with each change'] * 3)} |")
            continue
        lines.append(f"| {version} | {word} | {_files(own)} | {whole} |")
    return lines


def _pairs(rows: Sequence[Row], kind: str, checks: Sequence[str]) -> list[str]:
    lines = [f"| {kind.strip()} | {' | '.join(checks)} |", f"| --- | {' | '.join('---' for _check in checks)} |"]
    for of in _names(rows, kind):
        own = _of(rows, of)
        words = [_word(own[check]) if check in own else "-" for check in checks]
        lines.append(f"| {of.removeprefix(kind)} | {' | '.join(words)} |")
    return lines


def _failures(rows: Sequence[Row]) -> list[str]:
    return [
        f"- {of}, {check}: {str(result['told'])[:400]}" for of, check, result in rows if result and not result["passed"]
    ] or ["None."]
