# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users with their groups and roles, read in pages: no export of a running server has them."""

from __future__ import annotations

from typing import Any, Dict, FrozenSet, Iterable, Iterator, List, Optional, Sequence, Set, Tuple

from .._engine.assignment import Params
from .._engine.field import changed_fields, clean_fields
from .._engine.reference import Representation, Values
from .._http.api import client_roles, groups, roles, user_role_mappings, users
from .._http.endpoint import Endpoint
from .._kinds.user import USER
from .data import Query, RealmData

# Whole users cost the server more the more of them one answer has: 10,000 that it has not cached take 37 s in pages
# of 1,000, 14 s in pages of 100, and 7 s if some of those are asked for at a time.
_PAGE = 100
# Brief ones do not: 60,000 take half as long as in pages of 100.
_MEMBERS = 1000
# What those have. For each whole user the server looks for credentials, attributes and required actions.
_BRIEF = ("username", "email", "firstName", "lastName", "enabled", "emailVerified")
# The id of a user of whom no more than the name is known.
NAMED = "named:"


def _in_brief(params: Params) -> bool:
    """Whether a brief representation can tell that all of this is as declared."""
    return all(field.name in _BRIEF for field in USER.fields if params.get(field.option) is not None)


def _tells(user: Representation, params: Params) -> bool:
    """Whether a brief representation does tell so."""
    return _in_brief(params) and not changed_fields(USER.fields, user, clean_fields(USER.fields, params))


class People:
    """The users of a realm that were asked for, with those of their groups and roles that were read."""

    def __init__(self, data: RealmData) -> None:
        self._data = data
        self._users: Dict[str, Representation] = {}
        self._by_id: Dict[str, Representation] = {}
        self._sought: Set[str] = set()
        self.groups_of: Dict[str, List[Representation]] = {}
        self.roles_of: Dict[str, Dict[str, Any]] = {}
        self.accounts = {user.get("serviceAccountClientId"): user for user in data.export.get("users") or ()}
        for user in self.accounts.values():
            self.roles_of[user["id"]] = data.mappings(user.get("realmRoles"), user.get("clientRoles"))

    def found(self, values: Values, query: Query) -> List[Representation]:
        """Answers a search by name."""
        name = str(query.get("username", "")).lower()
        if name in self._sought:
            return [self._users[name]] if name in self._users else []
        return list(self._data.ask(users.LIST, values, query))

    def one(self, values: Values) -> Any:
        """Answers for one user."""
        name = str(values["user-id"])
        if name.startswith(NAMED):
            return {"id": name, "username": name[len(NAMED) :]}
        return self._by_id.get(name) or self._data.ask(users.GET, values, {})

    @property
    def usernames(self) -> FrozenSet[str]:
        """Those of the users that were read."""
        return frozenset(self._users)

    def read(self, declared: Iterable[Params]) -> None:
        """The users that these are about: one by one where that takes fewer requests than reading them all."""
        wanted: Dict[str, List[Params]] = {}
        for params in declared:
            wanted.setdefault(str(params["username"]).lower(), []).append(params)
        self._sought |= wanted.keys()
        if not wanted or not self._data.exists:
            return
        count = self._data.client.get(users.COUNT, self._data.values)
        few = count // _PAGE + 1
        names = list(wanted)
        if len(names) > few and sum(not all(map(_in_brief, own)) for own in wanted.values()) <= few:
            brief = {it["username"]: it for it in self._every_user(count, _MEMBERS, True) if it["username"] in wanted}
            self._know(brief.values())
            names = [name for name, it in brief.items() if not all(_tells(it, own) for own in wanted[name])]
        listed = self._named(names) if len(names) <= few else self._every_user(count)
        self._know(it for it in listed if it["username"] in wanted)

    def _named(self, names: Iterable[str]) -> Iterator[Representation]:
        client, values = self._data.client, self._data.values
        query = {"exact": True, "first": 0, "max": 2}
        for found in client.map(lambda name: client.get(users.LIST, values, dict(query, username=name)), names):
            yield from found

    def read_everyone(self) -> List[Representation]:
        """Every user."""
        everyone = self._every_user(self._data.client.get(users.COUNT, self._data.values))
        self._know(everyone)
        self._sought.update(self._users)
        return everyone

    def _know(self, found: Iterable[Representation]) -> None:
        for item in found:
            self._users[item["username"]] = self._by_id[item["id"]] = item

    def _every_user(self, count: int, size: int = _PAGE, brief: bool = False) -> List[Representation]:
        """All pages that this many fill, and those after them that came in the meantime."""
        query = {"briefRepresentation": brief, "max": size}

        def page(start: int) -> List[Representation]:
            return self._data.client.get(users.LIST, self._data.values, dict(query, first=start)) or []

        pages = self._data.client.map(page, range(0, count + 1, size))
        while len(pages[-1]) == size:
            pages.append(page(len(pages) * size))
        return [item for items in pages for item in items]

    def whole(self) -> Iterator[Representation]:
        """Every user, with groups and roles by name: a read for each group and role besides those of the pages."""
        everyone = self.read_everyone()
        self.read_members([group["path"] for group in self._data.groups], list(self._data.roles))
        for one in everyone:
            mapped = self.roles_of.get(one["id"]) or {}
            own = {
                client_id: sorted(role["name"] for role in of_client["mappings"])
                for client_id, of_client in (mapped.get("clientMappings") or {}).items()
            }
            yield {
                **one,
                "groups": sorted(group["path"] for group in self.groups_of.get(one["id"], ())),
                "realmRoles": sorted(role["name"] for role in mapped.get("realmMappings") or ()),
                "clientRoles": own,
            }

    def read_members(
        self,
        paths: Iterable[str],
        role_keys: Iterable[Tuple[str, str]],
        in_groups: Sequence[str] = (),
        with_roles: Sequence[str] = (),
    ) -> None:
        """Who is in these groups, and who has these roles: one paged read each.

        Of the users ``in_groups`` every group is read, and every role of those ``with_roles``: by user, where that
        takes fewer requests than all groups or roles do.
        """
        data = self._data
        if len(in_groups) > len(data.groups):
            paths, in_groups = [group["path"] for group in data.groups], ()
        if len(with_roles) > len(data.roles):
            role_keys, with_roles = list(data.roles), ()
        wanted = set(paths)
        known = [group for group in data.groups if group["path"] in wanted]
        keys = [key for key in dict.fromkeys(role_keys) if key in data.roles]
        brief = {"briefRepresentation": True}
        members = data.client.map(lambda it: self._ids(groups.MEMBERS, {"group-id": it["id"]}, brief), known)
        for group, ids in zip(known, members):
            for user_id in ids:
                self.groups_of.setdefault(user_id, []).append(group)
        for (client_id, name), ids in zip(keys, data.client.map(self._with_role, keys)):
            for user_id in ids:
                own = self.roles_of.setdefault(user_id, {"realmMappings": [], "clientMappings": {}})
                data.map_role(own, client_id, name)
        self._read_of(in_groups, users.GROUPS, self.groups_of)
        self._read_of(with_roles, user_role_mappings.LIST, self.roles_of)

    def _read_of(self, names: Iterable[str], endpoint: Endpoint, known: Dict[str, Any]) -> None:
        client, values = self._data.client, self._data.values
        ids = [self._users[name]["id"] for name in names if name in self._users]
        known.update(zip(ids, client.map(lambda it: client.get(endpoint, {**values, "user-id": it}), ids)))

    def _with_role(self, key: Tuple[str, str]) -> List[str]:
        client_id, name = key
        brief = {"briefRepresentation": True}
        if not client_id:
            return self._ids(roles.USERS, {"role-name": name}, brief)
        values = {"client-uuid": self._data.clients[client_id]["id"], "role-name": name}
        return self._ids(client_roles.USERS, values, brief)

    def _ids(self, endpoint: Endpoint, values: Values, query: Optional[Query] = None) -> List[str]:
        whole = dict(self._data.values, **values)
        return [item["id"] for item in self._data.client.pages(endpoint, whole, query, _MEMBERS)]
