# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the engine needs of a server: the HTTP client and a realm that was read in bulk both implement it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, TypeVar
from urllib.parse import unquote

from .endpoint import Endpoint
from .errors import KeycloakError

Item = TypeVar("Item")
Result = TypeVar("Result")
Values = Mapping[str, Any]
_EVERYTHING = 2**31 - 1


@dataclass(frozen=True)
class Answer:
    """``data`` is parsed JSON, a str for text, XML and the like, bytes for anything else, None for an empty body."""

    status: int
    data: Any
    location: str = ""
    content_type: str = ""
    cookies: Dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id of what was created: the last segment of Location, '' without one."""
        return unquote(self.location.rstrip("/").rpartition("/")[2])


class Reader(ABC):
    """Sends requests to endpoints. Raises KeycloakError for what the server refuses."""

    @property
    @abstractmethod
    def identity(self) -> Dict[str, str]:
        """The login: realm, subject, username, client_id; '' for what is not known."""

    @abstractmethod
    def send(
        self, endpoint: Endpoint, values: Optional[Values] = None, query: Optional[Values] = None, body: Any = None
    ) -> Answer:
        """One request. An implementation may refuse writes."""

    @abstractmethod
    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> List[Result]:
        """Call function for each item, some at a time. The first error is raised after the others are done."""

    def get(self, endpoint: Endpoint, values: Optional[Values] = None, query: Optional[Values] = None) -> Any:
        """The data of an answer."""
        return self.send(endpoint, values, query).data

    def once(self, endpoint: Endpoint) -> Any:
        """The data of an answer that stays the same while a run lasts, asked for once."""
        kept: Dict[Endpoint, Any] = self.__dict__.setdefault("_kept", {})
        if endpoint not in kept:
            kept[endpoint] = self.get(endpoint)
        return kept[endpoint]

    def find(self, endpoint: Endpoint, values: Optional[Values] = None, query: Optional[Values] = None) -> Any:
        """As get, but None when the object does not exist. A realm that does not exist is still an error."""
        try:
            return self.get(endpoint, values, query)
        except KeycloakError as error:
            if error.absent:
                return None
            raise

    def pages(
        self, endpoint: Endpoint, values: Optional[Values] = None, query: Optional[Values] = None, size: int = 100
    ) -> Iterator[Any]:
        """Every item of a list, through all its pages."""
        if not endpoint.paged:
            yield from self._list(endpoint, values, query)
            return
        first = 0
        if _merges_pages(endpoint, query or {}):
            size = _EVERYTHING
        while True:
            # Both, always: some lists ignore max when first is not given.
            page = self._list(endpoint, values, {**(query or {}), "first": first, "max": size})
            yield from page
            # More than asked for: a list that does not page after all.
            if len(page) != size:
                return
            first += size

    def _list(self, endpoint: Endpoint, values: Optional[Values], query: Optional[Values]) -> List[Any]:
        data = self.get(endpoint, values, query)
        if data is None or isinstance(data, list):
            return data or []
        raise KeycloakError(
            endpoint.method, endpoint.shown(values), 200, "the answer is no list", "ask for it as one object"
        )


def _merges_pages(endpoint: Endpoint, query: Values) -> bool:
    """A search for groups answers with the trees above its matches: how many matches a page had is not known."""
    searches = any(query.get(name) for name in ("search", "q"))
    return "populateHierarchy" in endpoint.query and searches and query.get("populateHierarchy") is not False
