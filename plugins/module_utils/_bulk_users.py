# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many new users at once, by the server's own import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, List, Mapping, Sequence, Tuple

from ._api import realms, required_actions
from ._client import Client
from ._reference import Representation
from ._resources import role_mapping, user
from ._spec import wanted as wanted_of

if TYPE_CHECKING:
    from ._converge import Planned

# From this many on, new users go in one request for each batch.
_BULK = 10
# The server's time for a batch grows with the square of its size (26.7.4: 500 users in 17 s, ten times 50 in 2 s).
_BATCH = 50


@dataclass(frozen=True)
class NewUser:
    """A user in the form of an import, and the titles of what that stands for: the user, and the user's roles."""

    titles: Tuple[str, ...]
    body: Representation


def imported(changed: Sequence[Planned]) -> List[NewUser]:
    """The new users, where there are many."""
    new = {
        str(it.item.params["username"]).lower(): it
        for it in changed
        if it.item.resource is user.RESOURCE and it.action == "create"
    }
    if len(new) < _BULK:
        return []
    roles = {
        str(it.item.params["username"]).lower(): it.item
        for it in changed
        if it.item.resource is role_mapping.OF_USER and it.item.params.get("username")
    }
    users = []
    for username, it in new.items():
        mapping = roles.get(username)
        titles = (it.item.title, *((mapping.title,) if mapping else ()))
        users.append(NewUser(titles, _body(it, mapping)))
    return users


def _body(planned: Planned, mapping: Any) -> Representation:
    params = planned.plan.wanted.params
    values = wanted_of(user.RESOURCE, params).values
    body: Representation = {**user.RESOURCE.constant, **values}
    password = params.get("given_password")
    if password:
        body["credentials"] = [{"type": "password", "value": password["value"]}]
        if password.get("temporary"):
            body["requiredActions"] = [*body.get("requiredActions", ()), "UPDATE_PASSWORD"]
    body["groups"] = [
        key for assigned in [planned.plan.wanted.assigned.get("groups")] if assigned for key in assigned.add
    ]
    links = planned.plan.wanted.children.get("federated_identities") or ()
    body["federatedIdentities"] = [dict(link.values) for link in links]
    if mapping is not None:
        body["realmRoles"] = list(mapping.params.get("realm_roles") or ())
        body["clientRoles"] = dict(mapping.params.get("client_roles") or {})
    return body


def send_users(connection: Client, name: str, users: Sequence[NewUser], done: List[str]) -> None:
    """An import gives users nothing that the server gives each new one otherwise: that is said here.

    The titles of what was imported are added to ``done``, also when a batch fails.
    """
    values = {"realm": name}
    held = connection.get(realms.GET, values)
    groups = [item["path"] for item in connection.get(realms.DEFAULT_GROUPS, values)]
    actions = _default_actions(connection, values)
    for body in (it.body for it in users):
        body["realmRoles"] = [*body.get("realmRoles", ()), held["defaultRole"]["name"]]
        body["groups"] = list(dict.fromkeys([*body.get("groups", ()), *groups]))
        body["requiredActions"] = list(dict.fromkeys([*body.get("requiredActions", ()), *actions]))

    def one(batch: Sequence[NewUser]) -> None:
        bodies = [it.body for it in batch]
        connection.send(realms.IMPORT, values, body={"ifResourceExists": "SKIP", "users": bodies})
        done.extend(title for it in batch for title in it.titles)

    connection.map(one, [users[start : start + _BATCH] for start in range(0, len(users), _BATCH)])


def _default_actions(connection: Client, values: Mapping[str, Any]) -> List[str]:
    listed = connection.get(required_actions.LIST, values)
    return [item["alias"] for item in listed if item.get("enabled") and item.get("defaultAction")]
