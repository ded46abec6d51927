# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.field import (
    JSON_MAP,
    LOWER_CASE,
    SCALAR,
    SET,
    TEXT_MAP,
    TEXTS_MAP,
    ExactMap,
    Field,
    Items,
    Map,
    Part,
    Whole,
    camel,
    changed_fields,
    clean_fields,
    merge_fields,
)

ITEMS = Items((Field("name"), Field("verified", "bool")), "name")
PART = Part((Field("view", "list", SET), Field("edit", "list", SET)))


@pytest.mark.parametrize(
    ("meaning", "current", "wanted", "same"),
    [
        (SCALAR, None, "", True),
        (SCALAR, "x", "", False),
        (SCALAR, "300", 300, True),
        (SCALAR, "true", True, True),
        (SCALAR, False, None, False),
        (LOWER_CASE, "Ann", "ANN", True),
        (LOWER_CASE, None, "ann", False),
        (SET, ["a", "b"], ["b", "a"], True),
        (SET, None, [], True),
        (SET, ["a"], [], False),
        (SET, [1, 2], ["2", "1"], True),
        (TEXT_MAP, {"a": "1", "b": "2"}, {"a": 1}, True),
        (TEXT_MAP, {"a": "true"}, {"a": True}, True),
        (TEXT_MAP, {"a": "1"}, {"a": None}, False),
        (TEXT_MAP, {"b": "1"}, {"a": None}, True),
        (TEXT_MAP, {"a": ""}, {"a": None}, True),
        (TEXT_MAP, {"a": '{"x": 1, "y": [2]}'}, {"a": {"y": [2], "x": 1}}, True),
        (TEXT_MAP, None, {"a": "x"}, False),
        (TEXTS_MAP, {"a": ["1", "2"]}, {"a": [2, 1]}, True),
        (TEXTS_MAP, {"a": ["1"]}, {"a": 1}, True),
        (TEXTS_MAP, {"a": ["1"]}, {"a": []}, False),
        (JSON_MAP, {"a": {"n": 1}}, {"a": {"n": 1}}, True),
        (JSON_MAP, {"a": {"n": 1}}, {"a": {"n": 2}}, False),
        (ExactMap(), {"a": "1", "b": "2"}, {"a": "1"}, False),
        (ITEMS, [{"name": "a", "verified": True}], [{"name": "a"}], True),
        (ITEMS, [{"name": "a"}], [{"name": "a", "state": "absent"}], False),
        (ITEMS, [{"name": "a"}, {"name": "b"}], [{"name": "a"}], True),
        (JSON_MAP, {"a": {}}, {"a": {}}, True),
        (JSON_MAP, {}, {"a": {}}, False),
        (PART, {"view": ["a", "b"], "edit": ["a"]}, {"view": ["b", "a"]}, True),
        (PART, None, {}, False),
        (PART, {}, {"state": "absent"}, False),
        (PART, None, {"state": "absent"}, True),
    ],
)
def test_same(meaning, current, wanted, same):
    assert meaning.same(current, meaning.clean(wanted) if wanted is not None else None) is same


@pytest.mark.parametrize(
    ("meaning", "current", "wanted", "merged"),
    [
        (TEXT_MAP, {"a": "1", "b": "2"}, {"b": 3, "c": True}, {"a": "1", "b": "3", "c": "true"}),
        (TEXT_MAP, {"a": "1"}, {"a": None}, {}),
        (TEXTS_MAP, {"a": ["1"]}, {"b": "x", "a": None}, {"b": ["x"]}),
        (TEXTS_MAP, {"a": ["2", "1"]}, {"a": [1, 2]}, {"a": ["2", "1"]}),
        (TEXTS_MAP, {"a": ["1"]}, {"a": [None, 2], "b": [None]}, {"a": ["2"]}),
        (ExactMap(), {"a": "1", "b": "2"}, {"a": 1}, {"a": "1"}),
        (ITEMS, [{"name": "a", "verified": True}], [{"name": "b"}], [{"name": "a", "verified": True}, {"name": "b"}]),
        (
            ITEMS,
            [{"name": "a", "id": 7}],
            [{"name": "a", "verified": True}],
            [{"name": "a", "id": 7, "verified": True}],
        ),
        (PART, {"view": ["a"], "edit": ["b"]}, {"edit": []}, {"view": ["a"], "edit": []}),
        (PART, {"view": ["a"]}, {"state": "absent"}, None),
    ],
)
def test_merge(meaning, current, wanted, merged):
    assert meaning.merge(current, meaning.clean(wanted)) == merged


def test_a_whole_list_removes_and_orders():
    current = [{"name": "a", "id": 1}, {"name": "b"}, {"name": "c"}]
    wanted = Whole(ITEMS.clean([{"name": "c"}, {"name": "a", "verified": True}]))
    assert not ITEMS.same(current, wanted)
    assert ITEMS.merge(current, wanted) == [{"name": "c"}, {"name": "a", "id": 1, "verified": True}]
    assert ITEMS.same(ITEMS.merge(current, wanted), wanted)


def test_a_removed_key_is_sent_where_leaving_it_out_would_keep_it():
    current = {"a": "1", "b": "2"}
    merged = Map(removed="").merge(current, {"a": None})
    assert merged == {"b": "2"}
    assert Map(removed="").send(current, merged) == {"a": "", "b": "2"}


def test_what_is_not_mentioned_is_not_declared_and_stays():
    fields = (Field("display_name"), Field("enabled", "bool"), Field("size", "int", default=5))
    wanted = clean_fields(fields, {"display_name": None, "enabled": True, "size": 5})
    assert wanted == {"enabled": True, "size": 5}
    current = {"displayName": "kept", "unknown": [1]}
    assert [field.option for field in changed_fields(fields, current, wanted)] == ["enabled"]
    assert merge_fields(fields, current, wanted) == {"displayName": "kept", "unknown": [1], "enabled": True}


def test_names_of_the_api():
    assert camel("web_authn_policy_rp_id") == "webAuthnPolicyRpId"
    assert camel("oauth2_device_code_lifespan") == "oauth2DeviceCodeLifespan"
