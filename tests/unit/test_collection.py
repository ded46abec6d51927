# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What must hold for every module of the collection."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from ansible_collections.realmkit.keycloak.plugins.module_utils._http.catalogue import ENDPOINTS

ROOT = Path(__file__).resolve().parents[2]
SECTIONS = ("DOCUMENTATION", "EXAMPLES", "RETURN")
PAGES = sorted(path for kind in ("modules", "lookup") for path in (ROOT / "plugins" / kind).glob("*.py"))
# What they do has one form.
ONE_EXAMPLE = ("keycloak_clientsecret_info", "keycloak_clientsecret_regenerate")
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("*.py"))


def test_every_module_takes_the_defaults_of_the_group():
    groups = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text())["action_groups"]
    assert sorted(groups["keycloak"]) == MODULES


def test_every_module_has_its_integration_target():
    targets = {path.name for path in (ROOT / "tests" / "integration" / "targets").iterdir()}
    assert not [name for name in MODULES if name not in targets]


def test_every_state_module_has_its_contract():
    """But for those that take several objects, or hand out what no second run gives again: tests of their own."""
    others = {
        "keycloak_authentication_required_actions",
        "keycloak_client_certificate",
        "keycloak_client_secret",
        "keycloak_organization_invitation",
        "keycloak_user_credential",
        "keycloak_user_verifiable_credential",
    }
    targets = ROOT / "tests" / "integration" / "targets"
    declared = {path.parents[1].name for path in targets.glob("*/vars/main.yml") if "\ncontract:\n" in path.read_text()}
    sources = {name: (ROOT / "plugins" / "modules" / f"{name}.py").read_text() for name in MODULES}
    states = {name for name, source in sources.items() if re.search(r"^    run(_each)?\(", source, re.M)}
    assert states - declared == others


def test_every_module_is_in_the_readme():
    readme = (ROOT / "README.md").read_text()
    assert not [name for name in MODULES if f"`{name}`" not in readme]


def test_the_first_example_of_a_page_has_the_connection():
    """The others rely on module_defaults or the environment, as playbooks do."""
    for path in (ROOT / "plugins" / "modules").glob("*.py"):
        tasks = yaml.safe_load(re.search(r'^EXAMPLES = r"""\n(.*?)^"""', path.read_text(), re.S | re.M).group(1))
        assert ["auth_keycloak_url" in str(task) for task in tasks] == [True] + [False] * (len(tasks) - 1), path.name


def test_no_part_of_a_fragment_has_the_name_of_another_fragment():
    """Ansible takes realmkit.keycloak.state.roles for the fragment roles where there is one."""
    fragments = {path.stem for path in (ROOT / "plugins" / "doc_fragments").glob("*.py")}
    for path in (ROOT / "plugins" / "modules").glob("*.py"):
        parts = re.findall(r"^  - realmkit\.keycloak\.\w+\.(\w+)$", path.read_text(), re.M)
        assert not fragments.intersection(parts), path.name


def documented(path):
    text = path.read_text()
    return [yaml.safe_load(re.search(rf'^{it} = r"""\n(.*?)^"""', text, re.S | re.M).group(1)) for it in SECTIONS]


def test_examples_are_one_document():
    """The sanity tests of ansible-core 2.16 refuse several."""
    texts = [path.read_text() for path in (ROOT / "plugins").glob("*/*.py")]
    examples = [found.group(1) for it in texts if (found := re.search(r'^EXAMPLES = r"""\n(.*?)^"""', it, re.S | re.M))]
    assert len(examples) > len(MODULES) and all(yaml.safe_load(it) for it in examples)


def samples(returned):
    """How many results show what they look like."""
    return sum("sample" in it or samples(it.get("contains") or {}) > 0 for it in returned.values())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_page_leads_on_and_shows_examples_and_results(path):
    about, examples, returned = documented(path)
    assert about["seealso"] and samples(returned)
    # tests/tools/samples.py writes them.
    states = [returned[key] for key in ("operations", "end_state") if key in returned]
    assert all({"sample", "contains"} & set(it) for it in states)
    known = {f"realmkit.keycloak.{it.stem}" for it in PAGES}
    named = [it.get("module") or it.get("plugin") for it in about["seealso"] if "link" not in it]
    assert {name for name in named if name and name.startswith("realmkit.")} <= known
    assert len(examples) >= 2 or about.get("module", about.get("name")) in ONE_EXAMPLE


def test_every_redirect_leads_to_a_module_and_is_tried():
    """Groups of defaults hold for the module that a name leads to: the name itself need not be in the group."""
    routing = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text())["plugin_routing"]["modules"]
    tasks = "".join(path.read_text() for path in (ROOT / "tests" / "integration").rglob("tasks/*.yml"))
    for name, route in routing.items():
        assert name not in MODULES
        if "tombstone" in route:
            continue
        assert route["redirect"].removeprefix("realmkit.keycloak.") in MODULES
        assert f"realmkit.keycloak.{name}:" in tasks, name


def test_every_module_has_the_action_plugin_under_each_of_its_names():
    assert {path.stem for path in (ROOT / "plugins" / "action").glob("*.py")} == set(MODULES)
    routing = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text())["plugin_routing"]
    assert routing["action"] == {name: it for name, it in routing["modules"].items() if "redirect" in it}


@pytest.mark.parametrize("page", ["operations", "rights"])
def test_a_page_is_what_its_table_says(page):
    command = [sys.executable, ROOT / "tests" / "tools" / f"{page}.py", "--check"]
    assert subprocess.run(command, check=False).returncode == 0


def test_no_operation_is_without_a_plugin():
    with (ROOT / "tests" / "operations.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) == len({(row["section"], row["operation"]) for row in rows}) == 277
    lookups = {f"lookup {path.stem}" for path in (ROOT / "plugins" / "lookup").glob("*.py")}
    assert {row["plugin"] for row in rows} <= {*MODULES, *lookups}
    assert all(row["endpoint"] in ENDPOINTS and row["test"] for row in rows)
    # What plainly reads may go through what reads or calls anything; all else has a plugin that knows what it means.
    generic = [row for row in rows if row["plugin"] in ("lookup keycloak", "keycloak_api")]
    assert all(ENDPOINTS[row["endpoint"]].reading for row in generic)
    known = {(endpoint.method, endpoint.path) for endpoint in ENDPOINTS.values()}
    assert [row for row in rows if (row["method"], row["path"]) not in known and "gone" not in row["note"]] == []
