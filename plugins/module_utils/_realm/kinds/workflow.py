# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Workflows."""

from __future__ import annotations

from typing import Any, Dict

from ..._engine.reference import Representation
from ..._http.api import workflows
from ..._http.endpoint import Endpoint
from ..._kinds.workflow import WORKFLOW
from ..bulk import Bulk, Handler
from ..data import called
from ..kind import Exported, RealmKind, ignoring, purge
from ..parts import Parts
from ..shape import each, record
from ..stages import ORGANIZATIONS


def _declare(parts: Parts, config: Representation) -> None:
    for one in config.get("workflows") or ():
        parts.add(ORGANIZATIONS, WORKFLOW, one)


def _answers(bulk: Bulk) -> Dict[Endpoint, Handler]:
    if not bulk.data.exists:
        return {}
    return {workflows.LIST: lambda _v, q: called(bulk.organizations.listed(workflows.LIST), q)}


def _export(exported: Exported) -> Dict[str, Any]:
    own = exported.bulk.organizations.workflows()
    return {"workflows": [{key: it for key, it in item.items() if key != "state"} for item in own]}


KIND = RealmKind(
    resources=(WORKFLOW,),
    declare=_declare,
    outline={"workflows": each(record("name"))},
    ignored=ignoring(WORKFLOW, "state"),
    answers=_answers,
    purges=(purge("workflows", WORKFLOW, lambda bulk: bulk.organizations.workflows()),),
    export=_export,
)
