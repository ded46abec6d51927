# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks: what one costs in Ansible's own processes and as a module, beside an empty task and bare requests.

Usage: tasks.py [--write] [ansible-playbook of an environment with community.general]. Needs the server of the tests.
Prints a table; with --write it goes to docs/speed-of-tasks.md. Times are of whole ansible-playbook runs, the least of
two, less one with no task; requests and logins are counted in a further run behind a proxy.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import requests
import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "keycloak"))

import background  # noqa: E402
from admin import Admin  # noqa: E402
from proxy import Proxy  # noqa: E402

PAGE = ROOT / "docs" / "speed-of-tasks.md"
REALM = "benchmark-tasks"
OURS = str(Path(sys.executable).with_name("ansible-playbook"))
DEBUG = {"ansible.builtin.debug": {"msg": "x"}}
HEAD = """# Speed of tasks

`benchmarks/tasks.py --write` measures this page on the server of the tests: seconds of a task beyond those of an empty
playbook, and what the whole playbook sent. An empty task is `ansible.builtin.debug`. Bare requests are
a GET each with one login and one connection: the time of the server.

| tasks | by | ms a task | requests | logins |
| --- | --- | --- | --- | --- |
"""


def playbook(url: str, tasks: Sequence[Mapping[str, Any]]) -> str:
    known = {"keycloak_url": url, "keycloak_username": "admin", "keycloak_password": "admin", "keycloak_realm": REALM}
    play = {"hosts": "localhost", "connection": "local", "gather_facts": False, "vars": known, "tasks": list(tasks)}
    return yaml.safe_dump([play], sort_keys=False)


def run(command: str, text: str, environment: Mapping[str, str]) -> float:
    """The seconds that a playbook takes."""
    with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
        file.write(text)
        file.flush()
        began = time.monotonic()
        shared = {"ANSIBLE_PIPELINING": "true", "ANSIBLE_LOCALHOST_WARNING": "false"}
        done = subprocess.run(
            [command, "--inventory", "localhost,", file.name],
            env={**os.environ, **shared, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return time.monotonic() - began


def ways(other: str) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """The name, the prefix of modules, the command and the environment of each way to run a task."""
    own = {
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".cache" / "collections"),
        "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
    }
    for name, chosen in (("in process", "true"), ("as modules", "false")):
        yield name, "realmkit.keycloak.", OURS, {**own, "KEYCLOAK_IN_PROCESS": chosen}
    if other:
        yield "community.general", "community.general.", other, {"ANSIBLE_PYTHON_INTERPRETER": f"{other[:-17]}/python"}


def workloads(prefix: str, url: str, fresh: str) -> Iterator[tuple[str, int, list[dict[str, Any]]]]:
    """The name, the number of tasks or items, and the tasks."""
    login = {"auth_keycloak_url": url, "auth_username": "admin", "auth_password": "admin", "auth_realm": "master"}
    role = {**login, "realm": REALM, "name": "same"}
    yield "50 unchanged roles", 50, [{f"{prefix}keycloak_role": role}] * 50
    yield "a loop of 100 unchanged roles", 100, [{f"{prefix}keycloak_role": role, "loop": list(range(100))}]
    made = {**role, "name": f"{fresh}-{{{{ item }}}}"}
    yield "a loop of 100 new roles", 100, [{f"{prefix}keycloak_role": made, "loop": list(range(100))}]


def bare(url: str) -> float:
    session = requests.Session()
    form = {"grant_type": "password", "client_id": "admin-cli", "username": "admin", "password": "admin"}
    answer = session.post(f"{url}/realms/master/protocol/openid-connect/token", data=form, timeout=30)
    session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    began = time.monotonic()
    for _number in range(100):
        session.get(f"{url}/admin/realms/{REALM}/roles/same", timeout=30).raise_for_status()
    return time.monotonic() - began


def rows(url: str, other: str) -> Iterator[str]:
    (_name, _prefix, own, known), *_others = ways("")
    nothing = min(run(own, playbook(url, []), known) for _time in range(2))
    empty = min(run(own, playbook(url, [DEBUG] * 50), known) for _time in range(2)) - nothing
    yield f"| 50 empty tasks | Ansible | {empty / 50 * 1000:.0f} |  |  |"
    yield f"| 100 unchanged roles | bare requests | {min(bare(url) for _time in range(2)) * 10:.0f} | 100 | 1 |"
    for name, prefix, command, environment in ways(other):
        nothing = min(run(command, playbook(url, []), environment) for _time in range(2))
        for number, (title, count, _tasks) in enumerate(workloads(prefix, url, "")):
            took = []
            for attempt in range(2):
                tasks = list(workloads(prefix, url, f"{name}-{attempt}".replace(" ", "")))[number][2]
                took.append(run(command, playbook(url, tasks), environment))
            with Proxy(url) as proxy:
                tasks = list(workloads(prefix, proxy.url, f"{name}-counted".replace(" ", "")))[number][2]
                run(command, playbook(proxy.url, tasks), environment)
                logins = sum(it.path.endswith("/token") for it in proxy.requests)
                sent = len(proxy.requests)
            yield f"| {title} | {name} | {(min(took) - nothing) / count * 1000:.0f} | {sent:,} | {logins:,} |"


def main(arguments: list[str]) -> int:
    running = background.load("test")
    assert running is not None, "no server: make server starts it"
    admin = Admin(running.url)
    admin.remove_realm(REALM)
    admin.post("/admin/realms", {"realm": REALM, "enabled": True, "roles": {"realm": [{"name": "same"}]}})
    found = []
    try:
        for row in rows(running.url, next((it for it in arguments if it != "--write"), "")):
            print(row, flush=True)
            found.append(row)
    finally:
        admin.remove_realm(REALM)
    if "--write" in arguments:
        PAGE.write_text(HEAD + "\n".join(found) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
