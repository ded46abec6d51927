# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tests need that older servers lack: a decorator that skips and says why."""

from __future__ import annotations

import copy

import pytest
import server as keycloak

SINCE = {
    "priorities of executions": (25,),
    "settings of required actions": (25,),
    "hideOnLogin": (26,),
    "bruteForceStrategy": (26,),
    "organizations": (26,),
    "a refusal of clocks ahead": (26, 2),
    "a scope of service accounts": (26, 2),
    "admin permissions": (26, 2),
    "descriptions of groups": (26, 3),
    "recovery codes": (26, 3),
    "passkeys": (26, 3),
    "organizations without domains": (26, 4),
    "invitations": (26, 5),
    "users beside a directory that is down": (26, 5),
    "groups of organizations": (26, 6),
    "masked secrets of authenticators": (26, 7),
    "certificates of any name": (26, 7),
    "workflows": (26, 7),
    "the API v2": (26, 7),
    "verifiable credentials": (26, 7),
}
NOW = tuple(int(part) for part in keycloak.VERSION.split("."))


def has(name):
    return SINCE[name] <= NOW


def needs(*names):
    """Marks a test, or a parameter of one, that a server without these can't pass."""
    missing = [name for name in names if not has(name)]
    since = ".".join(map(str, max((SINCE[name] for name in missing), default=())))
    reason = f"needs {', '.join(missing)}: Keycloak {since} or newer, this is {keycloak.VERSION}"
    return pytest.mark.skipif(bool(missing), reason=reason)


def for_server(config):
    """A representation of a realm without what the server lacks."""
    found = copy.deepcopy(config)
    if not has("workflows"):
        found.pop("workflows", None)
    if not has("organizations"):
        for key in ("organizations", "organizationsEnabled"):
            found.pop(key, None)
    for item in found.get("organizations", ()):
        if not has("groups of organizations"):
            item.pop("groups", None)
        if not has("organizations without domains"):
            item.setdefault("domains", [{"name": f"{item['name']}.example.org"}])
    if not has("admin permissions"):
        found.pop("adminPermissionsEnabled", None)
        if "clients" in found:
            found["clients"] = [it for it in found["clients"] if it["clientId"] != "admin-permissions"]
    return found
