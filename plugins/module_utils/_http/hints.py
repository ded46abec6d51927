# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What to do about the usual failures of a request."""

from __future__ import annotations

import re
from typing import Optional

from .errors import _NO_SUCH_ENDPOINT, UNKNOWN_TO_SERVER


def hint_for(method: str, path: str, status: int, message: str, auth_realm: str = "master") -> str:
    """What to do about the usual causes."""
    if status == 401:
        return "the token was refused: check that it is not expired, and that this server and auth_realm issued it"
    if status == 403:
        return _role_hint(method, path, auth_realm)
    if status == 404 and message.startswith("Realm not found"):
        return "check the realm's name, which is case-sensitive, or create the realm first"
    if status == 404 and message in (_NO_SUCH_ENDPOINT, "Not Found"):
        return "check the address in auth_keycloak_url: a server with a base path needs it there, such as /auth"
    if status == 404 and message == "HTTP 404 Not Found":
        return "check the ids and names in the path, and that the server has this endpoint and its feature is on"
    if message.startswith(UNKNOWN_TO_SERVER):
        return "its version is older or newer than that setting, or its name is misspelt: leave it out"
    if status == 405:
        return "this version of Keycloak does not have this endpoint: it came later, or went"
    if status == 400 and message.startswith("unable to read contents from stream"):
        return "the body has a key that this version of Keycloak does not know, or a value of another type"
    if status == 409:
        return "an object with the same name or key exists already: choose another one or change that object"
    if status == 501:
        return "the feature is off on this server: start Keycloak with --features and the name of the feature"
    if status == 429:
        return "the server or a proxy limits the number of requests: try again later"
    if status == 413:
        return "the body is larger than the server or a proxy allows"
    if status >= 500:
        return "the server's own log says more"
    return ""


# The first that fits names the roles for reading and for writing.
_ROLES = (
    (r"/users/[^/]+/impersonation$", "impersonation", "impersonation"),
    (r"/workflows\b", "realm-admin", "realm-admin"),
    (r"/authz/", "view-authorization", "manage-authorization"),
    (r"/users/profile\b", "view-realm", "manage-realm"),
    (r"/organizations\b", "view-organizations", "manage-organizations"),
    (r"/(users|groups|group-by-path|attack-detection|users-management-permissions)\b", "view-users", "manage-users"),
    (r"/identity-provider\b", "view-identity-providers", "manage-identity-providers"),
    (r"/(events|admin-events)\b", "view-events", "manage-events"),
    (
        r"/(clients|client-scopes|client-policies|client-types|clients-initial-access|client-session-stats"
        r"|client-description-converter|client-registration-policy|default-(default|optional)-client-scopes)\b",
        "view-clients",
        "manage-clients",
    ),
)


def role_for(method: str, path: str) -> str:
    """The admin role that a request to this path most likely needs."""
    if path.endswith("/admin/realms"):
        return "view-realm" if method == "GET" else "create-realm"
    path = _OF_REALM.sub("", path, 1)
    for pattern, reading, writing in _ROLES:
        if re.search(pattern, path):
            return reading if method in ("GET", "OPTIONS") else writing
    return "view-realm" if method in ("GET", "OPTIONS") else "manage-realm"


def _role_hint(method: str, path: str, auth_realm: str) -> str:
    role = role_for(method, path)
    realm = realm_in(path)
    if role == "create-realm":
        return "the account needs the role create-realm of the realm master"
    if realm is None:
        return "the account needs an admin role"
    holder = "realm-management" if auth_realm == realm and realm != "master" else f"{realm}-realm"
    return f"the account most likely lacks the role {role} of the client {holder} in the realm {auth_realm}"


_OF_REALM = re.compile(r"^.*?/admin/(?:realms|api)/([^/]+)")


def realm_in(path: str) -> Optional[str]:
    found = _OF_REALM.match(path)
    return found.group(1) if found else None
