# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What must hold for every module of the collection."""

from __future__ import annotations

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("*.py"))


def test_every_module_takes_the_defaults_of_the_group():
    groups = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text())["action_groups"]
    assert sorted(groups["keycloak"]) == MODULES


def test_every_module_has_its_integration_target():
    targets = {path.name for path in (ROOT / "tests" / "integration" / "targets").iterdir()}
    assert not [name for name in MODULES if name not in targets]


def test_every_module_is_in_the_readme():
    readme = (ROOT / "README.md").read_text()
    assert not [name for name in MODULES if f"`{name}`" not in readme]


def test_every_redirect_leads_to_a_module_and_is_tried():
    """Groups of defaults hold for the module that a name leads to: the name itself need not be in the group."""
    routing = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text())["plugin_routing"]["modules"]
    tasks = "".join(path.read_text() for path in (ROOT / "tests" / "integration").rglob("tasks/*.yml"))
    for name, route in routing.items():
        assert route["redirect"].removeprefix("realmkit.keycloak.") in MODULES
        assert name not in MODULES
        assert f"realmkit.keycloak.{name}:" in tasks, name
