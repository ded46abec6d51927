# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The results of the matrix, kept in tests/matrix.json as soon as a cell ends.

As a plugin of pytest it keeps the result of each file of live tests: MATRIX_SERVER names whose they are.
"""

from __future__ import annotations

import datetime
import json
import os
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "keycloak")]

import background  # noqa: E402

KEPT = ROOT / "tests" / "matrix.json"


def kept() -> dict[str, dict[str, object]]:
    return json.loads(KEPT.read_text()) if KEPT.exists() else {}


def keep(name: str, passed: bool, seconds: float, told: str) -> str:
    """The line that says so."""
    with background.lock("matrix"):
        on = datetime.date.today().isoformat()
        result = {"passed": passed, "seconds": round(seconds), "told": told.replace(str(ROOT), "."), "on": on}
        KEPT.write_text(json.dumps(dict(sorted({**kept(), name: result}.items())), indent=1, ensure_ascii=False) + "\n")
    return f"{'passed' if passed else 'FAILED'} {name} ({seconds:.0f} s) {told}"


class Files:
    """Counts the tests of each file, and keeps the file's result after its last one."""

    def __init__(self, config: pytest.Config, server: str) -> None:
        self._config = config
        self._server = server
        self._todo: dict[str, set[str]] = defaultdict(set)
        self._outcomes: dict[str, dict[str, str]] = defaultdict(dict)
        self._seconds: dict[str, float] = defaultdict(float)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids):
        for test in ids:
            self._todo[test.partition("::")[0]].add(test)

    def pytest_collectreport(self, report):
        if report.failed:
            self._keep(Path(report.nodeid).name, False, 0, f"can't be collected: {report.longreprtext[-300:]}")

    def pytest_runtest_logreport(self, report):
        file = report.nodeid.partition("::")[0]
        outcomes = self._outcomes[file]
        self._seconds[file] += report.duration
        if report.failed:
            self._say(f"{report.nodeid}\n{report.longreprtext}")
        if outcomes.get(report.nodeid) != "failed" and (report.outcome != "passed" or report.when == "call"):
            outcomes[report.nodeid] = report.outcome
        if report.when in ("setup", "call"):
            return
        # The teardown, or the end of a process that took its test down.
        self._todo[file].discard(report.nodeid)
        if not self._todo[file]:
            self._keep(Path(file).name, *self._told(file))

    def _told(self, file: str) -> tuple[bool, float, str]:
        outcomes = self._outcomes[file]
        failed = [test.rpartition("/")[2] for test, outcome in outcomes.items() if outcome == "failed"]
        skipped = sum(outcome == "skipped" for outcome in outcomes.values())
        told = f"{len(outcomes) - len(failed) - skipped} passed, {skipped} skipped"
        return not failed, self._seconds[file], f"{told}, {len(failed)} failed: {', '.join(failed)}" if failed else told

    def _keep(self, file: str, passed: bool, seconds: float, told: str) -> None:
        self._say(keep(f"{self._server}: live {file}", passed, seconds, told))

    def _say(self, text: str) -> None:
        """At once: pytest says what failed at the end of a run only, which takes long."""
        self._config.pluginmanager.get_plugin("terminalreporter").write_line(text)


def pytest_configure(config):
    # Not in the processes that run the tests: this one hears of all.
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Files(config, os.environ["MATRIX_SERVER"]))
