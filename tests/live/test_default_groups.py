# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Default groups of a realm."""

from __future__ import annotations

import pytest
from kinds import converge, task

from ansible_collections.realmkit.keycloak.plugins.module_utils._errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._resources.default_groups import RESOURCE
from ansible_collections.realmkit.keycloak.plugins.module_utils._resources.group import RESOURCE as GROUP


def default(admin, realm):
    return sorted(group["path"] for group in admin.get(f"/admin/realms/{realm}/default-groups"))


def test_default_groups(server, admin, realm):
    for path in ("/All & % ü", "/All & % ü/new", "/old"):
        task(server, GROUP, realm=realm, path=path)
    converge(server, RESOURCE, realm=realm, groups=["old"])
    converge(server, RESOURCE, realm=realm, groups=["/All & % ü/new"])
    assert default(admin, realm) == ["/All & % ü/new", "/old"]
    converge(server, RESOURCE, realm=realm, groups=["/All & % ü"], groups_behavior="exact")
    assert default(admin, realm) == ["/All & % ü"]
    with pytest.raises(InputError, match="no group '/odl'"):
        task(server, RESOURCE, realm=realm, groups=["/odl", "/old"])
    converge(server, RESOURCE, realm=realm, groups=["/All & % ü"], state="absent")
    assert default(admin, realm) == []
