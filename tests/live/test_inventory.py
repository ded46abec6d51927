# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventory of realms, as ansible-inventory lists it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
import yaml
from proxy import Proxy

PREFIX = f"inv-{uuid.uuid4().hex[:8]}"
STRANGE = f"{PREFIX} größe 😀 B.c~"
SECRET = "a-secret-of-the-mail-server"
ACCOUNT = {"username": "viewer", "password": "viewer-password"}


@pytest.fixture(scope="module", autouse=True)
def realms(admin):
    bodies = [
        {"realm": f"{PREFIX}-a", "enabled": True, "attributes": {"owner": "shop", "realmkit.fingerprint.smtp": "x$y"}},
        {"realm": f"{PREFIX}-b", "enabled": False, "attributes": {"owner": "office"}},
        {"realm": STRANGE, "enabled": True, "displayName": "{{ 1 + 1 }}", "attributes": {"api.key": SECRET}},
    ]
    for body in bodies:
        admin.post("/admin/realms", body)
    yield
    for body in bodies:
        admin.remove_realm(body["realm"])


def run(path, *arguments, **environment):
    command = [str(Path(sys.executable).parent / "ansible-inventory"), "-i", str(path), "--list", *arguments]
    # Without it what can't be parsed is a warning.
    strict = {"ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "1", "ANSIBLE_NOCOLOR": "1", "COLUMNS": "1000"}
    return subprocess.run(
        command, env={**os.environ, **strict, **environment}, capture_output=True, text=True, timeout=120, check=False
    )


def plain(value):
    """From 2.19 on ansible-inventory marks what is no template."""
    return value["__ansible_unsafe"] if set(value) == {"__ansible_unsafe"} else value


def listed(path, *arguments, **environment):
    done = run(path, *arguments, **environment)
    assert done.returncode == 0, done.stderr
    assert SECRET not in done.stdout + done.stderr
    found = json.loads(done.stdout, object_hook=plain)
    return found, found["_meta"]["hostvars"], done.stderr


@pytest.fixture
def inventory(server, tmp_path):
    def write(url=server.url, file="test.realms.yml", **options):
        given = {
            "auth_keycloak_url": url,
            "auth_username": "admin",
            "auth_password": "admin",
            "names": [f"{PREFIX}*"],
            **options,
        }
        path = tmp_path / file
        path.write_text(yaml.safe_dump({"plugin": "realmkit.keycloak.realms", **given}))
        return path

    return write


def test_realms_are_hosts_with_settings_and_groups(server, inventory):
    path = inventory(
        auth_password="{{ lookup('ansible.builtin.env', 'SOME_PASSWORD') }}",
        group="sso1",
        keyed_groups=[{"prefix": "ssl", "key": "keycloak_realm_settings.sslRequired"}],
        groups={"shops": "keycloak_realm_settings.attributes.owner | default('') == 'shop'"},
        compose={"owner": "keycloak_realm_settings.attributes.owner | default('nobody')"},
    )
    found, hosts, _output = listed(path, SOME_PASSWORD="admin")
    assert set(hosts) == {f"{PREFIX}-a", f"{PREFIX}-b", STRANGE} == set(found["sso1"]["hosts"])
    assert set(found["realms_enabled"]["hosts"]) == {f"{PREFIX}-a", STRANGE}
    assert found["realms_disabled"]["hosts"] == [f"{PREFIX}-b"]
    assert set(found["ssl_external"]["hosts"]) == set(hosts)
    assert found["shops"]["hosts"] == [f"{PREFIX}-a"]
    assert {name: values["owner"] for name, values in hosts.items()} == {
        f"{PREFIX}-a": "shop",
        f"{PREFIX}-b": "office",
        STRANGE: "nobody",
    }
    strange = hosts[STRANGE]
    assert strange["realm_name"] == strange["keycloak_realm"] == strange["keycloak_realm_settings"]["realm"] == STRANGE
    assert strange["keycloak_url"] == server.url
    # Nothing that the server holds is a template.
    assert strange["keycloak_realm_settings"]["displayName"] == "{{ 1 + 1 }}"
    assert list(hosts[f"{PREFIX}-a"]["keycloak_realm_settings"]["attributes"]).count("realmkit.fingerprint.smtp") == 0


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ({"names": [f"{PREFIX}-[bc]"]}, [f"{PREFIX}-b"]),
        ({"names": [f"{PREFIX.upper()}*"]}, []),
        ({"exclude": ["*-b", "* größe*"]}, [f"{PREFIX}-a"]),
        ({"enabled": False}, [f"{PREFIX}-b"]),
        ({"attributes": {"owner": "s*p"}}, [f"{PREFIX}-a"]),
        ({"attributes": {"owner": "shop"}, "enabled": False, "host_prefix": "x-"}, []),
        ({"names": [f"{PREFIX}-a"], "host_prefix": "sso1-"}, [f"sso1-{PREFIX}-a"]),
    ],
)
def test_which_realms(inventory, options, wanted):
    assert list(listed(inventory(**options))[1]) == wanted


def test_a_cache_spares_the_server_and_holds_no_secret(server, inventory, tmp_path):
    cache = {"cache": True, "cache_plugin": "ansible.builtin.jsonfile", "cache_connection": str(tmp_path / "cache")}
    with Proxy(server.url) as proxy:
        path = inventory(url=proxy.url, **cache)
        first = listed(path)[1]
        assert [it for it in proxy.requests if "/admin/" in it.path and it.status == 200]
        proxy.reset()
        assert listed(path)[1] == first and len(first) == 3
        assert proxy.requests == []
        listed(path, "--flush-cache")
        assert [it for it in proxy.requests if "/admin/" in it.path]
        # Another account may see other realms.
        proxy.reset()
        inventory(url=proxy.url, **cache, auth_username="nobody")
        assert "Invalid user credentials" in run(path).stderr
    kept = [file.read_text() for file in (tmp_path / "cache").iterdir()]
    assert kept and not [text for text in kept if SECRET in text or "realmkit.fingerprint" in text]


def test_an_account_with_few_rights(admin, server, inventory):
    """It gets names without settings of realms where it may not view the realm, and nothing of the others."""
    home = f"/admin/realms/{PREFIX}-a"
    password = [{"type": "password", "value": ACCOUNT["password"]}]
    whole = {"enabled": True, "email": "v@example.org", "firstName": "F", "lastName": "L", "credentials": password}
    admin.post(f"{home}/users", {"username": ACCOUNT["username"], **whole})
    (user,) = admin.get(f"{home}/users?username={ACCOUNT['username']}")
    (client,) = admin.get(f"{home}/clients?clientId=realm-management")
    account = {**{f"auth_{name}": value for name, value in ACCOUNT.items()}, "auth_realm": f"{PREFIX}-a"}
    assert "403" in run(inventory(**account)).stderr
    role = admin.get(f"{home}/clients/{client['id']}/roles/view-users")
    admin.post(f"{home}/users/{user['id']}/role-mappings/clients/{client['id']}", [role])
    found, hosts, _output = listed(inventory(**account))
    assert hosts[f"{PREFIX}-a"]["keycloak_realm_settings"] == {"realm": f"{PREFIX}-a"}
    assert "realms_enabled" not in found and list(hosts) == [f"{PREFIX}-a"]
    _found, hosts, output = listed(inventory(**account, enabled=True))
    assert not hosts and "needs the role view-realm" in output


def test_folders_of_realm_files(inventory, tmp_path):
    for folder, text in {
        "plain": f"enabled: true\nsmtpServer: {{password: {SECRET}}}\nattributes: {{owner: shop, api.key: {SECRET}}}\n",
        "größe 😀": "realm: other name\nenabled: false\nusers: [{username: ann}]\n",
        "template": "{% for it in teams %}\n- {{ it }}\n{% endfor %}\n",
    }.items():
        (tmp_path / "realms" / folder).mkdir(parents=True)
        (tmp_path / "realms" / folder / "realm.yml").write_text(text)
    # No server is asked.
    path = inventory(url="http://127.0.0.1:1", directory="realms", names=["*"])
    found, hosts, output = listed(path)
    assert set(hosts) == {"plain", "other name", "template"}
    assert hosts["plain"]["realm_files"] == str(tmp_path / "realms" / "plain")
    assert hosts["other name"]["keycloak_realm_settings"] == {"realm": "other name", "enabled": False}
    assert found["realms_enabled"]["hosts"] == ["plain"] and found["realms_disabled"]["hosts"] == ["other name"]
    assert "The settings of " in output and "template are left out" in output
    assert list(listed(inventory(directory="realms", names=["*"], attributes={"owner": "shop"}))[1]) == ["plain"]
    done = run(inventory(directory="nowhere"))
    assert done.returncode and "nowhere does not exist" in done.stderr


def test_what_is_refused(inventory, tmp_path):
    assert "Did you mean names?" in run(inventory(nmes=["x"])).stderr
    done = run(inventory(url="ftp://x"))
    assert "must begin with http://" in done.stderr
    done = run(inventory(connection_timeout=SECRET))
    assert done.returncode and "connection_timeout" in done.stderr and SECRET not in done.stderr
    (tmp_path / "realms" / "all").mkdir(parents=True)
    done = run(inventory(directory="realms", names=["*"]))
    assert "has the name of a group: set host_prefix" in done.stderr


def test_a_play_manages_each_realm_at_once(admin, inventory, tmp_path):
    play = {
        "hosts": "all",
        "gather_facts": False,
        "tasks": [{"realmkit.keycloak.keycloak_group": {"name": "staff"}}],
    }
    (tmp_path / "play.yml").write_text(yaml.safe_dump([play]))
    command = [
        str(Path(sys.executable).parent / "ansible-playbook"),
        "-i",
        str(inventory()),
        str(tmp_path / "play.yml"),
    ]
    login = {"KEYCLOAK_USERNAME": "admin", "KEYCLOAK_PASSWORD": "admin"}
    done = subprocess.run(
        command, env={**os.environ, **login}, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for realm in (f"{PREFIX}-a", f"{PREFIX}-b", STRANGE):
        assert [it["name"] for it in admin.get(f"/admin/realms/{realm}/groups")] == ["staff"]


def test_one_realm_fails_and_the_others_go_on(admin, inventory, tmp_path):
    names = [f"{PREFIX}-of-files-{it}" for it in "xyz"]
    for name in names:
        (tmp_path / "realms" / name).mkdir(parents=True)
        (tmp_path / "realms" / name / "realm.yml").write_text("clients: [{clientId: web}]\n")
    wrong = tmp_path / "realms" / names[1] / "realm.yml"
    wrong.write_text("clients: [{clientId: web, redirecUris: []}]\n")
    (tmp_path / "site.yml").write_text(
        yaml.safe_dump([{"hosts": "all", "gather_facts": False, "roles": ["realmkit.keycloak.realm"]}])
    )
    place = inventory(directory="realms", names=["*"])

    def play(*arguments):
        command = [str(Path(sys.executable).parent / "ansible-playbook"), "-i", str(place), *arguments]
        login = {"KEYCLOAK_USERNAME": "admin", "KEYCLOAK_PASSWORD": "admin", "ANSIBLE_NOCOLOR": "1"}
        told = {"ANSIBLE_SHOW_CUSTOM_STATS": "1", "ANSIBLE_RETRY_FILES_ENABLED": "1"}
        environment = {**os.environ, **login, **told}
        done = subprocess.run(
            [*command, str(tmp_path / "site.yml")],
            env=environment,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        found = json.loads(done.stdout[done.stdout.index("RUN: ") + len("RUN: ") :])["keycloak_realms"]
        return done.returncode, {name: it["status"] for name, it in found.items()}

    try:
        assert play() == (2, {names[0]: "applied", names[1]: "failed", names[2]: "applied"})
        assert admin.find(f"/admin/realms/{names[1]}") is None
        assert admin.get(f"/admin/realms/{names[2]}/clients?clientId=web")
        wrong.write_text("clients: [{clientId: web}]\n")
        assert play("--limit", f"@{tmp_path / 'site.retry'}") == (0, {names[1]: "applied"})
        assert play("--check") == (0, dict.fromkeys(names, "unchanged"))
    finally:
        for name in names:
            admin.remove_realm(name)
