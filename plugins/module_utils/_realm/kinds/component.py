# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Components: realm keys, client registration policies, user federation, and those of any other type."""

from __future__ import annotations

from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple

from ..._engine.reference import Representation, first
from ..._http.api import client_registration_policies, components
from ..._kinds._provided import KEY_PROVIDERS, PROFILE_PROVIDERS, REGISTRATION_POLICIES, USER_STORAGE, component_types
from ..._kinds.client_registration_policy import CLIENT_REGISTRATION_POLICY
from ..._kinds.component import COMPONENT
from ..._kinds.realm_key import REALM_KEY
from ..._kinds.user_federation import MAPPER, USER_FEDERATION
from ..bulk import Bulk, Query
from ..item import Declared
from ..kind import Exported, Found, Purge, RealmKind, ignoring, purge
from ..new_realm import new_realm
from ..parts import Parts
from ..shape import by_name, each, mapping, record
from ..stages import PARTS, PROVIDERS
from ..tidy import absent, others
from .user_profile import readable

_GROUPS_PATH = "groups.path"
# What the providers of generated keys make themselves.
_GENERATED = frozenset(
    ("certificate", "kid", "privateKey", "secret")
    + tuple(f"{name}{part}Key" for name in ("ecdsa", "ecdh", "eddsa", "mldsa") for part in ("Private", "Public"))
)
_KINDS = {
    KEY_PROVIDERS: REALM_KEY,
    REGISTRATION_POLICIES: CLIENT_REGISTRATION_POLICY,
}


def _outline(value: Any, where: str) -> Any:
    """Components by their type, with those below them."""
    return _OUTLINE(value, where)


_OUTLINE = by_name(each(record(config=mapping, subComponents=_outline)))


def _declare(parts: Parts, config: Representation) -> None:
    _add(parts, config.get("components") or {}, None)


def _add(parts: Parts, by_type: Mapping[str, Any], parent: Optional[str]) -> None:
    for kind, entries in by_type.items():
        for entry in entries if kind != PROFILE_PROVIDERS else ():
            inner = entry.get("subComponents") or {}
            if kind == USER_STORAGE:
                mappers = [mapper for items in inner.values() for mapper in items]
                given = dict(entry, mappers=mappers or None)
                if any((mapper.get("config") or {}).get(_GROUPS_PATH) for mapper in mappers):
                    # A mapper of groups may put them below a group of the realm, which comes first.
                    params = parts.params(USER_FEDERATION, dict(entry, mappers=None))
                    parts.add(PROVIDERS, USER_FEDERATION, given, early=(PARTS, params))
                else:
                    parts.add(PARTS, USER_FEDERATION, given)
                continue
            if not entry.get("name"):
                # The server's own bookkeeping, such as that of workflows, which have a list of their own.
                continue
            if kind in _KINDS:
                parts.add(PARTS, _KINDS[kind], entry)
            else:
                parts.add(PARTS, COMPONENT, dict(entry, provider_type=kind, parent_id=parent))
            _add(parts, inner, entry.get("name"))


def _settle(declared: Declared, bulk: Bulk, parts: Parts) -> Optional[Declared]:
    if not bulk.data.exists:
        return declared
    params = declared.params
    if (
        declared.resource is USER_FEDERATION
        and params.get("mappers")
        and not _named(bulk, USER_STORAGE, params["name"])
    ):
        # The list of a new provider is all that it has; the server adds some of its own accord.
        return declared.saying(mappers_behavior="exact")
    if declared.resource is not REALM_KEY:
        return declared
    current = _named(bulk, KEY_PROVIDERS, params["name"])
    if current is None:
        return declared
    if params.get("provider_id") not in (None, current["providerId"]):
        parts.warn("the realm has a key of this name from another provider, which stays", declared.title)
        return None
    config = params.get("config") or {}
    generated = [key for key in config if key in _GENERATED and str(current["providerId"]).endswith("-generated")]
    if generated:
        parts.warn("the server generated it, so an existing realm keeps its own key material", declared.title)
        return declared.saying(config={key: value for key, value in config.items() if key not in generated})
    return declared


def _named(bulk: Bulk, kind: str, name: str) -> Optional[Representation]:
    return first((bulk.export.get("components") or {}).get(kind) or (), "name", name)


def _fits(item: Representation, query: Query) -> bool:
    names = {"parent": "parentId", "type": "providerType", "name": "name", "providerId": "providerId"}
    return all(query.get(name) in (None, item.get(key)) for name, key in names.items())


def _federation(bulk: Bulk) -> Iterable[Representation]:
    return (bulk.export.get("components") or {}).get(USER_STORAGE) or ()


def _undeclared(bulk: Bulk, parts: Parts) -> Iterator[Found]:
    """Components without those of user federation, which are a kind of their own."""
    known = {
        _place(kind, it)
        for kind, items in new_realm(bulk.realm, bulk.data.client.version)["components"].items()
        for it in items
    }
    known |= {_place(KEY_PROVIDERS, it.params) for it in parts.of(REALM_KEY)}
    known |= {_place(REGISTRATION_POLICIES, it.params) for it in parts.of(CLIENT_REGISTRATION_POLICY)}
    known |= {_place(it.params["provider_type"], it.params) for it in parts.of(COMPONENT)}
    for kind, items in (bulk.export.get("components") or {}).items():
        for item in items if kind not in (USER_STORAGE, PROFILE_PROVIDERS) else ():
            # The server's own bookkeeping has no names.
            if item.get("name") and _place(kind, item) not in known:
                given = {"name": item["name"]}
                if kind == REGISTRATION_POLICIES:
                    given["sub_type"] = item["subType"]
                elif kind not in _KINDS:
                    given["provider_type"] = kind
                yield Found(_KINDS.get(kind, COMPONENT), item["name"], given)


def _place(kind: str, item: Mapping[str, Any]) -> Tuple[Any, ...]:
    part = (item.get("sub_type") or item.get("subType")) if kind == REGISTRATION_POLICIES else None
    return (kind, item.get("name"), part)


def _undeclared_inside(bulk: Bulk, parts: Parts) -> Iterator[Found]:
    """Mappers of the directories whose mappers the configuration lists."""
    for directory in parts.of(USER_FEDERATION):
        current = _named(bulk, USER_STORAGE, directory.params["name"])
        declared = {mapper["name"] for mapper in directory.params.get("mappers") or ()}
        if current is None or not declared:
            continue
        for kind, items in (current.get("subComponents") or {}).items():
            for item in items:
                if item["name"] not in declared:
                    given = {"provider_type": kind, "parent_id": current["id"], "name": item["name"]}
                    yield Found(COMPONENT, f"{directory.params['name']}:{item['name']}", given)


def _export(exported: Exported) -> Dict[str, Any]:
    held = exported.bulk.export.get("components") or {}
    own = _own(held, exported.new.get("components") or {})
    for kind in _KINDS:
        gone = absent(held.get(kind), exported.default["components"].get(kind), "name", "subType")
        # Without ``force`` the last key of its kind stays, and what replaces it may be in the same configuration.
        own.setdefault(kind, []).extend(dict(item, force=True) if kind == KEY_PROVIDERS else item for item in gone)
    return {"components": own}


def _own(by_type: Mapping[str, Any], new: Mapping[str, Any]) -> Dict[str, List[Representation]]:
    kept: Dict[str, List[Representation]] = {}
    for kind, entries in by_type.items():
        own = [item for item in others(entries, new.get(kind)) if item.get("name") or kind == PROFILE_PROVIDERS]
        kept[kind] = [dict(item, subComponents=_own(item.get("subComponents") or {}, {})) for item in own]
        if kind == PROFILE_PROVIDERS:
            kept[kind] = [dict(item, config=readable(item.get("config") or {})) for item in kept[kind]]
        if kind == USER_STORAGE:
            # A new directory comes with mappers of its own.
            kept[kind] = [dict(item, mappers_behavior="exact") for item in kept[kind]]
    return kept


KIND = RealmKind(
    resources=(COMPONENT, REALM_KEY, CLIENT_REGISTRATION_POLICY, USER_FEDERATION, MAPPER),
    declare=_declare,
    outline={"components": _outline},
    ignored={
        **ignoring(REALM_KEY, "subComponents", "subType"),
        **ignoring(USER_FEDERATION, "subComponents", "subType"),
        **ignoring(MAPPER, "subComponents", "subType"),
        **ignoring(CLIENT_REGISTRATION_POLICY, "subComponents"),
        **ignoring(COMPONENT, "subComponents"),
    },
    settle=_settle,
    answers=lambda bulk: {
        # A realm that is still to come has no such list, and that of others is the server's.
        client_registration_policies.PROVIDERS: lambda _v, _q: [
            *component_types(bulk.data.client, REGISTRATION_POLICIES).values()
        ],
        components.LIST: lambda _v, q: [item for item in bulk.data.components if _fits(item, q)],
        components.GET: lambda v, _q: first(bulk.data.components, "id", v["id"]),
    },
    purges=(
        Purge("sub_components", _undeclared_inside),
        Purge("components", _undeclared),
        purge("user_federation", USER_FEDERATION, _federation),
    ),
    export=_export,
)
