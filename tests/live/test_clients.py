# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clients and client scopes: mappers, scopes, secrets, and what nobody mentioned."""

from __future__ import annotations

import json

import pytest
from kinds import converge, task

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client import CLIENT
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client_scope import CLIENT_SCOPE as SCOPE
from ansible_collections.realmkit.keycloak.plugins.module_utils._secrets.show import shown

AUDIENCE = {
    "name": "audience",
    "protocol_mapper": "oidc-audience-mapper",
    "config": {"included.client.audience": "x", "access.token.claim": True},
}


def client(admin, realm, client_id):
    return next(it for it in admin.get(f"/admin/realms/{realm}/clients") if it["clientId"] == client_id)


@pytest.mark.parametrize("client_id", ["https://app.example.org/?a=b&c#d", "UPPER lower", "50% + ü"])
def test_strange_names(server, admin, realm, client_id):
    converge(server, CLIENT, realm=realm, client_id=client_id, name="n", redirect_uris=["https://b/*", "https://a/*"])
    assert client(admin, realm, client_id)["redirectUris"] in (
        ["https://a/*", "https://b/*"],
        ["https://b/*", "https://a/*"],
    )
    converge(server, CLIENT, realm=realm, client_id=client_id, redirect_uris=[])
    assert client(admin, realm, client_id)["redirectUris"] == []
    converge(server, CLIENT, realm=realm, client_id=client_id, state="absent")
    assert client_id not in [it["clientId"] for it in admin.get(f"/admin/realms/{realm}/clients")]


def test_what_is_not_mentioned_stays(server, admin, realm):
    arguments = dict(realm=realm, client_id="kept", public_client=False, service_accounts_enabled=True)
    converge(server, CLIENT, **arguments, authorization_services_enabled=True, attributes={"a": 1, "b": "x"})
    converge(server, CLIENT, realm=realm, client_id="kept", attributes={"a": None, "c": True}, description="d")
    found = client(admin, realm, "kept")
    assert found["authorizationServicesEnabled"] is True
    assert "a" not in found["attributes"]
    assert (found["attributes"]["b"], found["attributes"]["c"]) == ("x", "true")
    assert admin.get(f"/admin/realms/{realm}/clients/{found['id']}/authz/resource-server")["clientId"] == found["id"]


def test_a_secret_is_set_changed_and_never_shown(server, admin, realm):
    converge(server, CLIENT, realm=realm, client_id="secretive", public_client=False, secret="first-secret")
    run = converge(server, CLIENT, realm=realm, client_id="secretive", secret="second-secret")
    found = client(admin, realm, "secretive")
    assert admin.get(f"/admin/realms/{realm}/clients/{found['id']}/client-secret")["value"] == "second-secret"
    told = json.dumps([*shown(run.result.before, run.result.after, ["secret"]), run.result.msg])
    assert "first-secret" not in told and "second-secret" not in told


def test_a_masked_secret_is_not_the_secret(server, admin, realm):
    task(server, CLIENT, realm=realm, client_id="exported", secret="kept")
    assert not converge(server, CLIENT, realm=realm, client_id="exported", secret="**********").changed
    assert client(admin, realm, "exported")["secret"] == "kept"


def test_mappers_are_merged_and_the_servers_own_entries_are_no_drift(server, admin, realm):
    converge(server, CLIENT, realm=realm, client_id="mapped", protocol_mappers=[AUDIENCE])
    changed = dict(AUDIENCE, config={"access.token.claim": False})
    converge(server, CLIENT, realm=realm, client_id="mapped", protocol_mappers=[changed])
    (mapper,) = client(admin, realm, "mapped")["protocolMappers"]
    assert mapper["config"]["included.client.audience"] == "x"
    assert mapper["config"]["access.token.claim"] == "false"
    converge(server, CLIENT, realm=realm, client_id="mapped", name="mappers stay")
    assert len(client(admin, realm, "mapped")["protocolMappers"]) == 1
    converge(server, CLIENT, realm=realm, client_id="mapped", protocol_mappers=[], protocol_mappers_behavior="exact")
    assert not client(admin, realm, "mapped").get("protocolMappers")


def test_scopes_are_added_moved_and_made_exact(server, admin, realm):
    converge(server, CLIENT, realm=realm, client_id="scoped", default_client_scopes=["address"])
    found = client(admin, realm, "scoped")
    # As the server's own creation means it: a new client that lists scopes has no others.
    assert (found["defaultClientScopes"], found["optionalClientScopes"]) == (["address"], [])
    converge(
        server,
        CLIENT,
        realm=realm,
        client_id="scoped",
        default_client_scopes=["email"],
        optional_client_scopes=["phone"],
    )
    found = client(admin, realm, "scoped")
    assert (sorted(found["defaultClientScopes"]), found["optionalClientScopes"]) == (["address", "email"], ["phone"])
    converge(server, CLIENT, realm=realm, client_id="scoped", default_client_scopes=["phone"])
    assert client(admin, realm, "scoped")["optionalClientScopes"] == []
    converge(server, CLIENT, realm=realm, client_id="scoped", optional_client_scopes=["phone"])
    exact = dict(default_client_scopes=["email"], client_scopes_behavior="exact")
    converge(server, CLIENT, realm=realm, client_id="scoped", **exact)
    now = client(admin, realm, "scoped")
    assert now["defaultClientScopes"] == ["email"]
    assert sorted(now["optionalClientScopes"]) == sorted(found["optionalClientScopes"])


def test_names_that_are_not_there(server, admin, realm):
    with pytest.raises(InputError, match="no client scope 'emial'.*default_client_scopes.*email"):
        task(server, CLIENT, realm=realm, client_id="never", default_client_scopes=["emial"])
    with pytest.raises(InputError, match="no authentication flow 'browsr'.*browser"):
        task(
            server, CLIENT, realm=realm, client_id="never", authentication_flow_binding_overrides={"browser": "browsr"}
        )
    assert "never" not in [it["clientId"] for it in admin.get(f"/admin/realms/{realm}/clients")]


def test_addresses_that_attributes_hold(server, admin, realm):
    name = dict(realm=realm, client_id="left")
    addresses = ["https://b.example.org/*", "https://a.example.org/*"]
    url = "https://b.example.org/out"
    converge(
        server,
        CLIENT,
        **name,
        attributes={"x": 1},
        backchannel_logout_url=url,
        valid_post_logout_redirect_uris=addresses,
    )
    held = client(admin, realm, "left")["attributes"]
    assert (held["backchannel.logout.url"], held["post.logout.redirect.uris"]) == (url, "##".join(addresses))
    assert not task(server, CLIENT, **name, valid_post_logout_redirect_uris=addresses[::-1]).changed
    converge(server, CLIENT, **name, backchannel_logout_url="", valid_post_logout_redirect_uris=[])
    held = client(admin, realm, "left")["attributes"]
    assert held["x"] == "1" and not {"backchannel.logout.url", "post.logout.redirect.uris"} & set(held)


def test_flows_of_a_client(server, admin, realm):
    converge(
        server, CLIENT, realm=realm, client_id="flows", authentication_flow_binding_overrides={"browser": "browser"}
    )
    flows = {it["id"]: it["alias"] for it in admin.get(f"/admin/realms/{realm}/authentication/flows")}
    overrides = client(admin, realm, "flows")["authenticationFlowBindingOverrides"]
    assert flows[overrides["browser"]] == "browser"
    converge(server, CLIENT, realm=realm, client_id="flows", authentication_flow_binding_overrides={"browser": ""})
    assert not client(admin, realm, "flows").get("authenticationFlowBindingOverrides")


@pytest.mark.parametrize("more", [{}, {"public_client": True, "service_accounts_enabled": True}])
def test_authorization_services_need_a_service_account(server, realm, more):
    with pytest.raises(InputError, match="needs a client with service_accounts_enabled: true"):
        task(server, CLIENT, True, realm=realm, client_id="unauthorizable", authorization_services_enabled=True, **more)


def test_the_client_of_the_log_in_stays(server, admin):
    for arguments in (dict(enabled=False), dict(state="absent")):
        with pytest.raises(InputError, match="logged in with client 'admin-cli'.*force"):
            task(server, CLIENT, realm="master", client_id="admin-cli", **arguments)
    assert client(admin, "master", "admin-cli")["enabled"] is True


def test_the_type_of_a_client_scope(server, admin, realm):
    def lists():
        return {
            kind
            for kind in ("default", "optional")
            if "typed" in [it["name"] for it in admin.get(f"/admin/realms/{realm}/default-{kind}-client-scopes")]
        }

    for kind, listed in (("default", {"default"}), ("optional", {"optional"}), ("none", set())):
        converge(server, SCOPE, realm=realm, name="typed", type=kind)
        assert lists() == listed


def test_a_client_scope_keeps_what_is_not_mentioned(server, admin, realm):
    converge(server, SCOPE, realm=realm, name="scope", attributes={"a": 1, "b": True}, protocol_mappers=[AUDIENCE])
    converge(server, SCOPE, realm=realm, name="scope", description="d", attributes={"a": None})
    found = next(it for it in admin.get(f"/admin/realms/{realm}/client-scopes") if it["name"] == "scope")
    assert (found["attributes"], found["description"]) == ({"b": "true"}, "d")
    assert [it["name"] for it in found["protocolMappers"]] == ["audience"]
    converge(server, SCOPE, realm=realm, name="scope", protocol_mappers=[], protocol_mappers_behavior="subset")
    found = next(it for it in admin.get(f"/admin/realms/{realm}/client-scopes") if it["name"] == "scope")
    assert [it["name"] for it in found["protocolMappers"]] == ["audience"]
    converge(server, SCOPE, realm=realm, name="scope", state="absent")


def test_options_without_effect_say_so(server, admin, realm):
    base = {"realm": realm, "client_id": "inert"}
    converge(server, CLIENT, **base, service_accounts_enabled=True, authorization_services_enabled=True)
    settings = {"scopes": [{"name": "s"}]}
    run = task(server, CLIENT, **base, default_roles=["r"], authorization_settings=settings)
    assert not run.changed
    assert [warning.split(" ")[0] for warning in run.result.warnings] == ["default_roles", "authorization_settings"]
    assert "keycloak_authz_settings" in run.result.warnings[1]
    mapper = {"name": "m", "protocol_mapper": "oidc-full-name-mapper", "consent_required": True}
    run = task(server, CLIENT, **base, protocol_mappers=[mapper])
    assert run.changed and "consent_required of protocol mapper has no effect" in run.result.warnings[0]
    # Where it has one, nothing is said.
    made = task(
        server,
        CLIENT,
        realm=realm,
        client_id="active",
        service_accounts_enabled=True,
        authorization_services_enabled=True,
        authorization_settings=settings,
    )
    assert made.result.warnings == []
