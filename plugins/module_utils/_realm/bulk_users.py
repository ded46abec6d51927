# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many new users at once, by the server's own import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, FrozenSet, Iterator, List, Mapping, Optional, Sequence, Set, Tuple

from .._engine.realm_settings import whole_realm
from .._engine.reference import Representation
from .._engine.spec import wanted as wanted_of
from .._http.api import realms, required_actions, user_profile
from .._http.client import Client
from .._http.errors import KeycloakError
from .._kinds.role_mapping import OF_USER
from .._kinds.user import USER, password_of, stored_credentials
from .item import Declared
from .planned import Planned
from .profile_check import passes

# From this many on, new users go in one request for each batch.
_BULK = 10
# A batch takes longer than its parts (26.7.4, 2,000 users of 5 roles each: 5 s in batches of 20, 35 s in ones of 500).
_BATCH = 20


@dataclass(frozen=True)
class NewUser:
    """A user in the form of an import, and what that makes: the user, and the user's roles.

    ``exact`` lists the keys of the body in which the user gets nothing else.
    """

    objects: Tuple[Declared, ...]
    body: Representation
    exact: FrozenSet[str]

    @property
    def identities(self) -> FrozenSet[Tuple[Any, ...]]:
        return frozenset(declared.identity for declared in self.objects)


def imported(changed: Sequence[Planned], connection: Client, realm: str) -> List[NewUser]:
    """The new users, where there are many: those that the server would take one by one as well."""
    new = {
        str(it.declared.params["username"]).lower(): it
        for it in changed
        if it.declared.resource is USER and it.action == "create" and not it.declared.params.get("federation_link")
    }
    if len(new) < _BULK:
        return []
    roles = {
        str(it.declared.params["username"]).lower(): it.declared
        for it in changed
        if it.declared.resource is OF_USER and it.declared.params.get("username")
    }
    profile = connection.get(user_profile.GET, {"realm": realm})
    found = []
    for username, it in new.items():
        mapping = roles.get(username)
        body = _body(it, mapping)
        if passes(profile, body):
            objects = (it.declared, *((mapping,) if mapping else ()))
            found.append(NewUser(objects, body, frozenset(_exact(it, mapping))))
    return found


def _body(planned: Planned, mapping: Optional[Declared]) -> Representation:
    params = planned.plan.wanted.params
    values = wanted_of(USER, params).values
    body: Representation = {**USER.requests.constant, **values}
    password = password_of(params)
    if password:
        body["credentials"] = [{"type": "password", "value": password["value"]}, *stored_credentials(params)]
        if password.get("temporary"):
            body["requiredActions"] = [*body.get("requiredActions", ()), "UPDATE_PASSWORD"]
    elif stored_credentials(params):
        body["credentials"] = stored_credentials(params)
    body["groups"] = [
        key for assigned in [planned.plan.wanted.assigned.get("groups")] if assigned for key in assigned.add
    ]
    links = planned.plan.wanted.children.get("federated_identities") or ()
    body["federatedIdentities"] = [dict(link.values) for link in links]
    if mapping is not None:
        body["realmRoles"] = list(mapping.params.get("realm_roles") or ())
        body["clientRoles"] = dict(mapping.params.get("client_roles") or {})
    return body


def _exact(planned: Planned, mapping: Optional[Declared]) -> Iterator[str]:
    """The lists in which a new user gets nothing else."""
    wanted = planned.plan.wanted
    if "requiredActions" in wanted.values:
        yield "requiredActions"
    if "groups" in wanted.assigned and wanted.assigned["groups"].exact:
        yield "groups"
    params = mapping.params if mapping is not None else {}
    if params.get("roles_behavior") == "exact" and params.get("realm_roles") is not None:
        yield "realmRoles"


def send_users(
    connection: Client, name: str, users: Sequence[NewUser], finish: Callable[[Declared], None]
) -> Set[Tuple[Any, ...]]:
    """The identities of what the import left out. ``finish`` is called with the others batch by batch.

    An import gives users nothing that the server gives each new one otherwise, so the bodies contain it.
    """
    values = {"realm": name}
    realm = whole_realm(connection, values)
    groups = [item["path"] for item in connection.get(realms.DEFAULT_GROUPS, values)]
    actions = _default_actions(connection, values)
    defaults = {"realmRoles": [realm["defaultRole"]["name"]], "groups": groups, "requiredActions": actions}
    for it in users:
        for key in defaults.keys() - it.exact:
            it.body[key] = list(dict.fromkeys([*it.body.get(key, ()), *defaults[key]]))

    def one(batch: Sequence[NewUser]) -> Set[Tuple[Any, ...]]:
        added = _added(connection, values, [it.body for it in batch])
        for it in batch:
            if it.body["username"] in added:
                for declared in it.objects:
                    finish(declared)
        return {identity for it in batch if it.body["username"] not in added for identity in it.identities}

    batches = [users[start : start + _BATCH] for start in range(0, len(users), _BATCH)]
    return {identity for refused in connection.map(one, batches) for identity in refused}


def _added(connection: Client, values: Mapping[str, Any], bodies: List[Representation]) -> Set[str]:
    """Who was imported: nobody when the server refuses one of them, and not whose e-mail address another one has."""
    try:
        report = connection.send(realms.IMPORT, values, body={"ifResourceExists": "SKIP", "users": bodies}).data
    except KeycloakError as error:
        if error.status not in (400, 409, 500):
            raise
        return set()
    return {item["resourceName"] for item in report["results"] if item["action"] == "ADDED"}


def _default_actions(connection: Client, values: Mapping[str, Any]) -> List[str]:
    listed = connection.get(required_actions.LIST, values)
    return [item["alias"] for item in listed if item.get("enabled") and item.get("defaultAction")]
