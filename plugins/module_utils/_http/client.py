# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The client of the admin REST API: quoting, paging, parsing, errors. Knows nothing of Ansible."""

from __future__ import annotations

import difflib
import json
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Sequence
from urllib.parse import quote

from .._base.errors import InputError
from .._secrets.redact import redact, scrub, secrets_in, without_credentials
from .api import realms, server
from .auth import Auth, Credentials
from .capability import came_with, described, lacks, of_path, version_in
from .endpoint import Endpoint
from .errors import UNKNOWN_TO_SERVER, KeycloakError, message_of
from .foreign import foreign
from .hints import READ_BY, hint_for, realm_in, roles_for
from .memory import Memory
from .reader import Answer, Item, Reader, Result
from .token_store import TokenStore
from .wire import REQUESTS_IMPORT_ERROR, Http, Reply, Wire

__all__ = ["REQUESTS_IMPORT_ERROR", "Answer", "Client", "expand"]

# The variables whose values are paths of several segments.
_MANY_SEGMENTS = frozenset(("path", "any"))
_TEXT_TYPES = ("application/xml", "application/x-pem-file", "application/yaml", "application/jwt")


class _CutOff(KeycloakError):
    """An answer that ends too early."""


class Client(Reader):
    """A login to one server. ``requests`` counts by method, ``writes`` those that may change something,
    ``accepted`` those of them that the server took.

    ``version`` is the server's, as soon as an answer had it; nobody asks for it alone.
    """

    def __init__(
        self, wire: Wire, credentials: Credentials, threads: int = 4, store: Optional[TokenStore] = None
    ) -> None:
        self._http = Http(wire, connections=threads)
        self._auth = Auth(self._http, credentials, store)
        # A client that shares its login serves the items of a loop one after another.
        self._memory = Memory() if store else None
        self._threads = threads
        self._lock = threading.Lock()
        self.requests: Counter[str] = Counter()
        self.writes = 0
        self.accepted = 0
        self.version = ""

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End the session on the server when it is ours, and the connections."""
        self._auth.close()
        self._http.close()

    @property
    def server(self) -> str:
        """The server's address as it may be shown."""
        return without_credentials(self._http.wire.url)

    @property
    def identity(self) -> Dict[str, str]:
        return self._auth.identity

    def access_token(self) -> str:
        """A token to hand out. Its session is left open."""
        self._auth.keep()
        return self._auth.token()

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> List[Result]:
        wanted = list(items)
        if len(wanted) < 2 or self._threads < 2:
            return [function(item) for item in wanted]
        with ThreadPoolExecutor(min(self._threads, len(wanted))) as pool:
            futures = [pool.submit(function, item) for item in wanted]
        return [future.result() for future in futures]

    def send(
        self,
        endpoint: Endpoint,
        values: Optional[Mapping[str, Any]] = None,
        query: Optional[Mapping[str, Any]] = None,
        body: Any = None,
    ) -> Answer:
        path, params = expand(endpoint, values or {}), query_of(endpoint, query or {})
        known = self._memory.recall(endpoint, path, params) if self._memory else None
        if known:
            return known
        # The server fails now and then when requests at once add to roles of one realm, or remove from its
        # authorization (26.7).
        content = {"params": params, "harmless": endpoint.harmless, **_encoded(endpoint, body)}
        try:
            answer = self._asked(endpoint, path, content)
            with self._lock:
                self.accepted += not endpoint.reading
        except KeycloakError as error:
            secrets = {*self._auth.secrets, *secrets_in(body)}
            error.message = scrub(error.message, secrets, [values, redact(body)])
            self._explain(error, path)
            raise
        finally:
            # A write that failed may have been done.
            if self._memory and not endpoint.reading:
                self._memory.heed_write(endpoint)
            if endpoint is realms.CREATE:
                # A token has the roles that its account had at the login: none in this realm (24.0 to 26.5).
                self._auth.renew_roles()
        if self._memory and endpoint.reading:
            self._memory.keep(endpoint, path, params, answer)
        return answer

    def once(self, endpoint: Endpoint) -> Any:
        data = super().once(endpoint)
        if endpoint is server.INFO:
            self.version = version_in(data)
        return data

    def _explain(self, error: KeycloakError, path: str) -> None:
        """What the server's version or its features have to do with a refusal, as far as the account may see them."""
        capability = of_path(path)
        if error.message.startswith(UNKNOWN_TO_SERVER):
            key = error.message[len(UNKNOWN_TO_SERVER) :].strip()
            since = came_with(key)
            described(self)
            name = f"this Keycloak ({self.version})" if self.version else "this Keycloak"
            error.message = error.message.replace("this Keycloak", name, 1) + (
                f", which came with {since}" * bool(since)
            )
        elif capability and error.unexplained:
            reason = lacks(capability, described(self))
            if reason:
                error.hint, error.lacking = reason, True

    def _asked(self, endpoint: Endpoint, path: str, content: Dict[str, Any]) -> Answer:
        """A read that the server broke off is sent once more: so ends its list when a realm goes meanwhile (25.0)."""
        try:
            return self._answer(endpoint, path, self._exchange(endpoint, path, content))
        except _CutOff:
            if not endpoint.reading:
                raise
            return self._answer(endpoint, path, self._exchange(endpoint, path, content))

    def _exchange(self, endpoint: Endpoint, path: str, content: Dict[str, Any]) -> Reply:
        repeatable = endpoint.harmless or endpoint.method == "PUT"
        token = self._auth.token()
        self._count(endpoint)
        reply = self._http.request(endpoint.method, path, repeatable, token, **content)
        if reply.status == 401 and self._auth.renew(token):
            self._count(endpoint)
            reply = self._http.request(endpoint.method, path, repeatable, self._auth.token(), **content)
        return reply

    def _count(self, endpoint: Endpoint) -> None:
        with self._lock:
            self.requests[endpoint.method] += 1
            self.writes += not endpoint.reading

    def _answer(self, endpoint: Endpoint, path: str, reply: Reply) -> Answer:
        if reply.status == 404 and reply.repeated and endpoint.method == "DELETE":
            return Answer(204, None)  # the first try did it and only its answer was lost
        strange = foreign(reply, self._http.wire.url)
        if strange:
            raise KeycloakError(endpoint.method, path, reply.status, *strange, foreign=True)
        if reply.status >= 400:
            data = _parsed_if_possible(reply)
            message = message_of(data, reply.status)
            lacking = self._lacking(endpoint, path) if reply.status == 403 else ()
            hint = hint_for(endpoint.method, path, reply.status, message, self._auth.realm, lacking)
            other = bool(data) and not isinstance(data, dict)
            raise KeycloakError(endpoint.method, path, reply.status, message, hint, foreign=other)
        data = self._data(endpoint, path, reply)
        return Answer(reply.status, data, reply.location, reply.content_type, reply.cookies)

    def _lacking(self, endpoint: Endpoint, path: str) -> Sequence[str]:
        """Of several roles that a request needs those that the account lacks, as far as reading shows it."""
        roles, realm = roles_for(endpoint.method, path), realm_in(path)
        seen = [role for role in roles if role in READ_BY]
        if len(roles) < 2 or not seen or not realm:
            return ()
        token = self._auth.token()
        base = f"/admin/realms/{realm}"
        status = {role: self._http.request("GET", base + READ_BY[role], True, token).status for role in seen}
        lacked = [role for role in seen if status[role] == 403]
        return lacked or [role for role in roles if role not in seen]

    def _data(self, endpoint: Endpoint, path: str, reply: Reply) -> Any:
        if not _is_json(reply.content_type):
            return _plain(reply)
        try:
            return json.loads(reply.content) if reply.content else None
        except ValueError:
            raise _CutOff(
                endpoint.method,
                path,
                reply.status,
                "the answer is no valid JSON, most likely because it was cut off",
                "look at the server and at any proxy on the way to it",
            ) from None


def expand(endpoint: Endpoint, values: Mapping[str, Any]) -> str:
    """The endpoint's path with each variable replaced by its quoted value."""
    path = endpoint.path
    for name in endpoint.variables:
        value = values.get(name)
        if value is None:
            raise InputError(f"The request needs a value for {name} ({endpoint.method} {endpoint.shown(values)}).")
        path = path.replace(f"{{{name}}}", _segments(endpoint, name, str(value)))
    return path


def _segments(endpoint: Endpoint, name: str, value: str) -> str:
    # A group path is given with or without its leading slash; the server wants it without.
    parts = value.lstrip("/").split("/") if name in _MANY_SEGMENTS else [value]
    for part in parts:
        # '.' and '..' survive quoting and would change the path to another endpoint.
        if part in ("", ".", ".."):
            raise InputError(f"{value!r} can't be the {name} of a path ({endpoint.method} {endpoint.shown()}).")
    return "/".join(quote(part, safe="") for part in parts)


def query_of(endpoint: Endpoint, query: Mapping[str, Any]) -> Dict[str, Any]:
    given = {name: value for name, value in query.items() if value is not None}
    for name in given:
        if name not in endpoint.query:
            near = difflib.get_close_matches(name, endpoint.query, 3, 0.5) or list(endpoint.query)
            names = f"it takes {', '.join(near)}" if near else "it takes none"
            place = f"{endpoint.method} {endpoint.shown()}"
            raise InputError(f"The endpoint does not take the query {name}: {names} ({place}).")
    return {name: _query_value(value) for name, value in given.items()}


def _query_value(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_query_value(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def _encoded(endpoint: Endpoint, body: Any) -> Dict[str, Any]:
    if body is None:
        return {}
    if endpoint.body == "form":
        return {"data": dict(body)}
    if endpoint.body == "multipart":
        return {"files": {name: _part(name, value) for name, value in body.items()}}
    if endpoint.body == "text" and isinstance(body, str):
        return {"data": body.encode(), "headers": {"Content-Type": "text/plain; charset=utf-8"}}
    return {
        "data": json.dumps(body, ensure_ascii=False).encode(),
        "headers": {"Content-Type": "application/json"},
    }


def _part(name: str, value: Any) -> Any:
    data = value if isinstance(value, bytes) else str(value).encode()
    return (name, data) if name == "file" else (None, data)


def _is_json(content_type: str) -> bool:
    return content_type == "application/json" or content_type.endswith("+json")


def _plain(reply: Reply) -> Any:
    if not reply.content:
        return None
    if reply.content_type.startswith("text/") or reply.content_type in _TEXT_TYPES or "+xml" in reply.content_type:
        return reply.content.decode(reply.charset, "replace")
    return reply.content


def _parsed_if_possible(reply: Reply) -> Any:
    try:
        return json.loads(reply.content)
    except ValueError:
        return reply.content.decode("utf-8", "replace")
