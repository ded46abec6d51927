# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Groups: paths, strange names, moving, renaming, more than a page."""

from __future__ import annotations

import pytest
from kinds import converge, task

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.group import GROUP


def tree(admin, realm, search):
    """Every path that holds what is searched for."""

    def paths(groups):
        return [path for group in groups for path in [group["path"], *paths(group.get("subGroups", ()))]]

    return sorted(path for path in paths(admin.get(f"/admin/realms/{realm}/groups?search={search}")) if search in path)


@pytest.mark.parametrize("name", ["a/b", "50% + x", "q?a=b&c#d", "Größe", "UPPER", "😀"])
def test_strange_names_at_the_top_and_below(server, admin, realm, name):
    converge(server, GROUP, realm=realm, name=name, attributes={"at": "top"})
    below = dict(realm=realm, name=name, parents=[{"name": name}])
    run = converge(server, GROUP, **below, attributes={"n": 1})
    found = admin.get(f"/admin/realms/{realm}/groups/{run.result.end_state['id']}")
    assert (found["name"], found["path"], found["attributes"]) == (name, f"/{name}/{name}", {"n": ["1"]})
    converge(server, GROUP, **below, state="absent")
    converge(server, GROUP, realm=realm, name=name, state="absent")


def test_a_name_with_a_slash_is_not_the_path_that_looks_like_it(server, admin, realm):
    task(server, GROUP, realm=realm, name="x/y", attributes={"is": "slash"})
    task(server, GROUP, realm=realm, path="/x")
    child = task(server, GROUP, realm=realm, name="y", parents=[{"name": "x"}], attributes={"is": "child"})
    task(server, GROUP, realm=realm, name="x/y", state="absent")
    assert admin.get(f"/admin/realms/{realm}/groups/{child.result.end_state['id']}")["attributes"] == {"is": ["child"]}
    assert tree(admin, realm, "x") == ["/x"]


def test_a_mistyped_parent_makes_and_removes_nothing(server, admin, realm):
    task(server, GROUP, realm=realm, path="/parent")
    task(server, GROUP, realm=realm, path="/victim")
    with pytest.raises(InputError, match="no group '/paernt'"):
        task(server, GROUP, realm=realm, path="/paernt/victim")
    assert not task(server, GROUP, realm=realm, path="/parent/victim", state="absent").changed
    assert tree(admin, realm, "victim") == ["/victim"]


def test_move_and_rename_keep_the_group(server, admin, realm):
    for path in ("/from", "/from/it", "/to"):
        task(server, GROUP, realm=realm, path=path)
    before = converge(server, GROUP, realm=realm, path="/from/it", attributes={"a": "1"}).result.end_state["id"]
    converge(server, GROUP, realm=realm, path="/from/it", new_path="/to/renamed")
    found = admin.get(f"/admin/realms/{realm}/groups/{before}")
    assert (found["path"], found["attributes"]) == ("/to/renamed", {"a": ["1"]})
    converge(server, GROUP, realm=realm, path="/to/renamed", new_path="/top level")
    assert admin.get(f"/admin/realms/{realm}/groups/{before}")["path"] == "/top level"
    with pytest.raises(InputError, match="no group '/nowhere'"):
        task(server, GROUP, realm=realm, path="/top level", new_path="/nowhere/it")
    converge(server, GROUP, realm=realm, id=before, name="by id")
    assert admin.get(f"/admin/realms/{realm}/groups/{before}")["path"] == "/by id"


def test_the_last_of_more_than_a_page_of_siblings(server, admin, realm):
    task(server, GROUP, realm=realm, path="/many")
    parent = admin.get(f"/admin/realms/{realm}/group-by-path/many")["id"]
    for number in range(101):
        admin.post(f"/admin/realms/{realm}/groups/{parent}/children", {"name": f"n/{number:03}"})
    last = dict(realm=realm, name="n/100", parents=[{"name": "many"}])
    assert not task(server, GROUP, **last).changed
    converge(server, GROUP, **last, state="absent")
    left = admin.get(f"/admin/realms/{realm}/groups/{parent}/children?max=200")
    assert sorted(group["name"] for group in left) == [f"n/{number:03}" for number in range(100)]


def test_an_id_that_nobody_has(server, realm):
    with pytest.raises(InputError, match="No group has the id 'no': leave it out"):
        task(server, GROUP, True, realm=realm, id="no", name="g")
    assert not task(server, GROUP, realm=realm, id="no", state="absent").changed
