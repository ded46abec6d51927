# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""No option is accepted and ignored: what has no effect says so."""

from __future__ import annotations

import ast
import importlib
from functools import cache
from pathlib import Path

import pytest

from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.resource import Resource

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
KINDS = PLUGINS / "module_utils" / "_kinds"


def resources():
    for path in sorted(KINDS.glob("[a-z]*.py")):
        module = importlib.import_module(
            f"ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.{path.stem}"
        )
        for name, value in vars(module).items():
            if isinstance(value, Resource):
                yield pytest.param(path, value, id=f"{path.stem}.{name}")


def files_of(path, known=()):
    """A kind's file with those of the kinds' folder that it is made of."""
    found = {*known, path}
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            names = [node.module.partition(".")[0]] if node.module else [name.name for name in node.names]
            for inner in (KINDS / f"{name}.py" for name in names):
                if inner.exists() and inner not in found:
                    found |= files_of(inner, found)
    return found


@cache
def used(path):
    """The strings in a file that no argument spec is declared by: a name there, or read from the arguments."""
    tree = ast.parse(path.read_text())
    declared = {
        id(key)
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values)
        if isinstance(value, (ast.Dict, ast.Name))
    }
    inert = [
        node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg in ("inert", "arguments")
    ]
    reasons = {id(inner) for node in inert for inner in ast.walk(node) if not isinstance(inner, ast.Name)}
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in declared | reasons
    }


def options_of(arguments):
    """Those of the lists of objects among them as well."""
    for name, argument in arguments.items():
        yield name
        yield from options_of(argument.get("options") or {})


# What engine and edge read of every kind.
EVERYWHERE = [path for layer in ("_engine", "_edge") for path in (PLUGINS / "module_utils" / layer).glob("*.py")]
MODULES = list((PLUGINS / "modules").glob("*.py"))
# The id of a part in an export: it is known by its name.
PARTS = {"id"}


@pytest.mark.parametrize(("path", "resource"), list(resources()))
def test_an_option_is_used_or_says_that_it_has_no_effect(path, resource):
    # What modules do after the object is as declared.
    modules = [module for module in MODULES if f"._kinds.{path.stem} import" in module.read_text()]
    known = set().union(*(used(file) for file in (*files_of(path), *EVERYWHERE, *modules)))
    for holder in (resource, *(child.resource for child in resource.children)):
        restated = PARTS if holder is not resource else set()
        silent = {it for it in options_of(holder.arguments) if it not in known and it not in {*holder.inert, *restated}}
        # Which side of a pair of lists an option is about.
        assert not {option for option in silent if not option.endswith("_behavior")}, holder.name
        assert set(holder.inert) <= set(holder.arguments)
