# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Marked secrets in every option of every module and lookup: none is in what is printed, logged or raised."""

from __future__ import annotations

import importlib
from pathlib import Path
from unittest import mock

import pytest
import yaml
from ansible import constants as C
from ansible.errors import AnsibleError
from ansible.module_utils import basic
from connecting import client_with
from running import MODULES, run_module

from ansible_collections.realmkit.keycloak.plugins.doc_fragments.auth import ModuleDocFragment

ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("keycloak_*.py"))
LOOKUPS = sorted(
    path.stem for path in (ROOT / "plugins" / "lookup").glob("*.py") if "keycloak.auth.lookup" in path.read_text()
)
MARK = "Q7gehe1mX"
# Each is a secret that was seen to get past a search for it as it is.
ODD = (f"{MARK}", f"a\\{MARK}", f'it\'s "{MARK}"', f"one\n{MARK}\r\n", f"üß{MARK}€ %s {{}}")
CONNECTION = ("auth_password", "auth_client_secret", "refresh_token", "auth_private_key", "auth_private_key_passphrase")


class _Caught(Exception):
    pass


def spec_of(module):
    """The argument spec as the module gives it to Ansible."""

    def catch(_self, argument_spec, **_more):
        raise _Caught(argument_spec)

    with mock.patch.object(basic.AnsibleModule, "__init__", catch), pytest.raises(_Caught) as caught:
        importlib.import_module(MODULES + module).main()
    return caught.value.args[0]


def marked(secret, nested):
    flat = {"clientSecret": secret, "apiToken": secret, "smtp_pass": secret, "client.secret.rotated": secret}
    inner = {"inner": {"password": secret}, "many": [{"type": "password", "value": secret}]}
    return {**flat, **inner, "json": f'{{"secret": "{MARK}"}}'} if nested else flat


def value_of(spec, secret, nested):
    """A value of the right type that has the secret wherever the option can have one, else None."""
    kind, options = spec.get("type", "str"), spec.get("options")
    if options and kind in ("dict", "list"):
        value = arguments(options, secret, nested)
        return value if kind == "dict" else [value]
    if kind == "dict":
        return marked(secret, nested)
    if kind == "raw":
        return marked(secret, nested)
    if kind == "list":
        return [marked(secret, nested)] if spec.get("elements") == "dict" else None
    if spec.get("no_log") is True:
        return secret
    if spec.get("choices"):
        return spec["choices"][0]
    return {"str": "x", "int": 1, "float": 1.0, "bool": True}.get(kind) if spec.get("required") else None


def arguments(specs, secret, nested):
    found = {name: value_of(spec, secret, nested) for name, spec in specs.items() if name != "state"}
    return {name: value for name, value in found.items() if value is not None}


@pytest.fixture(scope="module")
def token(server):
    with client_with(server) as client:
        yield client.access_token()


@pytest.mark.parametrize("module", NAMES)
def test_modules(server, token, module):
    specs = spec_of(module)
    own = {name: spec for name, spec in specs.items() if not name.startswith(("auth_", "connection_"))}
    base = {"auth_keycloak_url": server.url, "token": token, "connection_retries": 0}
    for number, secret in enumerate(ODD):
        given = {**arguments(own, secret, number % 2), **base}
        given.update({name: secret for name in CONNECTION if name in specs})
        given.update({name: "x" for name in ("name", "username", "client_id", "alias") if name in own})
        unreachable = {"auth_keycloak_url": "http://127.0.0.1:9"}
        wrong = {"connection_timeout": [secret], "auth_pasword": secret}
        for more in ({}, {"proxy": f"http://u:{MARK}@127.0.0.1:9"}, unreachable, wrong):
            # A refused option stops a task early, so that each of the others is also tried without it.
            outcome = run_module(module, check=True, **{**given, **more})
            assert MARK not in outcome.everything, more
        for name in [name for name in own if name in given]:
            alone = {option: value for option, value in given.items() if option in base or option == name}
            required = {option: value for option, value in given.items() if specs.get(option, {}).get("required")}
            if number == 2:
                outcome = run_module(module, check=True, **{**required, **alone})
                assert MARK not in outcome.everything, name


def loaded(lookup):
    """A lookup with its options known to Ansible, as its own loader leaves it."""
    module = importlib.import_module(f"ansible_collections.realmkit.keycloak.plugins.lookup.{lookup}")
    options = {
        **yaml.safe_load(module.DOCUMENTATION).get("options", {}),
        **yaml.safe_load(ModuleDocFragment.LOOKUP)["options"],
    }
    C.config.initialize_plugin_configuration_definitions("lookup", lookup, options)
    plugin = module.LookupModule()
    plugin._load_name = lookup
    return plugin


@pytest.mark.parametrize("lookup", LOOKUPS)
def test_lookups(server, lookup):
    plugin = loaded(lookup)
    place = {} if lookup in ("token", "server_info") else {"realm": "master"}
    term = "users" if lookup == "keycloak" else "nothing-there"
    for secret in ODD:
        for wrong in (
            {"auth_username": "nobody", "auth_password": secret},
            {"auth_client_id": "nobody", "auth_client_secret": secret},
            {"refresh_token": secret},
            {"auth_client_id": "nobody", "auth_private_key": secret, "auth_private_key_passphrase": secret},
            {"auth_username": "nobody", "auth_password": {"a": secret}},
            {"auth_username": "nobody", "auth_password": "x", "connection_timeout": secret},
            {"auth_username": "nobody", "auth_password": "x", "auth_signature_algorithm": secret},
            {"auth_username": "admin", "auth_password": "admin", "proxy": f"http://u:{MARK}@127.0.0.1:9"},
            {"auth_username": "admin", "auth_password": "admin", "auth_keycloak_url": f"http://u:{MARK}@127.0.0.1:9"},
        ):
            options = {"auth_keycloak_url": server.url, "connection_retries": 0, **place, **wrong}
            with pytest.raises(AnsibleError) as caught:
                plugin.run([term], {}, **options)
            assert MARK not in str(caught.value)
