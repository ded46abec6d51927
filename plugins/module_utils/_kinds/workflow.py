# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Workflows: what happens to users some time after an event."""

from __future__ import annotations

from typing import Any, Mapping, Optional

from .._engine.field import JSON_MAP, Field, Objects
from .._engine.reference import Representation, Values
from .._engine.resource import Resource
from .._http.api import workflows
from .._http.reader import Reader

_STEP = (
    Field("uses", required=True),
    Field("after"),
    Field("priority"),
    Field("config", "dict", JSON_MAP, key="with"),
)


def _find(client: Reader, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    """Without the ids of steps: each update makes new ones (26.7)."""
    for item in client.pages(workflows.LIST, values, {"search": wanted["name"], "exact": True}):
        if item["name"] == wanted["name"]:
            bare = [{key: value for key, value in step.items() if key != "id"} for step in item.get("steps") or ()]
            return dict(item, steps=bare)
    return None


WORKFLOW = Resource(
    name="workflow",
    key=Field("name", required=True),
    find=_find,
    variable="id",
    fields=(
        Field("enabled", "bool", default=True),
        Field("on", "str"),
        Field("condition", key="if"),
        Field("concurrency", "dict", JSON_MAP),
        Field("schedule", "dict", JSON_MAP),
        Field("steps", "list", Objects(_STEP), elements="dict", options=_STEP),
    ),
    get=workflows.GET,
    listing=workflows.LIST,
    create=workflows.CREATE,
    update=workflows.UPDATE,
    delete=workflows.DELETE,
    renames="new_name",
)
