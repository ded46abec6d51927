# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run integration targets, two at a time, through a proxy that counts what they send.

A target is a role below tests/integration/targets; those called setup_* serve the others.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGETS = ROOT / "tests" / "integration" / "targets"
sys.path.insert(0, str(ROOT / "tests" / "keycloak"))

import background  # noqa: E402
import proxy  # noqa: E402
import server as keycloak  # noqa: E402

# Targets of what needs the server with further features.
FEATURED = ("keycloak_client_type", "keycloak_management_permissions", "keycloak_user_verifiable_credential")
PLAY = """
- hosts: localhost
  connection: local
  gather_facts: false
  roles: [{name}]
"""


def environment(name: str) -> dict[str, str]:
    """Only the server of the tests is known to a target: the caller's own variables may name a production server."""
    behind = keycloak.start_featured().name if name in FEATURED else "test"
    server = background.load(behind)
    assert server is not None, "start the server first: make server"
    through = f"proxy-{name}"
    proxy.start(through, behind)
    counted = background.load(through)
    assert counted is not None
    kept = {key: value for key, value in os.environ.items() if not key.startswith("KEYCLOAK_")}
    return {
        **kept,
        "ANSIBLE_ROLES_PATH": str(TARGETS),
        "ANSIBLE_RETRY_FILES_ENABLED": "false",
        "ANSIBLE_PIPELINING": "true",
        "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
        "KEYCLOAK_URL": counted.url,
        "KEYCLOAK_USERNAME": server.extra["username"],
        "KEYCLOAK_PASSWORD": server.extra["password"],
        "TEST_SERVER_URL": server.url,
    }


def run(name: str) -> bool:
    begin = time.monotonic()
    play = ROOT / ".cache" / "integration" / f"{name}.yml"
    play.parent.mkdir(parents=True, exist_ok=True)
    play.write_text(PLAY.format(name=name))
    try:
        command = [str(Path(sys.executable).with_name("ansible-playbook")), "--inventory", "localhost,", str(play)]
        done = subprocess.run(command, env=environment(name), capture_output=True, text=True, check=False)
    finally:
        background.stop(f"proxy-{name}")
    passed = done.returncode == 0
    print(f"{'passed' if passed else 'FAILED'} {name} ({time.monotonic() - begin:.0f} s)", flush=True)
    if not passed:
        print(done.stdout, done.stderr, flush=True)
    return passed


def main(names: list[str]) -> int:
    known = sorted(path.name for path in TARGETS.iterdir() if path.is_dir() and not path.name.startswith("setup_"))
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"There is no target {unknown[0]}. Targets: {', '.join(known)}.")
        return 2
    running_before = background.load(keycloak.FEATURED) is not None
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(run, names or known))
    if not running_before and background.load(keycloak.FEATURED):
        background.stop(keycloak.FEATURED)
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
