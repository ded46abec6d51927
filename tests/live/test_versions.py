# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a version lacks is said before anything is written; the server at hand pretends to be an older one."""

from __future__ import annotations

import uuid
from contextlib import contextmanager

import pytest
from connecting import client_with
from kinds import converge, task
from needs import has, needs
from proxy import Fault, Proxy
from running import run_module

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError, RealmkitError
from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.execute import execute
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.api import server as info
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.auth_flow import AUTH_FLOW
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.group import GROUP
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.identity_provider import IDENTITY_PROVIDER
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.organization import ORGANIZATION
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.realm import REALM
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.converge import converge as converge_realm
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.declare import parts_of
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.purge import Purge

OIDC = {"clientId": "x", "clientSecret": "y", "authorizationUrl": "https://a.example.org", "tokenUrl": "https://a"}


@contextmanager
def pretending(server, version, **features):
    """A client to which the server says that it is of another version, and which features are on."""
    with client_with(server) as client:
        found = dict(client.once(info.INFO))
        found["features"] = [
            dict(it, enabled=features.get(it["name"], it["enabled"])) for it in found.get("features", ())
        ]
        client.__dict__["_kept"][info.INFO] = dict(found, systemInfo={"version": version})
        client.version = version
        yield client


@pytest.mark.parametrize(
    ("version", "resource", "arguments", "sentence"),
    [
        ("26.2.5", GROUP, {"name": "g", "description": "d"}, "description of group 'g' needs Keycloak 26.3 or newer"),
        ("25.0.6", REALM, {"brute_force_strategy": "LINEAR"}, "brute_force_strategy of realm .* needs Keycloak 26.0"),
        ("24.0.5", REALM, {"organizations_enabled": True}, "organizations_enabled of realm .* needs Keycloak 25.0"),
        ("26.0.8", REALM, {"admin_permissions_enabled": True}, "needs Keycloak 26.1 or newer .this server is 26.0.8"),
    ],
)
def test_an_option_that_the_version_lacks(server, realm, version, resource, arguments, sentence):
    # What the server shows of an object it has.
    where = f"{realm}-new" if resource is REALM else realm
    for check in (True, False):
        with pretending(server, version) as client:
            with pytest.raises(InputError, match=sentence):
                execute(resource, {"realm": where, **arguments}, check, client)
            assert client.writes == 0


@needs("organizations")
def test_an_organization_without_domains(server, admin, realm):
    admin.put(f"/admin/realms/{realm}", dict(admin.get(f"/admin/realms/{realm}"), organizationsEnabled=True))
    with pretending(server, "26.3.5") as client:
        with pytest.raises(InputError, match="has no domains, which needs Keycloak 26.4 or newer"):
            execute(ORGANIZATION, {"realm": realm, "name": "o"}, False, client)
        assert client.writes == 0


def test_what_the_older_one_does_anyway_is_no_change(server, realm):
    given = dict(admin_permissions_enabled=False, brute_force_strategy="MULTIPLE", organizations_enabled=False)
    with pretending(server, "24.0.5") as client:
        result = execute(REALM, {"realm": f"{realm}-new", **given}, True, client)
    assert "create realm" in result.msg and "bruteForceStrategy" not in result.end_state


def test_a_whole_realm_says_it_while_it_is_planned(server, admin):
    name = f"versions-{uuid.uuid4().hex[:8]}"
    config = {
        "roles": {"realm": [{"name": "r"}]},
        "groups": [{"name": "g", "description": "d"}],
        "workflows": [{"name": "w", "on": "user-created", "steps": [{"uses": "disable-user", "after": "30d"}]}],
    }
    for check in (True, False):
        with pretending(server, "26.0.8") as client:
            with pytest.raises(RealmkitError) as failure:
                converge_realm(client, parts_of(config, name), Purge(), check)
            assert client.writes == 0
        told = str(failure.value)
        assert "description of group 'g' needs Keycloak 26.3 or newer (this server is 26.0.8)" in told
        assert "Workflows need Keycloak 26.4 or newer (this server is 26.0.8)" in told
    assert name not in [it["realm"] for it in admin.get("/admin/realms")]


@needs("workflows")
def test_a_feature_that_is_off(server):
    config = {"workflows": [{"name": "w", "on": "user-created", "steps": [{"uses": "disable-user"}]}]}
    off = pytest.raises(InputError, match="Workflows need the feature WORKFLOWS, which is off")
    with off, pretending(server, "26.7.4", WORKFLOWS=False) as client:
        converge_realm(client, parts_of(config, "not-there"), Purge(), False)


def test_ordinary_tasks_do_not_ask_for_the_version(server, realm):
    with client_with(server) as client:
        execute(GROUP, {"realm": realm, "name": "plain"}, False, client)
        execute(REALM, {"realm": realm, "display_name": "plain"}, False, client)
        assert client.version == ""


def test_a_newer_server_is_one_warning(server, realm, monkeypatch):
    login = {"auth_keycloak_url": server.url, "auth_username": "admin", "auth_password": "admin"}
    newer = property(lambda _self: "26.9.1", lambda _self, _value: None)
    monkeypatch.setattr(Client, "version", newer, raising=False)
    outcome = run_module("keycloak_realm_config", **login, realm=realm, config={"displayName": "newer"})
    assert not outcome.failed and outcome.result["changed"]
    (warning,) = outcome.result["warnings"]
    assert "Keycloak 26.9.1 is newer than the versions" in str(warning)


@pytest.mark.parametrize(("version", "warned"), [("26.4.7", True), ("26.9.1", False)])
def test_what_is_not_known_of_a_new_realm_is_no_warning(server, version, warned):
    """The built-in flows of a release of which nobody knows what a new realm has."""
    execution = {"authenticator": "client-secret", "requirement": "ALTERNATIVE", "priority": 10}
    flow = {"alias": "clients", "providerId": "client-flow", "topLevel": True, "builtIn": True}
    config = {"authenticationFlows": [dict(flow, authenticationExecutions=[execution])]}
    with pretending(server, version) as client:
        parts = parts_of(config, f"new-{uuid.uuid4().hex}")
        converge_realm(client, parts, Purge(), True)
    assert any("has other executions" in it for it in parts.warnings) is warned


def test_the_old_way_to_hide_a_provider(server, admin, realm):
    given = dict(realm=realm, alias="hidden", provider_id="oidc", config={**OIDC, "hideOnLoginPage": "true"})
    converge(server, IDENTITY_PROVIDER, **given)
    found = admin.get(f"/admin/realms/{realm}/identity-provider/instances/hidden")
    assert found["hideOnLogin"] is True if has("hideOnLogin") else found["config"]["hideOnLoginPage"] == "true"


def test_executions_stand_in_the_order_of_the_list(server, admin, realm):
    names = ["auth-cookie", "auth-spnego", "identity-provider-redirector"]
    for order in (names, names[::-1], [names[1], "auth-username-form", names[0], names[2]]):
        executions = [{"provider": name, "requirement": "ALTERNATIVE"} for name in order]
        if "auth-username-form" in order:
            executions[1]["requirement"] = "REQUIRED"
        converge(server, AUTH_FLOW, realm=realm, alias="in order", executions=executions)
        rows = admin.get(f"/admin/realms/{realm}/authentication/flows/in%20order/executions")
        assert [row["providerId"] for row in rows] == order
        # The second time it is in use.
        task(server, REALM, realm=realm, browser_flow="in order")
    assert not [it for it in admin.get(f"/admin/realms/{realm}/authentication/flows") if "before" in it["alias"]]
    task(server, REALM, realm=realm, browser_flow="browser")


def test_a_task_that_fails_after_a_write_has_changed_something(server, admin, realm):
    with Proxy(server.url) as proxy:
        login = {"auth_keycloak_url": proxy.url, "auth_username": "admin", "auth_password": "admin"}
        proxy.faults = [Fault("answer", "POST", "/mappers", count=9, status=400)]
        provider = {"alias": "half", "provider_id": "oidc", "config": OIDC}
        mapper = {"name": "m", "identity_provider_mapper": "hardcoded-attribute-idp-mapper", "config": {}}
        done = run_module("keycloak_identity_provider", **login, realm=realm, **provider, mappers=[mapper])
        assert done.failed and done.result["changed"] is True
        again = run_module("keycloak_group", **login, realm=realm, name="x", parents=[{"name": "no-such"}])
        assert again.failed and not again.result.get("changed")
    assert admin.get(f"/admin/realms/{realm}/identity-provider/instances/half")
