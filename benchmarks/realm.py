# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole realm: the first and the unchanged apply, beside two limits that are measured in the same run.

The limits are the same objects sent one by one through bare requests with keep-alive, the server's own import, and
bare reads of what an unchanged apply has to know.

Usage: realm.py [small|middle|large ...] [--write]. Needs the server of the tests. Prints how far it is and
a table; with --write that and a chart go to docs/speed.md and docs/speed.svg.
"""

from __future__ import annotations

import copy
import resource
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Tuple
from urllib.parse import urlencode

import requests

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / ".cache" / "collections"), str(ROOT / "tests" / "keycloak"), str(ROOT / "benchmarks")]

import background  # noqa: E402
import report  # noqa: E402
import server as keycloak  # noqa: E402

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.options import connect  # noqa: E402
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.catalogue import ENDPOINTS  # noqa: E402
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.converge import converge  # noqa: E402
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.declare import parts_of  # noqa: E402
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.purge import Purge  # noqa: E402

NAME = "benchmark"
# Clients, roles, groups and users of a realm.
SIZES = {"small": (50, 100, 50, 100), "middle": (200, 500, 500, 1000), "large": (50, 100, 50, 10_000)}
ROLES_OF_A_USER = 5
STEPS = ("bare requests", "own import", "first apply", "bare reads", "unchanged apply")
# As many as the collection has.
THREADS = 4
PAGE = 1000


def groups(count: int) -> List[Dict[str, Any]]:
    """Three levels deep, ten below each."""
    made = 0

    def level(depth: int, prefix: str) -> Iterator[Dict[str, Any]]:
        nonlocal made
        for number in range(10 if depth else count):
            if made >= count:
                return
            made += 1
            name = f"{prefix}{number}"
            yield {"name": name, "subGroups": list(level(depth + 1, f"{name}-")) if depth < 2 else []}

    return list(level(0, "group-"))


def paths(tree: List[Dict[str, Any]], above: str = "") -> List[str]:
    return [p for it in tree for p in [f"{above}/{it['name']}", *paths(it["subGroups"], f"{above}/{it['name']}")]]


def realm(size: Tuple[int, int, int, int]) -> Dict[str, Any]:
    client_count, role_count, group_count, user_count = size
    tree = groups(group_count)
    places = paths(tree)
    return {
        "clients": [
            {"clientId": f"client-{n}", "redirectUris": [f"https://{n}.example.org/*"]} for n in range(client_count)
        ],
        "roles": {
            "realm": [
                {"name": f"role-{n}", **({"composites": {"realm": [f"role-{n - 1}"]}} if n % 5 == 4 else {})}
                for n in range(role_count)
            ]
        },
        "groups": tree,
        "users": [
            {
                "username": f"user-{n}",
                "email": f"user-{n}@example.org",
                "enabled": True,
                "groups": [places[n % len(places)]],
                "realmRoles": [f"role-{(n + 10 * step) % role_count}" for step in range(ROLES_OF_A_USER)],
            }
            for n in range(user_count)
        ],
    }


@dataclass
class Measured:
    """``requests`` by method; ``writes`` are requests that change something."""

    size: str
    step: str
    seconds: float
    requests: Dict[str, int]
    writes: int
    times: float = 0.0
    memory: int = 0


class Bench:
    def __init__(self) -> None:
        state = background.load(keycloak.TEST)
        if state is None:
            raise SystemExit("no server: make server starts it")
        self._url = state.url
        self._options = {"auth_keycloak_url": state.url, "auth_username": "admin", "auth_password": "admin"}

    def remove(self) -> None:
        with connect(self._options) as client:
            if any(item["realm"] == NAME for item in client.get(ENDPOINTS["realms.list"])):
                client.send(ENDPOINTS["realms.delete"], {"realm": NAME})

    def own_import(self, config: Dict[str, Any], size: str) -> Measured:
        body = dict(config, realm=NAME, enabled=True)
        with connect(self._options) as client:
            begin = time.monotonic()
            client.send(ENDPOINTS["realms.create"], body=body)
            return Measured(size, "own import", time.monotonic() - begin, {"POST": 1}, 1)

    def bare_requests(self, config: Dict[str, Any], size: str) -> Measured:
        """Each object by a request of its own, without a look at what is there: what a script would do."""
        begin = time.monotonic()
        with Bare(self._url) as bare, progress(lambda: sum(bare.requests.values())):
            bare.realm(config)
        return Measured(size, "bare requests", time.monotonic() - begin, dict(bare.requests), bare.writes)

    def bare_reads(self, size: str) -> Measured:
        """Every user, and who is in each group and has each role, from several threads."""
        begin = time.monotonic()
        with Bare(self._url) as bare:
            bare.read()
        return Measured(size, "bare reads", time.monotonic() - begin, dict(bare.requests), 0)

    def apply(self, config: Dict[str, Any], size: str, step: str) -> Measured:
        own = copy.deepcopy(config)
        with connect(self._options) as client, progress(lambda: sum(client.requests.values())):
            begin = time.monotonic()
            outcome = converge(client, parts_of(own, NAME), Purge(), False)
            seconds = time.monotonic() - begin
        if bool(outcome.changed) == (step == "unchanged apply"):
            raise SystemExit(f"{size}, {step}: {outcome.line}")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        return Measured(size, step, seconds, dict(client.requests), client.writes, memory=memory)


class Bare:
    """Requests with keep-alive and one token that is renewed in time."""

    def __init__(self, url: str) -> None:
        self._session = requests.Session()
        self._session.trust_env = False
        self._url = url
        self._until = 0.0
        self.requests: Counter[str] = Counter()
        self.writes = 0

    def __enter__(self) -> Bare:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._session.close()

    def realm(self, config: Dict[str, Any]) -> None:
        self._send("POST", "", {"realm": NAME, "enabled": True})
        for client in config["clients"]:
            self._send("POST", f"/{NAME}/clients", client)
        roles = {}
        for role in config["roles"]["realm"]:
            self._send("POST", f"/{NAME}/roles", {"name": role["name"]})
            roles[role["name"]] = self._send("GET", f"/{NAME}/roles/{role['name']}").json()
        for role in config["roles"]["realm"]:
            inner = [roles[name] for name in role.get("composites", {}).get("realm", ())]
            if inner:
                self._send("POST", f"/{NAME}/roles/{role['name']}/composites", inner)
        self._groups(config["groups"], f"/{NAME}/groups")
        for user in config["users"]:
            own = {key: user[key] for key in ("username", "email", "enabled", "groups")}
            made = self._send("POST", f"/{NAME}/users", own)
            path = f"/{NAME}/users/{made.headers['Location'].rpartition('/')[2]}"
            self._send("POST", f"{path}/role-mappings/realm", [roles[name] for name in user["realmRoles"]])

    def read(self) -> None:
        brief = {"briefRepresentation": "true", "max": PAGE}
        count = self._send("GET", f"/{NAME}/users/count").json()
        paths = [f"/{NAME}/users?{urlencode(dict(brief, first=first))}" for first in range(0, count, PAGE)]
        for role in self._send("GET", f"/{NAME}/roles?max=-1").json():
            paths.append(f"/{NAME}/roles/{role['name']}/users?{urlencode(brief)}")
        tree = self._send("GET", f"/{NAME}/groups?max=-1&search=group-&exact=false").json()
        paths += [f"/{NAME}/groups/{key}/members?{urlencode(brief)}" for key in _ids(tree)]
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(lambda path: self._send("GET", path), paths))

    def _groups(self, groups: List[Dict[str, Any]], path: str) -> None:
        for group in groups:
            made = self._send("POST", path, {"name": group["name"]})
            key = made.headers["Location"].rpartition("/")[2]
            self._groups(group["subGroups"], f"/{NAME}/groups/{key}/children")

    def _send(self, method: str, path: str, body: Any = None) -> requests.Response:
        if time.monotonic() > self._until:
            form = {"grant_type": "password", "client_id": "admin-cli", "username": "admin", "password": "admin"}
            url = f"{self._url}/realms/master/protocol/openid-connect/token"
            answer = self._session.post(url, data=form, timeout=60)
            self._session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
            self._until = time.monotonic() + 30
        answer = self._session.request(method, f"{self._url}/admin/realms{path}", json=body, timeout=600)
        answer.raise_for_status()
        self.requests[method] += 1
        self.writes += method != "GET"
        return answer


def _ids(groups: List[Dict[str, Any]]) -> Iterator[str]:
    for group in groups:
        yield group["id"]
        yield from _ids(group.get("subGroups") or [])


@contextmanager
def progress(count: Callable[[], int]) -> Iterator[None]:
    """How many requests there were so far, every few seconds."""
    begin, done = time.monotonic(), threading.Event()

    def tell() -> None:
        while not done.wait(5):
            print(f"  {count()} requests after {time.monotonic() - begin:.0f} s", file=sys.stderr, flush=True)

    thread = threading.Thread(target=tell, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def measure(bench: Bench, size: str) -> List[Measured]:
    config = realm(SIZES[size])
    found = []
    for step in STEPS:
        if step not in ("bare reads", "unchanged apply"):
            bench.remove()
        print(f"{size}: {step}", file=sys.stderr, flush=True)
        if step == "bare requests":
            found.append(bench.bare_requests(config, size))
        elif step == "own import":
            found.append(bench.own_import(config, size))
        elif step == "bare reads":
            found.append(bench.bare_reads(size))
        else:
            found.append(bench.apply(config, size, step))
    bench.remove()
    limit = next(it.seconds for it in found if it.step == "own import")
    return [replace(it, times=it.seconds / limit) for it in found]


def table(rows: List[Measured]) -> str:
    lines = [
        "| realm | step | seconds | times the import | requests | writes | peak memory |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        counts = ", ".join(f"{count:,} {method}" for method, count in sorted(row.requests.items()))
        memory = f"{row.memory} MiB" if row.memory else ""
        lines.append(
            f"| {row.size} | {row.step} | {row.seconds:.1f} | {row.times:.2f} | {counts} | {row.writes:,} | {memory} |"
        )
    return "\n".join(lines)


def sizes(rows: List[Measured]) -> str:
    return "; ".join(
        f"{name}: {clients} clients, {roles} roles, {group_count} groups, {users:,} users"
        for name, (clients, roles, group_count, users) in SIZES.items()
        if any(row.size == name for row in rows)
    )


def write(rows: List[Measured]) -> None:
    report.write(
        "realms", [f"Realms: {sizes(rows)}. Each user is in a group and has {ROLES_OF_A_USER} roles.", "", table(rows)]
    )
    by_size = [[row for row in rows if row.size == size] for size in dict.fromkeys(row.size for row in rows)]
    report.draw(
        "speed.svg", [[(f"{it.size}, {it.step}", f"{it.times:.2f}", it.times) for it in own] for own in by_size]
    )


def main(arguments: List[str]) -> None:
    chosen = [name for name in arguments if name != "--write"] or ["small", "middle"]
    bench = Bench()
    rows = [row for size in chosen for row in measure(bench, size)]
    print(table(rows))
    if "--write" in arguments:
        write(rows)


if __name__ == "__main__":
    main(sys.argv[1:])
