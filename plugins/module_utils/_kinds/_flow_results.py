# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A flow in the results of a task as community.general has it: its executions in one list."""

from __future__ import annotations

from typing import Any, Dict, Iterator, Mapping

from .._engine.results import States
from .._http.reader import Reader
from ._executions import Execution
from .auth_flow import executions_in

_TREE = "authenticationExecutions"


def flat(_client: Reader, states: States) -> Dict[str, Any]:
    """``existing`` and ``end_state`` with the server's list of executions, with their settings.

    What is not on the server, before the task or in check mode, has no ids in it.
    """
    result = {"existing": _flattened(states.existing), "end_state": _flattened(states.end_state)}
    unchanged = not states.done and not states.plan.changed
    if result["end_state"] and (states.done or unchanged):
        result["end_state"][_TREE] = [_row(item) for item in executions_in(states.now.raw)]
    if unchanged and result["existing"]:
        result["existing"] = result["end_state"]
    return result


def _row(item: Execution) -> Dict[str, Any]:
    """As the server lists it, with its settings in place of their id."""
    settings = {"id": item.config_id, "alias": item.config_alias, "config": item.config or {}}
    return {**(item.raw or {}), **({"authenticationConfig": settings} if item.config_id else {})}


def _flattened(flow: Mapping[str, Any]) -> Dict[str, Any]:
    return {**flow, _TREE: list(_listed(flow.get(_TREE) or (), 0))} if flow else {}


def _listed(executions: Any, level: int) -> Iterator[Dict[str, Any]]:
    for index, execution in enumerate(executions):
        own = {key: it for key, it in execution.items() if key not in ("subFlow", "type", _TREE)}
        if "subFlow" in execution:
            own.update(displayName=execution["subFlow"], authenticationFlow=True)
        yield {**own, "level": level, "index": index}
        yield from _listed(execution.get(_TREE) or (), level + 1)
