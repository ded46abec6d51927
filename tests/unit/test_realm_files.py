# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files of a realm: what is read, in which order, and what is refused with its place."""

from __future__ import annotations

import json

import pytest

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.document import documents
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.source import files, load

BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{right}: &{right} [{', '.join([f'*{left}'] * 10)}]\n" for left, right in zip("abcdefg", "bcdefgh")
)
IMPORT = """
apiVersion: k8s.keycloak.org/v2alpha1
kind: KeycloakRealmImport
metadata: {name: x}
spec:
  keycloakCRName: kc
  placeholders: {SECRET: {secret: {name: s, key: k}}}
  realm: {realm: demo, clients: [{clientId: app, name: "${client_app}", secret: "%s"}]}
"""


def put(directory, name, content):
    path = directory / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def test_a_directory_is_read_at_any_depth_in_the_order_of_paths(tmp_path):
    names = ["a.yml", "clients/web.json", "clients/z/y.yaml", "realm.yml"]
    for name in [*reversed(names), ".git/x.yml", "clients/.swap.yml", "notes.txt"]:
        put(tmp_path, name, "{}")
    assert list(files([str(tmp_path)], "src")) == [str(tmp_path / name) for name in names]


@pytest.mark.parametrize("path", ["", " "])
def test_an_empty_path_is_not_the_directory_that_ansible_is_in(path):
    with pytest.raises(InputError, match="src has an empty path"):
        load([path])


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.yml", "users: []\nroles: {}\nusers: [{username: x}]\n", "a.yml line 3 has users twice in the same map"),
        ("a.yml", "clients:\n- clientId: a\n  clientId: b\n", "a.yml line 3 has clientId twice in the same map"),
        ("a.json", '{"a": {"users": 1},\n "users": [],\n "us\\u0065rs": []}', "a.json line 3 has users twice"),
        ("a.json", '{"a": "}", "b": {"x": 1,\n"x": "{"}}', "a.json line 2 has x twice in the same object"),
        ("a.json", '{"a": 1', "a.json can't be read: Expecting ',' delimiter: line 1 column 8"),
        ("a.yml", "a:\n  b: [c", r"a.yml can't be read: line \d, column \d: "),
        ("a.yml", b"a: 1\nb: caf\xe9\n", "a.yml line 2 is not UTF-8"),
        ("a.yml", "localizationTexts:\n  no: {a: b}\n", "a.yml line 2 has the name no, .* put it in quotes"),
        ("a.yml", "workflows: [{on: x}]", "has the name on, .* put it in quotes"),
        ("a.yml", "a: &x\n  b: *x\n", "a.yml line 1 begins something that contains itself"),
        ("a.yml", "a: &x [*x]\n", "a.yml line 1 begins something that contains itself"),
        ("a.yml", BOMB, "a.yml repeats more than 1000000 values by aliases"),
        ("a.yml", "a: " + "[" * 200 + "]" * 200, "a.yml is nested more than 100 levels deep"),
        ("a.json", '{"a":' * 100_000, "a.json is nested more than 100 levels deep"),
        ("a.json", '{"a":' * 101 + "1" + "}" * 101, "a.json is nested more than 100 levels deep"),
        ("a.yml", "a: !!binary aGVsbG8=", "a.yml: a is of a type that JSON does not have"),
        ("a.yml", "- a", "a.yml must contain a mapping"),
        ("a.yml", "a: 1\n---\nb", "a.yml document 2 must contain a mapping"),
        ("a.yml", "secret: {{ x }}", "line 1 has a mapping or a list as a key: .* needs quotes"),
        (
            "a.yml",
            "clients: [{clientId: app, secret: '{{ clients_app_secret }}'}]",
            "a.yml: clients > app > secret contains a template, .* role realm",
        ),
        (
            "a.yml",
            "clients: [{clientId: app, secret: '$(env:APP)'}]",
            r"a.yml: clients > app > secret contains a .*\(env:",
        ),
        ("a.json", '{"x": ["{% raw %}{{{% endraw %}"]}', r"a.json: x > \[0\] contains a template"),
        (
            "a.yml",
            "components: {up: [{config: {kc.user.profile.config: ['{\"attributes\": [}']}}]}",
            r"a.yml: components > up > \[0\] > config > kc.user.profile.config > \[0\] must be JSON",
        ),
        ("a.yml", "apiVersion: v1\nkind: Secret\n", "a.yml is a Secret of Kubernetes, which has no realm"),
        ("a.yml", "apiVersion: v1\nkind: KeycloakRealmImport\n", "without a mapping under spec.realm"),
        ("a.yml", IMPORT % "${SECRET}", r"a.yml: clients > app > secret has the placeholder \$\{SECRET\}"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path, name, content, message):
    with pytest.raises(InputError, match=message):
        load([put(tmp_path, name, content)])


def test_what_is_right():
    assert documents(b"a: 2024-01-01\n", "a.yml") == [{"a": "2024-01-01"}]
    assert documents('\ufeff{"a": "\\ud83d\\ude00"}'.encode(), "a.json") == [{"a": "\U0001f600"}]
    # Maps that are merged may have what the map itself has.
    merged = b"a: &x {b: 1, c: 1}\nd: {<<: *x, b: 2}\n"
    assert documents(merged, "a.yml")[0]["d"] == {"b": 2, "c": 1}
    # A brace of its own is none of a template's.
    texts = {"localizationTexts": {"en": {"a": "{{ only", "b": "{0}"}}}
    assert documents(json.dumps(texts).encode(), "a.json") == [texts]
    assert documents(b"a: '{{ x }}'", "a.yml", rendered=True) == [{"a": "{{ x }}"}]


def test_documents_of_a_file_are_merged_and_an_import_of_the_operator_is_its_realm(tmp_path):
    path = put(tmp_path, "a.yml", IMPORT % "s" + "---\n---\nclients: [{clientId: other}]\n")
    first = {"clientId": "app", "name": "${client_app}", "secret": "s"}
    assert load([path]) == {"realm": "demo", "clients": [first, {"clientId": "other"}]}
