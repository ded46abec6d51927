# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Executions of flows: what a plan leaves is what was declared, and unchanged ones are left alone."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds._execution_changes import Parent, Rules, changes
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds._executions import REQUIREMENTS, declared

FLOW = Parent("flow", "id")


def tree(names):
    provider = st.fixed_dictionaries(
        {"provider": st.sampled_from(["a", "b", "c"]), "requirement": st.sampled_from(REQUIREMENTS)},
        optional={"config": st.dictionaries(st.sampled_from("xyz"), st.none() | st.integers(), max_size=2)},
    )
    sub_flow = st.fixed_dictionaries(
        {
            "sub_flow": st.sampled_from(names),
            "requirement": st.sampled_from(REQUIREMENTS),
            "executions": st.lists(provider, max_size=3),
        }
    )
    return st.lists(st.one_of(provider, sub_flow), max_size=5).filter(_distinct)


def _distinct(items):
    names = [item["sub_flow"] for item in items if "sub_flow" in item]
    return len(names) == len(set(names))


def on_server(executions, prefix=""):
    """The executions as the server would have them: each with an id."""
    return tuple(
        replace(
            item,
            id=f"{prefix}{position}",
            flow_id=f"{prefix}{position}f" if item.sub_flow else "",
            executions=None if item.executions is None else on_server(item.executions, f"{prefix}{position}."),
        )
        for position, item in enumerate(executions)
    )


TREES = tree(["one", "two", "three"])


B = {"provider": "b", "requirement": "ALTERNATIVE"}
B_FIRST = {"provider": "b", "requirement": "REQUIRED"}


# One that says less about settings must not take what only another can be.
@example(first=[B_FIRST, B], second=[dict(B, config={}), dict(B, config={"x": 0})])
@example(
    first=[dict(B_FIRST, config={"x": 0}), dict(B, config={"x": 0})],
    second=[dict(B, config={"x": 0}), dict(B, config={"y": 0})],
)
@given(TREES, TREES)
def test_after_a_plan_nothing_is_left_to_do(first, second):
    for rules in (Rules(), Rules(exact=False)):
        _todo, after = changes(FLOW, (), declared(first, "basic-flow", "flow"), rules)
        wanted = declared(second, "basic-flow", "flow")
        _todo, then = changes(FLOW, on_server(after), wanted, rules)
        assert changes(FLOW, on_server(then), wanted, rules)[0] == ()


@given(TREES, TREES)
def test_priorities_follow_the_order(first, second):
    _todo, after = changes(FLOW, (), declared(first, "basic-flow", "flow"), Rules())
    _todo, then = changes(FLOW, on_server(after), declared(second, "basic-flow", "flow"), Rules())
    priorities = [item.priority for item in then]
    assert priorities == sorted(set(priorities))


def test_one_that_is_inserted_moves_only_what_is_in_its_way():
    now = [
        replace(item, priority=10 * n, id=str(n)) for n, item in enumerate(declared([A, B, C], "basic-flow", "flow"))
    ]
    todo, _after = changes(FLOW, now, declared([A, dict(C, provider="d"), B, C], "basic-flow", "flow"), Rules())
    assert [(change.verb, change.wanted.priority) for change in todo] == [("add", 1)]


A, B, C = ({"provider": name, "requirement": "REQUIRED"} for name in "abc")
