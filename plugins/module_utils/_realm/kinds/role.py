# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Roles of the realm and of clients. A role exists before others contain it."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Mapping, Sequence, Tuple

from ..._engine.reference import Representation, first
from ..._engine.resource import Resource
from ..._http.api import client_roles, roles, roles_by_id
from ..._kinds.client_role import CLIENT_ROLE
from ..._kinds.role import ROLE
from ..bulk import Bulk
from ..kind import Exported, Found, Purge, RealmKind
from ..new_realm import BUILT_IN_CLIENTS, ROLES_OF_MASTER, default_role
from ..new_realm_data import EXPORT
from ..parts import Parts
from ..shape import TEXTS, by_name, record, unique
from ..stages import COMPOSITES, ROLES
from ..tidy import absent, emptied, others, tidy

_BUILT_IN = {item["name"] for item in EXPORT["roles"]["realm"]}
# The role that comes with the authorization services of a client.
_OF_AUTHORIZATION = "uma_protection"
_MANAGEMENT = "realm-management"
_ROLES = unique("name", composites=record(realm=TEXTS, client=by_name(TEXTS)))


def _declare(parts: Parts, config: Representation) -> None:
    roles_of = config.get("roles") or {}
    every: List[Tuple[str, Resource, Representation]] = [("", ROLE, it) for it in roles_of.get("realm") or ()]
    for client_id, own in (roles_of.get("client") or {}).items():
        every += [(client_id, CLIENT_ROLE, it) for it in own]
    for client_id, resource, item in every:
        contained = item.get("composites") or {}
        composites = [{"name": name} for name in contained.get("realm") or ()]
        for container, names in (contained.get("client") or {}).items():
            composites += [{"name": name, "client_id": container} for name in names]
        given = {key: value for key, value in item.items() if key != "composites"}
        given.update({"client_id": client_id} if client_id else {})
        params = parts.params(resource, given)
        exact = item.get("composites_behavior") == "exact"
        whole = dict(params, composites=composites) if composites or exact else params
        # Admin permissions name them in one word.
        word = f"{client_id}/{item['name']}" if client_id else item["name"]
        promises = (("role", (client_id, item["name"])), ("role", word))
        parts.add(COMPOSITES, resource, whole, promises, early=(ROLES, params))


def _of_client(bulk: Bulk, client_id: str) -> List[Representation]:
    return [role for key, role in bulk.data.roles.items() if client_id and key[0] == client_id]


def _realm_roles(bulk: Bulk, parts: Parts) -> Iterator[Found]:
    promises = parts.promises
    kept = {bulk.export["defaultRole"]["name"], *_BUILT_IN}
    if bulk.realm == "master":
        kept |= ROLES_OF_MASTER
    for item in bulk.export["roles"]["realm"]:
        if item["name"] not in kept and ("role", ("", item["name"])) not in promises:
            yield Found(ROLE, item["name"], {"name": item["name"]})


def _client_roles(bulk: Bulk, parts: Parts) -> Iterator[Found]:
    promises = parts.promises
    for container, own in bulk.export["roles"]["client"].items():
        if ("client", container) in promises and container not in BUILT_IN_CLIENTS:
            for item in own:
                if ("role", (container, item["name"])) not in promises and item["name"] != _OF_AUTHORIZATION:
                    given = {"client_id": container, "name": item["name"]}
                    yield Found(CLIENT_ROLE, f"{container}:{item['name']}", given)


def _export(exported: Exported) -> Dict[str, Any]:
    export, new = exported.bulk.export, exported.new
    every, known = export.get("roles") or {}, new.get("roles") or {}
    name, default = (export.get("defaultRole") or {}).get("name"), default_role(exported.client.version)["composites"]
    skipped = ROLES_OF_MASTER if new and exported.realm == "master" else frozenset()
    realm = []
    for item in others(every.get("realm"), known.get("realm")):
        if item["name"] == name and new:
            composites = item.get("composites") or {}
            if _beyond(default, composites):
                realm.append({"name": name, "composites": composites, "composites_behavior": "exact"})
            elif _beyond(composites, default):
                realm.append({"name": name, "composites": _beyond(composites, default)})
        elif item["name"] not in skipped:
            realm.append(_exact(item, exported.default["roles"]["realm"]))
    realm += absent(every.get("realm"), exported.default["roles"]["realm"], "name")
    own = {
        container: _of_container(exported, container, of_client)
        for container, of_client in (every.get("client") or {}).items()
        if container not in exported.servers_own
    }
    return {"roles": {"realm": realm, "client": {container: it for container, it in own.items() if it}}}


def _of_container(exported: Exported, container: str, held: Sequence[Representation]) -> List[Representation]:
    new, default = (it["roles"]["client"].get(container) if it else () for it in (exported.new, exported.default))
    if new and container == _MANAGEMENT:
        # Nobody can change those that come with it (26.7), whatever an import left of them.
        names = {item["name"] for item in new}
        return [item for item in held if item["name"] not in names]
    own = [_exact(item, default or ()) for item in others(held, new)]
    return [*own, *absent(held, default, "name")]


def _exact(item: Representation, defaults: Sequence[Representation]) -> Representation:
    """A role with what says which of the roles that it comes with it does not contain any more."""
    default = first(defaults, "name", item["name"]) or {}
    taken = _beyond(default.get("composites") or {}, item.get("composites") or {})
    return {**item, **emptied(item, default), **({"composites_behavior": "exact"} if taken else {})}


def _beyond(composites: Mapping[str, Any], fewer: Mapping[str, Any]) -> Dict[str, Any]:
    """The roles of some composites that others have not."""
    known = fewer.get("client") or {}
    client = {
        container: [name for name in names if name not in known.get(container, ())]
        for container, names in (composites.get("client") or {}).items()
    }
    realm = [name for name in composites.get("realm") or () if name not in (fewer.get("realm") or ())]
    return dict(tidy({"realm": realm, "client": client}))


KIND = RealmKind(
    resources=(ROLE, CLIENT_ROLE),
    declare=_declare,
    outline={"roles": record(realm=_ROLES, client=by_name(_ROLES))},
    answers=lambda bulk: {
        roles.LIST: lambda _v, _q: [role for key, role in bulk.data.roles.items() if not key[0]],
        roles.GET: lambda v, _q: bulk.data.role("", v["role-name"]),
        roles.COMPOSITES: lambda v, _q: bulk.data.composites("", v["role-name"]),
        client_roles.LIST: lambda v, _q: _of_client(bulk, bulk.data.client_id(v)),
        client_roles.GET: lambda v, _q: bulk.data.role(bulk.data.client_id(v), v["role-name"]),
        client_roles.COMPOSITES: lambda v, _q: bulk.data.composites(bulk.data.client_id(v), v["role-name"]),
        roles_by_id.GET: lambda v, _q: first(bulk.data.roles.values(), "id", v["role-id"]),
    },
    purges=(Purge("realm_roles", _realm_roles), Purge("client_roles", _client_roles)),
    export=_export,
)
