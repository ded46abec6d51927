# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""No option is accepted and ignored: what has no effect says so."""

from __future__ import annotations

import ast
import importlib
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
                yield pytest.param(value, id=f"{path.stem}.{name}")


def used():
    """The strings in the code that no argument spec is declared by: a name there, or read from the arguments."""
    folders = (KINDS, PLUGINS / "module_utils" / "_engine", PLUGINS / "module_utils" / "_edge")
    files = [path for folder in folders for path in folder.glob("*.py")]
    # What the modules do after the object is as declared.
    found = set()
    for path in files + list((PLUGINS / "modules").glob("*.py")):
        tree = ast.parse(path.read_text())
        declared = {
            id(key)
            for node in ast.walk(tree)
            if isinstance(node, ast.Dict)
            for key, value in zip(node.keys, node.values)
            if isinstance(value, (ast.Dict, ast.Name))
        }
        inert = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.keyword) and node.arg in ("inert", "arguments")
        ]
        reasons = {id(inner) for node in inert for inner in ast.walk(node) if not isinstance(inner, ast.Name)}
        found |= {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in declared | reasons
        }
    return found


USED = used()


@pytest.mark.parametrize("resource", list(resources()))
def test_an_option_is_used_or_says_that_it_has_no_effect(resource):
    for holder in (resource, *(child.resource for child in resource.children)):
        silent = {option for option in holder.arguments if option not in USED and option not in holder.inert}
        # Which side of a pair of lists an option is about.
        assert not {option for option in silent if not option.endswith("_behavior")}, holder.name
        assert set(holder.inert) <= set(holder.arguments)
