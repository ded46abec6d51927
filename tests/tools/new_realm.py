# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Write plugins/module_utils/_realm/new_realm_data.py: what a new realm of the tests' server has, without ids."""

from __future__ import annotations

import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / ".cache" / "collections"), str(ROOT / "tests" / "keycloak")]

import background  # noqa: E402
import server as keycloak  # noqa: E402

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.options import connect  # noqa: E402
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.api import client_policies, realms, user_profile  # noqa: E402
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client  # noqa: E402
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.tidy import FREE, IDS  # noqa: E402

TARGET = ROOT / "plugins" / "module_utils" / "_realm" / "new_realm_data.py"
ADMIN_PERMISSIONS = "admin-permissions"
DOCUMENTS = (
    (user_profile.GET, {}),
    (client_policies.PROFILES, {"include-global-profiles": True}),
    (client_policies.POLICIES, {"include-global-policies": True}),
)
# What follows from the rest, or only the server needs.
DROPPED = frozenset(("authenticatorFlow", "autheticatorFlow", "executors", "keycloakVersion", "userSetupAllowed"))
HEAD = '''# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a new realm of Keycloak {version} has: an export without ids. Made by tests/tools/new_realm.py."""

from __future__ import annotations

from typing import Any, Dict

# ruff: noqa: E501 (sentences of the server)
'''


def new_realm(client: Client) -> dict[str, Any]:
    """The three parts of the data, of a realm that is made for it."""
    name = f"new-{uuid.uuid4().hex}"
    values = {"realm": name}
    client.send(realms.CREATE, body={"realm": name, "enabled": True, "adminPermissionsEnabled": True})
    try:
        export = client.get(realms.EXPORT, values, {"exportClients": True, "exportGroupsAndRoles": True})
        documents = {endpoint.path: client.get(endpoint, values, query) for endpoint, query in DOCUMENTS}
    finally:
        client.send(realms.DELETE, values)
    export["clients"], permissions = (
        [it for it in export["clients"] if (it["clientId"] == ADMIN_PERMISSIONS) is wanted] for wanted in (False, True)
    )
    data = {"EXPORT": export, "ADMIN_PERMISSIONS": permissions[0], "DOCUMENTS": documents}
    return {key: _general(value, name) for key, value in data.items()}


def _general(value: Any, name: str, inside: str = "") -> Any:
    """Without what differs from realm to realm."""
    if isinstance(value, dict):
        if inside in ("globalProfiles", "globalPolicies"):
            return {"name": value["name"]}
        dropped = frozenset() if inside in FREE else IDS | DROPPED
        return {
            key: _general(value[key], name, key)
            for key in sorted(value)
            if key not in dropped and (value[key] not in (None, "", [], {}) or inside == "validations")
        }
    if isinstance(value, list):
        return [_general(item, name, inside) for item in value]
    return value.replace(name, "{realm}") if isinstance(value, str) else value


def main() -> None:
    state = background.load("test")
    if state is None:
        raise SystemExit("no server: make server starts it")
    with connect({"auth_keycloak_url": state.url, "auth_username": "admin", "auth_password": "admin"}) as client:
        data = new_realm(client)
    parts = [f"{key}: Dict[str, Any] = {value!r}\n" for key, value in data.items()]
    TARGET.write_text(HEAD.format(version=keycloak.VERSION) + "\n".join(parts), encoding="utf-8")
    subprocess.run([Path(sys.executable).with_name("ruff"), "format", "--quiet", TARGET], check=True)


if __name__ == "__main__":
    main()
