# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a release promises: versions, commands and forms. `make release-check` has what is asked of the archive."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
TARGETS = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.M))
PLUGINS = [
    path
    for kind in ("modules", "lookup", "filter", "inventory")
    for path in (ROOT / "plugins" / kind).glob("*.py")
    if path.name != "__init__.py"
]


def as_numbers(version):
    return tuple(int(part) for part in version.split("."))


def content(path):
    return yaml.safe_load((ROOT / path).read_text())


def test_each_plugin_says_since_when_and_no_version_is_from_the_future():
    now = as_numbers(content("galaxy.yml")["version"])
    for path in PLUGINS:
        versions = re.findall(r"^ *version_added: ['\"]?([^'\"\n]+)", path.read_text(), re.M)
        assert versions, path.name
        assert all(as_numbers(version) <= now for version in versions), path.name


def test_the_changelog_lists_each_plugin_under_the_version_that_it_names():
    """For versions that are released: what comes next has its fragment, and its plugins are found when it is made."""
    releases = content("changelogs/changelog.yaml")["releases"]
    for path in PLUGINS:
        version = re.search(r"^version_added: ['\"]?([^'\"\n]+)", path.read_text(), re.M).group(1)
        if version in releases:
            release = releases[version]
            names = [it["name"] for it in release["modules"]]
            names += [it["name"] for found in release.get("plugins", {}).values() for it in found]
            assert path.stem in names, f"{path.name}: run make changelog"


def test_the_public_ci_runs_the_commands_of_a_developer():
    workflow = content(".github/workflows/ci.yml")
    (job,) = workflow["jobs"].values()
    commands = [step["run"] for step in job["steps"] if step.get("run", "").startswith("make ")]
    assert commands == ["make ${{ matrix.target }}"]
    assert set(job["strategy"]["matrix"]["target"]) <= TARGETS
    own = set(re.findall(r"^make ([a-z-]+)$", (ROOT / ".ci" / "run").read_text(), re.M)) - {"server-stop"}
    assert own
    for target in own:
        assert target in job["strategy"]["matrix"]["target"]


def test_forms_of_issues_ask_for_something():
    for path in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"):
        form = yaml.safe_load(path.read_text())
        if path.stem != "config":
            assert form["name"] and form["description"]
            ids = [part["id"] for part in form["body"] if part["type"] != "markdown"]
            assert len(ids) == len(set(ids)) >= 3
            assert any(part.get("validations", {}).get("required") for part in form["body"])


def test_files_that_people_and_galaxy_look_for():
    names = "CHANGELOG.md CODE_OF_CONDUCT.md CONTRIBUTING.md LICENSE README.md REUSE.toml SECURITY.md"
    assert not [name for name in names.split() if not (ROOT / name).is_file()]
    for name in ("LICENSES/GPL-3.0-or-later.txt", "LICENSE"):
        assert "GNU GENERAL PUBLIC LICENSE" in (ROOT / name).read_text()


def test_the_archive_has_nothing_of_development():
    ignored = set(content("galaxy.yml")["build_ignore"])
    files = {path.name for path in ROOT.glob("requirements-*.txt")}
    # tests/config.yml and tests/sanity say how a release is tested.
    folders = {f"tests/{path.name}" for path in (ROOT / "tests").iterdir() if path.is_dir()} - {"tests/sanity"}
    folders -= {"tests/output"}
    assert not (files | folders) - ignored
    assert not [name for name in ignored if name.startswith(("tests/", "requirements")) and not (ROOT / name).exists()]
