# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The connection options: what is refused before anything is sent, and that documentation and spec agree."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from ansible.module_utils import basic

from ansible_collections.realmkit.keycloak.plugins.doc_fragments.auth import ModuleDocFragment
from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.options import (
    AGENT,
    OPTIONS,
    clean_url,
    connect,
    connection_spec,
    environment_variable,
)
from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.task import run_module

ROOT = Path(__file__).parents[2]
LOGIN = {"auth_keycloak_url": "http://127.0.0.1:1", "auth_username": "u", "auth_password": "geheim"}


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("https://sso.example.org/", "https://sso.example.org"),
        (" http://h:8080/auth/ ", "http://h:8080/auth"),
    ],
)
def test_url(given, clean):
    assert clean_url(given) == clean


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("", "KEYCLOAK_URL"),
        ("sso.example.org", "http://"),
        ("ftp://x", "http://"),
        ("https://", "a host"),
        ("http://h:nan", "no valid address"),
        ("http://joe:geheim@h", "must not contain credentials"),
        ("http://h/admin/master/console/#/demo/users", "use http://h instead"),
        ("http://h/auth/realms/master", "use http://h/auth instead"),
        ("http://h/?x=1", "use http://h instead"),
    ],
)
def test_a_wrong_url_is_told(given, told):
    with pytest.raises(InputError) as error:
        clean_url(given)
    assert told in str(error.value)
    assert "geheim" not in str(error.value)


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"auth_username": None, "auth_password": None}, "No way to log in"),
        ({"auth_password": None}, "auth_username needs auth_password (KEYCLOAK_PASSWORD)"),
        ({"auth_username": None}, "auth_password needs auth_username (KEYCLOAK_USERNAME)"),
        ({"auth_private_key": "k", "auth_private_key_file": "f"}, "exclude each other"),
        ({"auth_private_key_file": "/does/not/exist"}, "can't be read"),
        ({"auth_signature_algorithm": "ES256"}, "needs auth_private_key"),
        ({"auth_signature_algorithm": "HS256"}, "needs auth_client_secret"),
        ({"ca_path": "/does/not/exist"}, "does not exist"),
        ({"connection_timeout": 0}, "more than 0"),
    ],
)
def test_bad_options_are_told(params, told):
    with pytest.raises(InputError) as error:
        connect({**LOGIN, **params})
    assert told in str(error.value)
    assert "geheim" not in str(error.value)


def test_a_half_log_in_does_not_hinder_a_token():
    connect({"auth_keycloak_url": "http://127.0.0.1:1", "token": "t", "auth_username": "u"}).close()


def test_a_modules_own_options_are_no_aliases():
    assert connection_spec()["auth_username"]["aliases"] == ["username"]
    assert "aliases" not in connection_spec(["username"])["auth_username"]


def documented(text):
    options = yaml.safe_load(text)["options"]
    keys = ("type", "default", "choices", "aliases")
    return {name: {key: option[key] for key in keys if key in option} for name, option in options.items()}


def specified(spec):
    keys = ("type", "default", "choices", "aliases")
    return {name: {key: option[key] for key in keys if key in option} for name, option in spec.items()}


def test_documentation_and_spec_agree():
    assert documented(ModuleDocFragment.DOCUMENTATION) == specified(connection_spec())
    assert documented(ModuleDocFragment.OWN_USERNAME) == specified(connection_spec(["username"]))
    assert documented(ModuleDocFragment.OWN_PASSWORD) == specified(connection_spec(["username", "password"]))
    every_alias = [alias for option in connection_spec().values() for alias in option.get("aliases", ())]
    assert documented(ModuleDocFragment.LOOKUP) == specified(connection_spec(every_alias))


def test_every_option_has_its_variable_in_both_flavours():
    modules = yaml.safe_load(ModuleDocFragment.DOCUMENTATION)["options"]
    lookups = yaml.safe_load(ModuleDocFragment.LOOKUP)["options"]
    for name in OPTIONS:
        variable = environment_variable(name)
        assert f"E({variable})" in modules[name]["description"][-1]
        assert lookups[name]["env"] == [{"name": variable}]
        assert lookups[name]["vars"] == [{"name": variable.lower()}]


def test_the_agent_names_the_version():
    version = yaml.safe_load((ROOT / "galaxy.yml").read_text())["version"]
    assert f"realmkit.keycloak/{version}" == AGENT


def test_the_guide_names_every_option_and_variable():
    guide = (ROOT / "docs" / "connection.md").read_text()
    for name in OPTIONS:
        assert re.search(rf"`{name}`.*`{environment_variable(name)}`", guide)


def test_a_module_takes_names_and_says_where_there_is_none(monkeypatch, capsys):
    spec = {
        "composites": {"type": "list", "elements": "dict", "options": {"name": {"type": "str", "required": True}}},
        "password": {"type": "str", "no_log": True},
    }

    def run(**given):
        called = {}
        monkeypatch.setattr(basic, "_ANSIBLE_ARGS", json.dumps({"ANSIBLE_MODULE_ARGS": given}).encode())
        monkeypatch.setattr(basic, "_ANSIBLE_PROFILE", "legacy", raising=False)
        with pytest.raises(SystemExit):
            run_module(spec, lambda module, _client: called.update(module.params) or {}, anonymous=True)
        return called, json.loads(capsys.readouterr().out)

    url = {"auth_keycloak_url": "http://127.0.0.1:1"}
    taken, told = run(composites=["r1", {"name": "r2"}], **url)
    assert taken["composites"] == [{"name": "r1"}, {"name": "r2"}], told
    _taken, told = run(composites=[["r1"]], password="geheim", **url)
    assert told["failed"] and told["msg"].startswith("composites[0] must be the name alone")
    assert "geheim" not in str(told)
