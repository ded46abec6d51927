# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The picture of a plan report: docs/images/plan-report.png, by Chromium from a plan on the server of the tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "docs" / "images" / "plan-report.png"
sys.path.insert(0, str(ROOT / "tests" / "keycloak"))

import browser  # noqa: E402
import server  # noqa: E402

NOW = {
    "clients": [
        {"clientId": "shop", "redirectUris": ["https://shop.example.com/*"], "secret": "one"},
        {"clientId": "old"},
    ],
    "groups": [{"name": "staff", "subGroups": [{"name": "sales"}]}],
    "users": [{"username": "ann", "email": "ann@old.example.com"}],
}
NEXT = {
    "displayName": "Web shop",
    "clients": [
        {"clientId": "shop", "redirectUris": ["https://www.example.com/*"], "secret": "two"},
        {"clientId": "app"},
    ],
    "groups": [{"name": "staff", "subGroups": [{"name": "sales", "realmRoles": ["offline_access"]}]}],
    "users": [{"username": "ann", "email": "ann@example.com"}, {"username": "bob"}],
}


def run(module: str, check: bool = False, **options: Any) -> None:
    task = {"name": "Do it", f"realmkit.keycloak.{module}": {"realm": "web-shop", **options}, "check_mode": check}
    play = [{"hosts": "localhost", "gather_facts": False, "tasks": [task]}]
    with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
        file.write(json.dumps(play))
        file.flush()
        subprocess.run(["ansible-playbook", file.name], check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    place = server.start(server.TEST)
    os.environ.update(KEYCLOAK_URL=place.url, KEYCLOAK_USERNAME="admin", KEYCLOAK_PASSWORD="admin")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "plan.html"
        run("keycloak_realm_config", config=NOW)
        try:
            run("keycloak_realm_config", check=True, config=NEXT, purge=["clients"], report=[str(page)])
        finally:
            run("keycloak_realm", state="absent")
        # A removed client would fill the picture: it is folded, and the server has the name that the pages use.
        text = page.read_text().replace('class="object delete" open', 'class="object delete"')
        page.write_text(text.replace(place.url, "https://sso.example.com"))
        browser.chromium(page.as_uri(), f"--screenshot={PICTURE}", size="1000,900")


if __name__ == "__main__":
    main()
