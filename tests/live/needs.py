# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tests need that older servers lack: a decorator that skips and says why."""

from __future__ import annotations

import copy

import pytest
import server as keycloak
import since
from since import has

__all__ = ["for_server", "has", "needs", "needs_of_module", "not_newer"]


def needs(*names):
    """Marks a test, or a parameter of one, that a server without these can't pass."""
    reason = since.lacking(names)
    return pytest.mark.skipif(bool(reason), reason=reason)


def needs_of_module(module, *names):
    """The mark for a test of what a module does."""
    return needs(*since.MODULES.get(module, ()), *names)


def not_newer(version):
    """Marks a test of what another version made, which an older server does not know all of."""
    reason = f"is of Keycloak {version}, which is newer than this, {keycloak.VERSION}"
    return pytest.mark.skipif(keycloak.numbers(version) > since.NOW, reason=reason)


def _of_organizations(policy):
    return (policy.get("config") or {}).get("defaultResourceType") == "Organizations"


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
            item.setdefault("domains", [{"name": f"{item.get('name') or item['alias']}.example.org"}])
    if not has("admin permissions"):
        found.pop("adminPermissionsEnabled", None)
        if "clients" in found:
            found["clients"] = [it for it in found["clients"] if it["clientId"] != "admin-permissions"]
    if not has("admin permissions of organizations"):
        for own in [it.get("authorizationSettings") or {} for it in found.get("clients", ())]:
            if "policies" in own:
                own["policies"] = [it for it in own["policies"] if not _of_organizations(it)]
    return found
