# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the lookups and keycloak_info read."""

from __future__ import annotations

import pytest
import requests
import server as keycloak
from connecting import client_with, realm_of

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._reads import LOOKUPS, READS

NAME = "Größe a/%+&?# 😀 B"
USER = "größe a 😀 b"


@pytest.fixture(scope="module")
def place(server):
    people = [{"username": f"user-{n}", "groups": ["/top/below"], "realmRoles": ["outer"]} for n in range(101)]
    secret = [{"type": "password", "value": "secret"}]
    whole = {"enabled": True, "email": "a@example.org", "firstName": "F", "lastName": "L", "credentials": secret}
    body = {
        "eventsEnabled": True,
        "adminEventsEnabled": True,
        "roles": {
            "realm": [{"name": "outer", "composites": {"client": {NAME: [NAME]}}}],
            "client": {NAME: [{"name": NAME}]},
        },
        "clients": [{"clientId": NAME, "secret": "hush", "directAccessGrantsEnabled": True}],
        "groups": [{"name": "top", "realmRoles": ["outer"], "subGroups": [{"name": "below"}]}],
        "users": [*people, {"username": USER, "groups": ["/top"], "clientRoles": {NAME: [NAME]}, **whole}],
    }
    with realm_of(server, **body) as realm:
        yield realm


def read(server, realm, what, name="", **options):
    """The results of a read with the defaults of its options."""
    found = {**LOOKUPS, **READS}[what]
    given = {**dict.fromkeys(found.options), **found.defaults, **options}
    with client_with(server) as client:
        result = found.reader(client, {"realm": realm}, name, given)
        assert client.writes == 0
        return result


def test_objects_by_name(server, admin, place):
    uuid = next(it["id"] for it in admin.get(f"/admin/realms/{place}/clients") if it["clientId"] == NAME)
    assert read(server, place, "client_secret", NAME) == ["hush"]
    assert read(server, place, "object_id", NAME, kind="client") == [uuid]
    (flow,) = [it["id"] for it in admin.get(f"/admin/realms/{place}/authentication/flows") if it["alias"] == "browser"]
    assert read(server, place, "object_id", "browser", kind="flow") == [flow]
    role = admin.get(f"/admin/realms/{place}/clients/{uuid}/roles")[0]
    assert read(server, place, "object_id", NAME, kind="role", client=NAME) == [role["id"]]
    group = read(server, place, "object_id", "top/below", kind="group")
    assert admin.get(f"/admin/realms/{place}/groups/{group[0]}")["path"] == "/top/below"
    assert read(server, place, "user", USER)[0]["email"] == "a@example.org"


def test_members_and_roles_through_all_pages(server, place):
    assert len(read(server, place, "group_members", "/top/below")) == 101
    assert [it["username"] for it in read(server, place, "group_members", "top")] == [USER]
    assert len(read(server, place, "role_members", "outer")) == 101
    assert [it["username"] for it in read(server, place, "role_members", NAME, client=NAME)] == [USER]
    assert len(read(server, place, "users")) == 102
    assert {"name": NAME, "client": NAME} in read(server, place, "effective_roles", USER)
    assert read(server, place, "user_groups", USER)[0]["path"] == "/top"


def test_tokens_and_sessions(server, place):
    token = read(server, place, "token")[0]
    # The session of a token that was handed out stays open.
    headers = {"Authorization": f"Bearer {token}"}
    assert requests.get(f"{server.url}/admin/realms/{place}", headers=headers, timeout=60).ok
    form = {"grant_type": "password", "client_id": NAME, "client_secret": "hush", "username": USER}
    url = f"{server.url}/realms/{place}/protocol/openid-connect/token"
    assert not requests.post(url, data=dict(form, password="wrong"), timeout=60).ok
    assert requests.post(url, data=dict(form, password="secret"), timeout=60).ok
    assert read(server, place, "session_counts", NAME) == [{"client": NAME, "online": 1, "offline": 0}]
    assert len(read(server, place, "user_sessions", USER)) == len(read(server, place, "client_sessions", NAME)) == 1
    assert [it["type"] for it in read(server, place, "user_credentials", USER)] == ["password"]
    assert read(server, place, "user_consents", USER) == []
    example = read(server, place, "example_token", NAME, user=USER)[0]
    assert example["preferred_username"] == USER and example["azp"] == NAME
    assert read(server, place, "example_token", NAME, user=USER, kind="userinfo")[0]["email"] == "a@example.org"
    names = {it["mapperName"] for it in read(server, place, "effective_scopes", NAME)}
    assert "email" in names and "address" not in names
    assert "address" in {it["mapperName"] for it in read(server, place, "effective_scopes", NAME, scope="address")}


def test_events(server, admin, place):
    types = {it["type"] for it in read(server, place, "events")}
    assert {"LOGIN", "LOGIN_ERROR"} <= types
    assert {it["type"] for it in read(server, place, "events", types=["LOGIN_ERROR"], client=NAME)} == {"LOGIN_ERROR"}
    assert read(server, place, "events", user=USER, types=["LOGIN"])
    assert read(server, place, "events", date_to="2020-01-01") == []
    admin.put(f"/admin/realms/{place}", {"displayName": "x"})
    assert read(server, place, "admin_events", types=["UPDATE"])
    assert read(server, place, "admin_events", types=["DELETE"]) == []


def test_the_rest(server, place):
    assert read(server, place, "realm_keys")[0]["active"]["RS256"]
    assert read(server, place, "server_info")[0]["systemInfo"]["version"] == keycloak.VERSION
    installation = read(server, place, "client_installation", NAME)[0]
    assert installation["resource"] == NAME and installation["credentials"] == {"secret": "hush"}
    for what in ("authentication_flows", "client_scopes", "clients", "components", "roles", "groups", "realm"):
        assert read(server, place, what)
    assert [it["name"] for it in read(server, place, "roles", search="oute")] == ["outer"]
    assert {it["clientId"] for it in read(server, place, "clients", search="ccoun")} == {"account", "account-console"}
    assert "attributes" not in read(server, place, "users", search="user-1", brief=True)[0]


@pytest.mark.parametrize(
    ("what", "name", "options", "message"),
    [
        ("client_secret", "acount", {}, "no client 'acount'.*account"),
        ("client_secret", "account", {}, "'account' has no secret"),
        ("user", "user-1000", {}, "no user 'user-1000'.*user-100"),
        ("object_id", "x", {"kind": "clients"}, "kind is 'clients'; it must be one of client"),
        ("role_members", "otter", {}, "no role 'otter'.*outer"),
        ("group_members", "/top/bellow", {}, "no group '/top/bellow'"),
        ("example_token", NAME, {}, "Set user, the owner of the token"),
    ],
)
def test_unknown_names(server, place, what, name, options, message):
    with pytest.raises(InputError, match=message):
        read(server, place, what, name, **options)
