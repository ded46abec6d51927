# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each example of the documentation works, from top to bottom, in a realm of the name that the examples use."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import requests
import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTED = sorted((ROOT / "plugins" / "modules").glob("*.py")) + sorted((ROOT / "plugins" / "lookup").glob("*.py"))
SECRET = re.compile(r"{{ (\w+_(?:password|secret)) }}")


def examples(path):
    return re.search(r'^EXAMPLES = r"""\n(.*?)^"""', path.read_text(), re.S | re.M).group(1)


# Modules whose examples need the server with further features.
FEATURED = ("keycloak_client_type", "keycloak_management_permissions", "keycloak_user_verifiable_credential")


@pytest.fixture
def place(request, path):
    """The server that the examples need, and its administrator."""
    names = ("featured", "featured_admin") if path.stem in FEATURED else ("server", "admin")
    return [request.getfixturevalue(name) for name in names]


@pytest.fixture
def demo(place, mailbox, path):
    """The realm of the examples, as they expect it."""
    _server, admin = place
    body = yaml.safe_load((ROOT / "tests" / "live" / "examples_realm.yml").read_text())
    _remove(admin)
    admin.post("/admin/realms", dict(body, smtpServer=mailbox.settings))
    admin.post("/admin/realms/demo/client-scopes", {"name": "invoices", "protocol": "openid-connect"})
    if path.stem in FEATURED:
        admin.put("/admin/realms/demo", dict(admin.get("/admin/realms/demo"), verifiableCredentialsEnabled=True))
        admin.post("/admin/realms/demo/client-scopes", {"name": "membership", "protocol": "oid4vc"})
    yield
    _remove(admin)


def _remove(admin):
    try:
        admin.delete("/admin/realms/demo")
    except requests.HTTPError as error:
        if error.response.status_code != 404:
            raise


@pytest.mark.parametrize("path", DOCUMENTED, ids=lambda path: path.stem)
def test_the_examples_work(place, demo, path, tmp_path):
    server, _admin = place
    text = examples(path).replace("https://sso.example.com", server.url).replace("/var/backups", str(tmp_path))
    play = [{"hosts": "localhost", "gather_facts": False, "tasks": yaml.safe_load(text)}]
    (tmp_path / "play.yml").write_text(yaml.safe_dump(play, sort_keys=False, allow_unicode=True))
    secrets = dict({name: f"Secret-{name}-1" for name in SECRET.findall(text)}, admin_password="admin")
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("ansible-playbook")),
            *("--inventory", "localhost,", "--connection", "local", str(tmp_path / "play.yml")),
            *(option for name, value in secrets.items() for option in ("--extra-vars", f"{name}={value}")),
        ],
        env=dict(
            os.environ,
            ANSIBLE_COLLECTIONS_PATH=str(ROOT / ".cache" / "collections"),
            ANSIBLE_HOME=str(ROOT / ".cache" / "ansible"),
            ANSIBLE_PIPELINING="true",
            ANSIBLE_PYTHON_INTERPRETER=sys.executable,
            KEYCLOAK_URL=server.url,
            KEYCLOAK_USERNAME="admin",
            KEYCLOAK_PASSWORD="admin",
        ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
