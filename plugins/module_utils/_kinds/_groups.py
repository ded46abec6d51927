# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the groups of a realm and those of an organization have in common: their place in a tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from .._base.errors import InputError
from .._engine.assignment import Params
from .._engine.change import Wanted
from .._engine.field import TEXTS_MAP, Field
from .._engine.hooks import Need, Step
from .._engine.reference import GroupPlace, Reference, Representation, Values
from .._engine.session import Session
from .._http.endpoint import Endpoint
from .._http.reader import Reader


def place_of(params: Params) -> Optional[GroupPlace]:
    """Where the task says that the group is; None when it gives an id alone."""
    if params.get("path"):
        return _from_path(params["path"])
    if not params.get("name"):
        return None
    names: List[str] = []
    under = ""
    for parent in params.get("parents") or ():
        if parent.get("id"):
            names, under = [], parent["id"]
        elif parent.get("name"):
            names.append(parent["name"])
        else:
            raise InputError("An element of parents has neither name nor id: set one of them.")
    return GroupPlace((*names, params["name"]), under)


def _from_path(path: str) -> GroupPlace:
    names = tuple(path.strip("/").split("/"))
    if not all(names):
        raise InputError(f"'{path}' is no path of a group: write it like /parent/child.")
    return GroupPlace(names)


def normalise(params: Params) -> Params:
    """Adds ``place``, where the group is looked for, and ``target``, where it is to be."""
    place = place_of(params)
    target = _from_path(params["new_path"]) if params.get("new_path") else place
    canonical: Dict[str, Any] = dict(params, place=place, target=target)
    if target:
        canonical["name"] = target.names[-1]
        canonical["path"] = None if target.under else str(target)
    if params.get("id") and params.get("parents") is None and not params.get("path") and not params.get("new_path"):
        # Only an id and a name: the group is renamed where it is.
        canonical["target"], canonical["path"] = None, None
    return canonical


@dataclass(frozen=True)
class Tree:
    """A tree of groups: how one is found, and the endpoints that make one at the top and below another."""

    reference: Reference
    create: Endpoint
    add_child: Endpoint

    def find(self, client: Reader, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
        places = dict.fromkeys(place for place in (wanted["place"], wanted["target"]) if place)
        for place in places:
            found = self.reference.find(client, values, place)
            if found:
                return found
        return None

    def needs(self, params: Params, raw: Optional[Representation]) -> Sequence[Need]:
        parent = _parent(params)
        moves = raw is None or bool(self._move(params, raw))
        return [(self.reference, parent, "the group's parents")] if parent and moves else []

    def creation(self, session: Session, values: Values, params: Params) -> Tuple[Endpoint, Values]:
        parent = _parent(params)
        if parent is None:
            return self.create, values
        found = session.resolve(self.reference, values, [parent], "the group's parents")[parent]
        return self.add_child, dict(values, **{"group-id": found["id"]})

    def move(self, wanted: Wanted, raw: Optional[Representation], _values: Mapping[str, Any]) -> Sequence[Step]:
        """To another parent: Keycloak moves a group that is posted to its new place with its id."""
        return self._move(wanted.params, raw)

    def _move(self, params: Params, raw: Optional[Representation]) -> Sequence[Step]:
        target: Optional[GroupPlace] = params.get("target")
        if raw is None or target is None or target.under:
            return ()
        # The parent's part of a path whose last name may contain slashes itself.
        above = raw["path"][: -len(raw["name"]) - 1]
        if above == str(target.parent):
            return ()

        def run(session: Session, values: Values, group: Representation) -> None:
            endpoint, path_values = self.creation(session, values, params)
            session.client.send(endpoint, path_values, body={"id": group["id"], "name": target.names[-1]})

        return (Step((f"move {self.reference.kind} '{raw['path']}' to '{target}'",), run, {"path": str(target)}),)


def _parent(params: Params) -> Optional[GroupPlace]:
    target: Optional[GroupPlace] = params.get("target")
    if target is None or not (target.parent.names or target.under):
        return None
    return target.parent


PARENTS = {
    "type": "list",
    "elements": "dict",
    "options": {"id": {"type": "str"}, "name": {"type": "str"}},
}
KEY = Field("name")
FIELDS = (
    Field("path"),
    Field("description"),
    Field("attributes", "dict", TEXTS_MAP),
)
ARGUMENTS: Dict[str, Any] = {"parents": PARENTS, "new_path": {"type": "str", "aliases": ["newPath"]}}
ONE_PLACE: Dict[str, Any] = {
    "required_one_of": [("id", "name", "path")],
    "mutually_exclusive": [("path", "name"), ("path", "parents"), ("new_path", "parents")],
}
# Its place gives its path.
NOISE = ("subGroups", "subGroupCount", "parentId")
UNSENT = ("subGroups", "subGroupCount")
