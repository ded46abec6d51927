# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Workflows: what happens to users some time after an event."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence

from .._engine.assignment import Params
from .._engine.field import JSON_MAP, Field, Map, Objects, text
from .._engine.hooks import Hooks, Need
from .._engine.reference import Representation, Values
from .._engine.resource import Resource
from .._engine.twins import FirstOf
from .._http.api import workflows
from .._http.reader import Reader
from ._provided import TO_WORKFLOW_STEP

_STEP = (
    Field("uses", required=True),
    Field("after"),
    Field("priority"),
    Field("config", "dict", Map(values="texts"), key="with"),
)


class _Steps(Objects):
    """Steps in their order. The server keeps no priority, and settings as strings in any order (26.7)."""

    def clean(self, value: Any) -> Any:
        steps = [{key: it for key, it in step.items() if key != "priority"} for step in super().clean(value)]
        return [dict(step, **_settings(step)) for step in steps]

    def same(self, current: Any, wanted: Any) -> bool:
        plain = [[_plain(step) for step in steps or ()] for steps in (current, wanted)]
        return plain[0] == plain[1]


def _settings(step: Mapping[str, Any]) -> Dict[str, Any]:
    return {"with": {key: it for key, it in step["with"].items() if it is not None}} if "with" in step else {}


def _plain(step: Mapping[str, Any]) -> Dict[str, Any]:
    """What a step says, whichever of its forms the server shows: TRUE is true, and a list of one is that one."""
    plain = {key: text(it) for key, it in step.items() if key != "with" and it not in (None, "")}
    for key, value in (step.get("with") or {}).items():
        listed = value if isinstance(value, list) else [value]
        texts = [text(it) for it in listed]
        plain[f"with.{key}"] = str(sorted(it.lower() if it.lower() in ("true", "false") else it for it in texts if it))
    return plain


def _notes(params: Params, _raw: Optional[Representation]) -> Sequence[str]:
    if any(step.get("priority") is not None for step in params.get("steps") or ()):
        return ["priority of a workflow's step has no effect: Keycloak runs them in the order of the list."]
    return ()


def _all(client: Reader, values: Values, wanted: Mapping[str, Any]) -> List[Representation]:
    """Without the ids of steps: each update makes new ones (26.7)."""
    found = client.pages(workflows.LIST, values, {"search": wanted["name"], "exact": True})
    return [
        dict(
            item, steps=[{key: value for key, value in step.items() if key != "id"} for step in item.get("steps") or ()]
        )
        for item in found
        if item["name"] == wanted["name"]
    ]


def _needs(params: Params, _raw: Optional[Representation]) -> Sequence[Need]:
    return [(TO_WORKFLOW_STEP, step["uses"], "uses of steps") for step in params.get("steps") or ()]


WORKFLOW = Resource(
    name="workflow",
    key=Field("name", required=True),
    find=FirstOf(_all),
    variable="id",
    fields=(
        Field("enabled", "bool", default=True),
        Field("on", "str"),
        Field("condition", key="if"),
        Field("concurrency", "dict", JSON_MAP),
        Field("schedule", "dict", JSON_MAP),
        Field("steps", "list", _Steps(_STEP), elements="dict", options=_STEP),
    ),
    get=workflows.GET,
    listing=workflows.LIST,
    create=workflows.CREATE,
    update=workflows.UPDATE,
    delete=workflows.DELETE,
    renames="new_name",
    hooks=Hooks(
        needs=_needs,
        notes=_notes,
    ),
)
