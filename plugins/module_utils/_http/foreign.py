# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers that are not Keycloak's: redirects, pages of an ingress, of a proxy or of another application."""

from __future__ import annotations

import json
import re
from typing import Optional, Tuple
from urllib.parse import urlsplit

from .._secrets.redact import without_credentials
from .wire import PROXY_LOGIN, Reply

_TITLE = re.compile(rb"<title[^>]*>(.{1,200}?)</title>", re.I | re.S)
_BASE = "a server with a base path needs it there, such as /auth"


def foreign(reply: Reply, url: str) -> Optional[Tuple[str, str]]:
    """What came in place of an answer of Keycloak at ``url`` and what to do about it; None for one of its own."""
    if reply.status == 407:
        return PROXY_LOGIN
    if 300 <= reply.status < 400 and reply.status != 304:
        return _redirect(reply.location, url)
    page = reply.content_type in ("text/html", "application/xhtml+xml")
    if not page and (reply.status < 400 or _is_json(reply.content) or not reply.content):
        return None
    if not page and reply.status not in (404, 500, 502, 503, 504):
        return None
    kind = f"an HTML page{_title(reply.content)}" if page else f"the text '{_beginning(reply.content)}'"
    message = f"{kind} came in place of an answer of Keycloak"
    if reply.status in (502, 503, 504):
        return message, "a proxy or ingress can't reach Keycloak: check that Keycloak runs, and what is before it"
    if reply.status >= 500:
        return message, "look at the log of Keycloak, and of any proxy or ingress before it"
    if reply.status in (401, 403):
        return message, "a proxy or ingress before Keycloak refuses the request: look at its rules and its login"
    return message, f"a proxy or another server answered: check auth_keycloak_url and what is between; {_BASE}"


def _redirect(location: str, url: str) -> Tuple[str, str]:
    target = without_credentials(location.partition("?")[0])
    now, then = urlsplit(url), urlsplit(target)
    if now.scheme == "http" and then.scheme == "https" and now.hostname == then.hostname:
        return f"redirected to {target}", "the server wants TLS: use an https:// address in auth_keycloak_url"
    return (
        f"redirected to {target}",
        "set auth_keycloak_url to the address that the server is reached at without redirects",
    )


def _title(content: bytes) -> str:
    found = _TITLE.search(content[:5000])
    title = " ".join(found.group(1).decode("utf-8", "replace").split()) if found else ""
    return f" with the title '{title[:80]}'" if title else ""


def _beginning(content: bytes) -> str:
    return " ".join(content[:400].decode("utf-8", "replace").split())[:80]


def _is_json(content: bytes) -> bool:
    try:
        return isinstance(json.loads(content), (dict, list))
    except ValueError:
        return False
