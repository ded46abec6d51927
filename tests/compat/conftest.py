# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the tests find the server, and both runs, which are made once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path += [str(HERE), str(HERE.parent / "keycloak")]

import background
import compat
import server as keycloak
from admin import Admin


@pytest.fixture(scope="session")
def differences(tmp_path_factory):
    running = background.load(keycloak.TEST)
    assert running is not None, "no server: make server starts it"
    admin = Admin(running.url)

    def make(realm):
        for name in (realm, f"{realm}-more"):
            admin.remove_realm(name)
        admin.post("/admin/realms", {**compat.REALM, "realm": realm})
        admin.post(f"/admin/realms/{realm}/client-scopes", {"name": "shared", "protocol": "openid-connect"})

    found = compat.compared(running.url, tmp_path_factory.mktemp("compat"), make)
    for realm in ("compat-theirs", "compat-ours"):
        for name in (realm, f"{realm}-more"):
            admin.remove_realm(name)
    return found
