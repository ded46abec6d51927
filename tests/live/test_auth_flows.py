# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Authentication flows: the tree of executions, changes in place, flows that are in use."""

from __future__ import annotations

import copy
from types import SimpleNamespace

import pytest
from kinds import converge, task
from needs import needs
from proxy import Fault, Proxy

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.errors import KeycloakError
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.auth_flow import AUTH_FLOW as FLOW

COOKIE = {"provider": "auth-cookie", "requirement": "ALTERNATIVE"}
PASSWORD = {"provider": "auth-username-password-form", "requirement": "REQUIRED"}
OTP = {"provider": "auth-otp-form", "requirement": "REQUIRED"}


def sub_flow(name, *executions, requirement="ALTERNATIVE", **more):
    return {"sub_flow": name, "requirement": requirement, "executions": list(executions), **more}


def redirector(**config):
    return {"provider": "identity-provider-redirector", "requirement": "ALTERNATIVE", "config": config}


def rows(admin, realm, alias):
    """What the server has: level, provider or alias, requirement."""
    found = admin.get(f"/admin/realms/{realm}/authentication/flows/{alias}/executions")
    return [
        (row["level"], row["displayName"] if row.get("authenticationFlow") else row["providerId"], row["requirement"])
        for row in found
    ]


def ids(admin, realm, alias):
    found = admin.get(f"/admin/realms/{realm}/authentication/flows/{alias}/executions")
    return {row.get("providerId") or row["displayName"]: row["id"] for row in found}


def config_of(admin, realm, alias, position):
    row = admin.get(f"/admin/realms/{realm}/authentication/flows/{alias}/executions")[position]
    return admin.get(f"/admin/realms/{realm}/authentication/config/{row['authenticationConfig']}")


def flows(admin, realm):
    return {flow["alias"]: flow for flow in admin.get(f"/admin/realms/{realm}/authentication/flows")}


def bind(admin, realm, alias):
    admin.put(f"/admin/realms/{realm}", dict(admin.get(f"/admin/realms/{realm}"), browserFlow=alias))


def test_a_tree_of_any_depth(server, admin, realm):
    deep = sub_flow("depth 3 ü", OTP, requirement="conditional")
    tree = [COOKIE, sub_flow("depth 1 ü", PASSWORD, sub_flow("depth 2 ü", deep, requirement="REQUIRED"))]
    converge(server, FLOW, realm=realm, alias="Tief ü % 😀", description="first", executions=tree)
    assert rows(admin, realm, "Tief ü %25 😀") == [
        (0, "auth-cookie", "ALTERNATIVE"),
        (0, "depth 1 ü", "ALTERNATIVE"),
        (1, "auth-username-password-form", "REQUIRED"),
        (1, "depth 2 ü", "REQUIRED"),
        (2, "depth 3 ü", "CONDITIONAL"),
        (3, "auth-otp-form", "REQUIRED"),
    ]
    converge(server, FLOW, realm=realm, alias="Tief ü % 😀", new_alias="flat", description="", executions=[COOKIE])
    assert rows(admin, realm, "flat") == [(0, "auth-cookie", "ALTERNATIVE")]
    assert not flows(admin, realm)["flat"].get("description")
    converge(server, FLOW, realm=realm, alias="flat", state="absent")
    assert "flat" not in flows(admin, realm)


def test_unchanged_executions_keep_their_ids(server, admin, realm):
    arguments = {"realm": realm, "alias": "kept"}
    converge(server, FLOW, **arguments, executions=[COOKIE, sub_flow("kept forms", PASSWORD, OTP)])
    before = ids(admin, realm, "kept")
    # Another order, one removed, one added in front, one other requirement.
    tree = [sub_flow("kept forms", dict(OTP, requirement="ALTERNATIVE"), PASSWORD), redirector(), COOKIE]
    converge(server, FLOW, **arguments, executions=tree)
    after = ids(admin, realm, "kept")
    assert {key: after[key] for key in before} == before
    assert [name for _level, name, _requirement in rows(admin, realm, "kept")] == [
        "kept forms",
        "auth-otp-form",
        "auth-username-password-form",
        "identity-provider-redirector",
        "auth-cookie",
    ]
    # What is not mentioned stays: no requirement, no children, no list.
    converge(server, FLOW, **arguments, description="d")
    quiet = [{"sub_flow": "kept forms"}, {"provider": "identity-provider-redirector"}, {"provider": "auth-cookie"}]
    assert not converge(server, FLOW, **arguments, executions=quiet).changed


def test_executions_change_places(server, admin, realm):
    cookie = {"provider": "auth-cookie", "requirement": "ALTERNATIVE"}
    spnego = {"provider": "auth-spnego", "requirement": "ALTERNATIVE"}
    converge(server, FLOW, realm=realm, alias="places", executions=[cookie, spnego])
    assert [it[1] for it in rows(admin, realm, "places")] == ["auth-cookie", "auth-spnego"]
    before = ids(admin, realm, "places")
    converge(server, FLOW, realm=realm, alias="places", executions=[spnego, cookie])
    assert [it[1] for it in rows(admin, realm, "places")] == ["auth-spnego", "auth-cookie"]
    assert ids(admin, realm, "places") == before


def test_the_same_authenticator_twice_with_settings(server, admin, realm):
    arguments = {"realm": realm, "alias": "twice"}
    one, two = redirector(defaultProvider="one"), redirector(defaultProvider="two")
    converge(server, FLOW, **arguments, executions=[one, two])
    first = admin.get(f"/admin/realms/{realm}/authentication/flows/twice/executions")
    assert [config_of(admin, realm, "twice", n)["config"]["defaultProvider"] for n in (0, 1)] == ["one", "two"]
    converge(server, FLOW, **arguments, executions=[two])
    assert [row["id"] for row in admin.get(f"/admin/realms/{realm}/authentication/flows/twice/executions")] == [
        first[1]["id"]
    ]
    # Settings are merged; numbers and booleans are strings there; a null removes.
    limits = {"provider": "user-session-limits", "requirement": "REQUIRED"}
    converge(server, FLOW, **arguments, executions=[dict(limits, config={"userRealmLimit": 3, "behavior": "x"})])
    converge(server, FLOW, **arguments, executions=[dict(limits, config={"userRealmLimit": "4", "userClientLimit": 0})])
    settings = {"userRealmLimit": "4", "userClientLimit": "0", "behavior": "x"}
    assert config_of(admin, realm, "twice", 0)["config"] == settings
    named = dict(limits, config={"behavior": None}, config_alias="named ü")
    converge(server, FLOW, **arguments, executions=[named])
    found = config_of(admin, realm, "twice", 0)
    assert (found["alias"], found["config"]) == ("named ü", {"userRealmLimit": "4", "userClientLimit": "0"})
    nothing = dict(limits, config={"userRealmLimit": None, "userClientLimit": None})
    converge(server, FLOW, **arguments, executions=[nothing])
    assert "authenticationConfig" not in admin.get(f"/admin/realms/{realm}/authentication/flows/twice/executions")[0]


def test_a_copy_of_a_built_in_flow(server, admin, realm):
    converge(server, FLOW, realm=realm, alias="copied", copy_from="browser")
    whole = rows(admin, realm, "copied")
    assert len(whole) == len(rows(admin, realm, "browser"))
    additive = {
        "executions_behavior": "additive",
        "executions": [dict(COOKIE, requirement="REQUIRED"), redirector(x=1)],
    }
    converge(server, FLOW, realm=realm, alias="changed copy", copy_from="browser", **additive)
    assert (0, "auth-cookie", "REQUIRED") in rows(admin, realm, "changed copy")
    assert len(rows(admin, realm, "changed copy")) == len(whole)
    exactly = {"executions_behavior": "exact", "executions": [COOKIE, sub_flow("new x", OTP)]}
    converge(server, FLOW, realm=realm, alias="new", copy_from="browser", **exactly)
    assert [name for _level, name, _requirement in rows(admin, realm, "new")] == [
        "auth-cookie",
        "new x",
        "auth-otp-form",
    ]


def test_forms_and_client_flows(server, admin, realm):
    actions = [{"provider": "registration-user-creation", "requirement": "REQUIRED"}]
    form = sub_flow(
        "sign up form", *actions, requirement="REQUIRED", type="form-flow", provider="registration-page-form"
    )
    converge(server, FLOW, realm=realm, alias="sign up", executions=[form])
    assert rows(admin, realm, "sign up")[1] == (1, "registration-user-creation", "REQUIRED")
    secret = {"provider": "client-secret", "requirement": "ALTERNATIVE"}
    converge(server, FLOW, realm=realm, alias="machines", provider_id="client-flow", executions=[secret])
    assert flows(admin, realm)["machines"]["providerId"] == "client-flow"


@needs("masked secrets of authenticators")
def test_a_masked_setting(server, admin, realm):
    def form(secret):
        captcha = {
            "provider": "registration-recaptcha-action",
            "requirement": "REQUIRED",
            "config": {"site.key": "s", "secret.key": secret},
        }
        return [sub_flow("c", captcha, requirement="REQUIRED", type="form-flow", provider="registration-page-form")]

    run = converge(server, FLOW, realm=realm, alias="captcha", executions=form("hush-hush"))
    assert config_of(admin, realm, "captcha", 1)["config"]["secret.key"] == "**********"
    once = task(server, FLOW, realm=realm, alias="captcha", executions=form("other"), update_secret="on_create")
    assert not once.changed
    again = converge(server, FLOW, realm=realm, alias="captcha", executions=form("other"))
    assert again.changed
    always = dict(realm=realm, alias="captcha", executions=form("other"), update_secret="always")
    assert task(server, FLOW, **always).changed
    assert not task(server, FLOW, realm=realm, alias="captcha", executions=form("other")).changed
    assert config_of(admin, realm, "captcha", 1)["config"]["site.key"] == "s"
    assert "hush-hush" not in str(run.result.operations) + str(again.result.operations)
    mark = f"realmkit.fingerprint.{flows(admin, realm)['captcha']['id']}."
    assert [it for it in admin.get(f"/admin/realms/{realm}")["attributes"] if it.startswith(mark)]
    task(server, FLOW, realm=realm, alias="captcha", state="absent")
    assert not [it for it in admin.get(f"/admin/realms/{realm}")["attributes"] if it.startswith(mark)]


def test_the_server_says_which_settings_are_secrets(server, realm):
    captcha = {"provider": "registration-recaptcha-enterprise", "requirement": "REQUIRED"}
    captcha["config"] = {"api.key": "k1", "project.id": "p1"}
    form = {"sub_flow": "asks for a key", "type": "form-flow", "requirement": "REQUIRED", "executions": [captcha]}
    run = task(server, FLOW, realm=realm, alias="with a key", executions=[form])
    assert run.result.secret_keys == ("api.key",)
    assert task(server, FLOW, realm=realm, alias="with a key", executions=[form]).result.secret_keys == ()


def test_what_incumbents_playbooks_say(server, admin, realm):
    flat = [
        {"providerId": "auth-cookie", "requirement": "ALTERNATIVE"},
        {"displayName": "old forms", "requirement": "ALTERNATIVE"},
        {"providerId": "auth-otp-form", "requirement": "REQUIRED", "flowAlias": "old forms", "index": 0},
    ]
    settings = {"alias": "old settings", "config": {"defaultProvider": "x"}}
    flat.append(
        {"providerId": "identity-provider-redirector", "requirement": "DISABLED", "authenticationConfig": settings}
    )
    converge(server, FLOW, realm=realm, alias="old", authenticationExecutions=flat)
    assert rows(admin, realm, "old")[1:3] == [(0, "old forms", "ALTERNATIVE"), (1, "auth-otp-form", "REQUIRED")]
    assert config_of(admin, realm, "old", 3)["alias"] == "old settings"


@pytest.mark.parametrize(
    ("executions", "complaint"),
    [
        ([dict(COOKIE, provider="auth-cokie")], "no authenticator 'auth-cokie'.*auth-cookie"),
        ([dict(COOKIE, requirement="MUST")], "must be one of"),
        ([dict(COOKIE, reqirement="REQUIRED")], "no option 'reqirement'"),
        ([{"provider": "auth-cookie"}], "Set the requirement of auth-cookie"),
        ([sub_flow("forms", OTP)], "another flow of the realm has that alias"),
        ([sub_flow("a", OTP), sub_flow("a", OTP)], "two sub-flows 'a'"),
        ([dict(COOKIE, priority=5), dict(OTP, priority=5)], "priorities must rise"),
        ([dict(OTP, flow_alias="nowhere")], "none of the sub-flows"),
    ],
)
def test_bad_input_writes_nothing(server, admin, realm, executions, complaint):
    with pytest.raises(InputError, match=complaint):
        task(server, FLOW, realm=realm, alias="bad", executions=copy.deepcopy(executions))
    assert "bad" not in flows(admin, realm)


def test_built_in_flows_are_changed_but_not_rebuilt(server, admin, realm):
    with pytest.raises(InputError, match="built in"):
        task(server, FLOW, realm=realm, alias="browser", state="absent")
    with pytest.raises(InputError, match="copy_from"):
        task(server, FLOW, realm=realm, alias="browser", executions=[COOKIE])
    off = [{"provider": "auth-cookie", "requirement": "DISABLED"}]
    converge(server, FLOW, realm=realm, alias="browser", executions=off, executions_behavior="additive")
    assert rows(admin, realm, "browser")[0] == (0, "auth-cookie", "DISABLED")


@pytest.fixture
def bound(server, admin, realm):
    """A flow that the realm, a client and an identity provider are bound to."""
    task(server, FLOW, realm=realm, alias="bound", executions=[sub_flow("bound forms", PASSWORD, OTP)])
    bind(admin, realm, "bound")
    flow = flows(admin, realm)["bound"]
    overrides = {"browser": flow["id"]}
    admin.post(f"/admin/realms/{realm}/clients", {"clientId": "c", "authenticationFlowBindingOverrides": overrides})
    provider = {"alias": "p", "providerId": "github", "postBrokerLoginFlowAlias": "bound", "config": {"clientId": "x"}}
    admin.post(f"/admin/realms/{realm}/identity-provider/instances", provider)
    yield realm
    bind(admin, realm, "browser")
    admin.delete(f"/admin/realms/{realm}/identity-provider/instances/p")
    admin.delete(f"/admin/realms/{realm}/clients/{client(admin, realm)['id']}")
    task(server, FLOW, realm=realm, alias="bound", state="absent")


def client(admin, realm):
    return admin.get(f"/admin/realms/{realm}/clients?clientId=c")[0]


def in_use(admin, realm):
    """The aliases of what each of the three is bound to."""
    by_id = {flow["id"]: alias for alias, flow in flows(admin, realm).items()}
    return {
        admin.get(f"/admin/realms/{realm}")["browserFlow"],
        by_id[client(admin, realm)["authenticationFlowBindingOverrides"]["browser"]],
        admin.get(f"/admin/realms/{realm}/identity-provider/instances/p")["postBrokerLoginFlowAlias"],
    }


OTHER = [
    COOKIE,
    sub_flow("bound forms", PASSWORD, {"provider": "webauthn-authenticator", "requirement": "REQUIRED"}),
]


def test_a_flow_in_use_is_changed_in_place(server, admin, bound):
    before = ids(admin, bound, "bound")
    converge(server, FLOW, realm=bound, alias="bound", executions=OTHER)
    assert in_use(admin, bound) == {"bound"}
    assert "bound before the change" not in flows(admin, bound)
    assert ids(admin, bound, "bound")["auth-username-password-form"] == before["auth-username-password-form"]
    tree = [COOKIE, sub_flow("bound forms", PASSWORD), redirector()]
    converge(server, FLOW, realm=bound, alias="bound", new_alias="bound anew", executions=tree)
    assert in_use(admin, bound) == {"bound anew"}
    converge(server, FLOW, realm=bound, alias="bound anew", new_alias="bound", executions=OTHER)
    assert [name for name in flows(admin, bound) if name.startswith("bound")] == ["bound"]
    with pytest.raises(InputError, match="in use by the realm, identity provider 'p', client 'c'"):
        task(server, FLOW, realm=bound, alias="bound", state="absent")


@pytest.mark.parametrize("writes", range(12))
def test_an_interrupted_change_leaves_a_whole_flow_bound(server, admin, bound, writes):
    """Whatever write the run breaks at, what is bound is the old flow or the new one, and the next run completes it."""
    old = rows(admin, bound, "bound")
    with Proxy(server.url) as proxy:
        proxy.faults = [Fault("answer", "POST|PUT|DELETE", "/admin/", after=writes, count=100, status=500)]
        with pytest.raises(KeycloakError):
            task(SimpleNamespace(url=proxy.url), FLOW, realm=bound, alias="bound", executions=OTHER)
    bound_now = [
        [(level, name.replace("bound before the change ", ""), requirement) for level, name, requirement in it]
        for it in (rows(admin, bound, alias) for alias in in_use(admin, bound))
    ]
    assert converge(server, FLOW, realm=bound, alias="bound", executions=OTHER).changed
    assert in_use(admin, bound) == {"bound"}
    assert [name for name in flows(admin, bound) if name.startswith("bound")] == ["bound"]
    new = rows(admin, bound, "bound")
    assert old != new and all(flow in (old, new) for flow in bound_now)


def test_a_form_has_the_provider_that_there_is(server, admin, realm):
    form = {"sub_flow": "bare form", "type": "form-flow", "requirement": "REQUIRED"}
    converge(server, FLOW, realm=realm, alias="with a form", executions=[form])
    (row,) = admin.get(f"/admin/realms/{realm}/authentication/flows/with%20a%20form/executions")
    assert row["providerId"] == "registration-page-form"
    with pytest.raises(InputError, match="no form provider 'registration-pag-form'.*registration-page-form"):
        task(server, FLOW, realm=realm, alias="never", executions=[dict(form, provider="registration-pag-form")])


def test_an_execution_for_a_sub_flow_of_the_copy(server, admin, realm):
    arguments = {"realm": realm, "alias": "cp", "copy_from": "browser"}
    converge(server, FLOW, **arguments, executions=[dict(OTP, flowAlias="cp forms")])
    names = [(level, name) for level, name, _requirement in rows(admin, realm, "cp")]
    place = names.index((0, "cp forms"))
    assert (1, "auth-otp-form") in names[place:]
    assert (1, "auth-username-password-form") in names
    # The same list again, by one who knows the flow only by its name.
    additive = {"realm": realm, "alias": "cp", "executions_behavior": "additive"}
    assert not converge(server, FLOW, **additive, executions=[dict(OTP, flowAlias="cp forms")]).changed
    with pytest.raises(InputError, match="flow_alias 'cp form' is none of the sub-flows"):
        task(server, FLOW, **additive, executions=[dict(OTP, flowAlias="cp form")])


def test_an_execution_moves_to_its_index(server, admin, realm):
    spnego = {"provider": "auth-spnego", "requirement": "ALTERNATIVE"}
    arguments = {"realm": realm, "alias": "indexed"}
    converge(server, FLOW, **arguments, executions=[COOKIE, redirector(), spnego])
    before = ids(admin, realm, "indexed")
    additive = dict(arguments, executions_behavior="additive")
    converge(server, FLOW, **additive, executions=[{"provider": "auth-spnego", "index": 0}])
    assert [it[1] for it in rows(admin, realm, "indexed")] == [
        "auth-spnego",
        "auth-cookie",
        "identity-provider-redirector",
    ]
    assert ids(admin, realm, "indexed") == before
