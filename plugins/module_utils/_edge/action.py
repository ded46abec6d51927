# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A module of actions."""

from __future__ import annotations

from typing import Any, Dict, Tuple

from .._actions.action import Actions, Result, execute_action
from .._http.client import Client
from .._secrets.redact import redact
from .quiet import QuietModule
from .task import run_module


def run_action(spec: Dict[str, Any], actions: Actions, shown: Tuple[str, ...] = (), **constraints: Any) -> None:
    """A module's main(). ``shown`` names results that are secrets and what the action is for."""

    def work(module: QuietModule, client: Client) -> Result:
        result, warnings = execute_action(actions, module.params, module.check_mode, client)
        for warning in warnings:
            module.warn(warning)
        return {key: value if key in shown else redact({key: value})[key] for key, value in result.items()}

    choice = {"type": "str", "required": True, "choices": list(actions)}
    run_module({"action": choice, **spec}, work, **constraints)
