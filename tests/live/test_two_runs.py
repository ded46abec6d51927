# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two runs at once: the declared state, without twins."""

from __future__ import annotations

import copy
import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from connecting import client_with, realm_of
from kinds import task
from needs import for_server, has, needs
from relay import Relay
from test_odd_values import KINDS, NEEDS, resource_of

from ansible_collections.realmkit.keycloak.plugins.module_utils._engine import execute as engine
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.auth_flow import AUTH_FLOW
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client_registration_policy import (
    CLIENT_REGISTRATION_POLICY,
)
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client_scope import CLIENT_SCOPE
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.component import COMPONENT
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.realm import REALM
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.realm_key import REALM_KEY
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.role import ROLE
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.user_federation import USER_FEDERATION
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.converge import converge
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.declare import parts_of
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.purge import Purge

KEYS = "org.keycloak.keys.KeyProvider"
STORAGE = "org.keycloak.storage.UserStorageProvider"
POLICIES = "org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy"
COMPONENTS = [
    (REALM_KEY, {"provider_id": "rsa-generated", "config": {"priority": ["7"]}}, KEYS),
    (COMPONENT, {"provider_type": KEYS, "provider_id": "rsa-generated", "config": {"priority": ["7"]}}, KEYS),
    (USER_FEDERATION, {"provider_id": "ldap", "config": {"vendor": ["other"], "editMode": ["READ_ONLY"]}}, STORAGE),
    (CLIENT_REGISTRATION_POLICY, {"sub_type": "anonymous", "provider_id": "consent-required"}, POLICIES),
]
IDS = [resource.name for resource, _arguments, _type in COMPONENTS]


@pytest.fixture
def at_once(server, monkeypatch):
    """Runs a task twice; each has planned before either writes."""
    barrier, first = threading.Barrier(2, timeout=30), threading.local()
    apply = engine.apply

    def meet(session, plan):
        if threading.current_thread() is not threading.main_thread() and not getattr(first, "met", False):
            first.met = True
            barrier.wait()
        apply(session, plan)

    monkeypatch.setattr(engine, "apply", meet)

    def run(resource, spec_of=None, **arguments):
        given = (server, resource, False, spec_of)
        with ThreadPoolExecutor(2) as pool:
            return [it.result() for it in [pool.submit(task, *given, **arguments) for _run in range(2)]]

    return run


def named(admin, realm, kind, name):
    found = admin.get(f"/admin/realms/{realm}/components?type={kind}")
    return [it for it in found if it["name"] == name]


@pytest.mark.parametrize(("resource", "arguments", "kind"), COMPONENTS, ids=IDS)
def test_twins_that_are_there_are_told_of_and_go_together(server, admin, realm, resource, arguments, kind):
    name = f"old twin {resource.name}"
    task(server, resource, realm=realm, name=name, **arguments)
    (one,) = named(admin, realm, kind, name)
    admin.post(f"/admin/realms/{realm}/components", {key: it for key, it in one.items() if key != "id"})
    again = task(server, resource, realm=realm, name=name, **arguments)
    assert any(f"There are 2 objects of the kind {resource.name}" in it for it in again.result.warnings)
    task(server, resource, realm=realm, name=name, state="absent", **arguments)
    assert named(admin, realm, kind, name) == []


def test_a_flow_that_is_exchanged_before_it_has_its_executions(server, admin, realm, monkeypatch):
    place, apply, plans = f"/admin/realms/{realm}/authentication/flows", engine.apply, []

    def exchange(session, plan):
        plans.append(plan.action)
        if len(plans) == 2:
            admin.delete(f"{place}/{plan.current.values['id']}")
            admin.post(place, {"alias": "exchanged", "providerId": "basic-flow", "topLevel": True, "builtIn": False})
        apply(session, plan)

    monkeypatch.setattr(engine, "apply", exchange)
    execution = {"authenticator": "auth-cookie", "requirement": "REQUIRED"}
    run = task(server, AUTH_FLOW, realm=realm, alias="exchanged", executions=[execution])
    (flow,) = [it for it in admin.get(place) if it["alias"] == "exchanged"]
    assert [it["authenticator"] for it in flow["authenticationExecutions"]] == ["auth-cookie"]
    assert (plans, run.result.warnings) == (["create", "none", "none"], [])


@pytest.mark.parametrize("behavior", ["exact", "additive"])
def test_executions_of_a_flow_that_exists(server, admin, realm, at_once, behavior):
    alias = f"twin executions {behavior}"
    one, two = ({"authenticator": name, "requirement": "ALTERNATIVE"} for name in ("auth-cookie", "auth-spnego"))
    task(server, AUTH_FLOW, realm=realm, alias=alias, executions=[one])
    arguments = {"realm": realm, "alias": alias, "executions": [one, two], "executions_behavior": behavior}
    at_once(AUTH_FLOW, **arguments)
    (flow,) = [it for it in admin.get(f"/admin/realms/{realm}/authentication/flows") if it["alias"] == alias]
    assert [it["authenticator"] for it in flow["authenticationExecutions"]] == ["auth-cookie", "auth-spnego"]
    assert not task(server, AUTH_FLOW, **arguments).changed


def test_who_loses_where_the_server_keeps_one_goes_on_with_what_is_there(admin, realm, at_once):
    runs = at_once(ROLE, realm=realm, name="twin-role", description="one")
    assert all(run.result.end_state["description"] == "one" for run in runs)
    assert admin.get(f"/admin/realms/{realm}/roles/twin-role")["description"] == "one"


@pytest.fixture(scope="module")
def place(server):
    """A realm with what the kinds live in."""
    authz = {"clientId": "authz", "serviceAccountsEnabled": True, "authorizationServicesEnabled": True}
    body = {
        "organizationsEnabled": True,
        "organizations": [{"name": "acme"}],
        "clients": [dict(authz, authorizationSettings={"scopes": [{"name": "s"}]})],
        "identityProviders": [{"alias": "idp", "providerId": "github", "config": {"clientId": "a"}}],
        "users": [{"username": "ann", "enabled": True}],
    }
    with realm_of(server, **for_server(body)) as name:
        yield name


def twins(admin, realm):
    """Names that two objects of one list have."""
    base = f"/admin/realms/{realm}"
    lists = {
        "clients": "clientId",
        "client-scopes": "name",
        "roles": "name",
        "groups": "name",
        "authentication/flows": "alias",
        "authentication/required-actions": "alias",
        "identity-provider/instances/idp/mappers": "name",
    }
    found = Counter((path, item[key]) for path, key in lists.items() for item in admin.get(f"{base}/{path}"))
    for item in admin.get(f"{base}/components"):
        found[(item["parentId"], item["providerType"], item.get("subType"), item.get("name"))] += 1
    for path in ("clients", "client-scopes"):
        for holder in admin.get(f"{base}/{path}"):
            found.update((holder["id"], mapper["name"]) for mapper in holder.get("protocolMappers") or ())
    for flow in admin.get(f"{base}/authentication/flows"):
        own = () if flow["builtIn"] else flow["authenticationExecutions"]
        found.update((flow["alias"], it["authenticator"]) for it in own)
    for document in ("profiles", "policies"):
        found.update((document, it["name"]) for it in admin.get(f"{base}/client-policies/{document}")[document])
    for provider in admin.get(f"{base}/identity-provider/instances"):
        mappers = admin.get(f"{base}/identity-provider/instances/{provider['alias']}/mappers")
        found.update((provider["alias"], mapper["name"]) for mapper in mappers)
    if has("workflows"):
        found.update(("workflows", it["name"]) for it in admin.get(f"{base}/workflows"))
    return [key for key, count in found.items() if count > 1]


MADE = [name for name, kind in KINDS.items() if kind.key != "realm" and not kind.fixed]
CASES = [
    pytest.param(name, of, id=f"{name} {of}", marks=needs(NEEDS[name]) if name in NEEDS else ())
    for name in MADE
    for of in ("new", "old")
    if of == "new" or not set(KINDS[name].elements) <= set(KINDS[name].base)
]


def test_a_realm(server, admin, at_once):
    name = f"twin-{uuid.uuid4().hex[:8]}"
    try:
        at_once(REALM, realm=name, display_name="Twin")
        assert admin.get(f"/admin/realms/{name}")["displayName"] == "Twin"
        assert not task(server, REALM, realm=name, display_name="Twin").changed
    finally:
        admin.remove_realm(name)


CONFIG = {
    "components": {
        KEYS: [{"name": "twin", "providerId": "rsa-generated", "config": {"priority": ["7"]}}],
        POLICIES: [{"name": "twin", "providerId": "consent-required", "subType": "anonymous"}],
        STORAGE: [
            {
                "name": "twin",
                "providerId": "ldap",
                "config": {name: [value] for name, value in KINDS["user_federation"].base["config"].items()}
                # Older servers ask a directory before they make a user.
                | {"enabled": ["false"]},
                "subComponents": {
                    "org.keycloak.storage.ldap.mappers.LDAPStorageMapper": [
                        {
                            "name": "m",
                            "providerId": "full-name-ldap-mapper",
                            "config": {"ldap.full.name.attribute": ["cn"]},
                        }
                    ]
                },
            }
        ],
    },
    "clients": [{"clientId": "twin", "protocolMappers": [{"name": "m", "protocolMapper": "oidc-full-name-mapper"}]}],
    "roles": {"realm": [{"name": "twin", "composites": {"realm": ["offline_access"]}}]},
    "groups": [{"name": "twin", "subGroups": [{"name": "below"}]}],
    "users": [{"username": "twin", "groups": ["/twin"], "realmRoles": ["twin"]}],
    "identityProviders": [{"alias": "idp", "providerId": "oidc", "config": KINDS["identity_provider"].base["config"]}],
    "identityProviderMappers": [
        {"name": "m", "identityProviderAlias": "idp", "identityProviderMapper": "hardcoded-attribute-idp-mapper"}
    ],
    "authenticationFlows": [
        {
            "alias": "twin",
            "topLevel": True,
            "providerId": "basic-flow",
            "authenticationExecutions": [{"authenticator": "auth-cookie", "requirement": "REQUIRED", "priority": 1}],
        }
    ],
}


@pytest.mark.parametrize("there", [True, False])
def test_a_whole_realm(server, admin, there):
    """Each run has planned before either writes."""
    name, barrier = f"twin-{uuid.uuid4().hex[:8]}", threading.Barrier(2, timeout=60)

    def apply(approve):
        with client_with(server) as client:
            return converge(client, parts_of(copy.deepcopy(CONFIG), name), Purge(), False, approve)

    if there:
        admin.post("/admin/realms", {"realm": name})
    try:
        with ThreadPoolExecutor(2) as pool:
            for run in [pool.submit(apply, lambda _outcome: barrier.wait()) for _run in range(2)]:
                run.result()
        again = apply(lambda _outcome: None)
        assert ([it.declared.title for it in again.changed], again.warnings, twins(admin, name)) == ([], [], [])
    finally:
        admin.remove_realm(name)


@pytest.mark.parametrize(("name", "of"), CASES)
def test_each_kind(server, admin, place, at_once, name, of):
    """A new object with its parts; and parts that both runs give to an old one."""
    kind, (spec, choose) = KINDS[name], resource_of(name)
    arguments = {"realm": place, **kind.base, kind.key: f"twin-{of}"}
    whole = {**arguments, **{option: [element] for option, element in kind.elements.items()}}
    resource = choose(arguments) if choose else spec
    if of == "old":
        task(server, resource, spec_of=spec, **arguments)
    runs = at_once(resource, spec, **whole)
    again = task(server, resource, spec_of=spec, **whole)
    assert again.result.end_state.get("id") in [run.result.end_state.get("id") for run in runs]
    assert (again.changed, again.result.warnings, twins(admin, place)) == (False, [], [])
    assert task(server, resource, spec_of=spec, **arguments, state="absent").changed
    assert not task(server, resource, spec_of=spec, **arguments, state="absent").changed


def test_what_another_run_made_may_be_missing_in_the_first_list(server, admin, place, monkeypatch):
    """The server has refused a second one, and its list lacks the first for a moment (24.0)."""
    apply, given = engine.apply, {"name": "late", "protocol": "openid-connect"}
    with Relay(server.url).running() as relay:

        def overtaken(session, plan):
            monkeypatch.setattr(engine, "apply", apply)
            admin.post(f"/admin/realms/{place}/client-scopes", given)
            json = {"Content-Type": "application/json"}
            relay.fault("GET", "/client-scopes$", "answer", status=200, headers=json, body=b"[]")
            apply(session, plan)

        monkeypatch.setattr(engine, "apply", overtaken)
        run = task(relay, CLIENT_SCOPE, realm=place, **given, description="d")
    (held,) = [it for it in admin.get(f"/admin/realms/{place}/client-scopes") if it["name"] == "late"]
    assert (held["id"], held["description"]) == (run.result.end_state["id"], "d")
