# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan that people read, approve, and then get: what it shows, what it refuses, and that it is applied as it is."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import uuid
from pathlib import Path

import ansible_runner
import pytest
from browser import CHROMIUM, MISSING, chromium
from connecting import admin_options
from running import run_module

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "plan.md"
SECRETS = ("first-secret-1", "second-secret-2", "a-Password-of-bob")
AUDIENCE = {
    "name": "audience",
    "protocol": "openid-connect",
    "protocolMapper": "oidc-audience-mapper",
    "config": {"included.client.audience": "web"},
}
OLD = {
    "clients": [
        {
            "clientId": "web",
            "redirectUris": ["https://a.example/*"],
            "secret": SECRETS[0],
            "protocolMappers": [AUDIENCE],
        },
        {"clientId": "gone"},
    ],
    "groups": [{"name": "staff", "subGroups": [{"name": "sales"}]}],
    "users": [{"username": "ann", "email": "ann@a.example"}],
}
NEW = {
    "displayName": "<b>New</b>",
    "clients": [
        {
            "clientId": "web",
            "redirectUris": ["*"],
            "secret": SECRETS[1],
            "protocolMappers": [{**AUDIENCE, "config": {"included.client.audience": "app"}}],
        },
        {"clientId": "new"},
    ],
    "groups": [{"name": "staff", "subGroups": [{"name": "sales", "realmRoles": ["offline_access"]}]}],
    "users": [
        {"username": "ann", "email": "ann@b.example"},
        {"username": "bob", "credentials": [{"type": "password", "value": SECRETS[2]}]},
    ],
}
CHANGES = [
    "- delete client 'gone'",
    "+ create client 'new'",
    "~ change client 'web'",
    '    redirectUris: + "*", - https://a.example/*',
    "    secret: changes (hidden)",
    "~ change mapper 'audience' of client 'web'",
    "    config.included.client.audience: web -> app",
    "~ change roles of group '/staff/sales'",
    "    roles: + offline_access",
    "~ change realm '{name}'",
    '    displayName: nothing -> "<b>New</b>"',
    "~ change user 'ann'",
    "    email: ann@a.example -> ann@b.example",
    "+ create user 'bob'",
    "client: 1 to create, 1 to change, 1 to delete",
    "roles of group: 1 to change",
    "realm: 1 to change",
    "user: 1 to create, 1 to change",
]


@pytest.fixture
def name(server, admin):
    made = f"plan-{uuid.uuid4().hex[:8]}"
    assert not config(server, made, OLD).failed
    yield made
    admin.remove_realm(made)


def config(server, name, config, check=False, **options):
    return run_module(
        "keycloak_realm_config", check=check, realm=name, config=config, **admin_options(server), **options
    )


def client_of(admin, name, client_id):
    found = admin.get(f"/admin/realms/{name}/clients?clientId={client_id}")
    return found[0] if found else None


def test_each_object_is_named_with_what_differs(server, admin, name, tmp_path):
    files = [str(tmp_path / f"plan.{ending}") for ending in ("md", "html", "json")]
    told = config(server, name, NEW, True, purge=["clients"], report=files)
    assert told.result["changes"] == [line.format(name=name) for line in CHANGES]
    assert client_of(admin, name, "new") is None
    headers = [it["before_header"].removesuffix(" (server)") for it in told.result["diff"]]
    assert headers == [
        "client 'gone'",
        "client 'new'",
        "client 'web'",
        "mapper 'audience' of client 'web'",
        "roles of group '/staff/sales'",
        f"realm '{name}'",
        "user 'ann'",
        "user 'bob'",
    ]
    web = told.result["diff"][2]
    assert web["before"] == "redirectUris:\n  - https://a.example/*\nsecret: VALUE_HIDDEN\n"
    assert web["after"] == 'redirectUris:\n  - "*"\nsecret: VALUE_HIDDEN_CHANGED\n'
    assert web["after_header"] == "client 'web' (declared)"
    shown = json.dumps([told.result["diff"], told.result["changes"]])
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-|createdTimestamp|creation\.time", shown)
    written = "".join(Path(file).read_text() for file in files)
    assert not any(secret in written + told.everything for secret in SECRETS)
    assert "<b>New" not in Path(files[1]).read_text()
    data = json.loads(Path(files[2]).read_text())
    assert (data["summary"], len(data["objects"])) == (told.result["summary"], 8)


def test_problems_are_said_at_once_and_nothing_is_written(server, admin, name):
    wrong = {
        "displayNam": "x",
        "userz": [],
        "social": True,  # of Keycloak 1.9
        "x-defaults": {"kept": "for the file alone"},
        "clients": [{"clientId": "web", "redirecUris": []}, {"clientId": "no", "enabled": "perhaps"}],
        "authenticationFlows": [
            {
                "alias": "f",
                "topLevel": True,
                "authenticationExecutions": [{"authenticator": "auth-cookie", "requirment": 1}],
            }
        ],
        "users": [{"username": "b1", "realmRoles": ["clark"], "credentials": [{"type": "password", "valu": "x"}]}],
        "groups": [{"name": "new", "clientRoles": {"no": ["reader"]}}],
    }
    sentences = (
        f"realm '{name}': unknown key displayNam; did you mean displayName or displayNameHtml?",
        f"realm '{name}': unknown key userz; did you mean users?",
        "client 'web': unknown key redirecUris; did you mean redirectUris?",
        "execution 'auth-cookie' of authentication flow 'f': unknown key requirment; did you mean requirement?",
        "credential of user 'b1': unknown key valu; did you mean value?",
        "client 'no' in the configuration: argument 'enabled'",
        "roles of user 'b1': There is no role 'clark'",
        "roles of group '/new': There is no role 'reader (client no)'",
    )
    for check in (True, False):
        told = config(server, name, wrong, check)
        assert told.failed and [it for it in sentences if it not in told.result["msg"]] == []
        assert "social" not in told.result["msg"] and "x-defaults" not in told.result["msg"]
    assert [it["name"] for it in admin.get(f"/admin/realms/{name}/groups")] == ["staff"]
    typo = {"displayNam": "x", "clients": [{"clientId": "web", "redirecUris": []}]}
    assert "unknown key" not in config(server, name, typo, unknown_keys="ignore").everything
    warned = config(server, name, typo, unknown_keys="warn")
    assert not warned.failed and "client 'web': unknown key redirecUris" in str(warned.result["warnings"])


def test_a_saved_plan_is_applied_as_it_is_or_not_at_all(server, admin, name, tmp_path):
    saved = str(tmp_path / "saved.plan")
    options = {"purge": ["clients"]}
    config(server, name, NEW, True, plan_file=saved, **options)
    content = Path(saved).read_text()
    assert not any(secret in content for secret in SECRETS)

    def refused(declared):
        told = config(server, name, declared, apply_plan=saved, **options)
        assert told.failed and client_of(admin, name, "gone")
        return told.result["msg"]

    (web, new), rest = NEW["clients"], NEW
    assert "to do as well: create client 'more'" in refused({**rest, "clients": [web, new, {"clientId": "more"}]})
    assert "a secret in the files is another one" in refused(
        {**rest, "clients": [{**web, "secret": "another-one"}, new]}
    )
    there = client_of(admin, name, "web")
    admin.put(f"/admin/realms/{name}/clients/{there['id']}", {**there, "redirectUris": ["https://by.hand/*"]})
    assert "other changes of client 'web' (redirectUris)" in refused(NEW)
    admin.put(f"/admin/realms/{name}/clients/{there['id']}", there)

    done = config(server, name, NEW, apply_plan=saved, **options)
    assert not done.failed and done.result["summary"] == {"create": 2, "update": 4, "delete": 1, "unchanged": 2}
    assert client_of(admin, name, "gone") is None and client_of(admin, name, "web")["redirectUris"] == ["*"]
    again = config(server, name, NEW, apply_plan=saved, **options)
    assert (
        again.failed
        and "no longer to do: delete client 'gone', create client 'new', change client 'web'" in again.result["msg"]
    )
    assert not config(server, name, NEW, **options).result["changed"]


@pytest.mark.parametrize(
    "limits, message",
    [
        ({"max_changes": 5}, "The plan has 7 objects .* and max_changes is 5"),
        ({"protect": ["user a*"]}, "the plan would change user 'ann'"),
        ({"protect": ["gone"]}, "the plan would delete client 'gone'"),
        ({"protect": ["group /staff*"]}, "the plan would change roles of group '/staff/sales'"),
    ],
)
def test_a_plan_over_the_limits_is_refused(server, admin, name, limits, message):
    for check in (True, False):
        told = config(server, name, NEW, check, purge=["clients"], **limits)
        assert told.failed and re.search(message, told.result["msg"])
        assert "- delete client 'gone'" in told.result["changes"]
    assert client_of(admin, name, "gone") and not client_of(admin, name, "new")


def test_the_last_admin_of_a_realm_is_not_removed_without_a_word(server, admin, name):
    people = [{"username": it, "clientRoles": {"realm-management": ["realm-admin"]}} for it in ("one", "two")]
    config(server, name, {"users": people})
    gone = [{"username": it, "state": "absent"} for it in ("one", "two")]
    for users, warns in ((gone[:1], False), ([gone[0], {"username": "two", "enabled": False}], True), (gone, True)):
        told = config(server, name, {"users": users}, True)
        assert (
            told.result["changed"]
            and ("has its role realm-admin any more" in str(told.result.get("warnings"))) is warns
        )


@pytest.mark.parametrize(
    ("change", "warns"),
    [
        ({"users": [{"username": "lee", "state": "absent"}]}, False),
        ({"users": [{"username": "lee", "state": "absent"}, {"username": "moe", "state": "absent"}]}, True),
        ({"roles": {"realm": [{"name": "chief", "state": "absent"}]}}, True),
        ({"roles": {"realm": [{"name": "boss", "composites": {}, "composites_behavior": "exact"}]}}, True),
        ({"groups": [{"name": "chiefs", "state": "absent"}]}, False),
        ({"users": [{"username": "lee", "realmRoles": [], "roles_behavior": "exact"}]}, False),
    ],
)
def test_the_last_admins_may_have_the_role_inside_of_others(server, admin, name, change, warns):
    composites = {"client": {"realm-management": ["realm-admin"]}}
    boss = {"name": "boss", "composites": composites}
    chief = {"name": "chief", "composites": {"realm": ["boss"]}}
    declared = {
        "roles": {"realm": [boss, chief]},
        "groups": [{"name": "chiefs", "realmRoles": ["chief"]}],
        "users": [{"username": "lee", "realmRoles": ["chief"]}, {"username": "moe", "groups": ["/chiefs"]}],
    }
    assert not config(server, name, declared).failed
    told = config(server, name, change, True)
    assert told.result["changed"]
    assert ("has its role realm-admin any more" in str(told.result.get("warnings"))) is warns


def environment_of(server):
    return {
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".cache" / "collections"),
        "KEYCLOAK_PASSWORD": server.extra["password"],
        "KEYCLOAK_URL": server.url,
        "KEYCLOAK_USERNAME": server.extra["username"],
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }


def play(server, tmp_path, playbook, **variables):
    """A playbook as AWX runs it, by ansible-runner."""
    variables["ansible_python_interpreter"] = sys.executable
    (tmp_path / "runner").mkdir(exist_ok=True)
    return ansible_runner.run(
        private_data_dir=str(tmp_path / "runner"),
        playbook=playbook,
        extravars=variables,
        envvars=environment_of(server),
        cmdline=variables.pop("cmdline", ""),
        quiet=True,
    )


def status(run, name):
    """The artifact that a workflow hands on."""
    data = [it["event_data"].get("artifact_data", {}) for it in run.events if it["event"] == "playbook_on_stats"]
    return data[-1]["keycloak_realms"][name]["status"]


def output(run):
    return run.stdout.read()


def test_preview_approval_and_apply_in_a_workflow(server, admin, name, tmp_path):
    files = tmp_path / "files"
    files.mkdir()
    (files / "realm.json").write_text(json.dumps(NEW))
    saved = str(tmp_path / "saved.plan")
    given = {"realm_name": name, "realm_files": str(files), "realm_purge": ["clients"]}

    planned = play(server, tmp_path, "realmkit.keycloak.plan", **given, realm_plan_file=saved)
    text = output(planned)
    assert (planned.status, status(planned, name)) == ("successful", "differs")
    assert text.count("~ change client 'web'") == 1 and "Compute the plan" in text
    assert client_of(admin, name, "new") is None

    compared = play(server, tmp_path, "realmkit.keycloak.drift", **given, realm_drift="fail")
    assert (compared.rc, status(compared, name)) == (2, "differs")
    assert play(server, tmp_path, "realmkit.keycloak.drift", **given, realm_drift="report").rc == 0

    (files / "realm.json").write_text(json.dumps({**NEW, "displayName": "Other"}))
    refused = play(server, tmp_path, "realmkit.keycloak.apply", **given, realm_apply_plan=saved)
    assert (refused.rc, status(refused, name)) == (2, "failed")
    assert f"other changes of realm '{name}' (displayName)" in output(refused)
    assert client_of(admin, name, "new") is None

    (files / "realm.json").write_text(json.dumps(NEW))
    applied = play(server, tmp_path, "realmkit.keycloak.apply", **given, realm_apply_plan=saved)
    assert (applied.status, status(applied, name)) == ("successful", "applied")
    assert "Apply the approved plan (7 objects)" in output(applied)
    assert client_of(admin, name, "new") and client_of(admin, name, "gone") is None

    compared = play(server, tmp_path, "realmkit.keycloak.drift", **given, realm_drift="fail")
    assert (compared.rc, status(compared, name)) == (0, "unchanged")


def test_a_shell_tells_apart_what_a_drift_job_finds(server, name, tmp_path):
    (script,) = re.findall(r"^```sh\n(ansible-playbook realmkit.keycloak.drift.*?)^```", PAGE.read_text(), re.M | re.S)
    (tmp_path / "realms" / "demo").mkdir(parents=True)
    file = tmp_path / "realms" / "demo" / "realm.json"
    environment = {**os.environ, "ANSIBLE_PYTHON_INTERPRETER": sys.executable, **environment_of(server)}

    def code():
        command = ["bash", "-c", script.replace("realm_name=demo", f"realm_name={name}")]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False).returncode

    file.write_text(json.dumps({"displayName": "Other"}))
    assert code() == 1
    file.write_text("{}")
    assert code() == 0
    file.write_text("{")
    assert code() == 2


@pytest.mark.parametrize("check", [True, False])
def test_the_role_shows_a_difference_once(server, name, tmp_path, check):
    given = {"realm_name": name, "realm_config": {"displayName": "Once", "clients": [{"clientId": "web", "name": "W"}]}}
    project = tmp_path / "play.yml"
    project.write_text("- {hosts: localhost, gather_facts: false, roles: [realmkit.keycloak.realm]}")
    run = play(server, tmp_path, str(project), **given, cmdline="--diff --check" if check else "--diff")
    text = re.sub(r"\x1b\[[0-9;]*m", "", output(run))
    assert text.count("+++ after: client 'web' (declared)") == 1 and text.count("+displayName: Once") == 1
    assert "Apply clients and roles (1 objects)" in text and ("changed=1 " if check else "changed=3 ") in text


@pytest.mark.parametrize("diff", [True, False])
def test_a_task_by_itself_shows_the_plan_without_a_difference(server, name, tmp_path, diff):
    task = {"realmkit.keycloak.keycloak_realm_config": {"realm": name, "config": {"displayName": "Shown"}}}
    project = tmp_path / "play.yml"
    project.write_text(json.dumps([{"hosts": "localhost", "gather_facts": False, "tasks": [task]}]))
    run = play(server, tmp_path, str(project), cmdline="--check --diff" if diff else "--check")
    text = re.sub(r"\x1b\[[0-9;]*m", "", output(run))
    assert ("    displayName: nothing -> Shown" in text) is not diff and ("+displayName: Shown" in text) is diff


@pytest.mark.skipif(CHROMIUM is None, reason=MISSING)
def test_the_page_in_a_browser(server, name, tmp_path):
    page = tmp_path / "plan.html"
    config(server, name, NEW, True, purge=["clients"], report=[str(page)])

    for title, size, more in (
        ("wide", "1200,900", []),
        ("narrow", "390,900", []),
        ("dark", "1200,900", ["--force-dark-mode"]),
    ):
        picture = tmp_path / f"{title}.png"
        chromium(page.as_uri(), f"--screenshot={picture}", *more, size=size)
        assert picture.stat().st_size > 10_000
    assert (tmp_path / "dark.png").read_bytes() != (tmp_path / "wide.png").read_bytes()

    # A script of the test uses the page as a person does; what it finds becomes the title.
    script = """<script>{
    const all = query => document.querySelectorAll(query), shown = () => all('details:not([hidden])').length;
    const search = text => {const it = all('#search')[0]; it.value = text; it.dispatchEvent(new Event('input'))};
    const found = [shown()];
    search('audience'); found.push(shown()); search('');
    all('[data-action=delete]')[0].click(); found.push(shown()); all('[data-action=delete]')[0].click();
    all('[data-fold=""]')[0].click(); found.push(all('details[open]').length);
    found.push(document.documentElement.scrollWidth <= innerWidth);
    document.title = found.join(' ')}</script></body>"""
    used = tmp_path / "used.html"
    used.write_text(page.read_text().replace("</body>", script))
    for size in ("1200,900", "500,900"):
        assert "<title>8 1 1 0 true</title>" in chromium(used.as_uri(), "--dump-dom", size=size)
