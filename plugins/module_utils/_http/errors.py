# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The errors of the collection, each one clear sentence. The edge turns them into a failed task."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from .._base.errors import RealmkitError
from .._secrets.redact import without_credentials

# Filler that Keycloak adds to errors that it does not want to explain.
_FILLER = (
    "For more on this error consult the server log.",
    "For more on this error consult the server log at the debug level.",  # Keycloak 24 and 25
    "unknown_error",
)
# Jackson's words for a key that the server's version lacks, in forms of 24 to 26.
_UNKNOWN_FIELD = re.compile(r'Unrecognized field "([^"]+)"')
UNKNOWN_TO_SERVER = "this Keycloak does not know"
REALM_NOT_FOUND = "Realm not found"
_REALM = re.compile(r"/(?:admin/)?realms/([^/?]+)")
# For answers that say no more than their status.
_ALONE = {
    400: "the server can't read the request, or refuses a value in it",
    401: "the server does not accept the login",
    403: "the account may not do this",
    404: "the server does not have this object",
    409: "there is such an object already",
    500: "the server failed while it did this",
    501: "the server can't do this",
    503: "the server can't answer now",
}
# Refusals with 400 of what another run may have done by then (26.7).
_OVERTAKEN = re.compile(
    "execution parent flow does not exist|Failed to add mapper |Domain .* is already linked |"
    "Workflow name must be unique|Database operation failed"
)
NO_SUCH_ENDPOINT = "Unable to find matching target resource method"
# What a server answers that does not have an endpoint, or has its feature off.
_UNEXPLAINED = {404: ("HTTP 404 Not Found", "Not Found", NO_SUCH_ENDPOINT), 405: (), 501: ()}


class KeycloakError(RealmkitError):
    """A request that failed. ``status`` is 0 without an answer; ``foreign`` marks one that was not Keycloak's own.

    ``lacking`` says that the server does not have the endpoint: its version or its features lack it.
    """

    def __init__(
        self, method: str, path: str, status: int, message: str, hint: str = "", task: str = "", foreign: bool = False
    ) -> None:
        super().__init__(message)
        self.method = method
        self.path = path
        self.status = status
        self.message = without_credentials(message)
        self.hint = hint
        self.task = task
        self.foreign = foreign
        self.lacking = False

    @property
    def unexplained(self) -> bool:
        """Whether it may be that the server does not have the endpoint."""
        words = _UNEXPLAINED.get(self.status)
        return words is not None and not self.foreign and (not words or self.message in words)

    @property
    def absent(self) -> bool:
        """The object is not there, and nothing else is wrong."""
        # A login that fails with 404 says nothing of the object that was to be read.
        wrong_place = (
            self.task or self.foreign or self.missing_realm or self.lacking or self.message == NO_SUCH_ENDPOINT
        )
        return self.status == 404 and not wrong_place

    @property
    def missing_realm(self) -> bool:
        return self.status == 404 and not self.task and self.message.startswith(REALM_NOT_FOUND)

    @property
    def overtaken(self) -> bool:
        """Another run may have been first: the object is there by now, or the flow that it belongs to is gone."""
        return self.status == 409 or (self.status == 400 and bool(_OVERTAKEN.match(self.message)))

    def __str__(self) -> str:
        """What happened, what to do, and the request in brackets."""
        plain = _ALONE.get(self.status, self.message) if self._says_little else self.message
        told = self._no_realm or plain
        what = f"{self.task} failed: {told}" if self.task else told[:1].upper() + told[1:]
        todo = f" {self.hint[:1].upper()}{self.hint[1:].rstrip('.')}." if self.hint else ""
        status = f", status {self.status}" if self.status else ""
        return f"{what.rstrip('.')}.{todo} ({self.method} {self.path}{status})"

    @property
    def _no_realm(self) -> str:
        found = _REALM.match(self.path) if self.missing_realm else None
        return f"there is no realm '{unquote(found[1])}'" if found else ""

    @property
    def _says_little(self) -> bool:
        """The message is the name of the status alone."""
        phrase = _reason(self.status)
        return self.message.lower().rstrip(".") in (phrase.lower(), f"http {self.status} {phrase}".lower())


def message_of(data: Any, status: int) -> str:
    """Keycloak's own words in the body of an error, whichever of its forms it chose."""
    if isinstance(data, dict):
        texts = [_validation_text(data)] if "errorMessage" in data else []
        texts += [_validation_text(error) for error in data.get("errors") or () if isinstance(error, dict)]
        texts = texts or [str(data[key]) for key in ("error_description", "error", "message") if data.get(key)]
        texts = [text for text in dict.fromkeys(texts) if text and text not in _FILLER]
        if "error_description" in data and len(texts) > 1:
            texts = texts[:1]  # the error itself is then only a code
        unknown = next((found.group(1) for text in texts for found in [_UNKNOWN_FIELD.search(text)] if found), "")
        if unknown:
            return f"{UNKNOWN_TO_SERVER} {unknown}"
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
