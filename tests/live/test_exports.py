# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whole exports of nine Keycloak versions: applied, applied again, and beside the server's own import of each."""

from __future__ import annotations

import copy
import gzip
import json
import re
import uuid
from pathlib import Path

import jinja2
import pytest
import server as keycloak
from connecting import client_with
from needs import has, needs, not_newer

from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.converge import converge
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.declare import parts_of
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.export import export
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.providers import (
    providers_of,
    user_of,
    version_of,
)
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.purge import Purge

DATA = Path(__file__).resolve().parents[1] / "exports" / "data"
VERSIONS = [
    pytest.param(version, marks=not_newer(version))
    for version in sorted((path.name for path in DATA.iterdir()), key=keycloak.numbers)
]
# What the two ways are not compared in, and why.
NOT_COMPARED = {
    "id": "made by the server",
    "_id": "made by the server",
    "internalId": "made by the server",
    "containerId": "an id",
    "parentId": "an id",
    "authenticationFlowBindingOverrides": "ids of flows",
    "lastSync": "when a directory was read last",
    "scimApiEnabled": "any update of a realm writes it, and secrets of a realm leave a fingerprint there",
    "client.secret.creation.time": "when it was made",
    "createdTimestamp": "when it was made",
    "createdDate": "when it was made",
    "lastUpdatedDate": "when it was made",
    "kid": "made by the server",
    "notBefore": "set by the test's own imports",
}

# Policies of a role with a slash and what they decide on: the import takes a file without them, we make them as well.
KEPT = re.compile(
    r"\.clients\.admin-permissions\.authorizationSettings\.(policies\.leads|resources\./Staff)[^:]*: None \|"
)

SECRETS = re.compile(
    "^(update|set) .*([sS]ecret|[cC]redential|[kK]ey|[pP]assword|config|smtpServer|attributes)|^configure .*recaptcha"
)


def export_of(version, kind="full"):
    return json.loads(gzip.decompress((DATA / version / f"{kind}.json.gz").read_bytes()))


def called(config, name):
    """The same export under another name, with new ids: two realms of one server can't share them."""
    text = json.dumps(config)
    for found in set(re.findall(r'"(?:_?id|internalId)": ?"([0-9a-zA-Z-]{22,36})"', text)):
        text = text.replace(found, str(uuid.uuid4()))
    old = config["realm"]
    text = text.replace(f"default-roles-{old.lower()}", f"default-roles-{name}").replace(
        f"/realms/{old}/", f"/realms/{name}/"
    )
    return {**json.loads(text.replace(f"/admin/{old}/", f"/admin/{name}/")), "realm": name, "id": str(uuid.uuid4())}


def importable(config):
    """Without what the server's import of 26.7 refuses: policies that are scripts, and those of a role with a slash."""
    config = copy.deepcopy(config)
    for client in config["clients"]:
        settings = client.get("authorizationSettings") or {}
        bad = {
            it["name"] for it in settings.get("policies", ()) if it["type"] == "js" or "team/lead" in str(it["config"])
        }
        for _level in range(2):
            bad |= {
                it["name"]
                for it in settings.get("policies", ())
                if bad & set(json.loads(it["config"].get("applyPolicies", "[]")))
            }
        if bad:
            settings["policies"] = [it for it in settings["policies"] if it["name"] not in bad]
    management = {"manage-organizations", "view-organizations", "query-organizations"}
    roles = config["roles"]["client"]["realm-management"]
    missing = management - {role["name"] for role in roles} if has("roles that manage organizations") else ()
    roles += [{"name": name, "description": f"${{role_{name}}}"} for name in missing]
    return config


def normal(value, key=""):
    if isinstance(value, dict):
        kept = {name: normal(item, name) for name, item in value.items() if name not in NOT_COMPARED}
        return {name: item for name, item in sorted(kept.items()) if not name.startswith("realmkit.fingerprint.")}
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        # Lists of policies, whose order says nothing.
        return json.dumps(normal(json.loads(value)))
    if isinstance(value, list):
        return sorted((normal(item, key) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    return value


def state(admin, realm):
    """What a realm holds, by name: its partial export, and each user with groups, roles and kinds of credentials."""
    path = f"/admin/realms/{realm}"
    whole = admin.post(f"{path}/partial-export?exportClients=true&exportGroupsAndRoles=true", None)
    users = {}
    for user in admin.get(f"{path}/users?max=1000&briefRepresentation=false"):
        own = f"{path}/users/{user['id']}"
        if user.get("federationLink"):
            # What else there is of it would be asked of its directory, which is not there.
            users[user["username"]] = {"groups": [group["path"] for group in admin.get(f"{own}/groups")]}
            continue
        mapped = admin.get(f"{own}/role-mappings")
        users[user["username"]] = {
            **{
                key: user.get(key)
                for key in ("email", "enabled", "firstName", "lastName", "attributes", "requiredActions")
            },
            "groups": [group["path"] for group in admin.get(f"{own}/groups")],
            "realm": [role["name"] for role in mapped.get("realmMappings", ())],
            "clients": {
                key: [role["name"] for role in it["mappings"]] for key, it in mapped.get("clientMappings", {}).items()
            },
            "credentials": [
                (it["type"], it.get("userLabel"), it.get("credentialData")) for it in admin.get(f"{own}/credentials")
            ],
            "links": [(it["identityProvider"], it["userId"]) for it in admin.get(f"{own}/federated-identity")],
            "consents": [(it["clientId"], sorted(it["grantedClientScopes"])) for it in admin.get(f"{own}/consents")],
        }
    text = json.dumps({**whole, "users": users}).replace(realm, "the-realm")
    for group in every_group(whole["groups"]):
        # Admin permissions name a group by its id.
        text = text.replace(group["id"], group["path"])
    return normal(json.loads(text))


def every_group(groups):
    for group in groups:
        yield group
        yield from every_group(group.get("subGroups", ()))


def name_of(item):
    """What tells an object of a list from the others; a plain value is its own name."""
    if not isinstance(item, dict):
        return json.dumps(item)
    keys = ("clientId", "alias", "username", "name", "client", "clientScope", "flowAlias", "authenticator")
    names = [str(item[key]) for key in (*keys, "subType", "identityProviderAlias") if item.get(key)]
    return "/".join(names) or None


def differences(left, right, path=""):
    if isinstance(left, dict) and isinstance(right, dict):
        return [
            line
            for key in sorted({*left, *right})
            for line in differences(left.get(key), right.get(key), f"{path}.{key}")
        ]
    if isinstance(left, list) and isinstance(right, list):
        named = [{name_of(it): it for it in side} for side in (left, right)]
        if None not in named[0] and None not in named[1]:
            return differences(*named, path)
        gone, more = [it for it in left if it not in right], [it for it in right if it not in left]
        if len(gone) == len(more) == 1:
            return differences(gone[0], more[0], f"{path}[]")
        return [f"{path}: {json.dumps(gone)[:300]} | {json.dumps(more)[:300]}"] if gone or more else []
    return [] if left == right else [f"{path}: {str(left)[:200]} | {str(right)[:200]}"]


@pytest.fixture
def names(admin):
    made = [f"export-{part}-{uuid.uuid4().hex[:8]}" for part in ("ours", "theirs")]
    yield made
    for name in made:
        admin.remove_realm(name)


pytestmark = needs("users beside a directory that is down")


@pytest.mark.parametrize("version", VERSIONS)
def test_an_export(server, admin, names, version):
    ours, theirs = names
    config = export_of(version)

    def run(check):
        with client_with(server) as client:
            parts = parts_of(copy.deepcopy(config), ours, None, providers_of(client), version=version_of(client))
            outcome = converge(client, parts, Purge(), check)
            return outcome, client.writes

    checked, writes = run(True)
    assert writes == 0
    done, _writes = run(False)
    assert checked.report()["plan"] == done.report()["plan"]
    again, writes = run(True)
    assert ([it.declared.title for it in again.changed], writes) == ([], 0)
    again, writes = run(False)
    assert (again.changed, writes) == ([], 0)

    admin.post("/admin/realms", importable(called(config, theirs)))
    found = [line for line in differences(state(admin, theirs), state(admin, ours)) if not KEPT.match(line)]
    assert "\n".join(found) == ""

    # Three small edits change one object each.
    config["displayName"] = "Another name"
    assert [it.declared.title for it in run(False)[0].changed] == [f"realm '{ours}'"]
    group = config["groups"][0]
    group["attributes"] = {**(group.get("attributes") or {}), "edited": ["yes"]}
    assert [it.declared.title for it in run(False)[0].changed] == [f"group '/{group['name']}'"]
    client = next(it for it in config["clients"] if it.get("protocol") == "openid-connect" and it.get("secret"))
    client["redirectUris"] = ["https://edited.example.com/*"]
    assert [it.declared.title for it in run(False)[0].changed] == [f"client '{client['clientId']}'"]
    assert run(False)[0].changed == []


@pytest.mark.parametrize("version", VERSIONS)
def test_a_partial_export(server, names, version):
    """The console exports no users and masks secrets: the server makes its own."""
    config = export_of(version, "partial")

    def run(check):
        with client_with(server) as client:
            about = (providers_of(client), user_of(client, names[0]), version_of(client))
            parts = parts_of(copy.deepcopy(config), names[0], None, *about)
            return converge(client, parts, Purge(), check), client.writes

    checked, writes = run(True)
    assert writes == 0
    assert checked.report()["plan"] == run(False)[0].report()["plan"]
    again, writes = run(False)
    assert ([it.declared.title for it in again.changed], writes) == ([], 0)


def exported(server, name, key, defaults=True):
    """The files as the role renders them: each variable has its name as value, but for the one that must be a key."""
    with client_with(server) as client:
        found = export(client, name, False, True, defaults)
        assert client.writes == 0
    variables = {it: key if it == "our_own_key_private_key" else it for it in found.variables}

    def rendered(value):
        if isinstance(value, dict):
            return {rendered(key): rendered(item) for key, item in value.items()}
        if isinstance(value, list):
            return [rendered(item) for item in value]
        return jinja2.Template(value).render(variables) if isinstance(value, str) and "{" in value else value

    return rendered(found.config)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_way_back(server, admin, names, version):
    """What is exported changes nothing but secrets, and makes the same realm where there is none."""
    name = names[0]

    def apply(config):
        with client_with(server) as client:
            outcome = converge(
                client,
                parts_of(copy.deepcopy(config), name, None, providers_of(client), version=version_of(client)),
                Purge(),
                False,
            )
            return [line for it in outcome.changed for line in it.plan.operations], client.writes

    config = export_of(version)
    apply(config)
    uploaded = [it for it in config["components"]["org.keycloak.keys.KeyProvider"] if it["providerId"] == "rsa"]
    key = uploaded[0]["config"]["privateKey"][0] if uploaded else ""
    files = exported(server, name, key)
    # Their values are the names of variables here.
    assert [line for line in apply(files)[0] if not SECRETS.search(line)] == []
    assert apply(files) == ([], 0)
    few = exported(server, name, key, defaults=False)
    assert len(json.dumps(few)) < 0.9 * len(json.dumps(files))
    for form in (files, few):
        assert apply(form) == ([], 0)
        admin.remove_realm(name)
        apply(form)
        assert apply(form) == ([], 0)
        found = differences(*map(without_built_in_flows, (files, exported(server, name, key))))
        assert "\n".join(found) == ""


def without_built_in_flows(files):
    """Those of an older version stay where they are: a new realm has the server's own."""
    flows = [it for it in files["authenticationFlows"] if not it.get("builtIn")]
    used = {it.get("authenticatorConfig") for flow in flows for it in flow.get("authenticationExecutions", ())}
    configs = [it for it in files["authenticatorConfig"] if it["alias"] in used]
    # A switch of a provider that the files leave out, since it is off, is none on the server, which means the same.
    providers = [{key: it for key, it in found.items() if it is not False} for found in files["identityProviders"]]
    return {**files, "authenticationFlows": flows, "authenticatorConfig": configs, "identityProviders": providers}
