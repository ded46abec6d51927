# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole realm: the first and the unchanged apply, beside the server's own import of the same objects in the same run.

Usage: realm.py [small|middle|large ...]. Needs the server of the tests (make server); prints a table and draws bars.
"""

from __future__ import annotations

import copy
import resource
import sys
import time
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / ".cache" / "collections"), str(ROOT / "tests" / "keycloak")]

import background  # noqa: E402

from ansible_collections.realmkit.keycloak.plugins.module_utils._converge import converge  # noqa: E402
from ansible_collections.realmkit.keycloak.plugins.module_utils._endpoints import ENDPOINTS  # noqa: E402
from ansible_collections.realmkit.keycloak.plugins.module_utils._options import connect  # noqa: E402
from ansible_collections.realmkit.keycloak.plugins.module_utils._purge import Purge  # noqa: E402
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm_parts import parts_of  # noqa: E402

NAME = "benchmark"
# Clients, roles, groups and users of a realm.
SIZES = {"small": (50, 100, 50, 100), "middle": (200, 500, 500, 1000), "large": (50, 100, 50, 10_000)}


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
                "realmRoles": [f"role-{(n + step) % role_count}" for step in range(0, 50, 10)],
            }
            for n in range(user_count)
        ],
    }


class Bench:
    def __init__(self) -> None:
        state = background.load("test")
        if state is None:
            raise SystemExit("no server: make server starts it")
        self._options = {"auth_keycloak_url": state.url, "auth_username": "admin", "auth_password": "admin"}

    def remove(self) -> None:
        with connect(self._options) as client:
            if any(item["realm"] == NAME for item in client.get(ENDPOINTS["realms.list"])):
                client.send(ENDPOINTS["realms.delete"], {"realm": NAME})

    def limit(self, config: Dict[str, Any]) -> float:
        """Seconds that the server's own import of the same realm takes."""
        with connect(self._options) as client:
            begin = time.monotonic()
            client.send(ENDPOINTS["realms.create"], body=dict(copy.deepcopy(config), realm=NAME, enabled=True))
            return time.monotonic() - begin

    def apply(self, config: Dict[str, Any]) -> Tuple[float, Dict[str, int], int]:
        with connect(self._options) as client:
            begin = time.monotonic()
            converge(client, parts_of(copy.deepcopy(config), NAME), Purge(), False)
            return time.monotonic() - begin, dict(client.requests), client.writes


def main(names: List[str]) -> None:
    bench = Bench()
    print("| realm | step | seconds | times the import | requests | writes |")
    print("| --- | --- | --- | --- | --- | --- |")
    bars = []
    for name in names or ["small", "middle"]:
        config = realm(SIZES[name])
        bench.remove()
        limit = bench.limit(config)
        bench.remove()
        print(f"| {name} | the server's own import | {limit:.1f} | 1.0 | 1 | 1 |")
        for step in ("first apply", "unchanged apply"):
            seconds, requests, writes = bench.apply(config)
            counts = ", ".join(f"{count} {method}" for method, count in sorted(requests.items()))
            print(f"| {name} | {step} | {seconds:.1f} | {seconds / limit:.1f} | {counts} | {writes} |")
            bars.append((f"{name}, {step}", seconds / limit))
        bench.remove()
    print()
    for title, ratio in bars:
        print(f"{title:<28}{'#' * max(1, round(ratio * 20))} {ratio:.2f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nPeak memory of this process: {peak:.0f} MiB")


if __name__ == "__main__":
    main(sys.argv[1:])
