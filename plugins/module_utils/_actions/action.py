# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Actions: what is done once rather than declared. Each looks first, and says when there is nothing to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple

from .._base.errors import InputError
from .._engine.names import UnknownName
from .._http.client import Client
from .._http.endpoint import Endpoint
from .._http.errors import KeycloakError

Params = Mapping[str, Any]
Result = Dict[str, Any]


def _nothing() -> Result:
    return {}


def sends(
    client: Client, endpoint: Endpoint, values: Params, query: Optional[Params] = None, body: Any = None
) -> Callable[[], Result]:
    """The work of an action that is one request without a result."""

    def do() -> Result:
        client.send(endpoint, values, query, body)
        return {}

    return do


@dataclass(frozen=True)
class Step:
    """What an action is about to do, as its look at the server showed.

    ``needed`` is false when the server is already as the action leaves it: nothing is sent then. ``changes`` is false
    for tests, which only report. ``reads`` marks what may run in check mode. ``found`` always is part of the result.
    """

    task: str
    do: Callable[[], Result] = _nothing
    needed: bool = True
    changes: bool = True
    reads: bool = False
    found: Result = field(default_factory=dict)


@dataclass(frozen=True)
class Action:
    """``prepare`` only reads. Of the options that belong to single actions it needs some and takes others."""

    prepare: Callable[[Client, Params], Step]
    needs: Tuple[str, ...] = ()
    takes: Tuple[str, ...] = ()


Actions = Mapping[str, Action]


def execute_action(actions: Actions, params: Params, check: bool, client: Client) -> Tuple[Result, List[str]]:
    """Carry out one action, or with ``check`` say what it would do: the result and the warnings."""
    name = params["action"]
    _refuse_stray_options(actions, params)
    try:
        step = actions[name].prepare(client, params)
    except (UnknownName, KeycloakError) as error:
        if not check or not (isinstance(error, UnknownName) or error.missing_realm):
            raise
        expected = {"changed": True, "msg": f"{name}, once it can be done"}
        return expected, [f"{error} An earlier task may be about to make it."]
    result = {"changed": step.needed and step.changes, "msg": step.task, **step.found}
    if step.needed and (not check or step.reads):
        result.update(step.do())
    return result, []


def _refuse_stray_options(actions: Actions, params: Params) -> None:
    name = params["action"]
    action = actions[name]
    for option in action.needs:
        if params.get(option) in (None, "", []):
            raise InputError(f"The action {name} needs the option {option}.")
    owned = {option for other in actions.values() for option in (*other.needs, *other.takes)}
    stray = sorted(
        option for option in owned - {*action.needs, *action.takes} if params.get(option) not in (None, False, [], {})
    )
    if stray:
        raise InputError(f"The action {name} does not take the option {stray[0]}.")
