# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What AWX does with this collection: credentials of its types, playbooks under ansible-runner, an image."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import uuid
from pathlib import Path

import ansible_runner
import jinja2
import pytest
import yaml

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.options import variables

ROOT = Path(__file__).resolve().parents[2]
AWX = ROOT / "extensions" / "awx"
TYPES = sorted((AWX / "credential-types").glob("*.yml"))
SECRET = "a-secret-of-the-service-account"


def injected(path, folder, inputs):
    """The environment that AWX makes of a credential."""
    kind = yaml.safe_load(path.read_text())
    names = {}
    for name, template in kind["injectors"].get("file", {}).items():
        file = folder / name
        file.write_text(jinja2.Template(template).render(inputs))
        names[name.removeprefix("template.")] = str(file)
    environment = kind["injectors"]["env"]
    given = {**inputs, "tower": {"filename": names}}
    return {
        name: jinja2.Template(value, undefined=jinja2.StrictUndefined).render(given)
        for name, value in environment.items()
    }


@pytest.mark.parametrize("path", TYPES, ids=lambda path: path.stem)
def test_a_credential_type_sets_what_the_collection_reads(path, tmp_path):
    fields = yaml.safe_load(path.read_text())["inputs"]["fields"]
    inputs = {field["id"]: f"value of {field['id']}" for field in fields}
    environment = injected(path, tmp_path, inputs)
    assert set(environment) <= set(variables().values())
    shown = "".join(Path(value).read_text() if os.path.exists(value) else value for value in environment.values())
    assert not [value for value in inputs.values() if value not in shown]
    secrets = {field["id"] for field in fields if field.get("secret")}
    assert secrets & {"client_secret", "password", "key"}


@pytest.fixture(scope="module")
def account(admin):
    """A service account that may do everything."""
    with admin.account(f"awx-{uuid.uuid4().hex[:8]}", SECRET) as name:
        yield name


# Variables of each playbook; {name} and {folder} are those of the test.
PLAYBOOKS = {
    "demo": {"keycloak_realm": "{name}"},
    "plan": {"realm_name": "{name}", "realm_files": "{folder}/files", "realm_plan_file": "{folder}/saved.plan"},
    "apply": {"realm_name": "{name}", "realm_files": "{folder}/files", "realm_apply_plan": "{folder}/saved.plan"},
    "drift": {"realm_name": "{name}", "realm_files": "{folder}/files"},
    "repair": {"realm_name": "{name}", "realm_files": "{folder}/files"},
    "export": {"realm": "master", "directory": "{folder}/export"},
    "migrate": {"migrate_directory": "{folder}/files"},
}


def test_all_playbooks_in_check_mode(server, admin, account, tmp_path):
    assert set(PLAYBOOKS) == {path.stem for path in (ROOT / "playbooks").glob("*.yml")}
    name = f"awx-{uuid.uuid4().hex[:8]}"
    (tmp_path / "files").mkdir()
    (tmp_path / "export").mkdir()
    (tmp_path / "files" / "realm.json").write_text(json.dumps({"enabled": True, "clients": [{"clientId": "web"}]}))
    login = {"url": server.url, "auth_realm": "master"}
    service = injected(
        AWX / "credential-types" / "service-account.yml",
        tmp_path,
        {**login, "client_id": account, "client_secret": SECRET},
    )
    user = injected(
        AWX / "credential-types" / "user.yml", tmp_path, {**login, "username": "admin", "password": "admin"}
    )
    for number, (playbook, given) in enumerate(PLAYBOOKS.items()):
        values = {key: value.format(name=name, folder=tmp_path) for key, value in given.items()}
        folder = tmp_path / f"runner-{playbook}"
        folder.mkdir()
        run = ansible_runner.run(
            private_data_dir=str(folder),
            playbook=f"realmkit.keycloak.{playbook}",
            extravars={**values, "ansible_python_interpreter": sys.executable},
            envvars={
                **(user if number % 2 else service),
                "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            },
            # As AWX's job type "check"; the plan is what the next job applies.
            cmdline="" if playbook == "plan" else "--check --diff",
            quiet=True,
        )
        output = run.stdout.read()
        assert run.rc == 0, f"{playbook}: {output}"
        assert SECRET not in output
        assert admin.find(f"/admin/realms/{name}") is None, playbook


def test_ansible_builder_takes_the_execution_environment(tmp_path):
    builder = shutil.which("ansible-builder", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    assert builder, "ansible-builder is in requirements-dev.txt"
    command = [
        builder,
        "create",
        "-f",
        str(AWX / "execution-environment.yml"),
        "-c",
        str(tmp_path),
        "--output-filename",
        "Containerfile",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert "ansible-core==" in (tmp_path / "Containerfile").read_text()
    # What the collection itself asks an execution environment for is in its archive.
    wanted = yaml.safe_load((ROOT / "meta" / "execution-environment.yml").read_text())["dependencies"]["python"]
    assert (ROOT / wanted).read_text().startswith("requests")
    assert wanted not in yaml.safe_load((ROOT / "galaxy.yml").read_text())["build_ignore"]
