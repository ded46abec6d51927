# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A realm read in bulk, which answers the reads of the engine in place of the server.

One partial export has nearly all of a realm, with ids and with names in place of references. What it does not have
(users, memberships) is read page by page; whatever is asked for beyond that is asked of the server, once.
"""

from __future__ import annotations

from typing import Any, Callable, Dict, FrozenSet, Iterable, List, Mapping, Optional

from .._engine.reference import Representation, Values, first
from .._engine.resource import Resource
from .._engine.session import Resolved
from .._http.api import realms
from .._http.capability import described
from .._http.client import Client
from .._http.endpoint import Endpoint
from .._http.errors import REALM_NOT_FOUND, KeycloakError
from .._http.reader import Answer, Item, Reader, Result
from .bulk import Bulk, Handler, Query, bulk
from .kinds.realm import settings_of
from .new_realm import admin_permissions_client, new_realm
from .plain_read import plain_export
from .registry import KINDS


class Snapshot(Reader):
    """The reader of a preview: answers from memory what it can, asks the server for the rest, writes nothing."""

    def __init__(self, read_in_bulk: Bulk, gone: FrozenSet[Any] = frozenset()) -> None:
        self.bulk = read_in_bulk
        self._gone = gone
        self.resolved = Resolved()
        self._handlers: Dict[Endpoint, Handler] = {realms.GET: lambda _v, _q: self._realm()}
        for kind in KINDS if read_in_bulk.data.complete else ():
            self._handlers.update(kind.answers(read_in_bulk))

    @property
    def exists(self) -> bool:
        """Whether the realm exists. One that does not answers as a new one would."""
        return self.bulk.data.exists

    @property
    def identity(self) -> Dict[str, str]:
        return self.bulk.data.client.identity

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> List[Result]:
        return self.bulk.data.client.map(function, items)

    def send(
        self, endpoint: Endpoint, values: Optional[Values] = None, query: Optional[Query] = None, body: Any = None
    ) -> Answer:
        if not endpoint.reading:
            raise TypeError(f"a preview does not send {endpoint.method} {endpoint.path}")
        asked, given = dict(values or {}), dict(query or {})
        handler = self._handlers.get(endpoint)
        data = handler(asked, given) if handler else self.bulk.data.ask(endpoint, asked, given, body)
        if data is None:
            raise KeycloakError(endpoint.method, endpoint.shown(asked), 404, "not found")
        if self._gone and isinstance(data, list):
            data = [item for item in data if not (isinstance(item, dict) and _id(item) in self._gone)]
        if isinstance(data, list) and given.get("max") is not None:
            data = data[int(given.get("first") or 0) :][: int(given["max"])]
        return Answer(200, data)

    def once(self, endpoint: Endpoint) -> Any:
        """Asked for once by all snapshots of a run."""
        return self.bulk.data.client.once(endpoint)

    def _realm(self) -> Representation:
        if not self.exists:
            raise KeycloakError("GET", realms.GET.shown({"realm": self.bulk.realm}), 404, REALM_NOT_FOUND)
        return self.settings

    @property
    def settings(self) -> Representation:
        """The realm itself, without its collections."""
        return settings_of(self.bulk.export)

    def promise(self, resource: Resource, document: Mapping[str, Any]) -> None:
        """The answer of the endpoint that reads the one object of a kind, from now on."""
        self._handlers[resource.endpoint("get")] = lambda _v, _q: document
        self.resolved = Resolved()

    def without(self, gone: Iterable[Representation]) -> Snapshot:
        """The same realm as it is once these objects are gone."""
        # Objects without an id, such as the texts of a language, are named by nothing else.
        ids = frozenset(_id(item) for item in gone if _id(item))

        def kept(value: Any) -> Any:
            if isinstance(value, dict):
                return {key: kept(item) for key, item in value.items()}
            if isinstance(value, list):
                return [kept(item) for item in value if not (isinstance(item, dict) and _id(item) in ids)]
            return value

        data = self.bulk.data
        return Snapshot(bulk(data.client, data.values, kept(data.export)), ids)


def read(client: Client, realm: str, admin_permissions: bool = False, viewing: bool = False) -> Snapshot:
    """The contents of a realm, or those of a new one; with admin permissions it has a client for them.

    ``viewing`` is for a preview, for which an account that may only view the realm is enough.
    """
    values = {"realm": realm}
    try:
        export = client.get(realms.EXPORT, values, {"exportClients": True, "exportGroupsAndRoles": True})
    except KeycloakError as error:
        if error.status == 403 and viewing:
            return Snapshot(bulk(client, values, plain_export(client, values), complete=False))
        if not error.missing_realm:
            raise
        export = None
        # What a new realm has depends on it.
        described(client)
    else:
        client.version = str(export.get("keycloakVersion") or client.version)
    found = export or new_realm(realm, client.version)
    if admin_permissions:
        permissions = admin_permissions_client(realm, client.version)
        if not first(found["clients"], "clientId", permissions["clientId"]):
            found["clients"].append(permissions)
    return Snapshot(bulk(client, values, found, exists=export is not None))


def _id(item: Representation) -> Any:
    return item.get("id") or item.get("internalId") or item.get("alias")
