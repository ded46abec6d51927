# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A realm read in bulk: the same plans as from the server, in a handful of requests."""

from __future__ import annotations

import new_realm
import pytest
import server as keycloak
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from connecting import client_with, realm_of

from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.execute import plan_of
from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.session import Session
from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.spec import argument_spec
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds import (
    auth_flow,
    client,
    client_role,
    client_scope,
    default_groups,
    group,
    identity_provider,
    realm,
    required_action,
    role,
    role_mapping,
    scope_mapping,
    user,
    user_federation,
)
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.new_realm import of_version
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.snapshot import read

ROLES = {"realm_roles": ["a/b %"], "client_roles": {"app ü": ["own"]}}
COMPOSITES = [{"name": "own", "client_id": "app ü"}, {"name": "offline_access"}]
TASKS = [
    (realm.REALM, {"display_name": "x", "default_default_client_scopes": ["email"]}),
    (role.ROLE, {"name": "a/b %", "composites": COMPOSITES, "attributes": {"x": ["y", "z"]}}),
    (client_role.CLIENT_ROLE, {"client_id": "app ü", "name": "own", "description": "d"}),
    (client_role.CLIENT_ROLE, {"client_id": "app ü", "name": "new", "composites": COMPOSITES}),
    (client.CLIENT, {"client_id": "app ü", "secret": "hush", "default_client_scopes": ["address"]}),
    (client.CLIENT, {"client_id": "app ü", "protocol_mappers": [{"name": "m", "state": "absent"}]}),
    (client_scope.CLIENT_SCOPE, {"name": "email", "type": "optional", "description": "d"}),
    (group.GROUP, {"path": "/top/Größe & x", "attributes": {"a": 1}}),
    (group.GROUP, {"path": "/top/new"}),
    (default_groups.DEFAULT_GROUPS, {"groups": ["/top"]}),
    (auth_flow.AUTH_FLOW, {"alias": "browser", "description": "d"}),
    (auth_flow.AUTH_FLOW, {"alias": "mine", "copy_from": "first broker login"}),
    (required_action.REQUIRED_ACTION, {"alias": "VERIFY_EMAIL", "enabled": False}),
    (
        identity_provider.IDENTITY_PROVIDER,
        {"alias": "gh", "config": {"clientId": "y"}, "mappers": [{"name": "im", "config": {}}]},
    ),
    (user_federation.USER_FEDERATION, {"name": "none", "provider_id": "ldap"}),
    (user.USER, {"username": "ANN", "first_name": "Anna", "groups": ["/top/Größe & x", "/top"]}),
    (user.USER, {"username": "new", "email": "n@example.org"}),
    (role_mapping.OF_USER, {"username": "ann", **ROLES}),
    (role_mapping.OF_USER, {"service_account": "app ü", **ROLES}),
    (role_mapping.OF_GROUP, {"group": "/top", **ROLES}),
    (scope_mapping.OF_CLIENT, {"client_id": "spa", **ROLES}),
    (scope_mapping.OF_CLIENT_SCOPE, {"client_scope": "offline_access", "realm_roles": ["offline_access"]}),
]


@pytest.fixture(scope="module")
def somewhere(server):
    held = {"realmRoles": ["a/b %"], "clientRoles": {"app ü": ["own"]}}
    composites = {"realm": ["offline_access"], "client": {"app ü": ["own"]}}
    representation = {
        "roles": {
            "realm": [{"name": "a/b %", "composite": True, "composites": composites, "attributes": {"x": ["y"]}}],
            "client": {"app ü": [{"name": "own"}]},
        },
        "clients": [
            {
                "clientId": "app ü",
                "secret": "hush",
                "serviceAccountsEnabled": True,
                "protocolMappers": [
                    {"name": "m", "protocol": "openid-connect", "protocolMapper": "oidc-full-name-mapper", "config": {}}
                ],
            },
            {"clientId": "spa", "publicClient": True},
        ],
        "scopeMappings": [{"client": "spa", "roles": ["a/b %"]}],
        "groups": [{"name": "top", **held, "subGroups": [{"name": "Größe & x"}]}],
        "users": [{"username": "ann", "enabled": True, "groups": ["/top/Größe & x"], **held}],
        "identityProviders": [{"alias": "gh", "providerId": "github", "enabled": True, "config": {"clientId": "x"}}],
        "identityProviderMappers": [
            {
                "name": "im",
                "identityProviderAlias": "gh",
                "identityProviderMapper": "hardcoded-attribute-idp-mapper",
                "config": {"attribute": "a"},
            }
        ],
    }
    with realm_of(server, **representation) as name, client_with(server) as bulk:
        snapshot = read(bulk, name)
        snapshot.bulk.data.read_client_secrets()
        snapshot.bulk.people.read([{"username": "ann"}, {"username": "new"}])
        snapshot.bulk.people.read_members(["/top", "/top/Größe & x"], [("", "a/b %"), ("app ü", "own")])
        assert sum(bulk.requests.values()) < 10 and bulk.writes == 0
        yield name, snapshot


@pytest.mark.parametrize(("resource", "arguments"), TASKS, ids=lambda it: getattr(it, "name", "") or next(iter(it)))
def test_a_plan_from_the_snapshot_is_the_one_from_the_server(server, somewhere, resource, arguments):
    name, snapshot = somewhere
    parsed = ArgumentSpecValidator(argument_spec(_described(resource))).validate({"realm": name, **arguments})
    assert not parsed.error_messages
    with client_with(server) as direct:
        told = [plan_of(Session(it), resource, parsed.validated_parameters)[0] for it in (snapshot, direct)]
    assert told[0].operations == told[1].operations
    assert told[0].action == told[1].action
    assert dict(told[0].changes) == dict(told[1].changes)


def _described(resource):
    """Kinds that share a module share its arguments."""
    shared = {"group": role_mapping.OF_USER, "client_scope": scope_mapping.OF_CLIENT}
    return shared.get(resource.key.option, resource)


def test_a_realm_that_is_not_there(server):
    with client_with(server) as bulk:
        # tests/tools/new_realm.py writes what is compared here.
        made = new_realm.new_realm(bulk)
        known = of_version(keycloak.VERSION)
        for part, held in made.items():
            # A server without admin permissions has none to compare.
            assert not held or sort(held) == sort(known[part]), part
        snapshot = read(bulk, "no-such-realm")
        assert not snapshot.exists
        plan, _values = plan_of(Session(snapshot), role.ROLE, {"realm": "no-such-realm", "name": "r"})
        assert plan.operations == ("create role 'r'",)


def sort(value):
    """Lists in an order that does not depend on the server."""
    if isinstance(value, dict):
        return {key: sort(item) for key, item in value.items()}
    return sorted(map(sort, value), key=str) if isinstance(value, list) else value


def test_names_that_the_plan_itself_makes(somewhere):
    name, snapshot = somewhere
    arguments = {"realm": name, "name": "outer", "composites": [{"name": "inner", "client_id": "later"}]}
    session = Session(snapshot, {("role", ("later", "inner"))})
    plan, _values = plan_of(session, role.ROLE, arguments)
    assert not session.problems and plan.operations[0] == "create role 'outer'"
    session = Session(snapshot)
    plan_of(session, role.ROLE, arguments)
    assert "no role 'inner (client later)'" in session.problems[0]
