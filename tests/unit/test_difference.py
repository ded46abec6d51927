# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a person reads of a plan: narrowed to what differs, as YAML and as lines."""

from __future__ import annotations

import pytest

from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.difference import Difference, in_order, narrowed
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.lines import changed_fields, plan_lines


def change(title, before, after, action="update", root=""):
    return Difference(title.split(" ")[0], title, root or title, action, before, after)


@pytest.mark.parametrize(
    "old, new, before, after",
    [
        ({"a": "1", "b": "2"}, {"a": "1", "b": "3"}, {"b": "2"}, {"b": "3"}),
        # Keycloak stores numbers as strings.
        ({"a": "1"}, {"a": 1, "b": "x"}, {}, {"b": "x"}),
        (["a", "b"], ["b"], ["a", "b"], ["b"]),
        (
            [{"name": "x", "v": "1", "same": "s"}, {"name": "y"}],
            [{"name": "x", "v": "2", "same": "s"}, {"name": "z", "id": "1"}],
            [{"name": "x", "v": "1"}, {"name": "y"}],
            [{"name": "x", "v": "2"}, {"name": "z"}],
        ),
        # Another order is a difference of the whole.
        (
            [{"name": "x"}, {"name": "y", "id": "1"}],
            [{"name": "y"}, {"name": "x"}],
            [{"name": "x"}, {"name": "y"}],
            [{"name": "y"}, {"name": "x"}],
        ),
    ],
)
def test_only_what_differs_is_left(old, new, before, after):
    assert narrowed(old, new) == (before, after)


def test_lines_have_old_and_new_values():
    found = change(
        "client 'web'",
        {"redirectUris": ["https://a/*"], "attributes": {"x": "1"}, "secret": "VALUE_HIDDEN", "name": "Old"},
        {"redirectUris": ["*"], "attributes": {"x": "2", "y": "3"}, "secret": "VALUE_HIDDEN_CHANGED"},
    )
    assert changed_fields(found) == [
        'attributes.x: "1" -> "2"',
        'attributes.y: nothing -> "3"',
        "name: Old -> nothing",
        'redirectUris: + "*", - https://a/*',
        "secret: changes (hidden)",
    ]


def test_objects_are_in_order_and_children_with_their_parents():
    mapper = change("mapper 'a' of client 'web'", {}, {"x": 1}, root="client 'web'")
    found = [change("user 'ann'", {}, {}), mapper, change("client 'web'", {}, {}), change("client 'app'", {}, {})]
    titles = [it.title for it in in_order(found)]
    assert titles == ["client 'app'", "client 'web'", "mapper 'a' of client 'web'", "user 'ann'"]


def test_a_long_plan_lists_what_can_do_harm_and_counts_the_rest():
    found = [change(f"user 'u{number}'", {}, {"a": 1}, "create") for number in range(100)]
    found += [change("client 'x'", {"a": 1}, {}, "delete"), change("user 'z'", {"a": 1}, {"a": 2})]
    lines = plan_lines(in_order(found), {"user": {"create": 100, "update": 1}, "client": {"delete": 1}})
    assert lines[0] == "- delete client 'x'"
    assert "~ change user 'z'" in lines and "    a: 1 -> 2" in lines
    assert lines[-3:] == [
        "... and 43 more objects: 43 to create",
        "user: 100 to create, 1 to change",
        "client: 1 to delete",
    ]
    assert len(lines) == 63
