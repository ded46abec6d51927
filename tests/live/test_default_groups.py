# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Default groups of a realm."""

from __future__ import annotations

import pytest
from kinds import converge, task

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.default_groups import DEFAULT_GROUPS
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.group import GROUP


def default(admin, realm):
    return sorted(group["path"] for group in admin.get(f"/admin/realms/{realm}/default-groups"))


def test_default_groups(server, admin, realm):
    for path in ("/All & % ü", "/All & % ü/new", "/old"):
        task(server, GROUP, realm=realm, path=path)
    converge(server, DEFAULT_GROUPS, realm=realm, groups=["old"])
    converge(server, DEFAULT_GROUPS, realm=realm, groups=["/All & % ü/new"])
    assert default(admin, realm) == ["/All & % ü/new", "/old"]
    converge(server, DEFAULT_GROUPS, realm=realm, groups=["/All & % ü"], groups_behavior="exact")
    assert default(admin, realm) == ["/All & % ü"]
    with pytest.raises(InputError, match="no group '/odl'"):
        task(server, DEFAULT_GROUPS, realm=realm, groups=["/odl", "/old"])
    converge(server, DEFAULT_GROUPS, realm=realm, groups=["/All & % ü"], state="absent")
    assert default(admin, realm) == []
