# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks: what one costs in Ansible's own processes and as a module, beside an empty task and bare requests.

Usage: tasks.py [--write] [ansible-playbook of an environment with community.general]. Needs the server of the tests.
Prints a table; with --write it and a chart go to docs/speed.md. Times are of whole ansible-playbook runs, the least
of two, less one with no task; requests and logins are counted in a further run behind a proxy.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "keycloak"), str(ROOT / "benchmarks")]

import background  # noqa: E402
import report  # noqa: E402
from admin import Admin  # noqa: E402
from proxy import Proxy  # noqa: E402

REALM = "benchmark-tasks"
OURS = str(Path(sys.executable).with_name("ansible-playbook"))
DEBUG = {"ansible.builtin.debug": {"msg": "x"}}
DEMO = (ROOT / "playbooks" / "demo.yml").read_text()


@dataclass(frozen=True)
class Measured:
    """Seconds of so many tasks; requests and logins where they were counted."""

    title: str
    way: str
    seconds: float
    count: int
    requests: int | None = None
    logins: int | None = None

    @property
    def milliseconds(self) -> float:
        return self.seconds / self.count * 1000

    @property
    def row(self) -> str:
        sent, logins = ("" if it is None else f"{it:,}" for it in (self.requests, self.logins))
        return f"| {self.title} | {self.way} | {self.milliseconds:.0f} | {sent} | {logins} |"


HEAD = ("| tasks | by | ms a task | requests | logins |", "| --- | --- | --- | --- | --- |")


def playbook(url: str, tasks: Sequence[Mapping[str, Any]]) -> str:
    known = {"keycloak_url": url, "keycloak_username": "admin", "keycloak_password": "admin", "keycloak_realm": REALM}
    play = {"hosts": "localhost", "connection": "local", "gather_facts": False, "vars": known, "tasks": list(tasks)}
    return yaml.safe_dump([play], sort_keys=False)


def run(command: str, text: str, environment: Mapping[str, str]) -> tuple[float, int]:
    """The seconds that a playbook takes, and how many tasks it had."""
    with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
        file.write(text)
        file.flush()
        began = time.monotonic()
        shared = {"ANSIBLE_PIPELINING": "true", "ANSIBLE_LOCALHOST_WARNING": "false", "ANSIBLE_NOCOLOR": "true"}
        done = subprocess.run(
            [command, "--inventory", "localhost,", file.name],
            env={**os.environ, **shared, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    counted = re.search(r"ok=(\d+)", done.stdout)
    return time.monotonic() - began, int(counted[1]) if counted else 0


def quickest(command: str, text: str, environment: Mapping[str, str]) -> float:
    return min(run(command, text, environment)[0] for _time in range(2))


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


def measure(url: str, other: str) -> Iterator[Measured]:
    (_name, _prefix, own, known), *_others = ways("")
    nothing = quickest(own, playbook(url, []), known)
    yield Measured("50 empty tasks", "Ansible", quickest(own, playbook(url, [DEBUG] * 50), known) - nothing, 50)
    yield Measured("100 unchanged roles", "bare requests", min(bare(url) for _time in range(2)), 100, 100, 1)
    for name, prefix, command, environment in ways(other):
        nothing = quickest(command, playbook(url, []), environment)
        for number, (title, count, _tasks) in enumerate(workloads(prefix, url, "")):
            took = []
            for attempt in range(2):
                tasks = list(workloads(prefix, url, f"{name}-{attempt}".replace(" ", "")))[number][2]
                took.append(run(command, playbook(url, tasks), environment)[0])
            with Proxy(url) as proxy:
                tasks = list(workloads(prefix, proxy.url, f"{name}-counted".replace(" ", "")))[number][2]
                run(command, playbook(proxy.url, tasks), environment)
                yield Measured(title, name, min(took) - nothing, count, *counts(proxy))
        if prefix == "realmkit.keycloak.":
            yield demo(url, name, command, environment)


def demo(url: str, way: str, command: str, environment: Mapping[str, str]) -> Measured:
    """The demo, once its realm is there."""
    login = {**environment, "KEYCLOAK_USERNAME": "admin", "KEYCLOAK_PASSWORD": "admin"}
    run(command, DEMO, {**login, "KEYCLOAK_URL": url})
    took = [run(command, DEMO, {**login, "KEYCLOAK_URL": url}) for _time in range(2)]
    with Proxy(url) as proxy:
        run(command, DEMO, {**login, "KEYCLOAK_URL": proxy.url})
        return Measured("the demo, unchanged", way, *min(took), *counts(proxy))


def counts(proxy: Proxy) -> tuple[int, int]:
    """Requests and logins."""
    return len(proxy.requests), sum(it.path.endswith("/token") for it in proxy.requests)


def chart(found: Sequence[Measured]) -> None:
    titles = dict.fromkeys(it.title for it in found if it.way == "in process")
    groups = [[it for it in found if it.title == title] for title in titles]
    bars = [[(f"{it.title}, {it.way}", f"{it.milliseconds:.0f} ms", it.milliseconds) for it in own] for own in groups]
    report.draw("speed-of-tasks.svg", bars)


def main(arguments: list[str]) -> int:
    running = background.load("test")
    assert running is not None, "no server: make server starts it"
    admin = Admin(running.url)
    admin.remove_realm(REALM)
    admin.post("/admin/realms", {"realm": REALM, "enabled": True, "roles": {"realm": [{"name": "same"}]}})
    found = []
    try:
        for it in measure(running.url, next((it for it in arguments if it != "--write"), "")):
            print(it.row, flush=True)
            found.append(it)
    finally:
        admin.remove_realm(REALM)
        admin.remove_realm("shop")
    if "--write" in arguments:
        report.write("tasks", [*HEAD, *(it.row for it in found)])
        chart(found)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
