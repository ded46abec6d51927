# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether a plan takes the last log-in that may manage the realm."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Dict, Iterator, List, Mapping, Sequence, Set, Tuple

from .._base.sentences import listed
from .._engine.reference import Representation
from .._http.api import client_roles, clients, groups, roles
from .._http.errors import KeycloakError
from .._http.reader import Reader
from .._kinds.client import CLIENT
from .._kinds.group import GROUP
from .._kinds.role import ROLE
from .._kinds.user import USER
from .planned import Planned

_MASTER = "master"
_MANAGEMENT = "realm-management"
_NOBODY = "nobody who can log in to this realm has its role {role} any more once this is done: {users}"

# The client and the name of a role, without a client for one of the realm: as plans name it.
Key = Tuple[str, str]


def lost_admins(client: Reader, realm: str, planned: Sequence[Planned]) -> str:
    """A sentence where nobody is left who has the role that manages the realm, or a role of the realm with it inside.

    '' where there is somebody, or never was.
    """
    if not any(it.plan.changed and _matters(it) for it in planned):
        return ""
    role = ("", "admin") if realm == _MASTER else (_MANAGEMENT, "realm-admin")
    try:
        admins = _Admins(client, realm, role)
        held = {username for users in admins.users.values() for username in users}
        taken = {username for it in planned if it.plan.changed for username in admins.taken_by(it)}
    except KeycloakError as error:
        if error.status not in (403, 404):
            raise
        return ""
    # Who has the role in two ways still has it if one is taken: the sentence would say too much, not too little.
    if not held or held - taken:
        return ""
    return _NOBODY.format(role=role[1], users=listed(sorted(held)))


def _matters(it: Planned) -> bool:
    """Whether a plan may take a log-in or a role from somebody."""
    removes = any(assign.remove for assign in it.plan.assigns)
    own = it.plan.kind in (USER.name, GROUP.name, ROLE.name) and (removes or it.plan.takes_away)
    return own or (it.declared.resource is CLIENT and it.plan.takes_away)


class _Admins:
    """Who has the role: ``users`` are the enabled ones by the role through which they have it."""

    def __init__(self, client: Reader, realm: str, role: Key) -> None:
        self._client, self._realm = client, realm
        self.users = {
            key: {user["username"] for user in self._holders(key) if user.get("enabled", True)}
            for key in (role, *self._around(role))
        }

    def taken_by(self, it: Planned) -> Iterator[str]:
        """The users who can't log in any more, or lose the role."""
        plan, raw = it.plan, it.plan.current.raw or {}
        loses = any(key in assign.remove for assign in plan.assigns for key in self.users)
        if it.declared.resource is CLIENT and plan.takes_away:
            yield f"service-account-{raw.get('clientId', '')}".lower()
        elif plan.kind == USER.name and (plan.takes_away or loses):
            yield str(raw.get("username"))
        elif plan.kind == GROUP.name and (plan.action == "delete" or loses) and raw.get("id"):
            for user in self._client.pages(groups.MEMBERS, {"realm": self._realm, "group-id": raw["id"]}):
                yield user["username"]
        elif plan.kind == ROLE.name and (plan.action == "delete" or loses):
            own = ("", str(raw.get("name")))
            for key in (own, *self._around(own)):
                yield from self.users.get(key, ())

    def _around(self, role: Key) -> List[Key]:
        """The roles of the realm that contain the role, at any depth."""
        around: List[Key] = []
        while True:
            roots = {role, *around}
            more = [("", name) for name, keys in self._inside.items() if keys & roots and ("", name) not in around]
            if not more:
                return around
            around += more

    @cached_property
    def _inside(self) -> Dict[str, Set[Key]]:
        """What the composite roles of the realm contain."""
        values = {"realm": self._realm}
        found: Dict[str, Set[Key]] = {}
        for item in self._client.pages(roles.LIST, values):
            if item.get("composite"):
                parts = self._client.get(roles.COMPOSITES, dict(values, **{"role-name": item["name"]}))
                found[item["name"]] = {(self._client_of(it), it["name"]) for it in parts}
        return found

    def _client_of(self, role: Representation) -> str:
        """Only the client of the role itself matters: any other one is as good as its id."""
        if not role.get("clientRole"):
            return ""
        return _MANAGEMENT if role["containerId"] == self._management else str(role["containerId"])

    @cached_property
    def _management(self) -> str:
        found: List[Representation] = self._client.get(clients.LIST, {"realm": self._realm}, {"clientId": _MANAGEMENT})
        return str(found[0]["id"]) if found else ""

    def _holders(self, key: Key) -> Iterator[Representation]:
        container, name = key
        values: Mapping[str, Any] = {"realm": self._realm, "role-name": name}
        users, of_groups = (roles.USERS, roles.GROUPS)
        if container:
            values = {**values, "client-uuid": self._management}
            users, of_groups = (client_roles.USERS, client_roles.GROUPS)
        yield from self._client.pages(users, values)
        for group in self._client.pages(of_groups, values):
            yield from self._client.pages(groups.MEMBERS, {"realm": self._realm, "group-id": group["id"]})
