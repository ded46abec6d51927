# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""An endpoint of the admin REST API as data: method, path, query names, paging."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Mapping, Optional, Tuple

_VARIABLE = re.compile(r"{([^}]+)}")
# Lists of roles: one that is there stays.
_ADDING = re.compile(r"/(composites|(role|scope)-mappings/(realm|clients/{[^}]+}))$")


@dataclass(frozen=True)
class Endpoint:
    """One line of the admin API.

    ``path`` has its variables in braces, under the names that Keycloak's own documentation uses.
    ``reading`` is true for what changes nothing on the server; some reads are POSTs.
    ``body`` says how a body is sent: ``json``, ``form``, ``multipart`` or ``text``.
    ``paged`` is true where the server takes ``first`` and ``max``.
    """

    method: str
    path: str
    query: Tuple[str, ...] = ()
    reading: bool = False
    body: str = "json"
    note: str = ""

    @property
    def variables(self) -> tuple[str, ...]:
        return tuple(_VARIABLE.findall(self.path))

    @property
    def harmless(self) -> bool:
        """Whether it changes nothing, or nothing more when it is sent again."""
        return self.reading or self.method == "DELETE" or (self.method == "POST" and bool(_ADDING.search(self.path)))

    def shown(self, values: Optional[Mapping[str, Any]] = None) -> str:
        """The path as an error shows it: an ellipsis for what has no value."""
        known = values or {}
        return _VARIABLE.sub(lambda found: str(known.get(found[1], "...")), self.path)

    @property
    def paged(self) -> bool:
        return "first" in self.query and "max" in self.query


def get(path: str, *query: str, note: str = "") -> Endpoint:
    return Endpoint("GET", path, query, reading=True, note=note)


def post(path: str, *query: str, reading: bool = False, body: str = "json", note: str = "") -> Endpoint:
    return Endpoint("POST", path, query, reading=reading, body=body, note=note)


def put(path: str, *query: str, body: str = "json", note: str = "") -> Endpoint:
    return Endpoint("PUT", path, query, body=body, note=note)


def patch(path: str, *query: str, note: str = "") -> Endpoint:
    return Endpoint("PATCH", path, query, note=note)


def delete(path: str, *query: str, note: str = "") -> Endpoint:
    return Endpoint("DELETE", path, query, note=note)


def options(path: str, note: str = "") -> Endpoint:
    return Endpoint("OPTIONS", path, reading=True, note=note)
