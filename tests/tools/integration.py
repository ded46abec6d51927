# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run integration targets, two processes at a time. With names: each of them alone, with all that Ansible says.

With --as-modules the modules run in processes of their own, as on another host, and not in Ansible's.

A target is a role below tests/integration/targets; those called setup_* serve the others. One that counts requests or
reads the environment has a process and a proxy of its own. The others share two processes, as hosts, one at a time:
what takes one of them down leaves the others alone.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGETS = ROOT / "tests" / "integration" / "targets"
PLAYS = ROOT / ".cache" / "integration"
sys.path.insert(0, str(ROOT / "tests" / "keycloak"))

import background  # noqa: E402
import proxy  # noqa: E402
import server as keycloak  # noqa: E402
import since  # noqa: E402

# Targets of what needs the server with further features.
FEATURED = ("keycloak_client_type", "keycloak_management_permissions", "keycloak_user_verifiable_credential")
# The whole contract counts requests; KEYCLOAK_ begins the names of the environment.
ALONE = re.compile(r"KEYCLOAK_|name: setup_contract\n(?! *tasks_from)")
PLAY = """
- hosts: all
  gather_facts: false
  strategy: host_pinned
  tasks:
    - ansible.builtin.include_role:
        name: "{{ inventory_hostname }}"
"""


def alone(name: str) -> bool:
    texts = (path.read_text() for path in (TARGETS / name).rglob("*.yml"))
    return name in FEATURED or any(ALONE.search(text) for text in texts)


def play(names: Sequence[str], server: background.State, url: str, in_process: bool) -> tuple[set[str], str]:
    """Those that passed, each as a host, and what Ansible said."""
    PLAYS.mkdir(parents=True, exist_ok=True)
    (PLAYS / "play.yml").write_text(PLAY)
    # Only the server of the tests is known to a target: the caller's own variables may name a production server.
    kept = {key: value for key, value in os.environ.items() if not key.startswith("KEYCLOAK_")}
    environment = {
        **kept,
        "ANSIBLE_FORKS": "1",
        "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_PIPELINING": "true",
        "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
        "ANSIBLE_RETRY_FILES_ENABLED": "false",
        "ANSIBLE_ROLES_PATH": str(TARGETS),
        "KEYCLOAK_IN_PROCESS": str(in_process),
        "KEYCLOAK_PASSWORD": server.extra["password"],
        "KEYCLOAK_URL": url,
        "KEYCLOAK_USERNAME": server.extra["username"],
        "TEST_SERVER_URL": server.url,
    }
    command = [str(Path(sys.executable).with_name("ansible-playbook")), "--inventory", ",".join([*names, ""])]
    has = {name: since.has(name) for name in since.SINCE}
    command += ["--connection", "local", "--extra-vars", json.dumps({"server_has": has}), str(PLAYS / "play.yml")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    recap = re.findall(r"^(\w+) +: (ok=.*)$", done.stdout.partition("PLAY RECAP")[2], re.M)
    # The task that includes the target is one that is always done.
    well = {name for name, line in recap if re.match(r"ok=([2-9]|\d\d+) .*unreachable=0 +failed=0 ", line)}
    return well, done.stdout + done.stderr


def run(names: Sequence[str], in_process: bool) -> set[str]:
    """Those that passed of targets that share a process."""
    begin = time.monotonic()
    own = names[0] if len(names) == 1 else None
    server = keycloak.start_featured() if own in FEATURED else background.load(keycloak.TEST)
    assert server is not None, "start the server first: make server"
    url = server.url
    if own:
        proxy.start(f"proxy-{own}", server.name)
        counted = background.load(f"proxy-{own}")
        assert counted is not None
        url = counted.url
    try:
        passed, output = play(names, server, url, in_process)
    finally:
        if own:
            background.stop(f"proxy-{own}")
    took = f"({time.monotonic() - begin:.0f} s{'' if own else ' for all that share this process'})"
    for name in names:
        print(f"{'passed' if name in passed else 'FAILED'} {name} {took}", flush=True)
    if passed != set(names):
        print(output, flush=True)
    return passed


def main(arguments: list[str]) -> int:
    names = [name for name in arguments if name != "--as-modules"]
    known = sorted(path.name for path in TARGETS.iterdir() if path.is_dir() and not path.name.startswith("setup_"))
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"There is no target {unknown[0]}. Targets: {', '.join(known)}.")
        return 2
    reasons = {name: since.lacking(since.of_target(name)) for name in names or known}
    for name, reason in reasons.items():
        if reason:
            print(f"skipped {name}: {reason}")
    wanted = [name for name, reason in reasons.items() if not reason]
    shared = [] if names else [name for name in wanted if not alone(name)]
    processes = [[name] for name in wanted if name not in shared]
    # The longest first; the server with further features starts while they run.
    processes[:0] = [half for half in (shared[::2], shared[1::2]) if half]
    running_before = background.load(keycloak.FEATURED) is not None
    with ThreadPoolExecutor(2) as pool:
        passed = set().union(*pool.map(run, processes, [names == arguments] * len(processes)))
    if not running_before and background.load(keycloak.FEATURED):
        background.stop(keycloak.FEATURED)
    left = set(wanted) - passed
    counts = f"{len(passed)} passed, {len(reasons) - len(wanted)} skipped, {len(left)} failed"
    print(f"{counts}{': ' if left else ''}{', '.join(sorted(left))}")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
