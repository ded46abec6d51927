# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each example of the documentation works, from top to bottom. With --both-ways it does so as a module, too.

Some pages share an ansible-playbook: each is a host of its own with a realm of its own, which has the name that the
examples use with the page's after it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from both_ways import WAYS, comparable, run
from needs import for_server, has, needs_of_module

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTED = sorted((ROOT / "plugins" / "modules").glob("*.py")) + sorted((ROOT / "plugins" / "lookup").glob("*.py"))
REALM = yaml.safe_load((ROOT / "tests" / "live" / "examples_realm.yml").read_text())
SECRET = re.compile(r"{{ (\w+_(?:password|secret)) }}")
# Modules whose examples need the server with further features.
FEATURED = ("keycloak_client_type", "keycloak_management_permissions", "keycloak_user_verifiable_credential")
# With each realm that there is, whatever the administrator does takes longer: he has roles in all of them.
TOGETHER = 12
# What single examples need.
NEEDS = {
    "keycloak_authz_permission": ["admin permissions"],
    "keycloak_client_scope_type": ["the client scope basic"],
    "keycloak_group": ["descriptions of groups"],
}
PLAY = """
- hosts: all
  gather_facts: false
  strategy: free
  tasks:
    - ansible.builtin.include_tasks: "{{ inventory_hostname }}.yml"
"""


def examples(path):
    return re.search(r'^EXAMPLES = r"""\n(.*?)^"""', path.read_text(), re.S | re.M).group(1)


def name_of(path):
    """A module and a lookup may share their name. Examples keep results under the realm's name: it is a variable's."""
    return f"{path.parent.name}_{path.stem}"


def realm_of(path):
    return f"{REALM['realm']}_{name_of(path)}"


def make_realm(admin, path, mailbox):
    """The realm of the examples, as they expect it."""
    name = realm_of(path)
    admin.remove_realm(name)
    admin.post("/admin/realms", dict(for_server(REALM), realm=name, smtpServer=mailbox.settings))
    admin.post(f"/admin/realms/{name}/client-scopes", {"name": "invoices", "protocol": "openid-connect"})
    if path.stem in FEATURED and has("verifiable credentials"):
        body = dict(admin.get(f"/admin/realms/{name}"), verifiableCredentialsEnabled=True)
        admin.put(f"/admin/realms/{name}", body)
        admin.post(f"/admin/realms/{name}/client-scopes", {"name": "membership", "protocol": "oid4vc"})


def run_pages(way, server, paths, folder):
    """The examples of these pages, in one ansible-playbook."""
    secrets = {"admin_password": "admin"}
    for path in paths:
        text = examples(path).replace("https://sso.example.com", server.url)
        text = text.replace("/var/backups", str(folder / f"of_{name_of(path)}"))
        text = re.sub(rf"\b{REALM['realm']}\b", realm_of(path), text)
        secrets = {**{name: f"Secret-{name}-1" for name in SECRET.findall(text)}, **secrets}
        (folder / f"of_{name_of(path)}").mkdir()
        (folder / f"{name_of(path)}.yml").write_text(text)
    (folder / "play.yml").write_text(PLAY)
    hosts = {name_of(path): None for path in paths}
    inventory = {"all": {"hosts": hosts, "vars": {"ansible_connection": "local", **secrets}}}
    (folder / "inventory.yml").write_text(yaml.safe_dump(inventory))
    environment = {"KEYCLOAK_URL": server.url, "KEYCLOAK_USERNAME": "admin", "KEYCLOAK_PASSWORD": "admin"}
    inventory = str(folder / "inventory.yml")
    return run(way, folder, folder / "play.yml", inventory, ANSIBLE_FORKS="2", **environment)


def of_server(path):
    """The parameter of a page, which older servers may not have all of."""
    return pytest.param(path, id=path.stem, marks=needs_of_module(path.stem, *NEEDS.get(path.stem, ())))


@pytest.fixture(scope="module")
def told(request, mailbox, tmp_path_factory):
    """What Ansible told of a page in each way, which it runs with the next ones of those that are part of this run."""
    own = [item for item in request.session.items if item.path == Path(__file__)]
    selected = [
        item.callspec.params["path"] for item in own if not any(it.args[0] for it in item.iter_markers("skipif"))
    ]
    ran = {}

    def of(path):
        if path not in ran:
            names = ("featured", "featured_admin") if path.stem in FEATURED else ("server", "admin")
            server, admin = (request.getfixturevalue(name) for name in names)
            alike = [it for it in selected if it not in ran and (it.stem in FEATURED) == (path.stem in FEATURED)]
            paths = alike[:TOGETHER]
            ran.update({it: {} for it in paths})
            for way in WAYS if request.config.getoption("--both-ways") else ["in process"]:
                try:
                    for it in paths:
                        make_realm(admin, it, mailbox)
                    done = run_pages(way, server, paths, tmp_path_factory.mktemp("pages"))
                    for it in paths:
                        ran[it][way] = done
                finally:
                    for it in paths:
                        admin.remove_realm(realm_of(it))
        return ran[path]

    return of


@pytest.mark.parametrize("path", [of_server(path) for path in DOCUMENTED])
def test_the_examples_work(told, path):
    name = name_of(path)
    for done in told(path).values():
        line = re.search(rf"^{name} +: (ok=.*)$", done.output.partition("PLAY RECAP")[2], re.M)
        wrong = re.findall(rf"^\w+: \[{name}\].*", done.output, re.M)
        failures = [it for it in wrong if it.startswith(("fatal", "failed"))]
        assert line and re.search(r"\bunreachable=0 +failed=0\b", line.group(1)), failures or done.output[-4000:]
        # The page itself was run, not only found.
        assert int(re.search(r"ok=(\d+)", line.group(1)).group(1)) > 1, done.output[-4000:]
    one, *other = (comparable(done.of(name)) for done in told(path).values())
    assert other in ([], [one])
