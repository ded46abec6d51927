# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The contract of every state module, step by step: see tests/keycloak/contract.py, which says where its data is."""

from __future__ import annotations

import importlib
import json
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace

import contract
import pytest
import yaml
from ansible.module_utils.testing import patch_module_args
from connecting import admin_options
from needs import needs_of_module
from proxy import Proxy

TARGETS = Path(__file__).resolve().parents[1] / "integration" / "targets"
CONTRACTS = {
    f"{path.parents[1].name}-{name}": data
    for path in sorted(TARGETS.glob("*/vars/main.yml"))
    for name, data in yaml.safe_load(path.read_text()).items()
    if name.startswith("contract")
}


def told(capsys, name, options, server, check=False):
    """What a module tells when Ansible runs it with these options and shows differences."""
    given = {**admin_options(server), **options, "_ansible_check_mode": check, "_ansible_diff": True}
    plugin = f"ansible_collections.realmkit.keycloak.plugins.modules.{name.rpartition('.')[2]}"
    with patch_module_args(given), pytest.raises(SystemExit):
        importlib.import_module(plugin).main()
    answer = json.loads(capsys.readouterr().out)
    assert not answer.get("failed"), answer["msg"]
    return answer


def sent(proxy):
    """What came by since the last look."""
    requests = [{**asdict(it), "writing": it.writing} for it in proxy.requests]
    proxy.reset()
    return requests


def of_server(name):
    """The parameter of a contract, which older servers may not have what it needs."""
    data = CONTRACTS[name]
    return pytest.param(name, marks=needs_of_module(data["module"].rpartition(".")[2], *data.get("needs", ())))


@pytest.mark.parametrize("name", [of_server(name) for name in CONTRACTS])
def test_every_step(request, capsys, name):
    data = CONTRACTS[name]
    wanted = ("featured", "featured_admin") if data.get("featured") else ("server", "admin")
    server, admin = (request.getfixturevalue(it) for it in wanted)
    realm = f"contract in process {name} ü"
    try:
        made = contract.make(admin, realm, data)
        for task in made["before"]:
            assert told(capsys, task["module"], task["options"], server)["changed"]
        with Proxy(server.url) as proxy:
            behind = SimpleNamespace(url=proxy.url)
            for step in made["steps"]:
                runs, requests = [], []
                for check in (True, False, False):
                    runs.append(told(capsys, made["module"], step["options"], behind, check))
                    requests.append(sent(proxy))
                assert contract.broken(step, runs, requests, contract.found(admin, made)) == [], step["name"]
    finally:
        contract.remove(admin, realm)
