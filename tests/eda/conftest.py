# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The real server, an administrator, and a realm that keeps its events."""

from __future__ import annotations

import sys
import uuid
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / part) for part in ("keycloak", "tools")]

import background  # noqa: E402
import server as keycloak  # noqa: E402
from admin import Admin  # noqa: E402


@pytest.fixture
def server():
    running = background.load(keycloak.TEST)
    assert running is not None, "no server: make server starts it"
    return running


@pytest.fixture
def admin(server):
    return Admin(server.url)


@pytest.fixture
def realm(admin):
    name = f"eda-{uuid.uuid4().hex[:8]}"
    admin.post("/admin/realms", {"realm": name, "enabled": True, "adminEventsEnabled": True})
    yield name
    admin.remove_realm(name)
