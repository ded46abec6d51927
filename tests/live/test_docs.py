# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The code blocks of README and docs, page by page from top to bottom, as printed but for names of server and realm.

A block whose first line is a file's name is written to that file, for a later block that uses it. A block that can't
run says why in its first line.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests
import yaml
from connecting import client_with
from pages import blocks

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.options import OPTIONS, environment_variable

ROOT = Path(__file__).resolve().parents[2]
# Pages whose blocks a test of their own runs.
ELSEWHERE = {"adopt.md": "tests/live/test_adopt.py", "events.md": "tests/eda/test_page.py"}
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "roles/realm/README.md")),
    *(page for page in sorted((ROOT / "docs").glob("*.md")) if page.name not in ELSEWHERE),
]
REPOSITORY = "https://github.com/realmkit/realmkit.keycloak.git"
# What was printed, trees of files, and pictures.
SHOWN = {"text", "diff", "mermaid"}
# A page whose files name the account that it logs in with: in the environment is its secret alone.
ACCOUNT, ACCOUNT_SECRET = "ansible", "a-secret-of-the-account"
OWN_LOGINS = {"many-realms.md": {"SSO1_SECRET": ACCOUNT_SECRET}}
# Files of others, each with its schema.
SCHEMAS = {".gitlab-ci.yml": "vendor.gitlab-ci", ".github/workflows/realm.yml": "vendor.github-workflows"}
# The pages call it demo, as another test does, and demo-staff.
REALM = "docs"
OTHERS = ("docs-staff", "garden")
SECRETS = {
    "vault_admin_password": "admin",
    "vault_keycloak_password": "admin",
    "vault_ann_password": "a-password-of-ann",
    "vault_keystore_password": "keystore",
    "one_time_code": "",
}


@dataclass
class Desk:
    """A directory in which the blocks of a page are done, one after the other."""

    server: object
    folder: Path
    names: dict
    login: dict
    files: dict = field(default_factory=dict)

    def cleared(self, page):
        """The same with what a page takes for granted, and nothing of another page."""
        folder = self.folder / f"{page.parent.name}-{page.stem}"
        for name in (REALM, "docs-staff"):
            (folder / "realms" / name).mkdir(parents=True)
            (folder / "realms" / name / "realm.yml").write_text("displayName: From a file\n")
        (folder / "password").write_text("of the vault")
        shutil.copy(requests.certs.where(), folder / "authority.pem")
        # Pages whose files are in Git.
        subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
        subprocess.run(["git", "add", "realms"], cwd=folder, check=True)
        return Desk(self.server, folder, dict(self.names), OWN_LOGINS.get(page.name, self.login))

    def adapted(self, text):
        text = re.sub(r"https://sso1?\.example\.(com|org)|http://localhost:8080", self.server.url, text)
        return text.replace("/etc/shop", str(self.folder)).replace("/var/plans", str(self.folder))

    def do(self, block):
        if block.reason:
            assert len(block.reason) > 10
        elif block.language == "sh":
            self.shell(block.text)
        elif block.language == "python":
            exec(block.text, self.names)  # noqa: S102
        elif block.file:
            path = self.folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.adapted(block.text))
            self.files[block.file] = yaml.safe_load(block.text)
            if block.file in SCHEMAS:
                self.shell(f"check-jsonschema --builtin-schema {SCHEMAS[block.file]} {block.file}")
            for command in jobs(self.files[block.file]):
                self.shell(command)
        elif block.language == "yaml":
            self.declared(yaml.safe_load(block.text))
        else:
            assert block.language in SHOWN, f"blocks of {block.language or 'no language'} are not run"

    def declared(self, content):
        if isinstance(content, dict) and "fields" in content:
            assert set(content["required"]) <= {field["id"] for field in content["fields"]}
        elif isinstance(content, dict) and "env" in content:
            assert set(content["env"]) <= {environment_variable(option) for option in OPTIONS}
        elif isinstance(content, dict) and "collections" in content:
            (self.folder / "requirements.yml").write_text(yaml.safe_dump(content))
            self.shell("ansible-galaxy collection install -r requirements.yml")
        elif isinstance(content, dict) and "minor_changes" in content:
            assert all(isinstance(line, str) for line in content["minor_changes"])
        elif isinstance(content, dict):
            tasks = [{"name": "Show", "ansible.builtin.debug": {"msg": value}} for value in content.values()]
            self.play([{"hosts": "localhost", "gather_facts": False, "tasks": tasks}])
        elif "hosts" in content[0]:
            self.play(content)
        else:
            self.play([{"hosts": "localhost", "gather_facts": False, "tasks": content}])

    def play(self, play):
        (self.folder / "play.yml").write_text(self.adapted(yaml.safe_dump(play, sort_keys=False, width=1000)))
        (self.folder / "secrets.json").write_text(json.dumps(SECRETS))
        return self.shell("ansible-playbook --connection local --extra-vars @secrets.json play.yml")

    def shell(self, commands):
        environment = {
            **os.environ,
            "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".cache" / "collections"),
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
            "ANSIBLE_VAULT_PASSWORD_FILE": str(self.folder / "password"),
            "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "true",
            **self.login,
            # The project's repository is this one.
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"url.{ROOT}.insteadOf",
            "GIT_CONFIG_VALUE_0": REPOSITORY,
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        }
        if "ansible-galaxy collection install" in commands:
            environment["ANSIBLE_COLLECTIONS_PATH"] = str(self.folder / "installed")
        text = self.adapted(commands).replace(" --ask-vault-pass", "")
        # The pages' own login is that of their server.
        text = re.sub(r"^export KEYCLOAK_URL=.*\n", "", text, flags=re.M)
        done = subprocess.run(
            ["bash", "-eu", "-o", "pipefail", "-c", text],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{text}\n{done.stdout}{done.stderr}"
        return done.stdout


def jobs(content):
    """The commands of a pipeline's file, in the order of its jobs."""
    if not isinstance(content, dict):
        return
    for job in {**content, **content.get("jobs", {})}.values():
        if isinstance(job, dict):
            yield from job.get("script", ())
            yield from (step["run"] for step in job.get("steps", ()) if "run" in step)


@pytest.fixture(scope="module")
def desk(server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs")
    login = {f"KEYCLOAK_{name.upper()}": server.extra[name] for name in ("username", "password")}
    login["KEYCLOAK_URL"] = server.url
    with client_with(server) as client:
        yield Desk(server, folder, {"client": client}, login).cleared(ROOT / "first.md")


@pytest.fixture(scope="module")
def first(admin, desk, mailbox):
    """README's first example on a server that has no such realm, twice; and what the other pages take for granted."""
    (play, *_others), *_more = (
        yaml.safe_load(it.text) for it in blocks(ROOT / "README.md", REALM) if it.text.startswith("- hosts")
    )
    # A run that was stopped may have left them.
    for name in (REALM, *OTHERS):
        admin.remove_realm(name)
    outputs = [desk.play([play]), desk.play([play])]
    path = f"/admin/realms/{REALM}"
    realm = admin.get(path)
    admin.put(path, {**realm, "smtpServer": mailbox.settings})
    admin.post(f"{path}/clients", {"clientId": "shop", "publicClient": False})
    with admin.account(ACCOUNT, ACCOUNT_SECRET):
        yield outputs
    for name in (REALM, *OTHERS):
        admin.remove_realm(name)


def test_the_collection_is_installed_from_a_checkout_as_shown(desk):
    desk.do(next(it for it in blocks(ROOT / "README.md", REALM) if "git clone" in it.text))
    installed = desk.folder / "installed" / "ansible_collections" / "realmkit" / "keycloak"
    assert (installed / "plugins" / "modules" / "keycloak_user.py").exists() and not (
        installed / "tests" / "live"
    ).exists()


def test_the_first_example_works_on_an_empty_server(server, first):
    assert "changed=0" not in first[0]
    assert "changed=0" in first[1] and "ann" in first[1]
    password = SECRETS["vault_ann_password"]
    form = {"grant_type": "password", "client_id": "admin-cli", "username": "ann", "password": password}
    answer = requests.post(f"{server.url}/realms/{REALM}/protocol/openid-connect/token", data=form, timeout=30)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem if page.parent != ROOT / "roles/realm" else "role")
def test_the_blocks_of_a_page(desk, first, page):
    desk, found = desk.cleared(page), list(blocks(page, REALM))
    for block in found:
        if "git clone" not in block.text:
            desk.do(block)
    # A file that is only shown would be a block that nothing runs.
    commands = "".join(it.text for it in found if it.language == "sh" and not it.reason)
    for name, content in desk.files.items():
        if isinstance(content, list):
            assert name in commands, f"{page.name}: nothing runs {name}"


def test_the_pages_that_are_left_out_here_have_a_test():
    for name, test in ELSEWHERE.items():
        assert f'"{name}"' in (ROOT / test).read_text()


def test_commands_are_targets_and_playbooks_that_exist():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        text = page.read_text()
        assert set(re.findall(r"`?\bmake ([a-z-]+)\b(?=[ `\n]+[#;`,.]| TARGET|`)", text)) <= targets, page
        for name in re.findall(r"ansible-playbook realmkit\.keycloak\.(\w+)", text):
            assert (ROOT / "playbooks" / f"{name}.yml").exists(), page
