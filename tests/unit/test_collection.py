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
