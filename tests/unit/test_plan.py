# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan as a pure function: tables for what it decides, properties for what must always hold."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.assignment import Assignment, listed
from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.change import Current
from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.field import SET, TEXT_MAP, TEXTS_MAP, Field
from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.finders import by_reference
from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.masked import roomless, settle
from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.plan import make_plan
from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.reference import TO_CLIENT_SCOPE, TO_USER
from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.resource import Children, Masked, Resource
from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.spec import argument_spec, wanted
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.api import client_protocol_mappers, clients
from ansible_collections.realmkit.keycloak.plugins.module_utils._secrets.fingerprint import (
    fingerprint,
    is_fingerprint_of,
)
from ansible_collections.realmkit.keycloak.plugins.module_utils._secrets.redact import MASK
from ansible_collections.realmkit.keycloak.plugins.module_utils._secrets.show import shown

MAPPER = Resource(
    "mapper",
    Field("name", required=True),
    by_reference(TO_USER),
    variable="id",
    fields=(Field("config", "dict", TEXT_MAP),),
    create=client_protocol_mappers.CREATE,
    update=client_protocol_mappers.UPDATE,
    delete=client_protocol_mappers.DELETE,
)
KIND = Resource(
    "thing",
    Field("name", required=True),
    by_reference(TO_USER),
    variable="client-uuid",
    fields=(
        Field("description"),
        Field("enabled", "bool"),
        Field("protocol", create_only=True),
        Field("uris", "list", SET, elements="str"),
        Field("attributes", "dict", TEXTS_MAP),
        Field("config", "dict", TEXT_MAP),
    ),
    create=clients.CREATE,
    update=clients.UPDATE,
    delete=clients.DELETE,
    assignments=(
        Assignment(
            "scopes",
            TO_CLIENT_SCOPE,
            clients.ADD_DEFAULT_CLIENT_SCOPE,
            clients.REMOVE_DEFAULT_CLIENT_SCOPE,
            listed("scopes"),
            lambda session, values, raw: {name: {} for name in raw["scopes"]},
            variable="clientScopeId",
        ),
    ),
    children=(Children("mappers", MAPPER, "mappers"),),
    masked=(Masked("config", "password", "config"),),
)


def declare(**params):
    return wanted(KIND, dict(params, name="n"))


def on_server(raw, scopes=(), mappers=()):
    return Current(
        {"realm": "r"},
        dict(raw, name="n"),
        dict(raw, name="n"),
        {"scopes": {name: {"id": name} for name in scopes}},
        {"mappers": tuple(Current({"realm": "r"}, mapper, mapper) for mapper in mappers)},
    )


@pytest.mark.parametrize(
    ("params", "current", "operations"),
    [
        ({}, on_server({"description": "d"}), []),
        ({"description": "d"}, on_server({"description": "d"}), []),
        ({"description": ""}, on_server({"description": "d"}), ["update thing 'n': description"]),
        ({"state": "absent"}, on_server({}), ["delete thing 'n'"]),
        ({"state": "absent"}, Current({"realm": "r"}), []),
        ({"enabled": True}, Current({"realm": "r"}), ["create thing 'n'"]),
        ({"scopes": ["a", "b"]}, on_server({}, ["a", "c"]), ["add to scopes of thing 'n': b"]),
        (
            {"scopes": ["a"], "scopes_behavior": "exact"},
            on_server({}, ["a", "c"]),
            ["remove from scopes of thing 'n': c"],
        ),
        ({"scopes": [], "scopes_behavior": "exact"}, on_server({}, ["c"]), ["remove from scopes of thing 'n': c"]),
        ({"scopes": []}, on_server({}, ["c"]), []),
        (
            {"mappers": [{"name": "m", "config": {"a": 1}}]},
            on_server({}, (), [{"name": "m", "config": {"a": "1"}}]),
            [],
        ),
        (
            {"mappers": [{"name": "m", "config": {"a": 2}}]},
            on_server({}, (), [{"name": "m", "id": "7", "config": {"a": "1", "b": "1"}}]),
            ["update mapper 'm': config"],
        ),
        (
            {"mappers": [{"name": "x"}], "mappers_behavior": "exact"},
            on_server({}, (), [{"name": "m", "id": "7"}]),
            ["create mapper 'x'", "delete mapper 'm'"],
        ),
        ({"mappers": [{"name": "m", "state": "absent"}]}, on_server({}, (), [{"name": "m"}]), ["delete mapper 'm'"]),
    ],
)
def test_operations(params, current, operations):
    plan = make_plan(KIND, declare(**params), current)
    assert list(plan.operations) == operations
    assert plan.changed is bool(operations)


def test_a_create_only_field_is_refused_with_what_to_do():
    with pytest.raises(InputError, match="protocol of thing 'n' can't be changed from 'a' to 'b'.*remove"):
        make_plan(KIND, declare(protocol="b"), on_server({"protocol": "a"}))


def test_after_holds_what_was_declared_and_what_was_there():
    raw = {"name": "n", "description": "kept", "attributes": {"a": ["1"]}, "access": {"view": True}}
    plan = make_plan(KIND, declare(attributes={"b": 2}), Current({"realm": "r"}, raw, raw))
    assert plan.before == {"name": "n", "description": "kept", "attributes": {"a": ["1"]}}
    assert plan.after == {"name": "n", "description": "kept", "attributes": {"a": ["1"], "b": ["2"]}}


def test_a_kind_that_is_one_side_of_an_object_shows_that_side():
    side = replace(KIND, facet=("name",))
    plan = make_plan(side, declare(scopes=["b"]), on_server({"description": "d"}, ["a"]))
    assert (plan.before, plan.after) == ({"name": "n", "scopes": ["a"]}, {"name": "n", "scopes": ["a", "b"]})


texts = st.text(max_size=8)
names = st.text(min_size=1, max_size=8)
plain = st.one_of(texts, st.booleans(), st.integers(-9, 9))
attributes = st.dictionaries(names, st.one_of(plain, st.lists(plain, max_size=3), st.none()), max_size=4)
params = st.fixed_dictionaries(
    {},
    optional={
        "description": texts,
        "enabled": st.booleans(),
        "uris": st.lists(texts, max_size=4),
        "attributes": attributes,
        "config": st.dictionaries(names, st.one_of(plain, st.none()), max_size=4),
        "scopes": st.lists(names, max_size=4),
        "scopes_behavior": st.sampled_from(["additive", "exact"]),
    },
)
representations = st.fixed_dictionaries(
    {},
    optional={
        "description": texts,
        "enabled": st.booleans(),
        "uris": st.lists(texts, max_size=4, unique=True),
        "attributes": st.dictionaries(names, st.lists(texts, min_size=1, max_size=3), max_size=4),
        "config": st.dictionaries(names, texts, max_size=4),
    },
)


def applied(plan):
    """The server's state once a plan is carried out."""
    raw = {key: value for key, value in plan.after.items() if key != "scopes"}
    return on_server(raw, plan.after.get("scopes", ()))


@given(params, representations, st.lists(names, max_size=3, unique=True))
def test_a_plan_that_was_applied_leaves_nothing_to_do(given_params, raw, scopes):
    declared = declare(**given_params)
    plan = make_plan(KIND, declared, on_server(raw, scopes))
    assert not make_plan(KIND, declared, applied(plan)).changed


@given(params)
def test_a_new_object_is_as_declared(given_params):
    declared = declare(**given_params)
    plan = make_plan(KIND, declared, Current({"realm": "r"}))
    assert not make_plan(KIND, declared, applied(plan)).changed


def reordered(value):
    if isinstance(value, dict):
        return {key: reordered(value[key]) for key in reversed(list(value))}
    if isinstance(value, list):
        return [reordered(item) for item in reversed(value)]
    return value


@given(params, representations)
def test_the_order_of_keys_and_sets_never_matters(given_params, raw):
    declared = declare(**given_params)
    left, right = (make_plan(KIND, declared, on_server(state)) for state in (raw, reordered(raw)))
    assert left.operations == right.operations


SECRET = "correct horse battery"


@given(
    st.recursive(
        st.one_of(plain, st.just(SECRET).map(lambda secret: {"clientSecret": secret})),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(names, inner, max_size=3),
            st.fixed_dictionaries({"password": st.just(SECRET), "other": inner}),
            st.fixed_dictionaries({"credentials": st.just([{"type": "password", "value": SECRET}]), "more": inner}),
        ),
        max_leaves=8,
    )
)
def test_no_secret_is_ever_shown(tree):
    before, after = shown({"a": tree}, {"a": tree, "secret": SECRET}, ["secret"])
    assert SECRET not in json.dumps([before, after])


def test_a_changed_secret_is_seen_to_change():
    before, after = shown({"config": {"password": "old one"}}, {"config": {"password": "new one"}})
    assert before != after
    assert shown({"config": {"password": "same"}}, {"config": {"password": "same"}})[0] == before


@pytest.mark.parametrize(("policy", "sent"), [("when_changed", False), ("always", True), ("on_create", False)])
def test_a_masked_secret_that_was_applied_before(policy, sent):
    values = {"config": {"password": "s"}}
    settle(KIND, values, None, policy)
    room = {key: value for key, value in values["config"].items() if key != "password"}
    assert is_fingerprint_of("s", next(iter(room.values())))
    raw = {"config": dict(room, password=MASK)}
    again = {"config": {"password": "s"}}
    settle(KIND, again, raw, policy)
    assert (again["config"]["password"] == "s") is sent


def test_a_new_secret_is_sent_and_an_unknown_state_is_repaired():
    for stored in ({}, {"realmkit.fingerprint.config.password": "rubbish"}):
        values = {"config": {"password": "new"}}
        settle(KIND, values, {"config": dict(stored, password=MASK)}, "when_changed")
        assert values["config"]["password"] == "new"


def test_a_vault_reference_is_compared_plainly():
    values = {"config": {"password": "${vault.smtp}"}}
    settle(KIND, values, {"config": {"password": "${vault.smtp}"}}, "when_changed")
    assert values == {"config": {"password": "${vault.smtp}"}}


def test_the_argument_spec_follows_the_resource():
    spec = argument_spec(KIND)
    assert spec["attributes"] == {"type": "dict", "no_log": True}
    assert spec["uris"] == {"type": "list", "elements": "str"}
    assert spec["name"]["required"] is True
    assert spec["scopes_behavior"]["default"] == "additive"
    assert spec["update_secret"]["default"] == "when_changed"
    assert spec["mappers"]["options"]["state"]["choices"] == ["present", "absent"]


@pytest.mark.parametrize(("wanted", "sent"), [("same", MASK), ("other", "other"), (MASK, MASK)])
def test_a_secret_whose_fingerprint_the_realm_keeps(wanted, sent):
    kind = replace(KIND, masked=(Masked("config", "*"),))
    raw = {"config": {"pin": MASK, "plain": "x"}}
    values = {"config": {"pin": wanted, "plain": "y"}}
    settle(kind, values, raw, "when_changed", lambda: {"config.pin": fingerprint("same")})
    assert values == {"config": {"pin": sent, "plain": "y"}}
    assert roomless(kind, values, raw) == ({"config.pin": "other"} if sent == "other" else {})


def test_what_the_server_masks_is_hidden_whatever_it_is_called():
    for value in (MASK, [MASK]):
        before, after = shown({"config": {"pin": value}}, {"config": {"pin": ["1234"] if value == [MASK] else "1234"}})
        assert "1234" not in str(after)
        assert before != after
    assert "hush" not in str(shown({}, {"config": {"secret.key": "hush"}}))
