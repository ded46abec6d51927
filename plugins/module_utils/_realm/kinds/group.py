# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Groups with the roles that they have, and the groups that each new user joins."""

from __future__ import annotations

from typing import Any, Dict, Iterable, Iterator, Sequence, Set, Tuple

from ..._engine.reference import Representation, first
from ..._http.api import group_role_mappings, groups, realms
from ..._kinds import role_mapping
from ..._kinds._groups import place_of
from ..._kinds.default_groups import DEFAULT_GROUPS
from ..._kinds.group import GROUP
from ..bulk import Bulk
from ..data import called
from ..kind import Exported, Found, Purge, RealmKind, ignoring
from ..parts import Parts
from ..shape import TEXTS
from ..shape import groups as groups_outline
from ..stages import GROUPS, MAPPINGS
from ._mappings import mapping


def _declare(parts: Parts, config: Representation) -> None:
    _add(parts, config.get("groups") or (), ())
    if config.get("defaultGroups"):
        parts.add(MAPPINGS, DEFAULT_GROUPS, {"groups": config["defaultGroups"]}, part="default groups")


def _add(parts: Parts, items: Sequence[Representation], above: Tuple[str, ...]) -> None:
    for item in items:
        names = (*above, item["name"])
        path = "/" + "/".join(names)
        given = dict(item, parents=[{"name": name} for name in above] or None, path=None, roles_behavior=None)
        promises = (("group", path), ("group", place_of({"name": item["name"], "parents": given["parents"]})))
        parts.add(GROUPS + len(above), GROUP, given, promises)
        mapping(parts, MAPPINGS, role_mapping.OF_GROUP, {"group": path}, item, spec_of=role_mapping.OF_USER)
        _add(parts, item.get("subGroups") or (), names)


def _undeclared(bulk: Bulk, parts: Parts) -> Iterator[Found]:
    declared = {key for kind, key in parts.promises if kind == "group"}
    for item in _topmost(bulk.export.get("groups") or (), declared):
        yield Found(GROUP, item["path"], {"path": item["path"]})


def _topmost(items: Iterable[Representation], declared: Set[Any]) -> Iterator[Representation]:
    """Undeclared groups; what is below one goes with it."""
    for item in items:
        if item["path"] in declared:
            yield from _topmost(item.get("subGroups") or (), declared)
        elif not any(str(path).startswith(item["path"] + "/") for path in declared):
            yield item


def _roles(bulk: Bulk, group: Representation) -> Dict[str, Any]:
    return bulk.data.mappings(group.get("realmRoles"), group.get("clientRoles"))


def _export(exported: Exported) -> Dict[str, Any]:
    export = exported.bulk.export
    return {"groups": export.get("groups"), "defaultGroups": export.get("defaultGroups")}


KIND = RealmKind(
    resources=(GROUP, role_mapping.OF_GROUP, DEFAULT_GROUPS),
    declare=_declare,
    outline={"groups": groups_outline, "defaultGroups": TEXTS},
    ignored=ignoring(GROUP, "subGroups", "subGroupCount", "realmRoles", "clientRoles", "parentId"),
    answers=lambda bulk: {
        groups.LIST: lambda _v, q: called(bulk.export.get("groups") or (), q),
        groups.GET: lambda v, _q: first(bulk.data.groups, "id", v["group-id"]),
        groups.CHILDREN: lambda v, q: called(bulk.data.group(v).get("subGroups") or (), q),
        group_role_mappings.LIST: lambda v, _q: _roles(bulk, bulk.data.group(v)),
        realms.GROUP_BY_PATH: lambda v, _q: first(bulk.data.groups, "path", "/" + str(v["path"]).lstrip("/")),
        realms.DEFAULT_GROUPS: lambda _v, _q: [
            group for group in bulk.data.groups if group["path"] in (bulk.export.get("defaultGroups") or ())
        ],
    },
    purges=(Purge("groups", _undeclared),),
    export=_export,
)
