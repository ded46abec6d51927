# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether a plan takes the last log-in that may manage the realm."""

from __future__ import annotations

from typing import Any, Iterator, List, Mapping, Sequence, Set, Tuple

from .._base.sentences import listed
from .._engine.reference import Representation
from .._http.api import client_roles, clients, groups, roles
from .._http.errors import KeycloakError
from .._http.reader import Reader
from .._kinds.client import CLIENT
from .._kinds.group import GROUP
from .._kinds.user import USER
from .planned import Planned

_MASTER = "master"


def lost_admins(client: Reader, realm: str, planned: Sequence[Planned]) -> str:
    """A sentence where nobody is left who has the role that manages the realm.

    '' where there is somebody, or never was.
    """
    role = ("", "admin") if realm == _MASTER else ("realm-management", "realm-admin")
    taken = {name for it in planned if it.plan.changed for name in _taken(client, realm, it, role)}
    if not taken:
        return ""
    try:
        held = {user["username"] for user in _holders(client, realm, role) if user.get("enabled", True)}
    except KeycloakError as error:
        if error.status not in (403, 404):
            raise
        return ""
    if not held or held - taken:
        return ""
    return (
        f"nobody who can log in to this realm has its role {role[1]} any more once this is done: {listed(sorted(held))}"
    )


def _taken(client: Reader, realm: str, it: Planned, role: Tuple[str, str]) -> Iterator[str]:
    """The users who can't log in any more, or lose the role."""
    plan, raw = it.plan, it.plan.current.raw or {}
    loses = any(role in assign.remove for assign in plan.assigns)
    if it.declared.resource is CLIENT and plan.takes_away:
        yield f"service-account-{raw.get('clientId', '')}".lower()
    elif plan.kind == USER.name and (plan.takes_away or loses):
        yield str(raw.get("username"))
    elif plan.kind == GROUP.name and (plan.action == "delete" or loses) and raw.get("id"):
        for user in client.pages(groups.MEMBERS, {"realm": realm, "group-id": raw["id"]}):
            yield user["username"]


def _holders(client: Reader, realm: str, role: Tuple[str, str]) -> Iterator[Representation]:
    container, name = role
    values: Mapping[str, Any] = {"realm": realm, "role-name": name}
    users, of_groups = (roles.USERS, roles.GROUPS)
    if container:
        found: List[Representation] = client.get(clients.LIST, values, {"clientId": container})
        if not found:
            return
        values = {**values, "client-uuid": found[0]["id"]}
        users, of_groups = (client_roles.USERS, client_roles.GROUPS)
    yield from client.pages(users, values)
    seen: Set[str] = set()
    for group in client.pages(of_groups, values):
        if group["id"] not in seen:
            seen.add(group["id"])
            yield from client.pages(groups.MEMBERS, {"realm": realm, "group-id": group["id"]})
