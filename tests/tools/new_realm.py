# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a new realm of each release of Keycloak has, without ids: new_realm.py [VERSION ...].

The newest goes to plugins/module_utils/_realm/new_realm_data.py, what others have in its place to new_realm_older.py.
"""

from __future__ import annotations

import subprocess
import sys
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / ".cache" / "collections"), str(ROOT / "tests" / "keycloak")]

import background  # noqa: E402
import server as keycloak  # noqa: E402

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.options import connect  # noqa: E402
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.api import (
    client_policies,
    realms,
    server,
    user_profile,
)  # noqa: E402
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.capability import release  # noqa: E402
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.client import Client  # noqa: E402
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.patch import patch_of  # noqa: E402
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.tidy import FREE, IDS, ORDERED, place  # noqa: E402

TARGET = ROOT / "plugins" / "module_utils" / "_realm" / "new_realm_data.py"
OLDER = TARGET.with_name("new_realm_older.py")
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
HEAD_OLDER = '''# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a new realm of older versions has, each as a patch of the one before. Made by tests/tools/new_realm.py."""

from __future__ import annotations

from typing import Any, Mapping, Tuple

# ruff: noqa: E501 (sentences of the server)
OLDER: Tuple[Tuple[Tuple[int, int], Mapping[str, Any]], ...] = '''


def new_realm(client: Client) -> dict[str, Any]:
    """The three parts of the data, of a realm that is made for it. The last is empty before it came."""
    version = release(client.get(server.INFO)["systemInfo"]["version"]) or (99, 0)
    name = f"new-{uuid.uuid4().hex}"
    values = {"realm": name}
    administered = {"adminPermissionsEnabled": True} if version >= (26, 2) else {}
    client.send(realms.CREATE, body={"realm": name, "enabled": True, **administered})
    try:
        export = client.get(realms.EXPORT, values, {"exportClients": True, "exportGroupsAndRoles": True})
        documents = {endpoint.path: client.get(endpoint, values, query) for endpoint, query in DOCUMENTS}
    finally:
        client.send(realms.DELETE, values)
    export["clients"], permissions = (
        [it for it in export["clients"] if (it["clientId"] == ADMIN_PERMISSIONS) is wanted] for wanted in (False, True)
    )
    data = {"EXPORT": export, "ADMIN_PERMISSIONS": permissions[0] if permissions else {}, "DOCUMENTS": documents}
    found = {key: _general(value, name) for key, value in data.items()}
    # Lists of documents have an order.
    return {key: value if key == "DOCUMENTS" else _sorted(value) for key, value in found.items()}


def _sorted(value: Any, inside: str = "") -> Any:
    """In an order that does not differ from realm to realm."""
    if isinstance(value, dict):
        return {key: _sorted(item, key) for key, item in value.items()}
    if isinstance(value, list):
        items = [_sorted(item, inside) for item in value]
        return items if inside in ORDERED else sorted(items, key=place)
    return value


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


def of_version(version: str) -> dict[str, Any]:
    name = f"new-realm-{version}"
    state = keycloak.start(name, version)
    try:
        with connect({"auth_keycloak_url": state.url, "auth_username": "admin", "auth_password": "admin"}) as client:
            return new_realm(client)
    finally:
        background.stop(name)


def main(versions: Sequence[str]) -> None:
    # Newest first; each is written as what differs from the one before.
    found = {version: of_version(version) for version in versions or keycloak.RELEASES}
    newest, *_others = found
    parts = [f"{key}: Dict[str, Any] = {value!r}\n" for key, value in found[newest].items()]
    TARGET.write_text(HEAD.format(version=newest) + "\n".join(parts), encoding="utf-8")
    data = list(found.values())
    for held in data[1:]:
        # Whoever asks for admin permissions is refused before this is looked at.
        held["ADMIN_PERMISSIONS"] = held["ADMIN_PERMISSIONS"] or data[0]["ADMIN_PERMISSIONS"]
    patches = tuple((release(version), patch_of(data[n], data[n + 1])) for n, version in enumerate(list(found)[1:]))
    OLDER.write_text(HEAD_OLDER + repr(patches) + "\n", encoding="utf-8")
    subprocess.run([Path(sys.executable).with_name("ruff"), "format", "--quiet", TARGET, OLDER], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
