# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settings of executions: they move, and several executions share them."""

from __future__ import annotations

import uuid

import pytest
from applying import apply, settled
from kinds import converge, task

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.auth_flow import AUTH_FLOW as FLOW
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.purge import Purge

REDIRECTOR = "identity-provider-redirector"
ONE, TWO = {"alias": "one", "config": {"defaultProvider": "1"}}, {"alias": "two", "config": {"defaultProvider": "2"}}


@pytest.fixture
def name(admin):
    made = f"settings-{uuid.uuid4().hex[:8]}"
    admin.post("/admin/realms", {"realm": made, "enabled": True})
    yield made
    admin.remove_realm(made)


def step(settings=None, requirement="ALTERNATIVE", provider=REDIRECTOR):
    return {"provider": provider, "requirement": requirement, "config": settings}


def sub(name, *steps):
    return {"sub_flow": name, "requirement": "ALTERNATIVE", "executions": list(steps)}


def settings_of(admin, realm, flow):
    """What each execution of a flow has: its requirement, and the alias and the provider of its settings."""
    found = []
    for row in admin.get(f"/admin/realms/{realm}/authentication/flows/{flow}/executions"):
        if not row.get("authenticationFlow"):
            held = row.get("authenticationConfig")
            config = admin.get(f"/admin/realms/{realm}/authentication/config/{held}") if held else {"alias": None}
            found.append((row["requirement"], config["alias"], config.get("config", {}).get("defaultProvider")))
    return found


def as_declared(steps):
    for item in steps:
        if "executions" in item:
            yield from as_declared(item["executions"])
        else:
            settings = item["config"] or {"alias": None, "config": {}}
            yield item["requirement"], settings["alias"], settings["config"].get("defaultProvider")


@pytest.mark.parametrize(
    "new",
    [
        [step(None, "REQUIRED"), step(ONE), sub("s", step(), step(TWO))],
        [step(TWO, "REQUIRED"), step(), sub("s", step(ONE), step())],
        [step(None, "REQUIRED"), step(), sub("s", step(ONE), step(TWO))],
        [step(None, "REQUIRED"), step(), sub("new", step(ONE), step(TWO))],
        [step({**TWO, "alias": "one"}, "REQUIRED"), step(), sub("s", step({**ONE, "alias": "two"}), step())],
        [step(TWO), step(), sub("s", step({**ONE, "alias": "three"}))],
        [step(ONE), step(ONE), sub("s", step(ONE))],
    ],
)
def test_settings_move(server, admin, name, new):
    arguments = {"realm": name, "alias": "f"}
    old = [step(ONE, "REQUIRED"), step(), sub("s", step(), step(TWO))]
    converge(server, FLOW, **arguments, executions=old)
    converge(server, FLOW, **arguments, executions=new)
    assert settings_of(admin, name, "f") == list(as_declared(new))


def flow(alias, *settings, **more):
    steps = [
        {"authenticator": REDIRECTOR, "requirement": "ALTERNATIVE", "priority": place, "authenticatorConfig": it}
        for place, it in enumerate(settings)
    ]
    return {"alias": alias, "topLevel": True, "providerId": "basic-flow", "authenticationExecutions": steps, **more}


def test_flows_share_settings(server, admin, name):
    flows = [flow("f", "one", "two"), flow("g", "one", "one"), flow("h", "one")]
    settled(server, name, {"authenticationFlows": flows, "authenticatorConfig": [ONE, TWO], "browserFlow": "g"})
    first, second = ("ALTERNATIVE", "one", "1"), ("ALTERNATIVE", "two", "2")
    assert [settings_of(admin, name, it) for it in "fgh"] == [[first, second], [first, first], [first]]
    # One of them goes with a flow, one gets others, and the flow that is bound changes: the others keep theirs.
    flows = [flow("f", "one", "two"), flow("g", "one", "two", "one")]
    changed = {"alias": "one", "config": {"defaultProvider": "3"}}
    config = {"authenticationFlows": flows, "authenticatorConfig": [changed, TWO], "browserFlow": "g"}
    settled(server, name, config, Purge(["authentication_flows"], (), 1))
    first = ("ALTERNATIVE", "one", "3")
    assert [settings_of(admin, name, it) for it in "fg"] == [[first, second], [first, second, first]]
    assert not [it for it in admin.get(f"/admin/realms/{name}/authentication/flows") if "before" in it["alias"]]


def test_a_copied_flow_shares_settings_with_the_built_in_one(server, admin, name):
    """As older servers made copies of "first broker login"."""
    shared = "review profile config"
    copied = flow("copy", shared)
    copied["authenticationExecutions"][0]["authenticator"] = "idp-review-profile"
    settings = {"alias": shared, "config": {"update.profile.on.first.login": "missing"}}
    settled(server, name, {"authenticationFlows": [copied], "authenticatorConfig": [settings]})
    converge(server, FLOW, realm=name, alias="copy", state="absent")
    rows = admin.get(f"/admin/realms/{name}/authentication/flows/first%20broker%20login/executions")
    assert shared in [row.get("alias") for row in rows]


def test_a_task_says_that_it_changes_the_settings_of_another_flow(server, name):
    converge(server, FLOW, realm=name, alias="f", executions=[step(ONE)])
    run = task(server, FLOW, True, realm=name, alias="g", executions=[step({**TWO, "alias": "one"})])
    assert ["'one' belong to the flow 'f' as well" in it for it in run.result.warnings] == [True]


def test_two_flows_with_one_sub_flow(server, admin, name):
    inner = {"flowAlias": "s", "authenticatorFlow": True, "requirement": "ALTERNATIVE", "priority": 1}
    flows = [flow("s", topLevel=False), *(flow(it, authenticationExecutions=[inner]) for it in ("f", "g"))]
    with pytest.raises(InputError, match="'f' and 'g' both have the sub-flow 's'"):
        apply(server, name, {"authenticationFlows": flows})
    # The server's own import makes them so, and they stay.
    imported = f"{name}-i"
    admin.post("/admin/realms", {"realm": imported, "enabled": True, "authenticationFlows": flows})
    try:
        assert apply(server, imported, {"authenticationFlows": flows})[1] == 0
        with pytest.raises(InputError, match="the flows 'f', 'g', which would lose it"):
            task(server, FLOW, realm=imported, alias="g", state="absent")
    finally:
        admin.remove_realm(imported)


def test_the_flow_that_the_server_does_not_list(server, admin, name):
    steps = [{"authenticator": "http-basic-authenticator", "requirement": "ALTERNATIVE", "priority": 10}]
    config = {"authenticationFlows": [flow("saml ecp", builtIn=True, authenticationExecutions=steps)]}
    settled(server, name, config)
    rows = admin.get(f"/admin/realms/{name}/authentication/flows/saml%20ecp/executions")
    assert [row["requirement"] for row in rows] == ["ALTERNATIVE"]
    disabled = [{"provider": "http-basic-authenticator", "requirement": "DISABLED"}]
    converge(server, FLOW, realm=name, alias="saml ecp", executions_behavior="existing", executions=disabled)
    rows = admin.get(f"/admin/realms/{name}/authentication/flows/saml%20ecp/executions")
    assert [row["requirement"] for row in rows] == ["DISABLED"]
