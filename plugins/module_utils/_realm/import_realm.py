# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A new realm from a server's whole export, by the server's own import."""

from __future__ import annotations

import re
import uuid
from typing import Any, Dict, Iterator

from .._engine.reference import Representation
from .._http.api import realms
from .._http.capability import described, release, version_in
from .._http.client import Client
from .._http.errors import KeycloakError
from .adapt_authorization import decides, parsed

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ID = re.compile(rf"{_UUID.pattern}|[A-Za-z0-9_-]{{22}}")


def import_realm(connection: Client, realm: Representation) -> None:
    """Create the realm. The server does it in one transaction: nothing is left of an import that fails.

    Ids are kept, as a realm that moves to another server keeps those of its users. Where some are taken, all are new.
    """
    realm = {**realm, "clients": [_importable(client, realm) for client in realm.get("clients") or ()]}
    try:
        connection.send(realms.CREATE, {}, body=realm)
    except KeycloakError as error:
        if error.status not in (400, 409, 500):
            raise
        try:
            connection.send(realms.CREATE, {}, body=_renewed(realm))
        except KeycloakError:
            # The first answer says what is wrong with the file itself.
            error.hint = _newer(connection, realm) or error.hint
            raise error from None


def _newer(connection: Client, realm: Representation) -> str:
    """That the export has what this server does not know, where that may be."""
    made, now = str(realm.get("keycloakVersion") or ""), version_in(described(connection))
    theirs, own = release(made), release(now)
    if not (theirs and own and own < theirs):
        return ""
    return f"the export was made by Keycloak {made}, and this server, {now}, does not know all of its keys"


def _importable(client: Representation, realm: Representation) -> Representation:
    """The client without policies that the server's import misreads: a role of the realm whose name has a slash (26.7).

    They are created once the realm exists, and so are the permissions that they decide on.
    """
    settings = client.get("authorizationSettings") or {}
    policies = settings.get("policies") or ()
    clients = {item["clientId"] for item in realm.get("clients") or ()}
    misread = {it["name"] for it in policies if any(role not in clients for role in _clients_of_roles(it))}
    if not misread:
        return client
    kept = [it for it in policies if it["name"] not in misread and not misread & decides(it)]
    return {**client, "authorizationSettings": {**settings, "policies": kept}}


def _clients_of_roles(policy: Representation) -> Iterator[str]:
    for role in parsed((policy.get("config") or {}).get("roles")) or ():
        name = role.get("id") if isinstance(role, dict) else None
        if isinstance(name, str) and "/" in name:
            yield name.partition("/")[0]


def _renewed(realm: Representation) -> Representation:
    """The realm with new ids for all of its objects, also where others refer to them."""
    new: Dict[str, str] = {found: str(uuid.uuid4()) for found in _ids(realm)}

    def renewed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: renewed(item) for key, item in value.items()}
        if isinstance(value, list):
            return [renewed(item) for item in value]
        if not isinstance(value, str):
            return value
        # Permissions list the ids of what they are about in a string.
        return new[value] if value in new else _UUID.sub(lambda match: new.get(match.group(), match.group()), value)

    return {key: renewed(value) for key, value in realm.items() if key != "id"}


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            # Any other id is an older one: what looks like a name may be one elsewhere.
            if key in ("id", "_id", "internalId") and isinstance(item, str) and _ID.fullmatch(item):
                yield item
            else:
                yield from _ids(item)
    elif isinstance(value, list):
        for item in value:
            yield from _ids(item)
