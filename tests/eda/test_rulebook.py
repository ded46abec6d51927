# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The example rulebook, run by ansible-rulebook: what somebody changes by hand is reset. `make eda` runs this."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / part) for part in ("keycloak", "tools")]

import background  # noqa: E402
import server as keycloak  # noqa: E402
from admin import Admin  # noqa: E402

BIN = Path(os.environ.get("EDA_BIN") or ROOT / ".cache" / "eda" / "bin")
SECRET = "a-secret-of-the-events-client"


@pytest.fixture
def server():
    running = background.load(keycloak.TEST)
    assert running is not None, "no server: make server starts it"
    return running


@pytest.fixture
def admin(server):
    return Admin(server.url)


@pytest.fixture
def realm(admin):
    name = f"eda-{uuid.uuid4().hex[:8]}"
    client = {"clientId": name, "secret": SECRET, "serviceAccountsEnabled": True, "publicClient": False}
    admin.post("/admin/realms", {"realm": name, "enabled": True, "adminEventsEnabled": True})
    # Of the realm master, whose administrators may do everything: what it needs is not the question here.
    admin.post("/admin/realms/master/clients", client)
    (made,) = admin.get(f"/admin/realms/master/clients?clientId={name}")
    account = admin.get(f"/admin/realms/master/clients/{made['id']}/service-account-user")
    role = admin.get("/admin/realms/master/roles/admin")
    admin.post(f"/admin/realms/master/users/{account['id']}/role-mappings/realm", [role])
    yield name
    admin.delete(f"/admin/realms/master/clients/{made['id']}")
    admin.remove_realm(name)


@contextlib.contextmanager
def rulebook(server, realm, folder):
    (folder / "files").mkdir(exist_ok=True)
    (folder / "files" / "realm.json").write_text(json.dumps({"clients": [{"clientId": "web", "name": "As declared"}]}))
    (folder / "inventory.yml").write_text(
        yaml.safe_dump({"all": {"hosts": {"localhost": {"ansible_connection": "local"}}}})
    )
    variables = {
        "keycloak_url": server.url,
        "events_client_id": realm,
        "events_client_secret": SECRET,
        "realm_name": realm,
        "realm_files": str(folder / "files"),
        "cursor": str(folder / "cursor"),
    }
    (folder / "variables.yml").write_text(yaml.safe_dump(variables))
    command = [BIN / "ansible-rulebook", "-r", "realmkit.keycloak.reset_clients", "-i", "inventory.yml"]
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "ANSIBLE_NOCOLOR": "1"}
    environment.pop("ANSIBLE_PYTHON_INTERPRETER", None)
    with (folder / "output").open("a") as output:
        process = subprocess.Popen(
            [*command, "--vars", "variables.yml", "--verbose"],
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait(lambda: (folder / "cursor").exists() and process.poll() is None, folder, 90)
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait(condition, folder, seconds):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, (folder / "output").read_text()[-6000:]
        time.sleep(0.5)


def test_what_was_changed_by_hand_is_reset(server, admin, realm, tmp_path):
    home = f"/admin/realms/{realm}/clients"

    def web():
        (client,) = admin.get(f"{home}?clientId=web")
        return client

    def change(name):
        client = web()
        admin.put(f"{home}/{client['id']}", {**client, "name": name})

    admin.post(home, {"clientId": "web", "name": "As declared"})
    with rulebook(server, realm, tmp_path):
        change("By hand")
        wait(lambda: web()["name"] == "As declared", tmp_path, 90)
    # Changed while no rulebook runs: the cursor knows.
    change("By hand, at night")
    with rulebook(server, realm, tmp_path):
        wait(lambda: web()["name"] == "As declared", tmp_path, 90)
    assert SECRET not in (tmp_path / "output").read_text()
