# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Restarts of a real server and of ansible-rulebook: each event reaches the rules once. The server is its own."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime

import background
import pytest
import requests
import server as keycloak
from admin import Admin
from rulebooks import SECRET, output, rulebook, wait

NAME, REALM = "eda", "restarted"
EVENTS = {"eventsEnabled": True, "adminEventsEnabled": True, "adminEventsDetailsEnabled": True}
INTERVAL, LONGEST = 0.5, 4
# Rules of ansible-rulebook that say which event they got.
BOOK = [
    {
        "name": "Note each event",
        "hosts": "all",
        "sources": [
            {
                "realmkit.keycloak.keycloak_events": {
                    "auth_keycloak_url": "{{ keycloak_url }}",
                    "auth_client_id": REALM,
                    "auth_client_secret": SECRET,
                    "realms": [REALM],
                    "cursor": "{{ cursor }}",
                    "start": "beginning",
                    "interval": INTERVAL,
                    "max_interval": LONGEST,
                    # The pauses are those of the source alone.
                    "connection_retries": 0,
                }
            }
        ],
        "rules": [
            {
                "name": "Any event",
                "condition": "event.id is defined",
                "action": {"debug": {"msg": "TAKEN {{ event.kind }} {{ event.id }}"}},
            }
        ],
    }
]


class Restarted:
    """A server of its own that goes and comes back at the same address."""

    def __init__(self):
        self.state = keycloak.start(NAME)
        self.admin = Admin(self.state.url)

    def stop(self):
        background.stop(NAME)

    def start(self):
        self.state = keycloak.start_again(self.state)
        self.admin = Admin(self.state.url)

    def make_roles(self, prefix, count):
        """In one transaction: many of their events have one time."""
        roles = [{"name": f"{prefix}-{number}"} for number in range(count)]
        body = {"ifResourceExists": "FAIL", "roles": {"realm": roles}}
        self.admin.post(f"/admin/realms/{REALM}/partialImport", body)

    def fail_to_log_in(self, count):
        form = {"grant_type": "password", "client_id": "admin-cli", "username": "nobody", "password": "wrong"}
        for _number in range(count):
            requests.post(f"{self.state.url}/realms/{REALM}/protocol/openid-connect/token", data=form, timeout=60)

    def events(self):
        """All that the server has, by kind and id, with their times."""
        found = {}
        for kind, path in (("user", "events"), ("admin", "admin-events")):
            for event in self.admin.get(f"/admin/realms/{REALM}/{path}?max=10000"):
                found[kind, event["id"]] = event["time"]
        return found


@pytest.fixture
def restarted():
    server = Restarted()
    try:
        server.admin.post("/admin/realms", {"realm": REALM, "enabled": True, **EVENTS})
        yield server
    finally:
        server.stop()


def taken(folder):
    return Counter(re.findall(r"TAKEN (user|admin) ([\w-]+)", output(folder)))


def tries(folder):
    """The time of each attempt that failed when the server was gone first: later absences count from one again."""
    found = re.findall(r"^(\S+ \S+) .*events can't be read, try (\d+)", output(folder), re.M)
    return {int(number): datetime.strptime(when, "%Y-%m-%d %H:%M:%S,%f") for when, number in reversed(found)}


def test_no_event_is_lost_or_doubled_over_restarts_of_both(restarted, tmp_path):
    (tmp_path / "book.yml").write_text(json.dumps(BOOK))

    def running():
        return rulebook("book.yml", tmp_path, keycloak_url=restarted.state.url, cursor=str(tmp_path / "cursor"))

    def all_taken():
        return set(taken(tmp_path)) == set(restarted.events())

    def change(prefix):
        # More than a page of 100.
        restarted.make_roles(prefix, 130)
        restarted.fail_to_log_in(3)

    restarted.admin.make_account(REALM, SECRET, "view-events", f"{REALM}-realm")
    with running():
        change("first")
        wait(lambda: len(taken(tmp_path)) > 20, tmp_path)
        # The server goes while its events are handed on.
        restarted.stop()
        wait(lambda: 5 in tries(tmp_path), tmp_path)
        restarted.start()
        change("second")
        wait(all_taken, tmp_path)
        # It goes before the source has seen what happened last.
        change("third")
        restarted.stop()
        restarted.start()
        wait(all_taken, tmp_path)
        # The rulebook goes while events are handed on.
        change("middle")
        seen = len(taken(tmp_path))
        wait(lambda: len(taken(tmp_path)) > seen + 20, tmp_path)
    with running():
        wait(all_taken, tmp_path)
    # Both go: the cursor knows.
    change("fourth")
    restarted.stop()
    restarted.start()
    change("fifth")
    with running():
        wait(all_taken, tmp_path)
    with running():
        restarted.fail_to_log_in(1)
        wait(all_taken, tmp_path)

    events = restarted.events()
    assert taken(tmp_path) == dict.fromkeys(events, 1)
    assert len(events) > 6 * 130 and max(Counter(events.values()).values()) > 1
    failed = tries(tmp_path)
    for number in range(1, 5):
        pause = (failed[number + 1] - failed[number]).total_seconds()
        assert min(INTERVAL * 2**number, LONGEST) <= pause < LONGEST + 10, number
