# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a server may lack: each thing with a name, the version that it came with and the feature that it needs.

The server's own description of itself says which version it is and which features are on. Nobody asks for it unless
something of this list is used, or the server has refused a request.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Dict, Mapping, Optional, Tuple

from .api import server
from .errors import KeycloakError
from .reader import Reader

Release = Tuple[int, int]
# The oldest and the newest that `make test-matrix` runs.
OLDEST, NEWEST = (24, 0), (26, 7)
_RELEASE = re.compile(r"(\d+)\.(\d+)")


@dataclass(frozen=True)
class Capability:
    """``name`` is the subject of a sentence, in the plural. ``feature`` is one that is off, or can be switched off."""

    name: str
    since: str = ""
    feature: str = ""


# The first that fits a path.
_PATHS = (
    (
        r"/organizations/[^/]+/groups/.*/role-mappings\b",
        Capability("roles of groups of organizations", "26.7", "ORGANIZATION"),
    ),
    (r"/organizations/[^/]+/groups\b", Capability("groups of organizations", "26.6", "ORGANIZATION")),
    (r"/organizations/[^/]+/invitations\b", Capability("invitations to organizations", "26.5", "ORGANIZATION")),
    (r"/organizations\b", Capability("organizations", "25.0", "ORGANIZATION")),
    (r"/workflows\b", Capability("workflows", "26.4", "WORKFLOWS")),
    (r"/required-actions/[^/]+/config", Capability("settings of required actions", "25.0")),
    (r"/clear-crl-cache$", Capability("caches of revocation lists", "26.2")),
    (r"/client-types\b", Capability("client types", "25.0", "CLIENT_TYPES")),
    (r"/users/[^/]+/vc/", Capability("verifiable credentials of users", "26.7", "OID4VC_VCI")),
    (r"/management/permissions\b", Capability("permissions of this kind", "", "ADMIN_FINE_GRAINED_AUTHZ")),
    (r"/admin/api/", Capability("clients of the API v2", "26.7", "CLIENT_ADMIN_API_V2")),
)

# Before, they have a date and no time of day, and no ids. No path shows it.
EVENTS_BY_TIME = Capability("events by their time", "26.2")

# The version that a key of a representation came with (tests/tools/since.py), and the value that says what older ones
# do anyway. A key with a dot is one of a list's objects.
_FIELDS: Mapping[str, Mapping[str, Tuple[str, Any]]] = {
    "authorization policy": {"fetchRoles": ("25.0", False)},
    "client": {"type": ("25.0", None)},
    "client type": {"parent": ("26.0", None)},
    "execution": {"priority": ("25.0", None)},
    "group": {"description": ("26.3", None)},
    "identity provider": {"hideOnLogin": ("26.0", False)},
    "realm": {
        "adminPermissionsEnabled": ("26.1", False),
        "bruteForceStrategy": ("26.0", "MULTIPLE"),
        "maxSecondaryAuthFailures": ("26.6", 0),
        "organizationsEnabled": ("25.0", False),
        "scimApiEnabled": ("26.6", False),
        "verifiableCredentialsEnabled": ("26.1", False),
        "webAuthnPolicyPasswordlessMediation": ("26.7", None),
        "webAuthnPolicyPasswordlessPasskeysEnabled": ("26.3", False),
        "webAuthnPolicyPasswordlessResidentKey": ("26.7", "not specified"),
        "webAuthnPolicyResidentKey": ("26.7", "not specified"),
    },
    "user profile": {"attributes.defaultValue": ("26.4", None)},
    "workflow": {"concurrency": ("26.5", None), "schedule": ("26.5", None)},
}


def of_path(path: str) -> Optional[Capability]:
    """What an endpoint needs besides a server."""
    return next((capability for pattern, capability in _PATHS if re.search(pattern, path)), None)


def release(version: str) -> Optional[Release]:
    """The first two numbers of a version; None where it has none, as one that somebody built."""
    found = _RELEASE.match(version)
    return (int(found.group(1)), int(found.group(2))) if found else None


def version_in(info: Mapping[str, Any]) -> str:
    """The version in a server's description of itself, '' where the account may not see it."""
    return str((info.get("systemInfo") or {}).get("version") or "")


def described(client: Reader) -> Mapping[str, Any]:
    """The server's description of itself; empty where the account may not read it."""
    try:
        return client.once(server.INFO) or {}
    except KeycloakError as error:
        if error.status != 403:
            raise
        return {}


def has_feature(info: Mapping[str, Any], feature: str) -> bool:
    return any(item["name"] == feature and item["enabled"] for item in info.get("features") or ())


def lacking(info: Mapping[str, Any], since: str, feature: str = "", verb: str = "need") -> str:
    """What this server lacks, '' where it has all or where nobody knows."""
    version = version_in(info)
    now, needed = release(version), release(since)
    if now and needed and now < needed:
        return f"{verb} Keycloak {since} or newer (this server is {version})"
    if feature and info.get("features") and not has_feature(info, feature):
        return f"{verb} the feature {feature}, which is off on this server"
    return ""


def lacks(capability: Capability, info: Mapping[str, Any]) -> str:
    """What to say of a server that lacks a capability, '' where it has it."""
    reason = lacking(info, capability.since, capability.feature)
    return f"{capability.name} {reason}" if reason else ""


def asked_of_version(kind: str, changes: Mapping[str, Any], known: Mapping[str, Any]) -> Dict[str, str]:
    """The keys among the changes of an object that a version may lack, each with the one that it came with.

    What the server shows among ``known`` it has.
    """
    found = {}
    for name, (since, _before) in _FIELDS.get(kind, {}).items():
        key, _dot, inner = name.partition(".")
        items = changes.get(key) or () if inner else ()
        if (not inner and key in changes and key not in known) or any(item.get(inner) for item in items):
            found[name] = since
    return found


def as_before(kind: str, key: str, value: Any) -> bool:
    """Whether a value says what a server without that key does anyway."""
    return value in (None, "", [], {}) or value == _FIELDS[kind][key][1]


def lacks_key(client: Reader, kind: str, key: str) -> bool:
    """Whether the server's representation of a kind does not have a key of the list above."""
    return bool(lacking(described(client), _FIELDS[kind][key][0]))


def came_with(key: str) -> str:
    """The version with which a key came, where that is the same for all kinds."""
    versions = {keys[key][0] for keys in _FIELDS.values() if key in keys}
    return versions.pop() if len(versions) == 1 else ""


def untested(version: str) -> str:
    """A warning where the version is beyond those that are tested."""
    now = release(version)
    if now is None or OLDEST <= now <= NEWEST:
        return ""
    word = "older" if now < OLDEST else "newer"
    return (
        f"Keycloak {version} is {word} than the versions that realmkit.keycloak is tested with, "
        f"{OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}: look at its plan before you apply it."
    )
