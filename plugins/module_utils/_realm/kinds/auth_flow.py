# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Authentication flows. A representation lists flows and sub-flows side by side; a task has them as a tree."""

from __future__ import annotations

from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence

from ..._base.errors import InputError
from ..._engine.reference import Representation, first
from ..._http.api import authentication
from ..._http.capability import lacks_key
from ..._kinds.auth_flow import AUTH_FLOW
from ..bulk import Bulk
from ..item import Declared
from ..kind import Exported, RealmKind, purge
from ..new_realm import is_known
from ..parts import Parts
from ..shape import each, mapping, record, text, unique
from ..stages import FLOWS
from ..tidy import tidy

_OF_AN_EXECUTION = ("authenticator", "authenticatorConfig", "flowAlias", "priority", "requirement")
_EXECUTION = record(authenticator=text, authenticatorConfig=text, flowAlias=text)
_CHOICES = {
    "basic-flow": ("REQUIRED", "ALTERNATIVE", "DISABLED", "CONDITIONAL"),
    "client-flow": ("REQUIRED", "ALTERNATIVE", "DISABLED"),
}


def _declare(parts: Parts, config: Representation) -> None:
    flows = {flow["alias"]: flow for flow in config.get("authenticationFlows") or ()}
    configs = {item["alias"]: item.get("config") or {} for item in config.get("authenticatorConfig") or ()}
    for alias, flow in flows.items():
        if flow.get("topLevel", True):
            tree = list(_executions(flow, flows, configs))
            given = {"alias": alias, "description": flow.get("description"), "provider_id": flow.get("providerId")}
            if flow.get("builtIn"):
                given["executions_behavior"] = "existing"
            parts.add(FLOWS, AUTH_FLOW, dict(given, executions=tree))


def _settle(declared: Declared, bulk: Bulk, parts: Parts) -> Optional[Declared]:
    """Of a built-in flow the server's own executions stay; what can be set of them is set."""
    _refuse_shared(declared, bulk, parts)
    if declared.params.get("executions_behavior") != "existing":
        return declared
    current = _rows(bulk, declared.params["alias"])
    if not bulk.data.complete:
        # A list of flows has no sub-flows to compare with.
        return declared
    if current is None:
        parts.warn("this server does not have the built-in flow, so nothing is done", declared.title)
        return None
    if not bulk.data.exists and not is_known(bulk.data.client.version):
        # What it will have in a new realm nobody knows.
        return declared
    if sorted(map(str, _steps(declared.params["executions"] or ()))) != sorted(map(str, map(_step, current))):
        parts.warn("the built-in flow has other executions on this server, which stay as they are", declared.title)
    return declared


def _refuse_shared(declared: Declared, bulk: Bulk, parts: Parts) -> None:
    """The server's own import lets flows share a sub-flow; it removes that with any one of them (26.7)."""
    alias = declared.params["alias"]
    missing = set(_sub_flows(declared.params)) - {str(_step(row)) for row in _rows(bulk, alias) or ()}
    for other in parts.items if missing and bulk.data.complete else ():
        if other.resource is AUTH_FLOW and other.params["alias"] != alias:
            for name in missing.intersection(_sub_flows(other.params)):
                raise InputError(
                    f"{declared.title} and '{other.params['alias']}' both have the sub-flow '{name}', and the server "
                    "would remove it from both with one of them: give one of them a sub-flow with another alias."
                )


def _sub_flows(params: Mapping[str, Any]) -> Iterator[str]:
    def names(executions: Iterable[Mapping[str, Any]]) -> Iterator[str]:
        for item in executions:
            if item.get("sub_flow"):
                yield str(item["sub_flow"])
            yield from names(item.get("executions") or ())

    return names(params.get("executions") or ())


def _step(row: Mapping[str, Any]) -> Any:
    return row.get("displayName") if row.get("authenticationFlow") else row.get("providerId")


def _steps(executions: Sequence[Mapping[str, Any]]) -> Iterator[Any]:
    for item in executions:
        yield item.get("sub_flow") or item.get("provider")
        yield from _steps(item.get("executions") or ())


def _executions(
    flow: Representation, flows: Mapping[str, Representation], configs: Mapping[str, Any]
) -> Iterator[Dict[str, Any]]:
    items = sorted(flow.get("authenticationExecutions") or (), key=lambda it: it.get("priority") or 0)
    # Priorities that are the same or missing say no more than the order.
    distinct = len({item.get("priority") for item in items} - {None}) == len(items)
    for item in items:
        row = {"provider": item.get("authenticator"), "requirement": item.get("requirement")}
        row["priority"] = item.get("priority") if distinct else None
        alias = item.get("authenticatorConfig")
        if alias:
            row.update(config=configs.get(alias), config_alias=alias)
        inner = item.get("flowAlias")
        if inner:
            if inner not in flows:
                raise InputError(
                    f"The flow '{flow['alias']}' has the sub-flow '{inner}', which authenticationFlows lacks."
                )
            sub = flows[inner]
            row.update(sub_flow=inner, type=sub.get("providerId"), description=sub.get("description"))
            row["executions"] = list(_executions(sub, flows, configs))
        yield {key: value for key, value in row.items() if value is not None}


def _rows(bulk: Bulk, alias: str, level: int = 0) -> Optional[List[Representation]]:
    """The list that the server makes of a flow. Its executions have no ids in an export."""
    flow = first(bulk.export.get("authenticationFlows") or (), "alias", alias)
    if flow is None:
        return None
    configs = {item["alias"]: item["id"] for item in bulk.export.get("authenticatorConfig") or ()}
    # An export of Keycloak 24 has priorities, its list of executions has none.
    ordered = lacks_key(bulk.data.client, "execution", "priority")
    rows: List[Representation] = []
    for item in sorted(flow.get("authenticationExecutions") or (), key=lambda it: it.get("priority", 0)):
        row = {
            "id": f"{alias}/{len(rows)}",
            "level": level,
            "requirement": item["requirement"],
            "priority": None if ordered else item.get("priority"),
            "providerId": item.get("authenticator"),
            "authenticationConfig": configs.get(item.get("authenticatorConfig")),
            "alias": item.get("authenticatorConfig"),
        }
        inner = first(bulk.export["authenticationFlows"], "alias", item.get("flowAlias"))
        if inner is not None:
            row.update(authenticationFlow=True, displayName=inner["alias"], description=inner.get("description"))
            row.update(flowId=inner["id"], requirementChoices=_CHOICES.get(inner["providerId"], ()))
        rows.append(row)
        rows += _rows(bulk, inner["alias"], level + 1) or () if inner is not None else ()
    return rows


def _top(bulk: Bulk) -> List[Representation]:
    return [flow for flow in bulk.export.get("authenticationFlows") or () if flow.get("topLevel")]


def _own(bulk: Bulk) -> Iterator[Representation]:
    return (flow for flow in _top(bulk) if not flow.get("builtIn"))


def _export(exported: Exported) -> Dict[str, Any]:
    flows = _changed(exported.bulk.export, exported.new)
    return {
        "authenticationFlows": list(flows.values()),
        "authenticatorConfig": configs_of(exported.bulk.export, flows.values()),
    }


def _changed(export: Representation, new: Representation) -> Dict[str, Representation]:
    """Flows that a new realm has not, or not like this, with the sub-flows that they reach."""
    kept: Dict[str, Representation] = {}
    for flow in export.get("authenticationFlows") or ():
        if flow.get("topLevel"):
            tree = flow_tree(export, flow)
            default = first(new.get("authenticationFlows") or (), "alias", flow["alias"])
            if default is None or _comparable(export, tree) != _comparable(new, flow_tree(new, default)):
                kept.update((item["alias"], item) for item in tree)
    return kept


def flow_tree(export: Mapping[str, Any], flow: Representation) -> List[Representation]:
    """A flow and all that are below it."""
    inner = [it.get("flowAlias") for it in flow.get("authenticationExecutions") or ()]
    below = [it for it in export["authenticationFlows"] if it["alias"] in inner]
    return [flow, *(found for it in below for found in flow_tree(export, it))]


def _comparable(export: Representation, flows: Sequence[Representation]) -> Any:
    """These flows and the settings of their executions."""
    known = [
        dict(
            flow,
            authenticationExecutions=[
                {key: it.get(key) for key in _OF_AN_EXECUTION} for it in flow.get("authenticationExecutions") or ()
            ],
        )
        for flow in flows
    ]
    return tidy([*known, *configs_of(export, flows)])


def configs_of(export: Mapping[str, Any], flows: Iterable[Representation]) -> List[Representation]:
    """The settings of executions of these flows."""
    used = {item.get("authenticatorConfig") for flow in flows for item in flow.get("authenticationExecutions") or ()}
    return [item for item in export.get("authenticatorConfig") or () if item["alias"] in used]


KIND = RealmKind(
    resources=(AUTH_FLOW,),
    declare=_declare,
    outline={
        "authenticationFlows": unique("alias", authenticationExecutions=each(_EXECUTION)),
        "authenticatorConfig": each(record("alias", config=mapping)),
    },
    settle=_settle,
    answers=lambda bulk: {
        authentication.LIST: lambda _v, _q: _top(bulk),
        authentication.EXECUTIONS: lambda v, _q: _rows(bulk, v["flowAlias"]),
        authentication.GET_CONFIG: lambda v, _q: first(bulk.export.get("authenticatorConfig") or (), "id", v["id"]),
    },
    purges=(purge("authentication_flows", AUTH_FLOW, _own),),
    export=_export,
)
