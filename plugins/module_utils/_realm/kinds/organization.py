# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Organizations with their groups, members and identity providers."""

from __future__ import annotations

from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple

from ..._engine.reference import Representation, first, tree
from ..._http.api import (
    organization_group_role_mappings,
    organization_groups,
    organization_identity_providers,
    organization_members,
    organizations,
)
from ..._http.endpoint import Endpoint
from ..._kinds._groups import place_of
from ..._kinds.organization import ORGANIZATION
from ..._kinds.organization_group import ORGANIZATION_GROUP
from ..bulk import Bulk, Handler
from ..data import called
from ..item import Declared
from ..kind import Exported, Found, Purge, RealmKind, ignoring
from ..organizations import groups_for_export
from ..parts import Parts
from ..shape import each, mapping, or_name, record, unique
from ..shape import groups as groups_outline
from ..stages import ORGANIZATION_GROUPS, ORGANIZATIONS


def _declare(parts: Parts, config: Representation) -> None:
    for one in config.get("organizations") or ():
        members = [it["username"] if isinstance(it, Mapping) else it for it in one.get("members") or ()]
        providers = [it["alias"] if isinstance(it, Mapping) else it for it in one.get("identityProviders") or ()]
        lists = {"members": members or None, "identityProviders": providers or None}
        promises = tuple(("organization member", (one["name"], name.lower())) for name in members)
        parts.add(ORGANIZATIONS, ORGANIZATION, {**one, **lists}, promises)
        _add_groups(parts, one["name"], one.get("groups") or (), ())


def _settle(declared: Declared, bulk: Bulk, _parts: Parts) -> Optional[Declared]:
    option = "name" if declared.resource is ORGANIZATION else "organization"
    name = _name(declared.params[option], bulk.organizations.organizations() if bulk.data.exists else ())
    return declared.saying(**{option: name})


def _name(name: str, every: Sequence[Representation]) -> str:
    """One that is named by its alias alone has the name that the server has for it, or its alias."""
    found = first(every, "alias", name)
    return str(found["name"]) if found and not first(every, "name", name) else name


def _undeclared(bulk: Bulk, parts: Parts) -> Iterator[Found]:
    every = bulk.organizations.organizations()
    declared = {_name(item.params["name"], every) for item in parts.of(ORGANIZATION)}
    for item in every:
        if item["name"] not in declared:
            yield Found(ORGANIZATION, item["name"], {"name": item["name"]})


def _outline(value: Any, where: str) -> Any:
    """Organizations by their names, or by their aliases alone."""
    every = each(mapping)(value, where)
    return _ORGANIZATIONS([{**it, "name": it.get("name") or it.get("alias")} for it in every], where)


_ORGANIZATIONS = unique(
    "name",
    groups=groups_outline,
    identityProviders=each(or_name(record("alias"))),
    members=each(or_name(record("username"))),
)


def _add_groups(parts: Parts, owner: str, items: Sequence[Representation], above: Tuple[str, ...]) -> None:
    for item in items:
        names = (*above, item["name"])
        given = dict(item, organization=owner, parents=[{"name": name} for name in above] or None, path=None)
        promises = (("organization group", place_of({"name": item["name"], "parents": given["parents"]})),)
        parts.add(ORGANIZATION_GROUPS + len(above), ORGANIZATION_GROUP, given, promises)
        _add_groups(parts, owner, item.get("subGroups") or (), names)


def _answers(bulk: Bulk) -> Dict[Endpoint, Handler]:
    if not bulk.data.exists:
        return {}
    them = bulk.organizations

    def roles(values: Mapping[str, Any]) -> Dict[str, Any]:
        group = them.group(values) or {}
        return bulk.data.mappings(group.get("realmRoles"), group.get("clientRoles"))

    return {
        organizations.LIST: lambda _v, q: called(them.organizations(), q),
        organizations.GET: lambda v, _q: first(them.organizations(), "id", v["org-id"]),
        organization_groups.LIST: lambda v, q: called(them.groups(v), q),
        organization_groups.GET: lambda v, _q: them.group(v),
        organization_groups.CHILDREN: lambda v, q: called((them.group(v) or {}).get("subGroups") or (), q),
        organization_groups.GROUP_BY_PATH: lambda v, _q: first(
            tree(them.groups(v)), "path", "/" + str(v["path"]).lstrip("/")
        ),
        organization_group_role_mappings.LIST: lambda v, _q: roles(v),
    }


def _export(exported: Exported) -> Dict[str, Any]:
    every = exported.bulk.organizations.organizations()
    return {"organizations": exported.client.map(lambda one: _whole(exported, one), every)}


def _whole(exported: Exported, one: Representation) -> Representation:
    """An organization with what belongs to it; of its members those that are exported."""
    client, people = exported.client, exported.usernames
    values = {"realm": exported.realm, "org-id": one["id"]}

    def members(endpoint: Endpoint, **more: str) -> List[str]:
        found = client.pages(endpoint, {**values, **more}) if people else ()
        return sorted(it["username"] for it in found if it["username"] in people)

    def groups(items: Iterable[Representation]) -> List[Representation]:
        return [
            {
                **{key: it for key, it in group.items() if key != "path"},
                "subGroups": groups(group["subGroups"]),
                "members": members(organization_groups.MEMBERS, **{"group-id": group["id"]}),
            }
            for group in items
        ]

    providers = client.get(organization_identity_providers.LIST, values)
    return {
        **one,
        "groups": groups(groups_for_export(client, values)),
        "identityProviders": [{"alias": alias} for alias in sorted(it["alias"] for it in providers)],
        "members": [{"username": name} for name in members(organization_members.LIST)],
    }


KIND = RealmKind(
    resources=(ORGANIZATION, ORGANIZATION_GROUP),
    declare=_declare,
    outline={"organizations": _outline},
    settle=_settle,
    ignored={
        **ignoring(ORGANIZATION, "groups"),
        **ignoring(ORGANIZATION_GROUP, "subGroups", "subGroupCount", "parentId"),
    },
    answers=_answers,
    purges=(Purge("organizations", _undeclared),),
    export=_export,
)
