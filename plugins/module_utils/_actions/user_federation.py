# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Synchronisation of user federation."""

from __future__ import annotations

from typing import Any, Callable, Dict, Mapping

from .._base.errors import InputError
from .._engine.reference import Representation
from .._http.api import components, user_storage
from .._http.client import Client
from .._kinds._provided import USER_STORAGE
from .action import Action, Params, Result, Step, sends

SPEC: Dict[str, Any] = {
    "realm": {"type": "str", "default": "master"},
    "provider": {"type": "str", "required": True, "aliases": ["name"]},
    "mapper": {"type": "str"},
}
_COUNTS = {"added": "added", "updated": "updated", "removed": "removed", "not_synchronised": "failed"}


def _component(client: Client, params: Params, query: Mapping[str, str], what: str) -> Representation:
    found = client.get(components.LIST, params, query)
    if not found:
        raise InputError(f"There is no {what} '{query['name']}' in realm '{params['realm']}'.")
    return dict(found[0])


def _provider(client: Client, params: Params) -> Representation:
    query = {"type": USER_STORAGE, "name": params["provider"]}
    return _component(client, {"realm": params["realm"]}, query, "user federation")


def _counted(answer: Any) -> Result:
    report = {name: (answer or {}).get(key, 0) for name, key in _COUNTS.items()}
    ignored = bool((answer or {}).get("ignored"))
    return {**report, "ignored": ignored, "changed": any(report[key] for key in ("added", "updated", "removed"))}


def _sync(action: str, what: str) -> Callable[[Client, Params], Step]:
    def prepare(client: Client, params: Params) -> Step:
        found = _provider(client, params)

        def do() -> Result:
            values = {"realm": params["realm"], "id": found["id"]}
            return _counted(client.send(user_storage.SYNC, values, {"action": action}).data)

        return Step(f"synchronise {what} of user federation '{found['name']}'", do)

    return prepare


def _sync_mapper(direction: str, what: str) -> Callable[[Client, Params], Step]:
    def prepare(client: Client, params: Params) -> Step:
        provider = _provider(client, params)
        realm = {"realm": params["realm"]}
        query = {"parent": provider["id"], "name": params["mapper"]}
        mapper = _component(client, realm, query, f"mapper of user federation '{provider['name']}'")

        def do() -> Result:
            values = {**realm, "parentId": provider["id"], "id": mapper["id"]}
            return _counted(client.send(user_storage.SYNC_MAPPER, values, {"direction": direction}).data)

        return Step(f"synchronise what '{mapper['name']}' maps {what}", do)

    return prepare


def _plain(endpoint: Any, task: str) -> Callable[[Client, Params], Step]:
    def prepare(client: Client, params: Params) -> Step:
        found = _provider(client, params)

        return Step(
            f"{task} of user federation '{found['name']}'",
            sends(client, endpoint, {"realm": params["realm"], "id": found["id"]}),
        )

    return prepare


ACTIONS: Mapping[str, Action] = {
    "full": Action(_sync("triggerFullSync", "all users")),
    "changed_users": Action(_sync("triggerChangedUsersSync", "changed users")),
    "mapper_to_keycloak": Action(_sync_mapper("fedToKeycloak", "to Keycloak"), needs=("mapper",)),
    "mapper_to_provider": Action(_sync_mapper("keycloakToFed", "to the provider"), needs=("mapper",)),
    "unlink_users": Action(_plain(user_storage.UNLINK_USERS, "unlink the users")),
    "remove_imported_users": Action(_plain(user_storage.REMOVE_IMPORTED_USERS, "remove the imported users")),
}
