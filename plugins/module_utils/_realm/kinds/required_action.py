# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Required actions."""

from __future__ import annotations

from typing import Any, Dict, Iterator, Optional

from ..._base.sentences import did_you_mean
from ..._engine.reference import Representation, first
from ..._http.api import required_actions
from ..._kinds.required_action import REQUIRED_ACTION
from ..bulk import Bulk
from ..item import Declared
from ..kind import Exported, RealmKind, purge
from ..new_realm import new_realm
from ..parts import Parts
from ..shape import unique
from ..stages import PARTS
from ..tidy import absent, others


def _declare(parts: Parts, config: Representation) -> None:
    for action in config.get("requiredActions") or ():
        parts.add(PARTS, REQUIRED_ACTION, action)


def _export(exported: Exported) -> Dict[str, Any]:
    held = exported.bulk.export.get("requiredActions") or []
    return {
        "requiredActions": [
            *others(held, exported.new.get("requiredActions")),
            *absent(held, exported.default["requiredActions"], "alias"),
        ]
    }


def _settle(declared: Declared, bulk: Bulk, parts: Parts) -> Optional[Declared]:
    alias = declared.params["alias"]
    if declared.params["state"] == "absent":
        return declared
    if first(bulk.export.get("requiredActions") or (), "alias", alias):
        return declared
    known = bulk.data.ask(required_actions.LIST_UNREGISTERED, bulk.data.values, {})
    if first(known, "providerId", declared.params.get("provider_id") or alias):
        return declared
    names = [*(it["alias"] for it in bulk.export.get("requiredActions") or ()), *(it["providerId"] for it in known)]
    meant = did_you_mean(alias, names, 0.8, "")
    parts.warn(f"this server has no such required action, so nothing is done{meant}", declared.title)
    return None


def _own(bulk: Bulk) -> Iterator[Representation]:
    built_in = {item["alias"] for item in new_realm(bulk.realm, bulk.data.client.version)["requiredActions"]}
    return (item for item in bulk.export.get("requiredActions") or () if item["alias"] not in built_in)


KIND = RealmKind(
    resources=(REQUIRED_ACTION,),
    declare=_declare,
    outline={"requiredActions": unique("alias")},
    settle=_settle,
    answers=lambda bulk: {required_actions.LIST: lambda _v, _q: bulk.export.get("requiredActions") or []},
    purges=(purge("required_actions", REQUIRED_ACTION, _own),),
    export=_export,
)
