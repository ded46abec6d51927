# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs playbooks with the modules in Ansible's own processes and in their own, and compares the results."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import made

ROOT = Path(__file__).resolve().parents[2]
WAYS = {"in process": "true", "as modules": "false"}
# Beside ids and times: random strings such as secrets and keys, and what a run has of its own.
OWN = (
    (re.compile(r"[A-Za-z0-9_+/=-]{22,}"), "<random>"),
    (re.compile(r"127\.0\.0\.1:\d+"), "<server>"),
    (re.compile(r"/tmp/[\w./-]+"), "<path>"),
)


@dataclass(frozen=True)
class Ran:
    """What a playbook printed, its exit code, and what callbacks were told of each task."""

    output: str
    code: int
    results: list

    def of(self, host):
        return [it for it in self.results if it["host"] == host]


def run(way, folder, playbook, inventory="localhost,", options=(), **environment):
    """ansible-playbook, in one of the WAYS."""
    kept = folder / f"results {way}.jsonl"
    kept.unlink(missing_ok=True)
    done = subprocess.run(
        [str(Path(sys.executable).with_name("ansible-playbook")), "--inventory", inventory, str(playbook), *options],
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("KEYCLOAK_")},
            "ANSIBLE_CALLBACKS_ENABLED": "kept_results",
            "ANSIBLE_CALLBACK_PLUGINS": str(ROOT / "tests" / "keycloak" / "callback"),
            "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".cache" / "collections"),
            "ANSIBLE_HOME": str(ROOT / ".cache" / "ansible"),
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_PIPELINING": "true",
            "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
            "KEPT_RESULTS": str(kept),
            "KEYCLOAK_IN_PROCESS": WAYS[way],
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    lines = kept.read_text().splitlines() if kept.exists() else []
    return Ran(done.stdout + done.stderr, done.returncode, [json.loads(line) for line in lines])


def comparable(results):
    """Results without what the server makes anew each time."""
    return [_plain({key: it[key] for key in ("task", "outcome", "result")}) for it in results]


def _plain(value):
    if isinstance(value, dict):
        # That of a keystore, which has random parts.
        return {_plain(key): "<size>" if key == "size" else _plain(it) for key, it in value.items()}
    if isinstance(value, list):
        plain = [_plain(it) for it in value]
        return sorted(plain, key=json.dumps) if all(_of_a_set(it) for it in plain) else plain
    if isinstance(value, bool) or value is None:
        return value
    plain = made.without(str(value), OWN)
    return plain if plain != str(value) or isinstance(value, str) else value


def _of_a_set(item):
    """The server shows sets, such as the scopes of a client or of a resource or the keys of a realm, in any order."""
    return isinstance(item, str) or (
        isinstance(item, dict) and (bool({"id", "kid"} & set(item)) or set(item) == {"name"})
    )
