# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The endpoints against the list of those that Keycloak has."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._http import api
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.catalogue import (
    ENDPOINTS,
    endpoint_named,
    nearest,
)

LIST = Path(__file__).parent / "data" / "admin-endpoints-26.7.4.tsv"


def listed():
    with LIST.open() as file:
        return {
            (row["method"], row["path"], tuple(name for name in row["query"].split(",") if name))
            for row in csv.DictReader(file, delimiter="\t")
        }


def test_every_endpoint_of_keycloak_is_there_and_no_other():
    assert {(e.method, e.path, e.query) for e in ENDPOINTS.values()} == listed()


def test_one_name_an_endpoint():
    uploads = {"identity_providers.import_config_file"}  # the same address with another kind of body
    addresses = [(e.method, e.path) for name, e in ENDPOINTS.items() if name not in uploads]
    assert len(addresses) == len(set(addresses)) == len(listed())


def test_every_section_is_registered():
    files = {path.stem for path in Path(api.__file__).parent.glob("*.py")} - {"__init__"}
    assert {name.partition(".")[0] for name in ENDPOINTS} == files


def test_reads_that_are_posts():
    assert {name for name, e in ENDPOINTS.items() if e.method == "POST" and e.reading} == {
        "authz_permissions.evaluate",
        "authz_permissions.evaluate_of_type",
        "authz_policies.evaluate",
        "authz_policies.evaluate_of_type",
        "client_certificates.download",
        "identity_providers.import_config",
        "identity_providers.import_config_file",
        "identity_providers.upload_certificate",
        "realms.convert_client_description",
        "realms.export",
        "realms.ldap_server_capabilities",
        "realms.test_ldap_connection",
    }


def test_a_section_alone_is_its_list():
    assert endpoint_named("users") is ENDPOINTS["users.list"]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("user.crate", "users.create"),
        ("users.reset-password", "users.reset_password"),
        ("client.secret", "clients.secret"),
        ("relams", "realms.list"),
    ],
)
def test_a_wrong_name_is_answered_with_near_ones(wrong, right):
    assert right in nearest(wrong)
    with pytest.raises(InputError, match=right):
        endpoint_named(wrong)


def test_the_guide_lists_every_endpoint():
    guide = (Path(__file__).parents[2] / "docs" / "api.md").read_text()
    rows = {tuple(line.split("`")[1:4:2]) for line in guide.splitlines() if line.startswith("| `")}
    assert rows == {(name, f"{e.method} {e.path}") for name, e in ENDPOINTS.items()}
