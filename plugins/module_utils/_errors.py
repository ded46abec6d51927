# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The errors of the collection, each one clear sentence. The edge turns them into a failed task."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any, Optional

_CREDENTIALS_IN_URL = re.compile(r"(?<=://)[^/@\s]+@")
# Filler that Keycloak adds to errors that it does not want to explain.
_FILLER = ("For more on this error consult the server log.", "unknown_error")
_NO_SUCH_ENDPOINT = "Unable to find matching target resource method"


class RealmkitError(Exception):
    """The base of the collection's own errors: str() is the sentence for the user."""


class InputError(RealmkitError):
    """Something that the user gave is wrong; found before anything was sent."""


class KeycloakError(RealmkitError):
    """A request that failed. ``status`` is 0 without an answer; ``foreign`` marks one that was not Keycloak's own."""

    def __init__(
        self, method: str, path: str, status: int, message: str, hint: str = "", task: str = "", foreign: bool = False
    ) -> None:
        super().__init__(message)
        self.method = method
        self.path = path
        self.status = status
        self.message = _CREDENTIALS_IN_URL.sub("", message)
        self.hint = hint
        self.task = task
        self.foreign = foreign

    @property
    def absent(self) -> bool:
        """The object is not there, and nothing else is wrong."""
        wrong_place = self.foreign or self.missing_realm or self.message == _NO_SUCH_ENDPOINT
        return self.status == 404 and not wrong_place

    @property
    def missing_realm(self) -> bool:
        return self.status == 404 and self.message.startswith("Realm not found")

    def __str__(self) -> str:
        request = f"{self.method} {self.path}"
        request = f"{self.task} ({request})" if self.task else request
        status = f" with status {self.status}" if self.status else ""
        sentence = f"{request} failed{status}: {self.message.rstrip('.')}"
        return f"{sentence}; {self.hint}." if self.hint else f"{sentence}."


def message_of(data: Any, status: int) -> str:
    """Keycloak's own words in the body of an error, whichever of its forms it chose."""
    if isinstance(data, dict):
        texts = [_validation_text(data)] if "errorMessage" in data else []
        texts += [_validation_text(error) for error in data.get("errors") or () if isinstance(error, dict)]
        texts = texts or [str(data[key]) for key in ("error_description", "error", "message") if data.get(key)]
        texts = [text for text in dict.fromkeys(texts) if text and text not in _FILLER]
        if "error_description" in data and len(texts) > 1:
            texts = texts[:1]  # the error itself is then only a code
        if texts:
            return ", ".join(texts)
    elif isinstance(data, str) and data.strip() and not data.lstrip().startswith("<"):
        return " ".join(data.split())[:300]
    return _reason(status)


def _validation_text(error: dict[str, Any]) -> str:
    text = str(error.get("errorMessage") or "")
    params = [str(param) for param in error.get("params") or () if param is not None]
    for number, param in enumerate(params):
        text = text.replace(f"{{{number}}}", param)
    return f"{error['field']}: {text}" if error.get("field") and text else text


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "no reason given"


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


_OF_REALM = re.compile(r"^.*?/admin/(?:realms|api)/([^/]+)")
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


def realm_in(path: str) -> Optional[str]:
    found = _OF_REALM.match(path)
    return found.group(1) if found else None
