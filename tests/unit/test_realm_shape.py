# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.declare import parts_of

EXPORTS = Path(__file__).resolve().parents[1] / "exports" / "data"


def wrong_with(config):
    """What stops a run: the outline at once, the rest with all else that is wrong."""
    try:
        return "\n".join(sentence for _title, sentence in parts_of(config, "realm").problems)
    except InputError as error:
        return str(error)


def policy(**more):
    return {"clients": [{"clientId": "a", "authorizationSettings": {"policies": [{"name": "p", **more}]}}]}


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        ([], "The whole in the configuration must be a mapping."),
        ({"users": {}}, "users in the configuration must be a list."),
        ({"users": [None]}, "users[0] in the configuration must be a mapping."),
        ({"users": [{"username": "a"}, {"email": "x"}]}, "users[1] in the configuration needs a username."),
        ({"users": [{"username": "Ä"}, {"username": "ä"}]}, "users in the configuration has 'ä' twice."),
        ({"clients": [{"clientId": "a"}, {"clientId": "a"}]}, "clients in the configuration has 'a' twice."),
        ({"clients": [{"clientId": ""}]}, "clients[0] in the configuration needs a clientId."),
        ({"roles": {"realm": [{"name": True}]}}, "roles.realm[0].name in the configuration must be a string."),
        (
            {"groups": [{"name": "g", "subGroups": [{"name": 1}, {"name": "1"}]}]},
            "groups[0].subGroups in the configuration has '1' twice.",
        ),
        (
            {"identityProviderMappers": [{"name": "a", "identityProviderAlias": it} for it in "bcb"]},
            "identityProviderMappers in the configuration has 'a' of 'b' twice.",
        ),
        ({"components": {"t": [{"config": []}]}}, "components.t[0].config in the configuration must be a mapping."),
        # YAML takes a bare no for false.
        (
            {"localizationTexts": {False: {"a": "b"}}},
            "localizationTexts in the configuration has the language False: put a name such as no in quotes.",
        ),
        (policy(), "clients[0].authorizationSettings.policies[0] in the configuration needs a type."),
        (
            policy(type="role", config={"roles": "a, b"}),
            "roles in the config of policy 'p' must be a list of mappings with id, as such or written as JSON.",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(config, sentence):
    assert wrong_with(config) == sentence


def test_all_that_is_wrong_is_said_at_once():
    config = {"users": [{"username": "a"}, {}, {"username": "A"}], "groups": {}, "clients": [{"clientId": ["x"]}]}
    assert wrong_with(config) == (
        "users[1] in the configuration needs a username. groups in the configuration must be a list. "
        "clients[0].clientId in the configuration must be a string."
    )
    twice = wrong_with({"users": [{"username": name} for name in "aabbc"]})
    assert twice == "users in the configuration has 'a' twice. users in the configuration has 'b' twice."
    assert wrong_with({"users": [{}] * 1000}).endswith(" And 980 more problems.")


def test_a_user_profile_that_is_no_json_is_named():
    kind = "org.keycloak.userprofile.UserProfileProvider"
    entry = {"config": {"kc.user.profile.config": ['{"attributes": [}']}}
    wrong = wrong_with({"components": {kind: [entry]}})
    assert f"user profile in components > {kind} is no valid JSON: Expecting value" in wrong


def test_scopes_and_owners_by_name():
    resource = {"name": "r", "scopes": ["s", {"name": "t"}], "owner": "ann"}
    config = {"clients": [{"clientId": "a", "authorizationSettings": {"resources": [resource]}}]}
    params = parts_of(config, "realm").items[-1].params
    assert (params["scopes"], params["owner"]) == (["s", "t"], "ann")


def test_numbers_are_names_and_nulls_are_nothing():
    config = {
        "groups": [{"name": 1, "subGroups": [{"name": 2}]}],
        "components": {"type": None},
        "users": None,
        "clientScopeMappings": {"client": None},
    }
    titles = [item.title for item in parts_of(config, "realm").items]
    assert titles == ["realm 'realm'", "group '/1'", "group '/1/2'"]


@pytest.mark.parametrize("path", sorted(EXPORTS.glob("*/full.json.gz")), ids=lambda path: path.parent.name)
def test_no_key_of_an_export_is_taken_for_a_typo(path):
    assert parts_of(json.loads(gzip.decompress(path.read_bytes())), "realm").problems == []
