# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A realm as files: what goes where, and whose files are left alone."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._base.files import check_destination
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.layout import (
    LAYOUTS,
    dumped,
    laid_out,
    refuse_others,
    stale,
)
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.source import load
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.tidy import tidy


def flow(alias, *inner, top=True, **execution):
    executions = [{"flowAlias": name} for name in inner] + ([execution] if execution else [])
    return {"alias": alias, "topLevel": top, "authenticationExecutions": executions}


CONFIG = {
    "realm": "demo",
    "displayName": "Demo",
    "clients": [{"clientId": "https://a.example.org/x"}, {"clientId": "web", "secret": "{{ s }}"}],
    "roles": {"realm": [{"name": "clerk"}], "client": {"web": [{"name": "reader"}], "account": [{"name": "gone"}]}},
    "scopeMappings": [{"client": "web", "roles": ["clerk"]}, {"clientScope": "s", "roles": ["clerk"]}],
    "clientScopeMappings": {"account": [{"client": "web", "roles": ["view-profile"]}]},
    "clientScopes": [{"name": "s"}],
    "users": [{"username": "service-account-web", "serviceAccountClientId": "web"}, {"username": "ann"}],
    "authenticationFlows": [
        flow("one", "shared"),
        flow("two", "shared", authenticator="x", authenticatorConfig="c"),
        flow("shared", top=False, authenticator="y"),
    ],
    "authenticatorConfig": [{"alias": "c", "config": {"a": "b"}}],
    "identityProviders": [{"alias": "gh"}],
    "identityProviderMappers": [{"name": "m", "identityProviderAlias": "gh"}],
    "components": {
        "org.example.Policy": [{"name": "p", "subType": "anonymous"}, {"name": "p", "subType": "authenticated"}],
        "org.example.Profile": [{"providerId": "declarative", "config": {"x": ["{\n  1\n}"]}}],
    },
    "localizationTexts": {"de": {"a": "b"}, "no": {"a": "b"}},
    "clientPolicies": {"policies": [{"name": "p"}]},
    "defaultGroups": ["/g"],
    "groups": [{"name": ".g"}],
}


def write(directory, files):
    for path, part in files.items():
        target = directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(dumped(part))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_layout_is_read_as_the_same_realm(tmp_path, monkeypatch, layout):
    config = {**CONFIG, "clients": [CONFIG["clients"][0], {"clientId": "web"}]}
    write(tmp_path, laid_out(config, layout))
    assert tidy(load([str(tmp_path)])) == tidy(config)


def test_a_file_for_each_object():
    files = laid_out(CONFIG, "objects")
    assert sorted(files) == [
        "authenticationFlows/one.yml",
        "authenticationFlows/two.yml",
        "clientPolicies.yml",
        "clientScopes/s.yml",
        "clients/account.yml",
        "clients/https%3A%2F%2Fa.example.org%2Fx.yml",
        "clients/web.yml",
        "components/Policy/p anonymous.yml",
        "components/Policy/p authenticated.yml",
        "components/Profile/declarative.yml",
        "defaultGroups.yml",
        "groups/%2Eg.yml",
        "identityProviders/gh.yml",
        "localizationTexts/de.yml",
        "localizationTexts/no.yml",
        "realm.yml",
        "roles/clerk.yml",
        "users/ann.yml",
    ]
    assert set(files["clients/web.yml"]) == {"clients", "roles", "scopeMappings", "clientScopeMappings", "users"}


def test_a_string_of_several_lines_is_written_in_lines():
    assert "- |-\n            {\n" in dumped(laid_out(CONFIG, "one")["realm.yml"])


def test_files_are_written_where_there_is_no_pyyaml():
    code = (
        f"import sys; sys.modules['yaml'] = None; from {dumped.__module__} import dumped; print(dumped({{'a': [1]}}))"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    written = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert written.stdout.strip() == dumped({"a": [1]}).strip()


def test_only_files_of_an_export_are_removed_or_replaced(tmp_path):
    write(tmp_path, {name: {"a": 1} for name in ("users.yml", "clients.yml", "clients/web.yml", "other/x.yml")})
    (tmp_path / "groups.yml").write_text("by: hand\n")
    (tmp_path / "clients" / "own.yml").write_text("by: hand\n")
    (tmp_path / "roles.yml").symlink_to(tmp_path / "users.yml")
    assert stale(str(tmp_path), ["clients.yml"]) == ["clients/web.yml", "users.yml"]
    refuse_others(str(tmp_path), ["users.yml", "realm.yml"])
    with pytest.raises(InputError, match="files that no export wrote: groups.yml, roles.yml. Move them away"):
        refuse_others(str(tmp_path), ["groups.yml", "users.yml", "roles.yml"])


def test_a_device_is_no_file_to_be_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in ("/dev/null", str(tmp_path / "pipe")):
        with pytest.raises(InputError, match=f"dest {path} is no regular file"):
            check_destination(path)
