# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The code blocks of README and docs, run as they are printed but for names of the server, its realm and folders."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import requests
import yaml

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.options import OPTIONS, environment_variable

ROOT = Path(__file__).resolve().parents[2]
# Pages whose blocks a test of their own runs.
ELSEWHERE = {"adopt.md": "test_adopt.py"}
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
# The pages call it demo, as another test does.
REALM = "docs"
# The pages call it demo-staff.
OTHERS = ("docs-staff",)
SECRETS = {
    "vault_admin_password": "admin",
    "vault_keycloak_password": "admin",
    "vault_ann_password": "a-password-of-ann",
    "vault_keystore_password": "keystore",
    "one_time_code": "",
}


def blocks(page, language):
    text = re.sub(r"\bdemo\b", REALM, page.read_text())
    return [textwrap.dedent(block) for found, block in BLOCK.findall(text) if found == language]


def every_block():
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        if page.name not in ELSEWHERE:
            for number, text in enumerate(blocks(page, "yaml")):
                yield pytest.param(page.name, text, id=f"{page.stem}-{number}")


@pytest.fixture(scope="module")
def playbook(server, tmp_path_factory):
    """Runs a play and returns what Ansible printed."""
    folder = tmp_path_factory.mktemp("docs")
    for name in (REALM, *OTHERS):
        (folder / "realms" / name).mkdir(parents=True)
        (folder / "realms" / name / "realm.yml").write_text("displayName: From a file\n")

    def run(play):
        text = yaml.safe_dump(play, sort_keys=False, width=1000)
        text = re.sub(r"https://sso\.example\.(com|org)", server.url, text).replace("/etc/shop", str(folder))
        (folder / "play.yml").write_text(text)
        command = [str(Path(sys.executable).with_name("ansible-playbook")), "--inventory", "localhost,"]
        command += ["--connection", "local", "--extra-vars", json.dumps(SECRETS), str(folder / "play.yml")]
        environment = {
            **os.environ,
            "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".cache" / "collections"),
            "KEYCLOAK_URL": server.url,
            "KEYCLOAK_USERNAME": server.extra["username"],
            "KEYCLOAK_PASSWORD": server.extra["password"],
            "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
        }
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="module")
def first(server, admin, playbook, mailbox):
    """README's first example on a server that has no such realm, twice; and what the other pages take for granted."""
    (play,) = yaml.safe_load(blocks(ROOT / "README.md", "yaml")[0])
    outputs = [playbook([play]), playbook([play])]
    path = f"/admin/realms/{REALM}"
    realm = admin.get(path)
    admin.put(path, {**realm, "smtpServer": mailbox.settings})
    admin.post(f"{path}/clients", {"clientId": "shop", "publicClient": False})
    yield outputs
    for name in (REALM, *OTHERS):
        admin.remove_realm(name)


def test_the_first_example_works_on_an_empty_server(server, first):
    assert "changed=0" not in first[0]
    assert "changed=0" in first[1] and "ann" in first[1]
    password = SECRETS["vault_ann_password"]
    form = {"grant_type": "password", "client_id": "admin-cli", "username": "ann", "password": password}
    answer = requests.post(f"{server.url}/realms/{REALM}/protocol/openid-connect/token", data=form, timeout=30)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(("page", "text"), every_block())
def test_a_block(playbook, first, page, text):
    content = yaml.safe_load(text)
    if isinstance(content, dict) and "fields" in content:
        assert set(content["required"]) <= {field["id"] for field in content["fields"]}
    elif isinstance(content, dict) and "env" in content:
        assert set(content["env"]) <= {environment_variable(option) for option in OPTIONS}
    elif isinstance(content, dict):
        tasks = [{"name": "Show", "ansible.builtin.debug": {"msg": value}} for value in content.values()]
        playbook([{"hosts": "localhost", "gather_facts": False, "tasks": tasks}])
    elif "hosts" in content[0]:
        playbook(content)
    else:
        playbook([{"hosts": "localhost", "gather_facts": False, "tasks": content}])


def test_commands_are_targets_and_playbooks_that_exist():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        text = page.read_text()
        assert set(re.findall(r"`?\bmake ([a-z-]+)\b(?=[ `\n]+[#;`,.]| TARGET|`)", text)) <= targets, page
        for name in re.findall(r"ansible-playbook realmkit\.keycloak\.(\w+)", text):
            assert (ROOT / "playbooks" / f"{name}.yml").exists(), page
