# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the client does before and after the wire, in tables."""

from __future__ import annotations

import threading

import pytest

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.auth import Credentials
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Answer, Client, expand, query_of
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.endpoint import delete, get
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.errors import KeycloakError, message_of
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.hints import hint_for, roles_for
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.wire import Wire, _retry_after

FILLER = "For more on this error consult the server log"
ROLE = get("/admin/realms/{realm}/roles/{role-name}", "search", "briefRepresentation")
BY_PATH = get("/admin/realms/{realm}/group-by-path/{path}")


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("a/b", "a%2Fb"),
        ("50% + x?", "50%25%20%2B%20x%3F"),
        ("Größe", "Gr%C3%B6%C3%9Fe"),
        ("...", "..."),
        ("{realm}", "%7Brealm%7D"),
    ],
)
def test_path_values_are_quoted(name, quoted):
    assert expand(ROLE, {"realm": "my realm", "role-name": name}) == f"/admin/realms/my%20realm/roles/{quoted}"


def test_a_group_path_keeps_its_slashes():
    assert expand(BY_PATH, {"realm": "r", "path": "/a b/c?"}).endswith("/group-by-path/a%20b/c%3F")


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_path_values_that_would_change_the_endpoint(value):
    for endpoint in (ROLE, BY_PATH):
        with pytest.raises(InputError):
            expand(endpoint, {"realm": "r", "role-name": value, "path": f"a/{value}" if value else value})


def test_a_missing_path_value_is_named():
    with pytest.raises(InputError, match="needs a value for role-name"):
        expand(ROLE, {"realm": "r", "role-name": None})


def test_query():
    assert query_of(ROLE, {"search": ["a", 1], "briefRepresentation": False}) == {
        "search": ["a", "1"],
        "briefRepresentation": "false",
    }
    assert query_of(ROLE, {"search": None}) == {}
    with pytest.raises(InputError, match="does not take the query serach: it takes search"):
        query_of(ROLE, {"serach": "a"})


@pytest.mark.parametrize(
    ("location", "expected"),
    [("", ""), ("http://h/admin/realms/r/users/1-2", "1-2"), ("http://h/admin/realms/r/roles/a%2Fb", "a/b")],
)
def test_id(location, expected):
    assert Answer(201, None, location).id == expected


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"errorMessage": "User exists with same username"}, "User exists with same username"),
        ({"error": "invalid_grant", "error_description": "Invalid user credentials"}, "Invalid user credentials"),
        (
            {"error": "Realm not found.", "error_description": "For more on this error consult the server log."},
            "Realm not found.",
        ),
        (
            {"error": "unknown_error", "error_description": "For more on this error consult the server log."},
            "Bad Request",
        ),
        (
            {"field": "email", "errorMessage": "error-invalid-email", "params": ["email", "x"]},
            "email: error-invalid-email",
        ),
        (
            {"errors": [{"field": "a", "errorMessage": "m"}, {"field": "b", "errorMessage": "{0} n", "params": ["B"]}]},
            "a: m, b: B n",
        ),
        ({}, "Bad Request"),
        ("", "Bad Request"),
        ("<html>oops", "Bad Request"),
        (
            {"error": "Realm not found.", "error_description": f"{FILLER} at the debug level."},
            "Realm not found.",
        ),
        ({"error": "unknown_error", "error_description": f"{FILLER}."}, "Bad Request"),
        (
            {"error": 'Unrecognized field "priority" (class org.keycloak.X), not marked as ignorable'},
            "this Keycloak does not know priority",
        ),
        ("default backend", "default backend"),
    ],
)
def test_keycloaks_own_message(body, message):
    assert message_of(body, 400) == message


@pytest.mark.parametrize(
    ("method", "path", "role"),
    [
        ("GET", "/admin/realms/r/users", "view-users"),
        ("POST", "/admin/realms/r/groups", "manage-users"),
        ("PUT", "/admin/realms/r/clients/1", "manage-clients"),
        ("POST", "/admin/realms/r/clients/1/roles", "manage-clients"),
        ("GET", "/admin/realms/r/clients/1/authz/resource-server", "view-authorization"),
        ("DELETE", "/admin/realms/r/identity-provider/instances/x", "manage-identity-providers"),
        ("PUT", "/admin/realms/r/users/profile", "manage-realm"),
        ("POST", "/admin/realms/r/organizations", "manage-organizations"),
        ("DELETE", "/admin/realms/r/admin-events", "manage-events"),
        ("POST", "/admin/realms/r/users/1/impersonation", "impersonation"),
        ("POST", "/admin/realms", "create-realm"),
        ("PUT", "/admin/realms/r", "manage-realm"),
        ("GET", "/admin/realms/users", "view-realm"),
    ],
)
def test_missing_role(method, path, role):
    assert roles_for(method, path) == (role,)
    assert role in hint_for(method, path, 403, "")


def test_the_holder_of_the_role_depends_on_the_realm_of_the_log_in():
    assert "client r-realm in the realm master" in hint_for("GET", "/admin/realms/r/users", 403, "", "master")
    assert "client realm-management in the realm r" in hint_for("GET", "/admin/realms/r/users", 403, "", "r")


def test_only_keycloaks_own_404_means_absent():
    assert KeycloakError("GET", "/x", 404, "User not found").absent
    assert not KeycloakError("GET", "/x", 404, "Realm not found.").absent
    assert not KeycloakError("GET", "/x", 404, "Not Found", foreign=True).absent
    assert KeycloakError("GET", "/x", 404, "Realm not found.").missing_realm


def test_no_credentials_of_an_address_in_an_error():
    assert "geheim" not in str(KeycloakError("GET", "/x", 0, "no way to http://joe:geheim@proxy:1"))


@pytest.mark.parametrize(
    ("value", "seconds"), [("3", 3), ("", None), ("soon", None), ("Thu, 01 Jan 1970 00:00:00 GMT", 0)]
)
def test_retry_after(value, seconds):
    assert _retry_after(value) == seconds


def test_map_keeps_the_order_and_finishes_before_it_fails():
    done = []
    lock = threading.Lock()

    def work(item):
        with lock:
            done.append(item)
        if item == 2:
            raise ValueError(item)
        return item * 10

    client = Client(Wire("http://127.0.0.1:1"), Credentials())
    assert client.map(work, [3, 1, 4]) == [30, 10, 40]
    done.clear()
    with pytest.raises(ValueError):
        client.map(work, [1, 2, 3, 4, 5])
    assert sorted(done) == [1, 2, 3, 4, 5]


def test_bad_input_sends_nothing():
    client = Client(Wire("http://127.0.0.1:1"), Credentials(username="u", password="p"))
    with pytest.raises(InputError):
        client.send(delete("/admin/realms/{realm}"), {"realm": ".."})
