# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What to do about the usual failures of a request."""

from __future__ import annotations

import re
from typing import Optional, Sequence, Tuple

from .errors import NO_SUCH_ENDPOINT, REALM_NOT_FOUND, UNKNOWN_TO_SERVER


def hint_for(
    method: str, path: str, status: int, message: str, auth_realm: str = "master", lacking: Sequence[str] = ()
) -> str:
    """What to do about the usual causes. ``lacking`` are roles that the account was seen not to have."""
    if status == 401:
        return "the token was refused: check that it is not expired, and that this server and auth_realm issued it"
    if status == 403:
        return _role_hint(method, path, auth_realm, lacking)
    if status == 404 and message.startswith(REALM_NOT_FOUND):
        return "check the realm's name, which is case-sensitive, or create the realm first"
    if status == 404 and message in (NO_SUCH_ENDPOINT, "Not Found"):
        return "check the address in auth_keycloak_url: a server with a base path needs it there, such as /auth"
    if status == 404 and message == "HTTP 404 Not Found":
        return "check the ids and names in the path, and that the server has this endpoint and its feature is on"
    if message.startswith(UNKNOWN_TO_SERVER):
        return "its version is older or newer than that setting, or its name is misspelt: leave it out"
    if status == 405:
        return "this version of Keycloak does not have this endpoint: it came later, or went"
    if status == 400 and message.startswith("unable to read contents from stream"):
        return "the body has a key that this version of Keycloak does not know, or a value of another type"
    if status == 400 and "/user-storage/" in path:
        return "check that the directory runs, and its address, certificate and bind account: the server can't use it"
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


# The first that fits names the roles for reading and for writing, as measured on 26.7.4: tests/live/test_rights.py.
_ROLES = (
    (r"/users/[^/]+/impersonation$", "impersonation", "impersonation"),
    (r"/workflows\b", "realm-admin", "realm-admin"),
    (r"/authz/", "view-authorization", "manage-authorization"),
    (r"/users/profile\b", "view-realm", "manage-realm"),
    (r"/organizations\b", "view-organizations", "manage-organizations"),
    (r"/(logout-all$|sessions/|user-storage/)", "view-users", "manage-users"),
    (r"/(users|groups|group-by-path|attack-detection|users-management-permissions)\b", "view-users", "manage-users"),
    (r"/identity-provider\b", "view-identity-providers", "manage-identity-providers"),
    (r"/(events|admin-events)\b", "view-events", "manage-events"),
    (r"/(client-policies|client-session-stats|client-types)\b", "view-realm", "manage-realm"),
    (
        r"/(clients|client-scopes|clients-initial-access"
        r"|client-description-converter|client-registration-policy|default-(default|optional)-client-scopes)\b",
        "view-clients",
        "manage-clients",
    ),
)
# Writes that ask for more than the role of their place: for what is handed out or joined, or taken along.
_FURTHER = (
    (r"/partial-export$", ("view-clients", "view-users")),
    (r"/clients/.*/composites$|/scope-mappings/realm$", ("manage-realm",)),
    (r"/composites$", ("manage-clients",)),
    (r"/organizations/.*/(members|role-mappings)\b", ("manage-users",)),
)


# What an account without the role is refused, and nothing else is wrong with.
READ_BY = {"view-clients": "/clients?max=1", "view-users": "/users?max=1"}


def roles_for(method: str, path: str) -> Tuple[str, ...]:
    """The admin roles that a request to this path needs, each of them."""
    if path.endswith("/admin/realms"):
        return ("view-realm",) if method == "GET" else ("create-realm",)
    path = _OF_REALM.sub("", path, 1)
    reading = method in ("GET", "OPTIONS")
    found = next((roles for pattern, *roles in _ROLES if re.search(pattern, path)), ["view-realm", "manage-realm"])
    further = next((roles for pattern, roles in _FURTHER if re.search(pattern, path)), ())
    if reading:
        members = re.search(r"/organizations/.*/members\b", path)
        return (found[0], "view-users") if members else (found[0],)
    return (found[1], *further)


def _role_hint(method: str, path: str, auth_realm: str, lacking: Sequence[str]) -> str:
    roles = tuple(lacking) or roles_for(method, path)
    realm = realm_in(path)
    if "create-realm" in roles:
        return "the account needs the role create-realm of the realm master"
    if realm is None:
        return "the account needs an admin role"
    holder = "realm-management" if auth_realm == realm and realm != "master" else f"{realm}-realm"
    kind, names = "the role", roles[0]
    if len(roles) > 1:
        kind, names = "one of the roles", f"{', '.join(roles[:-1])} and {roles[-1]}"
    elif names.startswith("view-"):
        names = f"{names} or manage-{names[len('view-') :]}"
    return f"the account most likely lacks {kind} {names} of the client {holder} in the realm {auth_realm}"


_OF_REALM = re.compile(r"^.*?/admin/(?:realms|api)/([^/]+)")


def realm_in(path: str) -> Optional[str]:
    found = _OF_REALM.match(path)
    return found.group(1) if found else None
