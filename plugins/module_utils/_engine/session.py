# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""One run against one server: the client, names that were resolved, and what could not be."""

from __future__ import annotations

from collections.abc import Hashable
from typing import AbstractSet, Any, Dict, Iterable, List, Mapping, Optional, Set, Tuple

from .._http.api import clients
from .._http.errors import KeycloakError
from .._http.reader import Reader
from .reference import TO_CLIENT, Reference, Representation, Values

# Where an object that is promised will have an id.
NEW = "new:"


class Resolved:
    """Objects that were found by name, and lists that were read. Sessions that plan from one bulk read share it."""

    def __init__(self) -> None:
        self.listed: Dict[Tuple[Any, ...], List[Representation]] = {}
        self._found: Dict[Tuple[Any, ...], Representation] = {}
        self._by_id: Dict[Tuple[Any, ...], Representation] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, place: Tuple[Any, ...], key: Hashable, found: Representation) -> None:
        self._found[place + (key,)] = self._by_id[place + (found.get("id"),)] = found

    def get(self, place: Tuple[Any, ...], key: Hashable) -> Optional[Representation]:
        return self._found.get(place + (key,))

    def with_id(self, place: Tuple[Any, ...], identifier: str) -> Optional[Representation]:
        return self._by_id.get(place + (identifier,))


class Session:
    """Resolves names once. A name that is not there becomes a sentence in ``problems``, never an exception.

    ``promised`` has the kind and key of objects that will exist when they are needed.
    ``simulated`` says that the realm does not exist yet and that ``client`` answers as the new realm would.
    """

    def __init__(
        self,
        client: Reader,
        promised: AbstractSet[Tuple[str, Hashable]] = frozenset(),
        simulated: bool = False,
        resolved: Optional[Resolved] = None,
    ) -> None:
        self.client = client
        self._promised = promised
        self.simulated = simulated
        self.problems: List[str] = []
        self.warnings: List[str] = []
        self.missing_realm = False
        # Ids of the objects that this run made.
        self.made: Set[str] = set()
        self._resolved = Resolved() if resolved is None else resolved

    @property
    def names_others(self) -> bool:
        """Whether an object was found by its name."""
        return bool(self._resolved)

    def promises(self, kind: str, key: Hashable) -> bool:
        """Whether an object of that kind and key will be there when it is needed."""
        return (kind, key) in self._promised

    def listing(self, reference: Reference, values: Values) -> List[Representation]:
        """All objects of a kind that can be listed, read once; empty for any other."""
        place = reference.place(values)
        if place not in self._resolved.listed:
            self._resolved.listed[place] = list(reference.listing(self.client, values)) if reference.listing else []
        return self._resolved.listed[place]

    def resolve(
        self, reference: Reference, values: Values, keys: Iterable[Hashable], where: str
    ) -> Mapping[Hashable, Representation]:
        """The objects of these natural keys; those that do not exist are noted as problems."""
        place, known = reference.place(values), self._resolved
        missing = [key for key in dict.fromkeys(keys) if known.get(place, key) is None]
        if self.missing_realm or any(variable not in values for variable in reference.within):
            # What holds them is not there, which is a problem of its own.
            missing = []
        try:
            for item in self.listing(reference, values) if missing else ():
                known.add(place, item[reference.key], item)
        except KeycloakError as error:
            if error.status != 403 or reference.within:
                raise
            # Who may not see what the server provides hears of a wrong name, or of a missing role, with the write.
            return {key: {reference.key: key} for key in keys}
        for key in missing:
            if known.get(place, key) is None:
                found = reference.find(self.client, values, key)
                if found is None and self.promises(reference.promised_as or reference.kind, key):
                    found = {reference.key: key, "id": f"{NEW}{reference.show(key)}"}
                if found is None:
                    self.problems.append(self._unknown(reference, values, key, where))
                else:
                    known.add(place, key, found)
        return {key: found for key in keys for found in [known.get(place, key)] if found is not None}

    def client_id(self, values: Values, uuid: str) -> str:
        """The clientId behind a uuid, as roles name their container."""
        place = TO_CLIENT.place(values)
        found = self._resolved.with_id(place, uuid)
        if found is None:
            found = self.client.get(clients.GET, dict(values, **{"client-uuid": uuid}))
            self._resolved.add(place, found["clientId"], found)
        return str(found["clientId"])

    def note_missing(self, among: Optional[Reference], kind: str, values: Values, key: Any, where: str) -> None:
        """That the object which a task is about is not there, with similar names where it is ``among`` others."""
        if among:
            self.problems.append(self._unknown(among, values, key, where))
        else:
            self.problems.append(f"There is no {kind} '{key}' in realm '{values['realm']}'.")

    def _unknown(self, reference: Reference, values: Values, key: Any, where: str) -> str:
        return reference.unknown(self.client, values, key, f", named in {where}")


def role_key(session: Session, values: Values, role: Representation) -> Tuple[str, str]:
    """The natural key of a role as the server returns it."""
    if not role.get("clientRole"):
        return ("", role["name"])
    return (session.client_id(values, role["containerId"]), role["name"])
