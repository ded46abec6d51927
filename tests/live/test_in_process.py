# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules in Ansible's own processes: the same results as in processes of their own, with one login a run."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
import yaml
from both_ways import WAYS, comparable, run
from needs import has
from proxy import Proxy

ROLE = "realmkit.keycloak.keycloak_role"
USER = "realmkit.keycloak.keycloak_user"
GROUP = "realmkit.keycloak.keycloak_group"
TOKEN = re.compile(r"/protocol/openid-connect/(token|logout)$")
# What a task can have around a module, each as a task.
AROUND = [
    {ROLE: {"name": "one", "description": "x"}, "check_mode": True, "diff": True},
    {ROLE: {"name": "one", "description": "x"}, "register": "one"},
    {"ansible.builtin.debug": {"var": "one"}},
    {ROLE: {"name": "one", "description": "y"}, "diff": True},
    {
        ROLE: {"name": "one", "description": "y", "attributes": {"a": ["1"]}},
        "register": "again",
        "until": "again is succeeded",
    },
    {ROLE: {"name": "{{ item }}"}, "loop": ["two", "three", "two"], "register": "looped"},
    {"ansible.builtin.debug": {"var": "looped"}},
    {ROLE: {"name": "one"}, "failed_when": "true", "ignore_errors": True},
    {ROLE: {"name": "one"}, "changed_when": "true"},
    {ROLE: {"name": "one", "nonsense": 1}, "ignore_errors": True},
    {ROLE: {"name": "one", "attributes": "no map"}, "ignore_errors": True},
    {ROLE: {"name": "one", "state": "gone"}, "ignore_errors": True},
    {ROLE: {"description": "has no name"}, "ignore_errors": True},
    {
        ROLE: {"name": "one", "composites": ["nobody"]},
        "ignore_errors": True,
        "retries": 1,
        "until": "false",
        "delay": 0,
    },
    {ROLE: {"name": "one", "auth_keycloak_url": "http://127.0.0.1:1", "connection_retries": 0}, "ignore_errors": True},
    {ROLE: {"name": "one", "auth_password": "wrong-{{ 1 + 1 }}"}, "ignore_errors": True},
    {ROLE: {"name": "one"}, "delegate_to": "localhost", "run_once": True},
    {ROLE: {"name": "one"}, "no_log": True},
    {USER: {"username": "ann", "credentials": [{"value": "Geheim-1"}]}},
    {USER: {"username": "ann", "access": {"view": True}, "password": "Geheim-2"}},
    {"realmkit.keycloak.keycloak_authentication": {"alias": "old name", "copyFrom": "browser"}},
    {"realmkit.keycloak.keycloak_client": {"clientId": "app", "secret": "Geheim-3"}, "module_defaults": {}},
    {"realmkit.keycloak.keycloak_realm_info": {"realm": "{{ keycloak_realm }}"}},
]


def play(tasks, hosts="localhost", **more):
    return [{"hosts": hosts, "gather_facts": False, "connection": "local", "tasks": tasks, **more}]


def written(folder, content):
    path = folder / "play.yml"
    path.write_text(yaml.safe_dump(content, sort_keys=False))
    return path


def login(url, realm):
    return {
        "keycloak_url": url,
        "keycloak_username": "admin",
        "keycloak_password": "{{ 'admin' | string }}",
        "keycloak_realm": realm,
    }


@pytest.mark.parametrize("strategy", ["linear", "free"])
def test_the_results_are_the_same(server, admin, tmp_path, strategy):
    ran = {}
    for way in WAYS:
        realm = f"both-ways-{strategy}"
        admin.post("/admin/realms", {"realm": realm, "enabled": True})
        try:
            path = written(tmp_path, play(AROUND, vars=login(server.url, realm), strategy=strategy))
            ran[way] = run(way, tmp_path, path, options=("-vvvv",))
        finally:
            admin.remove_realm(realm)
    for done in ran.values():
        assert done.code == 0, done.output[-3000:]
        assert len(done.results) == len(AROUND)
        assert not re.search(r"Geheim-\d|wrong-2", done.output)
    one, other = (comparable(done.results) for done in ran.values())
    assert one == other
    # Each went its own way.
    assert "AnsiballZ" not in ran["in process"].output
    assert re.search(r"EXEC .*python", ran["as modules"].output)
    assert not re.search(r"EXEC .*python", ran["in process"].output)


def logins(proxy):
    """The requests for tokens and those that end a session."""
    return [found.group(1) for it in proxy.requests for found in [TOKEN.search(it.path)] if found]


def test_one_login_a_run(server, realm, tmp_path):
    tasks = [
        {ROLE: {"name": "{{ inventory_hostname }}"}},
        {USER: {"username": "u{{ item }}-{{ inventory_hostname }}"}, "loop": [1, 2, 3]},
        {"ansible.builtin.assert": {"that": "query('realmkit.keycloak.user', 'u1-' ~ inventory_hostname)[0].enabled"}},
        {ROLE: {"name": "{{ inventory_hostname }}"}},
    ]
    with Proxy(server.url) as proxy:
        path = written(tmp_path, play(tasks, "all", vars=login(proxy.url, realm)))
        done = run("in process", tmp_path, path, "a,b,c,d,", ANSIBLE_FORKS="4")
        assert done.code == 0, done.output[-3000:]
        assert logins(proxy) == ["token", "logout"]
        proxy.reset()
        run("as modules", tmp_path, path, "a,", ANSIBLE_FORKS="4")
        # One for each item and task, and that which lookups share.
        assert sorted(logins(proxy)) == ["logout"] * 6 + ["token"] * 6


@pytest.mark.parametrize(
    "module",
    [
        {USER: {"groups": ["/looped"]}},
        {"realmkit.keycloak.keycloak_role_mapping": {"realm_roles": ["looped"]}},
    ],
    ids=["users", "role mappings"],
)
def test_a_loop_looks_names_up_once(server, admin, realm, tmp_path, module):
    """As long as nobody changes what they name."""
    for kind in ("groups", "roles"):
        if not any(it["name"] == "looped" for it in admin.get(f"/admin/realms/{realm}/{kind}")):
            admin.post(f"/admin/realms/{realm}/{kind}", {"name": "looped"})
    for number in range(12):
        if not admin.get(f"/admin/realms/{realm}/users?username=looped-{number}&exact=true"):
            admin.post(f"/admin/realms/{realm}/users", {"username": f"looped-{number}"})
    ((name, options),) = module.items()
    tasks = [{name: {"username": "looped-{{ item }}", **options}, "loop": list(range(12))}]
    with Proxy(server.url) as proxy:
        path = written(tmp_path, play(tasks, vars=login(proxy.url, realm)))
        for changes in (True, False):
            proxy.reset()
            done = run("in process", tmp_path, path)
            assert done.code == 0, done.output[-3000:]
            assert done.results[0]["result"]["changed"] == changes
            read = [it.path.partition(realm)[2].partition("?")[0] for it in proxy.requests if it.method == "GET"]
            named = [it for it in read if it and not re.match(r"/users(/[0-9a-f-]{36}|$)", it)]
            assert sorted(set(named)) == sorted(named)
            assert logins(proxy) == ["token", "logout"]


def test_another_password_is_another_login(server, realm, tmp_path):
    tasks = [
        {ROLE: {"name": "one"}},
        {ROLE: {"name": "one", "auth_password": "wrong"}, "register": "refused", "ignore_errors": True},
        {"ansible.builtin.assert": {"that": "refused is failed"}},
    ]
    done = run("in process", tmp_path, written(tmp_path, play(tasks, vars=login(server.url, realm))))
    assert done.code == 0, done.output[-3000:]
    assert "Invalid user credentials" in done.output


def test_a_token_that_expires_is_renewed_and_one_that_was_revoked_replaced(server, admin, tmp_path):
    """With tokens of five seconds: they are renewed four seconds after the login."""
    name = "short tokens" if has("accounts of realms with blanks in their names") else "short-tokens"
    admin.post("/admin/realms", {"realm": name, "enabled": True, "accessTokenLifespan": 5})
    try:
        roles = {"clientRoles": {"realm-management": ["realm-admin"]}}
        user = {"username": "boss", "enabled": True, "credentials": [{"type": "password", "value": "boss"}], **roles}
        about = {"email": "b@example.org", "firstName": "B", "lastName": "B", "emailVerified": True}
        admin.post(f"/admin/realms/{name}/partialImport", {"ifResourceExists": "FAIL", "users": [dict(user, **about)]})
        (boss,) = admin.get(f"/admin/realms/{name}/users?username=boss")
        tasks = [
            {ROLE: {"name": "one"}},
            {"ansible.builtin.pause": {"seconds": 5}},
            {ROLE: {"name": "two"}},
            {"realmkit.keycloak.keycloak_user_action": {"action": "logout", "user_id": boss["id"]}},
            {"ansible.builtin.pause": {"seconds": 5}},
            {ROLE: {"name": "three"}},
        ]
        known = {**login(server.url, name), "keycloak_auth_realm": name}
        known.update(keycloak_username="boss", keycloak_password="boss")
        done = run("in process", tmp_path, written(tmp_path, play(tasks, vars=known)))
        assert done.code == 0, done.output[-3000:]
        assert {it["name"] for it in admin.get(f"/admin/realms/{name}/roles")} >= {"one", "two", "three"}
    finally:
        admin.remove_realm(name)


@pytest.mark.parametrize(
    "task",
    [
        {"environment": {"HTTP_PROXY": ""}},
        {"async": 30, "poll": 1},
        {"vars": {"keycloak_in_process": False}},
        {"vars": {"ansible_python_interpreter": "{{ other_python }}"}},
    ],
    ids=lambda task: next(iter(task.get("vars", task))),
)
def test_what_is_not_the_same_in_process_runs_as_a_module(server, admin, realm, tmp_path, task):
    # Another way to the same Python, through a script.
    other = tmp_path / "python"
    other.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    other.chmod(0o755)
    name = "as a module"
    with Proxy(server.url) as proxy:
        known = {**login(proxy.url, realm), "other_python": str(other)}
        tasks = [{ROLE: {"name": name}, **task}, {ROLE: {"name": name, "state": "absent"}, **task}]
        done = run("in process", tmp_path, written(tmp_path, play(tasks, vars=known)))
        assert done.code == 0, done.output[-3000:]
        assert [it["result"]["changed"] for it in done.results] == [True, True]
        assert logins(proxy) == ["token", "logout"] * 2


def test_tokens_are_kept_where_only_the_user_of_the_run_reads_them(server, realm, tmp_path):
    look = f"find {tmp_path / 'local'} -name 'realmkit-token-*' -printf '%m %p\\n'"
    tasks = [
        {ROLE: {"name": "one"}},
        {"ansible.builtin.command": look, "register": "found"},
        {"ansible.builtin.debug": {"msg": "{{ found.stdout }}"}},
    ]
    path = written(tmp_path, play(tasks, vars=login(server.url, realm)))
    done = run("in process", tmp_path, path, ANSIBLE_LOCAL_TEMP=str(tmp_path / "local"))
    mode, path = done.results[-1]["result"]["msg"].split(" ", 1)
    assert mode == "600"
    assert "admin" not in path
    assert not Path(path).exists()


def test_variables_name_the_server_and_the_realm(server, admin, realm, tmp_path):
    """An option comes first, then a variable, then the environment; master is changed with a warning."""
    known = login(server.url, realm)
    tasks = [
        {USER: {"username": "by-variable"}},
        {USER: {"username": "by-option", "realm": "{{ keycloak_realm }}"}, "vars": {"keycloak_realm": realm}},
        {"ansible.builtin.debug": {"msg": "{{ query('realmkit.keycloak.user', 'by-variable')[0].username }}"}},
    ]
    path = written(tmp_path, play(tasks, vars=known))
    for way in WAYS:
        done = run(way, tmp_path, path, KEYCLOAK_URL="http://127.0.0.1:1", KEYCLOAK_REALM="nowhere")
        assert done.code == 0, done.output[-3000:]
        assert done.results[-1]["result"]["msg"] == "by-variable"
    assert {it["username"] for it in admin.get(f"/admin/realms/{realm}/users")} >= {"by-variable", "by-option"}
    name = "made-in-master-by-default"
    del known["keycloak_realm"]
    path = written(tmp_path, play([{ROLE: {"name": name}}, {ROLE: {"name": name}}], vars=known))
    try:
        done = run("in process", tmp_path, path)
        warning = "No realm is named, so this changed the realm master"
        assert done.output.count(warning) == 1
        assert [it["result"]["changed"] for it in done.results] == [True, False]
        assert warning not in run("in process", tmp_path, path, KEYCLOAK_REALM=realm).output
    finally:
        admin.delete(f"/admin/realms/master/roles/{name}")
