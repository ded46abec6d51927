# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""extensions/awx/workflow.yml with the modules of awx.awx, as far as that goes without an AWX: each task is run, and
its arguments are what the module takes and documents. `make awx` runs this."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import ansible_runner
import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

ROOT = Path(__file__).resolve().parents[2]
COLLECTIONS = ROOT / ".cache" / "awx" / "collections"
PATH = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
ITEMS = {"Credential types": 3, "Job templates": 5, "Preview, approval, apply": 2, "Look for drift each night": 1}
# The module has taken its arguments, and nobody answers.
NOBODY = "Connection refused"


def spec_of(options):
    """The argument spec that documentation describes, suboptions included."""
    kept = ("type", "elements", "required", "choices", "aliases")
    found = {}
    for name, option in options.items():
        found[name] = {key: option[key] for key in kept if key in option}
        if option.get("suboptions"):
            found[name]["options"] = spec_of(option["suboptions"])
    return found


def documented(module):
    command = ["ansible-doc", "--json", module]
    environment = {**os.environ, "PATH": PATH, "ANSIBLE_COLLECTIONS_PATH": str(COLLECTIONS)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return spec_of(json.loads(done.stdout)[module]["doc"]["options"])


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """(task, module, arguments as they were rendered, message) for each task or item."""
    folder = tmp_path_factory.mktemp("awx")
    shutil.copytree(ROOT / "extensions" / "awx", folder / "awx")
    book = folder / "awx" / "workflow.yml"
    (play,) = yaml.safe_load(book.read_text())
    play["ignore_errors"] = True
    book.write_text(yaml.safe_dump([play]))
    run = ansible_runner.run(
        private_data_dir=str(folder),
        playbook=str(book),
        envvars={
            "ANSIBLE_COLLECTIONS_PATH": str(COLLECTIONS),
            "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
            "CONTROLLER_HOST": "http://127.0.0.1:1",
            "CONTROLLER_USERNAME": "admin",
            "CONTROLLER_PASSWORD": "admin",
            "PATH": PATH,
        },
        quiet=True,
    )
    looped = {task["name"] for task in play["tasks"] if "loop" in task}
    found = []
    for event in run.events:
        data = event.get("event_data", {})
        if event["event"] == "runner_item_on_failed" or (
            event["event"] == "runner_on_failed" and data["task"] not in looped
        ):
            result = data["res"]
            found.append(
                (data["task"], data["task_action"], result.get("invocation", {}).get("module_args", {}), result["msg"])
            )
    assert run.rc == 0, run.stdout.read()
    return found


def test_each_task_is_taken_by_its_module(results):
    names = [task for task, _module, _arguments, _message in results]
    assert {name: names.count(name) for name in names} == ITEMS
    for task, _module, _arguments, message in results:
        assert NOBODY in message, f"{task}: {message}"


def test_arguments_are_those_that_are_documented(results):
    specs = {module: documented(module) for module in {module for _task, module, _arguments, _message in results}}
    for task, module, arguments, _message in results:
        given = {name: value for name, value in arguments.items() if value is not None}
        wrong = ArgumentSpecValidator(specs[module]).validate(given).error_messages
        assert not wrong, f"{task}: {wrong}"
    # What is wrong at any depth is found.
    nodes = [{"identifier": "x", "related": {"success_nodes": [{"identifer": "y"}]}}]
    wrong = ArgumentSpecValidator(specs["awx.awx.workflow_job_template"]).validate(
        {"name": "x", "organization": "x", "workflow_nodes": nodes}
    )
    assert "identifer" in wrong.error_messages[0]


def test_nodes_of_a_workflow_lead_to_nodes_and_templates(results):
    templates = {arguments["name"] for task, _module, arguments, _message in results if task == "Job templates"}
    workflows = [arguments for task, _module, arguments, _message in results if task == "Preview, approval, apply"]
    for workflow in workflows:
        nodes = {node["identifier"]: node for node in workflow["workflow_nodes"]}
        followed, place = [], "preview"
        while place:
            followed.append(nodes[place]["unified_job_template"]["type"])
            after = nodes[place].get("related", {}).get("success_nodes", [])
            place = after[0]["identifier"] if after else None
        assert followed == ["job_template", "workflow_approval", "job_template"]
        jobs = {node["unified_job_template"]["name"] for name, node in nodes.items() if name != "approval"}
        assert len(jobs) == 2 and jobs <= templates
