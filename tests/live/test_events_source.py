# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The event source: no event is lost or comes twice, whoever stops and starts again."""

from __future__ import annotations

import asyncio
import json
import runpy
from pathlib import Path

import pytest
import requests
from connecting import realm_of
from needs import has, needs
from proxy import Fault, Proxy

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.errors import KeycloakError
from ansible_collections.realmkit.keycloak.plugins.plugin_utils import _following

ROOT = Path(__file__).resolve().parents[2]
TREE = ROOT / ".cache" / "collections" / "ansible_collections" / "realmkit" / "keycloak"
# As ansible-rulebook runs it.
SOURCE = runpy.run_path(str(TREE / "extensions" / "eda" / "plugins" / "event_source" / "keycloak_events.py"))

by_time = needs("events by their times")


@pytest.fixture
def place(server):
    body = {"eventsEnabled": True, "adminEventsEnabled": True, "adminEventsDetailsEnabled": True}
    with realm_of(server, **body) as realm:
        yield realm


@pytest.fixture
def follow(server, place, tmp_path):
    """Runs the source until that many events came and none for a while after."""

    def run(count, url=server.url, quiet=0.6, limit=20.0, seen=True, **options):
        login = {"auth_keycloak_url": url, "auth_username": "admin", "auth_password": "admin"}
        given = {"realms": [place], "cursor": str(tmp_path / "cursor"), "interval": 0.1, "max_interval": 0.4}
        return asyncio.run(collect({**login, **given, **options}, count, quiet, limit, seen))

    return run


async def collect(args, count, quiet, limit, seen=True):
    """``seen`` is whether the rules see the events that are taken, where the source waits for that."""
    queue, feedback = asyncio.Queue(1), asyncio.Queue()
    if args.get("feedback"):
        args["eda_feedback_queue"] = feedback
    source = asyncio.create_task(SOURCE["main"](queue, args))
    found = []
    try:
        while not source.done():
            waiting = asyncio.create_task(queue.get())
            done, _pending = await asyncio.wait(
                {waiting, source},
                timeout=limit if len(found) < count else quiet,
                return_when=asyncio.FIRST_COMPLETED,
            )
            if waiting not in done:
                waiting.cancel()
                break
            found.append(waiting.result())
            if seen:
                feedback.put_nowait(found[-1])
        if source.done():
            source.result()
    finally:
        # The cursor moves once an event was taken.
        await asyncio.sleep(0.1)
        source.cancel()
        await asyncio.gather(source, return_exceptions=True)
    return found


def groups(events):
    return [it["representation"]["name"] for it in events if it.get("resourceType") == "GROUP"]


def add(admin, realm, *names):
    for name in names:
        admin.post(f"/admin/realms/{realm}/groups", {"name": name})


@by_time
def test_each_event_comes_once_over_restarts(admin, place, follow):
    add(admin, place, "before")
    assert follow(0) == []
    add(admin, place, "a", "b %/😀", "c")
    assert groups(follow(3)) == ["a", "b %/😀", "c"]
    add(admin, place, "d")
    assert groups(follow(1)) == ["d"]
    assert follow(0) == []


@by_time
def test_with_feedback_an_event_that_the_rules_have_not_seen_comes_again(admin, place, follow):
    assert follow(0, feedback=True) == []
    add(admin, place, "a", "b", "c")
    assert groups(follow(1, feedback=True, seen=False)) == ["a"]
    assert groups(follow(3, feedback=True)) == ["a", "b", "c"]
    assert follow(0, feedback=True) == []


@by_time
def test_from_the_beginning_through_pages_of_equal_times(admin, place, follow, monkeypatch):
    """Pages of two: most end between events of one millisecond."""
    monkeypatch.setattr(_following, "PAGE", 2)
    body = {"ifResourceExists": "FAIL", "roles": {"realm": [{"name": f"role-{n}"} for n in range(15)]}}
    admin.post(f"/admin/realms/{place}/partialImport", body)
    found = follow(15, start="beginning", kinds=["admin"])
    times = [it["time"] for it in found]
    assert len({it["id"] for it in found}) == len(found) >= 15 and times == sorted(times)
    assert len(set(times)) < len(times), "no two events of one time: the test shows nothing"
    assert follow(0) == []


@by_time
def test_a_server_that_goes_away_loses_nothing(admin, server, place, follow):
    with Proxy(server.url) as proxy:
        assert follow(0, url=proxy.url) == []
        add(admin, place, "while-down")
        # Without an answer, with one of a proxy, and cut off.
        proxy.faults = [
            Fault("drop", path="events", count=8),
            Fault("answer", path="events", count=6, status=503),
            Fault("truncate", path="admin-events", count=2),
        ]
        assert groups(follow(1, url=proxy.url, connection_retries=0)) == ["while-down"]
        assert all(fault.count == 0 for fault in proxy.faults)


@by_time
def test_a_session_that_the_server_forgot(admin, place, follow, server):
    """As after a restart of a server that keeps no sessions: the token is refused, and a new login takes over."""
    with Proxy(server.url) as proxy:
        assert follow(0, url=proxy.url) == []
        add(admin, place, "later")
        proxy.faults = [
            Fault("answer", path="admin-events|/token", count=2, status=401, body='{"error":"gone"}', after=3)
        ]
        assert groups(follow(1, url=proxy.url)) == ["later"]


@by_time
def test_filters(admin, place, follow):
    home = f"/admin/realms/{place}"
    assert follow(0) == []
    add(admin, place, "one")
    admin.post(f"{home}/clients", {"clientId": "web", "secret": "a-client-secret"})
    admin.post(f"{home}/roles", {"name": "clerk"})
    (client,) = admin.get(f"{home}/clients?clientId=web")
    admin.put(f"{home}/clients/{client['id']}", {**client, "name": "Web"})
    assert "a-client-secret" not in json.dumps(follow(4, resource_types=["CLIENT"]))
    # What a filter leaves out does not come later.
    assert follow(0) == []
    admin.post(f"{home}/roles", {"name": "other"})
    add(admin, place, "two")
    found = follow(1, resource_paths=["roles*"], operations=["CREATE"])
    assert [(it["kind"], it["realm"], it["representation"]["name"]) for it in found] == [("admin", place, "other")]


@by_time
def test_user_events(place, follow, server):
    assert follow(0) == []
    form = {"grant_type": "password", "client_id": "admin-cli", "username": "nobody", "password": "a-wrong-password"}
    requests.post(f"{server.url}/realms/{place}/protocol/openid-connect/token", data=form, timeout=60)
    found = follow(1, kinds=["user"], types=["LOGIN_*"], clients=["admin-*"])
    assert [(it["type"], it["clientId"], it["kind"]) for it in found] == [("LOGIN_ERROR", "admin-cli", "user")]
    assert "a-wrong-password" not in json.dumps(found)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"cursr": "x"}, "did you mean"),
        ({"realms": []}, "realms is empty"),
        ({"kinds": ["users"]}, "kinds"),
        ({"interval": 0}, "interval must be more"),
        ({"cursor": "/nowhere/cursor"}, "can't be written"),
    ],
)
def test_what_is_refused_before_anything_is_sent(follow, options, told):
    with pytest.raises(InputError, match=told):
        follow(1, url="http://127.0.0.1:1", **options)


@pytest.mark.skipif(has("events by their times"), reason="this server has events by their times")
def test_an_older_server_is_refused(follow):
    with pytest.raises(InputError, match="Events by their time need Keycloak 26.2 or newer"):
        follow(1)


def test_what_ends_it_at_its_start(follow, tmp_path):
    with pytest.raises(KeycloakError, match="Invalid user credentials"):
        follow(1, auth_password="a-wrong-password")
    with pytest.raises(KeycloakError, match="nowhere"):
        follow(1, realms=["nowhere"])
    (tmp_path / "cursor").write_text("{")
    with pytest.raises(InputError, match="is no cursor"):
        follow(1)
