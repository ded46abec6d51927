# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook that rewrites playbooks for other collections."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
THEIRS = """
- hosts: localhost
  collections: [community.general]
  module_defaults:
    group/community.general.keycloak: {auth_realm: master}
    group/middleware_automation.keycloak.keycloak: {auth_realm: master}
    community.general.keycloak_user: {realm: demo}
  roles:
    - middleware_automation.keycloak.keycloak_quarkus
    - role: middleware_automation.keycloak.keycloak_realm
    - {role: "middleware_automation.keycloak.keycloak_realm", keycloak_realm: x}
  tasks:
    - community.general.keycloak_userprofile:
        realm: demo
      register: made
      failed_when: "'HTTP Error 401' in made.msg"
    - name: community.general.keycloak_user says nothing
      "middleware_automation.keycloak.keycloak_authentication_flow" : {alias: x}
    - community.general.ini_file: {path: /x}
    - action: community.general.keycloak_role
    - local_action: community.general.keycloak_role name=x
    - debug: {msg: "{{ made.diff.after }}"}
    - community.general.keycloak_clienttemplate: {name: x}
"""
OURS = """
- hosts: localhost
  collections: [community.general]
  module_defaults:
    group/realmkit.keycloak.keycloak: {auth_realm: master}
    group/realmkit.keycloak.keycloak: {auth_realm: master}
    realmkit.keycloak.keycloak_user: {realm: demo}
  roles:
    - middleware_automation.keycloak.keycloak_quarkus
    - role: realmkit.keycloak.keycloak_realm
    - {role: "realmkit.keycloak.keycloak_realm", keycloak_realm: x}
  tasks:
    - realmkit.keycloak.keycloak_userprofile:
        realm: demo
      register: made
      failed_when: "'HTTP Error 401' in made.msg"
    - name: community.general.keycloak_user says nothing
      "realmkit.keycloak.keycloak_authentication_flow" : {alias: x}
    - community.general.ini_file: {path: /x}
    - action: realmkit.keycloak.keycloak_role
    - local_action: realmkit.keycloak.keycloak_role name=x
    - debug: {msg: "{{ made.diff.after }}"}
    - community.general.keycloak_clienttemplate: {name: x}
"""
OTHER = "- hosts: localhost\n  tasks:\n    - community.general.ini_file: {path: /x, section: ü}\n"
LOOK = {3: "Put realmkit.keycloak first", 9: "A role", 10: "A role", 11: "A role", 13: "attributes_behavior"}
LOOK = {**LOOK, 16: "other words", 22: "diff is a list", 23: "Use keycloak_client_scope"}


@pytest.fixture
def migrate(tmp_path):
    (tmp_path / "roles a").mkdir()
    place, other = tmp_path / "roles a" / "main.yaml", tmp_path / "other.yml"
    place.write_text(THEIRS)
    other.write_text(OTHER)
    environment = {**os.environ, "ANSIBLE_NOCOLOR": "1"}
    command = [str(Path(sys.executable).with_name("ansible-playbook")), str(ROOT / "playbooks" / "migrate.yml")]

    def run(*more):
        given = json.dumps({"migrate_directory": str(tmp_path), "ansible_python_interpreter": sys.executable})
        done = subprocess.run(
            [*command, "-e", given, *more], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert other.read_text() == OTHER
        (shown,) = re.findall(r"ok: \[localhost\] => (\{$.*?^\})", done.stdout, re.M | re.S)
        return "changed=1 " in done.stdout, json.loads(shown)["msg"], place

    return run


def test_names_are_rewritten_and_the_rest_is_listed(migrate):
    changed, look, place = migrate("--check")
    assert changed and place.read_text() == THEIRS
    changed, again, _place = migrate()
    assert changed and place.read_text() == OURS
    for found in (look, again):
        lines = dict(line.removeprefix(f"{place}:").split(" ", 1) for line in found)
        assert {int(number) for number in lines} == set(LOOK)
        assert all(advice in lines[str(number)] for number, advice in LOOK.items())
    changed, _look, _place = migrate()
    assert not changed and place.read_text() == OURS


def test_the_module_that_is_gone_says_what_to_use(tmp_path):
    play = tmp_path / "play.yml"
    task = {"realmkit.keycloak.keycloak_clienttemplate": {"name": "x"}}
    play.write_text(json.dumps([{"hosts": "localhost", "gather_facts": False, "tasks": [task]}]))
    command = [str(Path(sys.executable).with_name("ansible-playbook")), "--inventory", "localhost,", str(play)]
    environment = {
        **os.environ,
        "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".cache" / "collections"),
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode
    assert "Use realmkit.keycloak.keycloak_client_scope with the mappers of the template" in " ".join(
        done.stderr.split()
    )


def test_every_module_of_theirs_is_here():
    routing = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text())["plugin_routing"]["modules"]
    here = {path.stem for path in (ROOT / "plugins" / "modules").glob("*.py")}
    theirs = """authentication authentication_flow authentication_required_actions authentication_v2
        authz_authorization_scope authz_custom_policy authz_permission authz_permission_info client client_rolemapping
        client_rolescope client_scope_rolemappings clientscope clientscope_rolemappings clientscope_type
        clientsecret_info clientsecret_regenerate clienttemplate component component_info group identity_provider realm
        realm_info realm_key realm_keys_metadata_info realm_localization realm_rolemapping realm_users_info role user
        user_execute_actions_email user_federation user_rolemapping userprofile"""
    for name in (f"keycloak_{it}" for it in theirs.split()):
        target = routing.get(name, {}).get("redirect", f"realmkit.keycloak.{name}").rpartition(".")[2]
        assert target in here or "tombstone" in routing[name], name
