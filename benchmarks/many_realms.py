# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many small realms: as hosts of the inventory with 1 and 4 forks, beside a loop over the role.

Usage: many_realms.py [--write] [how many realms, 100]. Needs the server of the tests. Prints a table; with --write it
goes to docs/speed.md. Times are of whole ansible-playbook runs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "keycloak"), str(ROOT / "benchmarks")]

import background  # noqa: E402
import report  # noqa: E402
from admin import Admin  # noqa: E402

PREFIX = "benchmark-many-"
ROLE = "realmkit.keycloak.realm"
HOSTS = {"hosts": "all", "gather_facts": False, "roles": [ROLE]}
HEAD = (
    "{count} realms from files, each with a client, a role, a group and a user.",
    "",
    "| realms | run | seconds | seconds a realm |",
    "| --- | --- | --- | --- |",
)


def config(name: str) -> dict[str, object]:
    return {
        "displayName": name,
        "clients": [{"clientId": "shop", "redirectUris": ["https://shop.example.com/*"]}],
        "roles": {"realm": [{"name": "clerk"}]},
        "groups": [{"name": "staff", "realmRoles": ["clerk"]}],
        "users": [{"username": "ann", "groups": ["/staff"]}],
    }


def lay_out(folder: Path, names: list[str], url: str) -> None:
    for name in names:
        (folder / "realms" / name).mkdir(parents=True)
        (folder / "realms" / name / "realm.json").write_text(json.dumps(config(name)))
    inventory = {"plugin": "realmkit.keycloak.realms", "directory": str(folder / "realms"), "auth_keycloak_url": url}
    (folder / "all.realms.yml").write_text(json.dumps(inventory))
    (folder / "hosts.json").write_text(json.dumps([HOSTS]))
    given = {"realm_name": "{{ item }}", "realm_files": f"{folder}/realms/{{{{ item }}}}"}
    loop = {"ansible.builtin.include_role": {"name": ROLE}, "vars": given, "loop": names}
    (folder / "loop.json").write_text(
        json.dumps([{"hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": [loop]}])
    )


def run(folder: Path, play: str, inventory: str, forks: int, url: str) -> float:
    login = {"KEYCLOAK_URL": url, "KEYCLOAK_USERNAME": "admin", "KEYCLOAK_PASSWORD": "admin"}
    own = {"ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".cache" / "collections"), "ANSIBLE_FORKS": str(forks)}
    began = time.monotonic()
    done = subprocess.run(
        [str(Path(sys.executable).with_name("ansible-playbook")), "--inventory", inventory, str(folder / play)],
        env={**os.environ, **own, **login, "ANSIBLE_PYTHON_INTERPRETER": sys.executable},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return time.monotonic() - began


def rows(folder: Path, names: list[str], url: str, admin: Admin) -> Iterator[str]:
    ways = [(f"as hosts, {forks} fork{'s' if forks > 1 else ''}", "hosts.json", forks) for forks in (1, 4)]
    for title, play, forks in (*ways, ("in a loop", "loop.json", 1)):
        for name in names:
            admin.remove_realm(name)
        inventory = str(folder / "all.realms.yml") if play == "hosts.json" else "localhost,"
        for step in ("first", "unchanged"):
            seconds = run(folder, play, inventory, forks, url)
            for name in names:
                assert admin.get(f"/admin/realms/{name}/users?username=ann"), f"{title}, {step}: {name} is not complete"
            yield f"| {title} | {step} | {seconds:.0f} | {seconds / len(names):.2f} |"


def main(arguments: list[str]) -> int:
    running = background.load("test")
    assert running is not None, "no server: make server starts it"
    count = next((int(it) for it in arguments if it != "--write"), 100)
    names, admin, found = [f"{PREFIX}{number}" for number in range(count)], Admin(running.url), []
    with tempfile.TemporaryDirectory() as folder:
        lay_out(Path(folder), names, running.url)
        try:
            for row in rows(Path(folder), names, running.url, admin):
                print(row, flush=True)
                found.append(row)
        finally:
            for name in names:
                admin.remove_realm(name)
    if "--write" in arguments:
        report.write("many realms", [*(line.format(count=count) for line in HEAD), *found])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
