# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""run(CLIENT): a kind's module."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Mapping, Optional

from .._engine.assignment import Params
from .._engine.execute import execute
from .._engine.resource import Resource
from .._engine.results import States
from .._engine.spec import argument_spec, constraints
from .._http.client import Client
from .._http.errors import KeycloakError
from .._secrets.redact import redact
from .._secrets.show import without_fingerprints
from .quiet import QuietModule
from .task import run_module

# Returns results of a task by their names.
Shape = Callable[[Client, States], Dict[str, Any]]


def run(
    resource: Resource,
    choose: Optional[Callable[[Params], Resource]] = None,
    tell: Optional[Callable[[QuietModule, Client, Dict[str, Any]], Dict[str, Any]]] = None,
    check: Optional[Callable[[QuietModule], None]] = None,
    shape: Optional[Shape] = None,
    shapes: Optional[Mapping[str, Shape]] = None,
) -> None:
    """The whole of a module's main(). ``choose`` picks the kind by the arguments where one module serves several.

    ``shape`` returns results in place of the usual ones, for modules that playbooks for other collections use.
    ``shapes`` are the same for the names under which a task may call the module (redirects of meta/runtime.yml).

    ``tell`` returns further results once all is done, from those so far: the secret or the file that a module is
    there to hand out, or the same by another name. ``check`` refuses what it could not do, before anything is sent.
    """

    def work(module: QuietModule, client: Client) -> Dict[str, Any]:
        if check:
            check(module)
        own = (shapes or {}).get(module.called, shape)
        report = _run(module, client, choose(module.params) if choose else resource, module.params, own)
        return {**report, **tell(module, client, report)} if tell else report

    run_module(argument_spec(resource), work, **constraints(resource))


def run_each(resource: Resource, option: str, spec: Dict[str, Any]) -> None:
    """The main() of a module that takes several objects of a kind as a list. The end state is all there are."""

    def work(module: QuietModule, client: Client) -> Dict[str, Any]:
        common = {key: value for key, value in module.params.items() if key != option}
        report = [_run(module, client, resource, {**common, **item}) for item in module.params[option]]
        lists = {key: [it[key] for it in report] for key in ("existing", "proposed", "end_state")}
        name = resource.key.name
        there = {it[name]: it for it in _listed(client, resource, common)}
        # In check mode the server does not have the changes yet.
        for it in report:
            if it["end_state"]:
                there[it["end_state"][name]] = it["end_state"]
            else:
                there.pop(it["existing"].get(name), None)
        lists["end_state"] = redact(list(there.values()))
        return {
            "changed": any(it["changed"] for it in report),
            "msg": " ".join(it["msg"] for it in report),
            "operations": [line for it in report for line in it["operations"]],
            "diff": [entry for it in report for entry in it["diff"]],
            **lists,
        }

    run_module(spec, work)


def _listed(client: Client, resource: Resource, common: Params) -> List[Dict[str, Any]]:
    """All of a kind. Where the realm is not there, a task that got here had nothing to remove or is a check."""
    try:
        return list(client.pages(resource.endpoint("listing"), common))
    except KeycloakError as error:
        if not error.missing_realm:
            raise
        return []


def _run(
    module: QuietModule, client: Client, resource: Resource, params: Params, shape: Optional[Shape] = None
) -> Dict[str, Any]:
    result = execute(resource, params, module.check_mode, client)
    for warning in result.warnings:
        module.warn(warning)
    module.learn(result.secret_keys, result.secrets)
    states = States(client, result)
    told = {"existing": states.existing, "proposed": result.proposed, "end_state": states.end_state}
    if shape:
        told.update(shape(client, states))
    return {
        "changed": result.changed,
        "msg": result.msg,
        "operations": list(result.operations),
        **{key: redact(without_fingerprints(value), result.secret_keys) for key, value in told.items()},
        "diff": [it.diff() for it in result.differences],
    }
