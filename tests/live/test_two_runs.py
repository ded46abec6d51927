# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two runs at once: the declared state, without twins."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from kinds import task

from ansible_collections.realmkit.keycloak.plugins.module_utils._engine import execute as engine
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.auth_flow import AUTH_FLOW
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client import CLIENT
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client_registration_policy import (
    CLIENT_REGISTRATION_POLICY,
)
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.component import COMPONENT
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.realm_key import REALM_KEY
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.role import ROLE
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.user_federation import USER_FEDERATION
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.workflow import WORKFLOW

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

    def run(resource, **arguments):
        with ThreadPoolExecutor(2) as pool:
            return [it.result() for it in [pool.submit(task, server, resource, **arguments) for _run in range(2)]]

    return run


def named(admin, realm, kind, name):
    found = admin.get(f"/admin/realms/{realm}/components?type={kind}")
    return [it for it in found if it["name"] == name]


@pytest.mark.parametrize(("resource", "arguments", "kind"), COMPONENTS, ids=IDS)
def test_components(server, admin, realm, at_once, resource, arguments, kind):
    name = f"twin {resource.name}"
    runs = at_once(resource, realm=realm, name=name, **arguments)
    (left,) = named(admin, realm, kind, name)
    assert [run.result.end_state["id"] for run in runs] == [left["id"]] * 2
    assert not task(server, resource, realm=realm, name=name, **arguments).changed


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


def test_a_flow(admin, realm, at_once):
    at_once(
        AUTH_FLOW,
        realm=realm,
        alias="twin flow",
        executions=[{"authenticator": "auth-cookie", "requirement": "REQUIRED"}],
    )
    (flow,) = [it for it in admin.get(f"/admin/realms/{realm}/authentication/flows") if it["alias"] == "twin flow"]
    assert [it["authenticator"] for it in flow["authenticationExecutions"]] == ["auth-cookie"]


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


def test_a_workflow(server, admin, realm, at_once):
    step = {"uses": "notify-user", "after": "P1D"}
    runs = at_once(WORKFLOW, realm=realm, name="twin workflow", on="user-created", steps=[step])
    (left,) = [it for it in admin.get(f"/admin/realms/{realm}/workflows") if it["name"] == "twin workflow"]
    assert [run.result.end_state["id"] for run in runs] == [left["id"]] * 2


def test_mappers_of_a_client(admin, realm, at_once):
    admin.post(f"/admin/realms/{realm}/clients", {"clientId": "twin-client"})
    mapper = {"name": "twin", "protocol_mapper": "oidc-full-name-mapper"}
    at_once(CLIENT, realm=realm, client_id="twin-client", protocol_mappers=[mapper])
    (client,) = admin.get(f"/admin/realms/{realm}/clients?clientId=twin-client")
    assert [it["name"] for it in client["protocolMappers"]] == ["twin"]


def test_who_loses_where_the_server_keeps_one_goes_on_with_what_is_there(admin, realm, at_once):
    runs = at_once(ROLE, realm=realm, name="twin-role", description="one")
    assert all(run.result.end_state["description"] == "one" for run in runs)
    assert admin.get(f"/admin/realms/{realm}/roles/twin-role")["description"] == "one"
