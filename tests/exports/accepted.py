# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What does the server's own import say to the full export of each version? accepted.py [VERSION ...]"""

from __future__ import annotations

import argparse
import gzip
import json
import sys

import generate
import rich_realm
from generate import background, keycloak


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("versions", nargs="*", default=generate.VERSIONS, metavar="VERSION")
    versions = parser.parse_args().versions
    state = keycloak.start(generate.NAME)
    refused = 0
    try:
        realm = rich_realm.Realm(state.url, state.extra["username"], state.extra["password"], keycloak.VERSION)
        for version in versions:
            content = json.loads(gzip.decompress((generate.DATA / version / "full.json.gz").read_bytes()))
            try:
                realm.send("POST", "", content)
            except rich_realm.Refused as error:
                refused += 1
                print(f"{version}: {error}")
                continue
            print(f"{version}: accepted")
            realm.delete("")
    finally:
        background.stop(generate.NAME)
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
