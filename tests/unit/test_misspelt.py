# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.realmkit.keycloak.plugins.filter.misspelt import misspelt

KNOWN = ["realm_name", "realm_purge", "realm_files", "realm_max_changes"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("realm_purg", "realm_purge"),
        ("realm_file", "realm_files"),
        ("realm_maxchanges", "realm_max_changes"),
        ("realm_purge", None),
        ("realm_names", None),
        ("realm_owner", None),
        ("realm_files_directory", None),
        ("", None),
    ],
)
def test_names_that_are_almost_right(name, meant):
    assert misspelt([name, "other"], KNOWN) == ({name: meant} if meant else {})
