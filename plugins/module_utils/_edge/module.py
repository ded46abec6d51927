# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""run(CLIENT): a kind's module."""

from __future__ import annotations

from typing import Any, Callable, Dict, Optional

from .._engine.assignment import Params
from .._engine.execute import Result, execute
from .._engine.resource import Resource
from .._engine.spec import argument_spec, constraints
from .._http.client import Client
from .._secrets.redact import redact
from .._secrets.show import shown
from .quiet import QuietModule
from .task import run_module


def run(
    resource: Resource,
    choose: Optional[Callable[[Params], Resource]] = None,
    tell: Optional[Callable[[QuietModule, Client, Dict[str, Any]], Dict[str, Any]]] = None,
    check: Optional[Callable[[QuietModule], None]] = None,
) -> None:
    """The whole of a module's main(). ``choose`` picks the kind by the arguments where one module serves several.

    ``tell`` returns further results once all is done, from those so far: the secret or the file that a module is
    there to hand out, or the same by another name. ``check`` refuses what it could not do, before anything is sent.
    """

    def work(module: QuietModule, client: Client) -> Dict[str, Any]:
        if check:
            check(module)
        report = _run(module, client, choose(module.params) if choose else resource, module.params)
        return {**report, **tell(module, client, report)} if tell else report

    run_module(argument_spec(resource), work, **constraints(resource))


def run_each(resource: Resource, option: str, spec: Dict[str, Any]) -> None:
    """The main() of a module that takes several objects of a kind as a list, and reports them in its order.

    Where they are absent it reports those that are left.
    """

    def work(module: QuietModule, client: Client) -> Dict[str, Any]:
        common = {key: value for key, value in module.params.items() if key != option}
        report = [_run(module, client, resource, {**common, **item}) for item in module.params[option]]
        lists = {key: [it[key] for it in report] for key in ("existing", "proposed", "end_state")}
        if module.params["state"] == "absent":
            left = list(client.pages(resource.endpoint("listing"), common))
            removed = [it["existing"].get(resource.key.name) for it in report]
            lists["end_state"] = redact([it for it in left if it[resource.key.name] not in removed])
        return {
            "changed": any(it["changed"] for it in report),
            "msg": " ".join(it["msg"] for it in report),
            "operations": [line for it in report for line in it["operations"]],
            "diff": [entry for it in report for entry in it["diff"]],
            **lists,
        }

    run_module(spec, work)


def _run(module: QuietModule, client: Client, resource: Resource, params: Params) -> Dict[str, Any]:
    result = execute(resource, params, module.check_mode, client)
    for warning in result.warnings:
        module.warn(warning)
    module.learn(result.secret_keys, result.secrets)
    return _report(result)


def _report(result: Result) -> Dict[str, Any]:
    before, after = shown(result.before, result.after, result.secret_keys)
    _same, end_state = shown({}, result.end_state, result.secret_keys)
    _same, proposed = shown({}, result.proposed, result.secret_keys)
    return {
        "changed": result.changed,
        "msg": result.msg,
        "operations": list(result.operations),
        "existing": before,
        "proposed": proposed,
        "end_state": end_state,
        "diff": [it.diff() for it in result.differences],
    }
