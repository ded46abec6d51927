# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A flow in the results of a task as community.general has it: its executions in one list."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Mapping

from .._engine.reference import Values
from .._engine.results import States
from .._http.api import authentication
from .._http.reader import Reader

_TREE = "authenticationExecutions"


def flat(client: Reader, states: States) -> Dict[str, Any]:
    """``existing`` and ``end_state`` with the server's list of executions, with their settings.

    What is not on the server, before the task or in check mode, has no ids in it.
    """
    result = {"existing": _flattened(states.existing), "end_state": _flattened(states.end_state)}
    unchanged = not states.done and not states.plan.changed
    if result["end_state"] and (states.done or unchanged):
        alias = states.now.named["alias"]
        result["end_state"][_TREE] = _rows(client, dict(states.now.values, flowAlias=alias))
    if unchanged and result["existing"]:
        result["existing"] = result["end_state"]
    return result


def _rows(client: Reader, values: Values) -> List[Dict[str, Any]]:
    rows = []
    for row in client.get(authentication.EXECUTIONS, values):
        config = row.get("authenticationConfig")
        settings = (
            {"authenticationConfig": client.get(authentication.GET_CONFIG, dict(values, id=config))} if config else {}
        )
        rows.append({**row, **settings})
    return rows


def _flattened(flow: Mapping[str, Any]) -> Dict[str, Any]:
    return {**flow, _TREE: list(_listed(flow.get(_TREE) or (), 0))} if flow else {}


def _listed(executions: Any, level: int) -> Iterator[Dict[str, Any]]:
    for index, execution in enumerate(executions):
        own = {key: it for key, it in execution.items() if key not in ("subFlow", "type", _TREE)}
        if "subFlow" in execution:
            own.update(displayName=execution["subFlow"], authenticationFlow=True)
        yield {**own, "level": level, "index": index}
        yield from _listed(execution.get(_TREE) or (), level + 1)
