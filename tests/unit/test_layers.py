# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The order of the layers in plugins/module_utils: imports go down only, and no two files import each other."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

UTILS = Path(__file__).resolve().parents[2] / "plugins" / "module_utils"
# Bottom up: a file imports from its own layer and from those before it.
LAYERS = ("_base", "_secrets", "_http", "_engine", "_kinds", "_actions", "_reads", "_realm", "_edge")
FILES = {
    ".".join(path.relative_to(UTILS).with_suffix("").parts): path
    for path in sorted(UTILS.rglob("*.py"))
    if path.name != "__init__.py"
}


def imports_of(name):
    """The files of the collection that this one imports, also those that only its types need."""
    for node in ast.walk(ast.parse(FILES[name].read_text())):
        if isinstance(node, ast.ImportFrom) and node.level:
            package = name.split(".")[: -node.level]
            target = ".".join([*package, *([node.module] if node.module else [])])
            for alias in node.names:
                inner = f"{target}.{alias.name}"
                yield inner if inner in FILES else target


def layer(name):
    return LAYERS.index(name.split(".")[0])


def test_every_file_is_in_a_layer():
    assert {name.split(".")[0] for name in FILES} == set(LAYERS)


@pytest.mark.parametrize("name", FILES)
def test_imports_go_down(name):
    assert [target for target in imports_of(name) if target not in FILES or layer(target) > layer(name)] == []


def test_no_files_import_each_other():
    try:
        TopologicalSorter({name: set(imports_of(name)) for name in FILES}).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(error.args[1]))


def test_only_the_edge_knows_modules():
    knowing = {name.split(".")[0] for name, path in FILES.items() if "ansible.module_utils.basic" in path.read_text()}
    assert knowing == {"_edge"}
