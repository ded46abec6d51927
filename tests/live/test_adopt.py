# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The commands and files of docs/adopt.md, from top to bottom, on a realm that somebody made by hand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"```(sh|yaml)\n(.*?)```", re.DOTALL)


@pytest.fixture
def demo(admin):
    admin.post("/admin/realms", {"realm": "demo", "enabled": True, "displayName": "By hand"})
    try:
        admin.post("/admin/realms/demo/clients", {"clientId": "shop", "secret": "the secret of the client shop"})
        yield "/admin/realms/demo"
    finally:
        admin.remove_realm("demo")


def test_the_five_steps(server, admin, demo, tmp_path):
    (tmp_path / "password").write_text("of the vault")
    environment = {
        **os.environ,
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".cache" / "collections"),
        "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_VAULT_PASSWORD_FILE": str(tmp_path / "password"),
        "KEYCLOAK_PASSWORD": server.extra["password"],
        "KEYCLOAK_URL": server.url,
        "KEYCLOAK_USERNAME": server.extra["username"],
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }

    def run(command):
        command = command.replace(" --ask-vault-pass", "")
        return subprocess.run(
            command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    def changed_by_hand():
        (shop,) = admin.get(f"{demo}/clients?clientId=shop")
        admin.put(f"{demo}/clients/{shop['id']}", {**shop, "standardFlowEnabled": False})

    before = admin.get(demo), admin.get(f"{demo}/clients")
    done = []
    for kind, content in BLOCK.findall((ROOT / "docs" / "adopt.md").read_text()):
        if kind == "yaml":
            (tmp_path / content.split()[1]).write_text(content)
        elif not content.startswith("export "):
            done.append(run(content))
            assert done[-1].returncode == 0, done[-1].stdout + done[-1].stderr
    exported, _encrypted, compared, _applied, drift = (it.stdout for it in done)
    assert "Variables for secrets: clients_shop_secret" in exported
    assert "{{ clients_shop_secret }}" in (tmp_path / "realms" / "demo" / "clients" / "shop.yml").read_text()
    assert "demo: 0 to create, 0 to change, 0 to delete" in compared and "changed=0" in drift
    # Nothing that the realm was has changed.
    assert (admin.get(demo), admin.get(f"{demo}/clients")) == before

    changed_by_hand()
    again = run("ansible-playbook realm.yml -e realm_drift=fail")
    assert again.returncode != 0 and "client 'shop'" in again.stdout
