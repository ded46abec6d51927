# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the server is asked for one object of a kind."""

from __future__ import annotations

from typing import Any, List, Mapping, Optional

from .._http.endpoint import Endpoint
from .._http.reader import Reader
from .reference import Reference, Representation, Values, called
from .resource import Finder
from .twins import FirstOf


def by_path(endpoint: Endpoint, variable: str, key: str) -> Finder:
    """The object whose natural key is a part of the path. A database may ignore case where names do not."""

    def find(client: Reader, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
        return called(client.find(endpoint, dict(values, **{variable: wanted[key]})), key, wanted[key])

    return find


def by_reference(reference: Reference) -> Finder:
    """The object that others would find by the same key."""

    def find(client: Reader, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
        return reference.find(client, values, wanted[reference.key])

    return find


def by_document(endpoint: Endpoint, entries: str, key: str) -> Finder:
    """The entry of that key in a document."""

    def find(client: Reader, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
        found: List[Representation] = client.get(endpoint, values).get(entries) or []
        return next((item for item in found if item[key] == wanted[key]), None)

    return find


def by_listing(endpoint: Endpoint, key: str, **query: str) -> Finder:
    """The object of that key among all of the kind, where the server has no search for one."""

    def every(client: Reader, values: Values, wanted: Mapping[str, Any]) -> List[Representation]:
        return [item for item in client.pages(endpoint, values, query) if item.get(key) == wanted[key]]

    return FirstOf(every)
