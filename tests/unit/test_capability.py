# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What servers lack, and what a new realm of each has."""

from __future__ import annotations

import pytest

from ansible_collections.realmkit.keycloak.plugins.module_utils._http import capability
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.catalogue import ENDPOINTS
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.new_realm import document, is_known, new_realm
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.new_realm_older import OLDER
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.patch import patch_of, patched


def info(version="26.7.4", **features):
    listed = [{"name": name, "enabled": on} for name, on in features.items()]
    return {"systemInfo": {"version": version} if version else {}, "features": listed}


@pytest.mark.parametrize(
    ("version", "found"), [("26.0.8", (26, 0)), ("999.0.0-SNAPSHOT", (999, 0)), ("", None), ("nightly", None)]
)
def test_release(version, found):
    assert capability.release(version) == found


@pytest.mark.parametrize(
    ("known", "since", "feature", "reason"),
    [
        (info("26.0.8"), "26.3", "", "need Keycloak 26.3 or newer (this server is 26.0.8)"),
        (info("26.10.0"), "26.3", "", ""),
        (info(""), "26.3", "", ""),
        ({}, "26.3", "WORKFLOWS", ""),
        (info(WORKFLOWS=False), "26.4", "WORKFLOWS", "need the feature WORKFLOWS, which is off on this server"),
        (info(WORKFLOWS=True), "26.4", "WORKFLOWS", ""),
    ],
)
def test_what_a_server_lacks(known, since, feature, reason):
    assert capability.lacking(known, since, feature) == reason


def test_only_versions_beyond_those_that_are_tested_are_named():
    assert [capability.untested(it) for it in ("", "24.0.5", "26.4.7", "26.7.9")] == ["", "", "", ""]
    assert "26.8.0 is newer than" in capability.untested("26.8.0")
    assert "23.0.7 is older than" in capability.untested("23.0.7")


def test_endpoints_of_what_came_later():
    found = {name: capability.of_path(it.path) for name, it in ENDPOINTS.items()}
    assert found["users.list"] is None and found["groups.list"] is None
    assert found["organization_groups.list"].since == "26.6"
    assert found["organization_group_role_mappings.list"].since == "26.7"
    assert found["organization_invitations.list"].since == "26.5"
    assert found["organizations.list"].name == "organizations"
    assert found["workflows.list"].feature == "WORKFLOWS"
    assert found["clients_v2.list"].feature == "CLIENT_ADMIN_API_V2"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"a": 1, "b": {"c": [1, 2]}}, {"a": 1, "b": {"c": [2]}, "d": {"e": "f"}}),
        ({"a": [{"name": "x", "v": 1}, {"name": "y"}]}, {"a": [{"name": "x", "v": 2}, {"name": "z", "w": [{}]}]}),
        ({"a": [{"b": 1}]}, {"a": [{"b": 2}, {"b": 3}]}),
        ({"a": {"b": 1}}, {"a": {}}),
        ({"a": [{"name": "x"}]}, {"a": []}),
    ],
)
def test_a_patch_makes_the_other(before, after):
    assert patched(before, patch_of(before, after)) == after


def test_a_new_realm_of_each_version():
    names = {
        version: {it["name"] for it in new_realm("r", version)["clientScopes"]} for version in ("24.0.5", "26.7.4")
    }
    assert names["26.7.4"] - names["24.0.5"] >= {"basic", "organization", "service_account"}
    assert "hideOnLogin" not in str(new_realm("r", "24.0.5")) and "bruteForceStrategy" not in new_realm("r", "25.0.6")
    # A release has one form, one that nobody knows that of the nearest.
    assert new_realm("r", "26.4.0") == new_realm("r", "26.4.7") != new_realm("r", "26.3.5")
    assert [is_known(it) for it in ("26.7.5", "26.4.0", "24.0.1", "26.8.0", "23.0.7", "")] == [True] * 3 + [False] * 3
    assert new_realm("r", "26.8.0") == new_realm("r", "") == new_realm("r", "26.7.4")
    assert new_realm("r", "23.0.1") == new_realm("r", "24.0.5")
    assert document("/admin/realms/{realm}/users/profile", "r", "24.0.5")["attributes"]
    assert [release for release, _patch in OLDER] == sorted((it for it, _patch in OLDER), reverse=True)
