# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A new realm from a server's whole export, by the server's own import."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any, Dict, Iterator

from .._engine.reference import Representation
from .._http.api import realms
from .._http.client import Client
from .._http.errors import KeycloakError

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def import_realm(connection: Client, realm: Representation) -> None:
    """Create the realm. The server does it in one transaction: nothing is left of an import that fails.

    Ids are kept, as a realm that moves to another server keeps those of its users. Where some are taken, all are new.
    """
    try:
        connection.send(realms.CREATE, {}, body=realm)
    except KeycloakError as error:
        if error.status not in (400, 409, 500):
            raise
        try:
            connection.send(realms.CREATE, {}, body=_renewed(realm))
        except KeycloakError:
            # The first answer says what is wrong with the file itself.
            raise error from None


def _renewed(realm: Representation) -> Representation:
    """The realm with new ids for all of its objects, also where others refer to them."""
    new: Dict[str, str] = {found: str(uuid.uuid4()) for found in _ids(realm)}
    text = json.dumps(realm, ensure_ascii=False)
    renewed: Representation = json.loads(_UUID.sub(lambda match: new.get(match.group(), match.group()), text))
    return renewed


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key in ("id", "_id", "internalId") and isinstance(item, str) and _UUID.fullmatch(item):
                yield item
            else:
                yield from _ids(item)
    elif isinstance(value, list):
        for item in value:
            yield from _ids(item)
