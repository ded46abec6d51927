# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Predicts the contents of a realm that has just been created."""

from __future__ import annotations

from functools import cache
from itertools import count
from typing import Any, Iterator, Mapping, Set
from urllib.parse import quote

from .._engine.reference import Representation
from .._engine.session import NEW
from .._http.capability import NEWEST, release
from .new_realm_data import ADMIN_PERMISSIONS, DOCUMENTS, EXPORT
from .new_realm_older import OLDER
from .patch import patched

ROLES_OF_MASTER = frozenset(("admin", "create-realm"))
BUILT_IN_CLIENTS = frozenset(item["clientId"] for item in (*EXPORT["clients"], ADMIN_PERMISSIONS))


def new_realm(name: str, version: str) -> Representation:
    """The export of a new realm of that version of the server. Its objects have placeholder ids."""
    held: Representation = _with_ids(_named(of_version(version)["EXPORT"], name), count())
    ids = {item["clientId"]: item["id"] for item in held["clients"]}
    for role in held["roles"]["realm"]:
        role.update(clientRole=False, containerId=f"{NEW}{name}")
    for client_id, own in held["roles"]["client"].items():
        for role in own:
            role.update(clientRole=True, containerId=ids[client_id])
    return held


@cache
def of_version(version: str) -> Mapping[str, Any]:
    """The data of that version, or of the nearest one before it. One that nobody knows is like the newest."""
    data: Any = {"EXPORT": EXPORT, "ADMIN_PERMISSIONS": ADMIN_PERMISSIONS, "DOCUMENTS": DOCUMENTS}
    wanted, known = release(version) or NEWEST, NEWEST
    for older, patch in OLDER:
        if wanted >= known:
            break
        data, known = patched(data, patch), older
    found: Mapping[str, Any] = data
    return found


def is_known(version: str) -> bool:
    """Whether the data of that version is its own, and not that of the nearest one."""
    return release(version) in (NEWEST, *(older for older, _patch in OLDER))


def admin_permissions_client(name: str, version: str) -> Representation:
    """The client that a realm gets with its admin permissions."""
    held = of_version(version)["ADMIN_PERMISSIONS"]
    return dict(_with_ids(_named(held, name), count()), id=f"{NEW}{held['clientId']}")


def document(path: str, name: str, version: str) -> Any:
    """What the endpoint of that path answers to a new realm; None where that is nothing."""
    return _named(of_version(version)["DOCUMENTS"].get(path), name)


def default_role(version: str) -> Representation:
    """The role that each new user has, and what it contains."""
    return next(
        role for role in of_version(version)["EXPORT"]["roles"]["realm"] if role["name"].startswith("default-roles-")
    )


def clients_for_realms(export: Representation) -> Set[str]:
    """The clients of the realm master that represent the other realms."""
    names = {item["clientId"] for item in export["clients"]} if export["realm"] == "master" else set()
    return {name for name in names if name.endswith("-realm")}


def _named(value: Any, name: str) -> Any:
    """A copy for the realm of that name."""
    if isinstance(value, dict):
        return {key: _named(item, name) for key, item in value.items()}
    if isinstance(value, list):
        return [_named(item, name) for item in value]
    if not isinstance(value, str):
        return value
    return value.replace("{realm}", quote(name, safe="!$&'()*+,;=:@~") if value.startswith("/") else name)


def _with_ids(value: Any, numbers: Iterator[int]) -> Any:
    if isinstance(value, dict):
        return {key: _with_ids(item, numbers) for key, item in value.items()}
    if isinstance(value, list):
        made = [_with_ids(item, numbers) for item in value]
        return [dict(item, id=f"{NEW}{next(numbers)}") if isinstance(item, dict) else item for item in made]
    return value
