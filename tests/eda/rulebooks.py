# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs rulebooks with the real ansible-rulebook."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(os.environ.get("EDA_BIN") or ROOT / ".cache" / "eda" / "bin")
SECRET = "a-secret-of-the-events-client"
# In `folder`, which has everything of a run.
OUTPUT, INVENTORY, VARIABLES = "output", "inventory.yml", "variables.yml"


def environment() -> dict[str, str]:
    """That of a person whose PATH begins with the tools of a rulebook."""
    own = {"ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".cache" / "collections"), "ANSIBLE_NOCOLOR": "1"}
    found = {**os.environ, **own, "PATH": f"{BIN}:{os.environ['PATH']}"}
    for name in [name for name in found if name.startswith("KEYCLOAK_") or name == "ANSIBLE_PYTHON_INTERPRETER"]:
        del found[name]
    return found


def output(folder: Path) -> str:
    return (folder / OUTPUT).read_text()


def wait(condition: Callable[[], object], folder: Path, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, output(folder)[-6000:]
        time.sleep(0.3)


@contextlib.contextmanager
def command(line: list[str], folder: Path) -> Iterator[subprocess.Popen]:
    """Ends it as Ctrl-C does."""
    with (folder / OUTPUT).open("a") as file:
        process = subprocess.Popen(line, cwd=folder, env=environment(), stdout=file, stderr=subprocess.STDOUT)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def rulebook(name: str, folder: Path, **variables: str) -> Iterator[subprocess.Popen]:
    """Once its source has a cursor."""
    lay_out(folder, **variables)
    line = ["ansible-rulebook", "-r", name, "-i", INVENTORY, "--vars", VARIABLES, "--verbose"]
    with command([str(BIN / line[0]), *line[1:]], folder) as process:
        wait(lambda: (folder / "cursor").exists() and process.poll() is None, folder)
        yield process


def lay_out(folder: Path, **variables: str) -> None:
    inventory = {"all": {"hosts": {"localhost": {"ansible_connection": "local"}}}}
    (folder / INVENTORY).write_text(yaml.safe_dump(inventory))
    (folder / VARIABLES).write_text(yaml.safe_dump(variables))
