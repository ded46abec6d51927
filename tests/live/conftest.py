# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The real server, an administrator that is independent of the collection's client, and realms to work in."""

from __future__ import annotations

import os
import sys
import time
import uuid
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import recorder
import requests

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / part) for part in ("keycloak", "tools")]

import background  # noqa: E402
import server as keycloak  # noqa: E402
import smtp  # noqa: E402

# They may name a production server.
for name in [name for name in os.environ if name.startswith("KEYCLOAK_")]:
    del os.environ[name]


class Admin:
    """Plain requests as the administrator of the master realm; any status that is no success is an error."""

    def __init__(self, url):
        self._url = url
        self._session = requests.Session()
        self._session.trust_env = False
        # Workflows come as YAML otherwise.
        self._session.headers["Accept"] = "application/json"
        self._until = 0.0

    def _log_in(self):
        form = {"grant_type": "password", "client_id": "admin-cli", "username": "admin", "password": "admin"}
        path = "/realms/master/protocol/openid-connect/token"
        answer = self._session.post(self._url + path, data=form, headers={"Authorization": ""}, timeout=60)
        answer.raise_for_status()
        self._session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        # Tokens of the master realm live a minute.
        self._until = time.monotonic() + 45

    def _call(self, method, path, body=None):
        if time.monotonic() > self._until:
            self._log_in()
        answer = self._session.request(method, self._url + path, json=body, timeout=60)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def get(self, path):
        return self._call("GET", path)

    def post(self, path, body):
        return self._call("POST", path, body)

    def put(self, path, body):
        return self._call("PUT", path, body)

    def delete(self, path, body=None):
        return self._call("DELETE", path, body)


def pytest_collection_modifyitems(items):
    """What compares the whole run with the claims comes last."""
    items.sort(key=lambda item: item.name == "test_every_operation_is_shown_by_a_test")


@pytest.fixture(scope="session", autouse=True)
def record():
    """What the plugins have sent so far in this run."""
    with recorder.recording() as sent:
        yield sent


@pytest.fixture(scope="session")
def server():
    running = background.load("test")
    assert running is not None, "no server: make server starts it"
    return running


@pytest.fixture(scope="session")
def admin(server):
    return Admin(server.url)


@pytest.fixture(scope="session")
def featured():
    """A second server, with features that are off by default."""
    running = background.load(keycloak.FEATURED)
    yield running or keycloak.start_featured()
    if running is None:
        background.stop(keycloak.FEATURED)


@pytest.fixture(scope="session")
def featured_admin(featured):
    return Admin(featured.url)


class Mailbox:
    """The mails that a real SMTP server took, and a realm's settings to send to it."""

    def __init__(self, state):
        self._folder = Path(state.extra["folder"])
        host, port = state.url.removeprefix("smtp://").split(":")
        self.settings = {"host": host, "port": port, "from": "sso@example.com"}

    def mails_to(self, address):
        """Oldest first, as parsed messages."""
        mails = [
            message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(self._folder.glob("*.eml"))
        ]
        return [mail for mail in mails if mail["To"] == address]


@pytest.fixture(scope="session")
def mailbox():
    yield Mailbox(smtp.start())
    background.stop(smtp.NAME)


@pytest.fixture(scope="module")
def realm(admin):
    name = f"live-{uuid.uuid4().hex[:8]}"
    admin.post("/admin/realms", {"realm": name, "enabled": True})
    yield name
    admin.delete(f"/admin/realms/{name}")
