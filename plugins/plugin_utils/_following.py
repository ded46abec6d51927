# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Follows the events of realms: which are new, and a cursor on disk that says so after a restart."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Tuple

from ..module_utils._base.errors import InputError
from ..module_utils._http.api import events
from ..module_utils._http.capability import EVENTS_BY_TIME, described, lacks
from ..module_utils._http.endpoint import Endpoint
from ..module_utils._http.errors import KeycloakError
from ..module_utils._http.reader import Reader
from ..module_utils._secrets.redact import redact

PAGE = 100
KINDS: Mapping[str, Endpoint] = {"user": events.LIST, "admin": events.LIST_ADMIN}
_FORMAT = 1


@dataclass
class Place:
    """How far one list of events was followed. ``seen`` has the time of each event by its id, back to ``time`` less the
    overlap: events of one millisecond, and those that a slow transaction adds late, are told apart by their ids."""

    time: int = 0
    seen: Dict[str, int] = field(default_factory=dict)

    def add(self, event: Mapping[str, Any], overlap: int) -> None:
        self.time = max(self.time, event["time"])
        self.seen[event["id"]] = event["time"]
        self.seen = {name: time for name, time in self.seen.items() if time >= self.time - overlap}


class Cursor:
    """The places of all lists that are followed, in one file."""

    def __init__(self, path: str) -> None:
        self._path = os.path.abspath(os.path.expanduser(path))
        self._places: Dict[str, Place] = self._read()

    def place(self, name: str) -> Optional[Place]:
        return self._places.get(name)

    def keep(self, name: str, place: Place) -> None:
        """On the disk when it returns: a file that is cut off never takes the place of a whole one."""
        self._places[name] = place
        data = {"format": _FORMAT, "places": {key: vars(value) for key, value in self._places.items()}}
        handle, new = tempfile.mkstemp(prefix=".cursor-", dir=os.path.dirname(self._path))
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(data, file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            os.replace(new, self._path)
        except BaseException:
            os.unlink(new)
            raise

    def _read(self) -> Dict[str, Place]:
        if not os.access(os.path.dirname(self._path), os.W_OK):
            raise InputError(f"cursor {self._path} can't be written: name a file in a directory that exists.")
        try:
            with open(self._path, encoding="utf-8") as file:
                data = json.load(file)
            if data["format"] != _FORMAT:
                raise ValueError
            return {name: Place(**place) for name, place in data["places"].items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, KeyError):
            raise InputError(
                f"cursor {self._path} is no cursor of this plugin: remove it, and set start to say where to begin."
            ) from None


@dataclass(frozen=True)
class Stream:
    """The user events or the admin events of one realm."""

    server: str
    realm: str
    kind: str
    overlap: int = 60_000

    @property
    def name(self) -> str:
        return f"{self.kind} {self.server} {self.realm}"

    def begin(self, reader: Reader, beginning: bool) -> Place:
        """Where to start without a cursor: at the oldest event, or after the newest. The server's clock counts."""
        place = Place()
        newest = [] if beginning else self._page(reader, 0, 1, "desc")
        if newest:
            for event in self._since(reader, newest[0]["time"] - self.overlap):
                place.add(event, self.overlap)
        return place

    def new(self, reader: Reader, place: Place) -> Iterator[Dict[str, Any]]:
        """Oldest first. The caller adds each event to ``place`` once it has been dealt with."""
        handed = set(place.seen)
        for event in self._since(reader, place.time - self.overlap):
            if event["id"] not in handed:
                handed.add(event["id"])
                yield event

    def shown(self, event: Mapping[str, Any]) -> Dict[str, Any]:
        """The event as rules see it."""
        found = {name: value for name, value in event.items() if value is not None}
        if isinstance(found.get("representation"), str):
            try:
                found["representation"] = json.loads(found["representation"])
            except ValueError:
                # Nobody can tell secrets in it.
                del found["representation"]
        return {**redact(found), "kind": self.kind, "realm": self.realm, "server": self.server}

    def _since(self, reader: Reader, time: int) -> Iterator[Dict[str, Any]]:
        """Pages by time and not by number: one that is removed or added before them moves none, and those of one
        millisecond have no order. An event can come twice."""
        time, size = max(time, 0), PAGE
        while True:
            page = self._page(reader, time, size, "asc")
            yield from page
            if len(page) < size:
                return
            last = page[-1]["time"]
            # A whole page of one millisecond needs a larger page.
            time, size = (time, size * 2) if last == time else (last, PAGE)

    def _page(self, reader: Reader, time: int, size: int, direction: str) -> List[Dict[str, Any]]:
        query = {"dateFrom": time, "first": 0, "max": size, "direction": direction}
        try:
            return list(reader.get(KINDS[self.kind], {"realm": self.realm}, query) or ())
        except KeycloakError as error:
            reason = lacks(EVENTS_BY_TIME, described(reader)) if error.status == 400 else ""
            if reason:
                raise InputError(f"{reason[0].upper()}{reason[1:]}.") from None
            raise


# option: (kind of events that it chooses from, what it looks at)
FILTERS: Mapping[str, Tuple[str, Callable[[Mapping[str, Any]], Any]]] = {
    "types": ("user", lambda event: event.get("type")),
    "clients": ("user", lambda event: event.get("clientId")),
    "operations": ("admin", lambda event: event.get("operationType")),
    "resource_types": ("admin", lambda event: event.get("resourceType")),
    "resource_paths": ("admin", lambda event: event.get("resourcePath")),
}


def is_wanted(kind: str, event: Mapping[str, Any], options: Mapping[str, Any]) -> bool:
    """Whether the filters let it through. Each is a list of patterns, one of which must match."""
    for name, (of_kind, looked_at) in FILTERS.items():
        patterns = options.get(name)
        if patterns and of_kind == kind:
            value = str(looked_at(event) or "")
            if not any(fnmatchcase(value, pattern) for pattern in patterns):
                return False
    return True
