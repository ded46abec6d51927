# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many new users at once, by the server's own import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Iterable, List, Mapping, Sequence

from ._api import realms, required_actions
from ._client import Client
from ._reference import Representation
from ._resources import role_mapping, user
from ._spec import wanted as wanted_of

if TYPE_CHECKING:
    from ._converge import Planned

# From this many on, new users go in one request for each batch.
_BULK = 10
_BATCH = 500


def imported(changed: Sequence[Planned]) -> Dict[str, Representation]:
    """New users in the form of an import, where there are many, by the title of what they and their roles stand for."""
    new = {
        str(it.item.params["username"]).lower(): it
        for it in changed
        if it.item.resource is user.RESOURCE and it.action == "create"
    }
    if len(new) < _BULK:
        return {}
    roles = {
        str(it.item.params["username"]).lower(): it.item
        for it in changed
        if it.item.resource is role_mapping.OF_USER and it.item.params.get("username")
    }
    sent: Dict[str, Representation] = {}
    for username, it in new.items():
        mapping = roles.get(username)
        sent[it.item.title] = _body(it, mapping)
        if mapping:
            sent[mapping.title] = {}
    return sent


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


def send_users(connection: Client, name: str, users: Iterable[Representation]) -> None:
    """An import gives users nothing that the server gives each new one otherwise: that is said here."""
    values = {"realm": name}
    held = connection.get(realms.GET, values)
    groups = [item["path"] for item in connection.get(realms.DEFAULT_GROUPS, values)]
    actions = _default_actions(connection, values)
    bodies = [body for body in users if body]
    for body in bodies:
        body["realmRoles"] = [*body.get("realmRoles", ()), held["defaultRole"]["name"]]
        body["groups"] = list(dict.fromkeys([*body.get("groups", ()), *groups]))
        body["requiredActions"] = list(dict.fromkeys([*body.get("requiredActions", ()), *actions]))
    for start in range(0, len(bodies), _BATCH):
        batch = {"ifResourceExists": "SKIP", "users": bodies[start : start + _BATCH]}
        connection.send(realms.IMPORT, values, body=batch)


def _default_actions(connection: Client, values: Mapping[str, Any]) -> List[str]:
    listed = connection.get(required_actions.LIST, values)
    return [item["alias"] for item in listed if item.get("enabled") and item.get("defaultAction")]
