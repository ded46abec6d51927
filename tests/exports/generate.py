# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Export one rich realm of each version of Keycloak, in the shapes that people have: generate.py [VERSION ...]."""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "keycloak"))

import background  # noqa: E402
import ldap  # noqa: E402
import rich_realm  # noqa: E402
import server as keycloak  # noqa: E402

VERSIONS = ("18.0.2", "20.0.5", "22.0.5", "24.0.5", "25.0.6", "26.0.8", "26.3.5", "26.5.6", "26.7.4")
DATA = HERE / "data"
NAME = "exports"
# In the data, instead of the address that the directory had: a connection to it fails at once.
DEAD = "ldap://127.0.0.1:1"


def generate(version: str, directory: rich_realm.Directory) -> None:
    target = DATA / version
    target.mkdir(parents=True, exist_ok=True)

    def write(name: str, text: str) -> None:
        # Without the time of day, the same content makes the same file.
        (target / name).write_bytes(gzip.compress(text.replace(directory.url, DEAD).encode(), mtime=0))
        background.say(f"  {version}/{name}: {(target / name).stat().st_size} bytes")

    state = keycloak.start(NAME, version)
    try:
        realm = rich_realm.Realm(state.url, state.extra["username"], state.extra["password"], version)
        rich_realm.make(realm, directory)
        query = "exportClients=true&exportGroupsAndRoles=true"
        partial = realm.send("POST", f"/{realm.name}/partial-export?{query}").json()
    finally:
        # Its database is locked as long as it runs.
        background.stop(NAME)
    write("partial.json.gz", pretty(partial))
    full = full_export(Path(state.mark).parent, version)
    write("full.json.gz", pretty(full))
    # The operator takes the same representation since it came with version 20; one is enough to show its frame.
    if version == keycloak.NEWEST:
        write("operator.yaml.gz", yaml.safe_dump(operator(full), allow_unicode=True, sort_keys=False))


def full_export(home: Path, version: str) -> Any:
    """By the server's own command, with all users."""
    file = home / "data" / "export.json"
    built = ["--optimized"] if keycloak.has(version, "export --optimized") else []
    # Without that, version 20 compares the settings with those it was built with, and builds itself anew.
    environment = {**keycloak.environment(version), **({} if built else {"KC_CACHE": "local"})}
    options = ["--realm", rich_realm.REALM, "--file", file]
    # Version 25 takes this with a directory only; its file has the users anyway.
    if not version.startswith("25."):
        options += ["--users", "same_file"]
    log = background.CACHE / "instances" / f"{NAME}-export.log"
    command = [*keycloak.script(home, version), "export", *built, *options]
    process = background.spawn(command, log, environment)
    background.wait(process, lambda: process.poll() == 0, log, "Keycloak's export")
    return json.loads(file.read_text())


def operator(realm: Any) -> dict[str, Any]:
    return {
        "apiVersion": "k8s.keycloak.org/v2alpha1",
        "kind": "KeycloakRealmImport",
        "metadata": {"name": rich_realm.REALM, "labels": {"app": "sso"}},
        "spec": {"keycloakCRName": "keycloak", "realm": realm},
    }


def pretty(content: Any) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


@contextlib.contextmanager
def live_directory() -> Iterator[rich_realm.Directory]:
    running = background.load(ldap.NAME)
    state = running or ldap.start()
    try:
        yield rich_realm.Directory(state.url, ldap.BASE, ldap.BIND_DN, ldap.PASSWORD)
    finally:
        if running is None:
            background.stop(ldap.NAME)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("versions", nargs="*", default=VERSIONS, metavar="VERSION")
    parser.add_argument("--keep", action="store_true", help="keep the unpacked servers, some 250 MB each")
    arguments = parser.parse_args()
    with live_directory() as directory:
        for version in arguments.versions:
            background.say(f"== Keycloak {version}")
            generate(version, directory)
            shutil.rmtree(background.CACHE / "instances" / NAME)
            if not arguments.keep and version != keycloak.NEWEST:
                shutil.rmtree(background.CACHE / "keycloak" / f"{version}-plain")
    return 0


if __name__ == "__main__":
    sys.exit(main())
