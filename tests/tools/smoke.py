# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The shortest proof of a pair of Ansible and Keycloak: smoke.py PLAYBOOK-COMMAND [PYTHON-OF-THE-TARGET].

The demo twice, an export of its realm, which is removed and made again from the files, and those files once more. The
server is that of KEYCLOAK_URL, KEYCLOAK_USERNAME and KEYCLOAK_PASSWORD. What fails is printed as Ansible said it. No
play may warn of more than the server's version.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REALM = "shop"
APPLY = """
- hosts: localhost
  gather_facts: false
  tasks:
    - ansible.builtin.include_role:
        name: realmkit.keycloak.realm
      vars:
        realm_name: shop
        realm_files: "{{ directory }}"
"""
REMOVE = """
- hosts: localhost
  gather_facts: false
  tasks:
    - realmkit.keycloak.keycloak_realm:
        realm: shop
        state: absent
"""


class Failed(Exception):
    """A play that failed or warned, or that changed something where nothing should change."""


def play(command: list[str], name: str, playbook: str | Path, unchanged: bool = False, **variables: str) -> str:
    extra = [part for key, value in variables.items() for part in ("--extra-vars", f"{key}={value}")]
    done = subprocess.run(
        [*command, "--inventory", "localhost,", "--connection", "local", *extra, str(playbook)],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    told = done.stdout + done.stderr
    if done.returncode or (unchanged and not re.search(r"changed=0 .*failed=0", told)):
        raise Failed(f"{name} {'failed' if done.returncode else 'changed something'}:\n{told}")
    warnings = re.findall(r"^\[WARNING\]: (.*)", told, re.M)
    if warnings[1:] or not all(re.match(r"Keycloak [\d.]+ is (newer|older) than", it) for it in warnings):
        raise Failed(f"{name} warned:\n{told}")
    return told


def main(command: str, target: str = "") -> int:
    python = target or str(Path(command).absolute().with_name("python"))
    with tempfile.TemporaryDirectory() as folder:

        def run(name: str, playbook: str | Path, unchanged: bool = False, **variables: str) -> str:
            return play([command], name, playbook, unchanged, ansible_python_interpreter=python, **variables)

        (apply, remove) = (Path(folder) / name for name in ("apply.yml", "remove.yml"))
        apply.write_text(APPLY)
        remove.write_text(REMOVE)
        files = str(Path(folder) / "files")
        try:
            run("removing the realm of another run", remove)
            run("the demo", ROOT / "playbooks" / "demo.yml")
            run("the demo once more", ROOT / "playbooks" / "demo.yml", unchanged=True)
            told = run("the export", "realmkit.keycloak.export", realm=REALM, directory=files)
            names = re.search(r"Variables for secrets: ([^\"]*)", told)
            secrets = {name: "Smoke-1" for name in (names.group(1).split(", ") if names else ()) if name != "none"}
            run("removing the realm", remove)
            run("applying the files", apply, directory=files, **secrets)
            run("applying the files once more", apply, unchanged=True, directory=files, **secrets)
            run("removing the realm", remove)
        except Failed as error:
            print(error)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
