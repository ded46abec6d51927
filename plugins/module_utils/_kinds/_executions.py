# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The executions of an authentication flow as a tree: what a task declares, what the server has. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

from .._base.errors import InputError
from .._engine.field import TEXT_MAP

REQUIREMENTS = ("REQUIRED", "ALTERNATIVE", "CONDITIONAL", "DISABLED")
BASIC, FORM, CLIENT = "basic-flow", "form-flow", "client-flow"
# The only provider of forms that the server has. It takes a form without one, whose page answers 500 (26.7).
_FORM_PROVIDER = "registration-page-form"

_NAMES = {
    "provider": ("provider_id", "providerId", "authenticator"),
    "sub_flow": ("subFlow",),
    "type": ("sub_flow_type", "subFlowType"),
    "requirement": (),
    "priority": (),
    "index": (),
    "description": (),
    "config": ("authentication_config", "authenticationConfig"),
    "config_alias": ("configAlias",),
    "executions": ("authentication_executions", "authenticationExecutions"),
    "display_name": ("displayName",),
    "flow_alias": ("flowAlias",),
}
_KNOWN = {alias: name for name, aliases in _NAMES.items() for alias in (name, *aliases)}


@dataclass(frozen=True)
class Execution:
    """A step of a flow, or a sub-flow with steps of its own. What is None is not mentioned by a task."""

    provider: str = ""
    sub_flow: str = ""
    type: str = ""
    requirement: Optional[str] = None
    priority: Optional[int] = None
    index: Optional[int] = None
    description: Optional[str] = None
    config_alias: Optional[str] = None
    config: Optional[Mapping[str, Any]] = None
    executions: Optional[Tuple[Execution, ...]] = None
    id: str = ""
    flow_id: str = ""
    config_id: str = ""
    # The server's own description of it, which its update takes.
    raw: Optional[Mapping[str, Any]] = None

    @property
    def title(self) -> str:
        return f"sub-flow '{self.sub_flow}'" if self.sub_flow else self.provider

    def shown(self) -> Dict[str, Any]:
        """What a person reads: no ids, nothing that is not set."""
        report: Dict[str, Any] = {"subFlow": self.sub_flow, "type": self.type} if self.sub_flow else {}
        report.update(
            {
                "providerId": self.provider,
                "requirement": self.requirement,
                "priority": self.priority,
                "description": self.description,
                "authenticationConfig": {"alias": self.config_alias, "config": self.config} if self.config else None,
            }
        )
        shown = {key: value for key, value in report.items() if value not in (None, "")}
        if self.sub_flow:
            shown["authenticationExecutions"] = [item.shown() for item in self.executions or ()]
        return shown


def declared(
    items: Sequence[Mapping[str, Any]], flow_type: str, alias: str, existing: Sequence[Execution] = ()
) -> Tuple[Execution, ...]:
    """The tree that a task's list declares. A list of which an item names its parent flow is flat.

    That may be a sub-flow among the ``existing`` executions, which an additive list need not repeat.
    """
    named = [_by_name(item, f"executions[{position}]") for position, item in enumerate(items)]
    if any(item.get("flow_alias") for item in named):
        named = _nested(named, alias, existing)
    tree = _level(named, flow_type, "executions")
    names = [item.sub_flow for item, _kind in every(tree, flow_type) if item.sub_flow]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise InputError(f"executions has two sub-flows '{twice[0]}': the alias of a sub-flow is unique in a realm.")
    return tree


def _by_name(item: Any, where: str) -> Dict[str, Any]:
    if not isinstance(item, Mapping):
        raise InputError(f"{where} must be a mapping with a provider or a sub_flow, and a requirement.")
    unknown = [key for key in item if key not in _KNOWN]
    if unknown:
        raise InputError(f"{where} has no option '{unknown[0]}'; there are {', '.join(sorted(_NAMES))}.")
    return {_KNOWN[key]: value for key, value in item.items() if value is not None}


def _nested(items: List[Dict[str, Any]], alias: str, existing: Sequence[Execution]) -> List[Dict[str, Any]]:
    """A flat list, in which each item names its parent, as a tree."""
    levels: Dict[str, List[Dict[str, Any]]] = {alias: []}
    for item in items:
        parent = item.pop("flow_alias", alias)
        level = levels[alias]
        for outer in () if parent in levels else _way_to(parent, existing):
            if outer.sub_flow not in levels:
                levels[outer.sub_flow] = []
                level.append(
                    {
                        "sub_flow": outer.sub_flow,
                        "type": outer.type,
                        "provider": outer.provider,
                        "executions": levels[outer.sub_flow],
                    }
                )
            level = levels[outer.sub_flow]
        if parent not in levels:
            raise InputError(f"flow_alias '{parent}' is none of the sub-flows before it in executions.")
        levels[parent].append(item)
        name = _sub_flow(item)
        if name:
            item["executions"] = levels[name] = list(item.get("executions") or ())
    return levels[alias]


def _way_to(name: str, executions: Sequence[Execution]) -> Tuple[Execution, ...]:
    """The sub-flows from the top down to that of this name; empty where there is none."""
    for item in executions:
        inner = () if not item.sub_flow else _way_to(name, item.executions or ())
        if inner or (item.sub_flow and item.sub_flow == name):
            return (item, *inner)
    return ()


def _sub_flow(item: Mapping[str, Any]) -> str:
    """Lists of the server give executions a display name as well; that of a sub-flow is its alias."""
    plain = item.get("provider") and item.get("type") != FORM
    return str(item.get("sub_flow") or ("" if plain else item.get("display_name")) or "")


def _level(items: Sequence[Dict[str, Any]], flow_type: str, where: str) -> Tuple[Execution, ...]:
    return tuple(_execution(item, flow_type, f"{where}[{position}]") for position, item in enumerate(items))


def _execution(item: Dict[str, Any], flow_type: str, where: str) -> Execution:
    name = _sub_flow(item)
    if not name and not item.get("provider"):
        raise InputError(f"{where} needs a provider, or the name of a sub_flow.")
    requirement = item.get("requirement")
    if requirement is not None and str(requirement).upper() not in REQUIREMENTS:
        raise InputError(f"{where}.requirement is '{requirement}'; it must be one of {', '.join(REQUIREMENTS)}.")
    children = item.get("executions")
    if children is not None and (not name or not isinstance(children, (list, tuple))):
        raise InputError(f"{where}.executions must be a list, and belongs to a sub_flow.")
    inner_type = str(item.get("type") or (CLIENT if flow_type == CLIENT else BASIC))
    if name and inner_type not in (BASIC, FORM, CLIENT):
        raise InputError(f"{where}.type is '{inner_type}'; it must be {BASIC} or {FORM}.")
    config, config_alias = _config(item, where)
    return Execution(
        provider=str(item.get("provider") or (_FORM_PROVIDER if name and inner_type == FORM else "")),
        sub_flow=name,
        type=inner_type if name else "",
        requirement=str(requirement).upper() if requirement is not None else None,
        priority=_number(item, "priority", where),
        index=_number(item, "index", where),
        description=None if item.get("description") is None else str(item["description"]),
        config=config,
        config_alias=config_alias,
        executions=None
        if children is None
        else _level(
            [_by_name(child, f"{where}.executions[{n}]") for n, child in enumerate(children)], inner_type, where
        ),
    )


def _number(item: Mapping[str, Any], name: str, where: str) -> Optional[int]:
    try:
        return None if item.get(name) is None else int(item[name])
    except (TypeError, ValueError):
        raise InputError(f"{where}.{name} is '{item[name]}'; it must be a whole number.")


def _config(item: Mapping[str, Any], where: str) -> Tuple[Optional[Dict[str, Any]], Optional[str]]:
    """The settings of an execution: a map of them, or a map with ``alias`` and ``config`` as the API has it."""
    config, alias = item.get("config"), item.get("config_alias")
    if config is None:
        return None, alias
    if not isinstance(config, Mapping):
        raise InputError(f"{where}.config must be a mapping of settings.")
    if "alias" in config and set(config) <= {"alias", "config", "id"}:
        config, alias = config.get("config") or {}, config["alias"]
    return TEXT_MAP.clean(config), alias


def held(rows: Sequence[Mapping[str, Any]], configs: Mapping[str, Mapping[str, Any]]) -> Tuple[Execution, ...]:
    """The tree behind the server's flat list, in which ``level`` is the depth."""

    def tree(start: int, level: int) -> Tuple[Tuple[Execution, ...], int]:
        found: List[Execution] = []
        while start < len(rows) and rows[start]["level"] >= level:
            row = rows[start]
            children, start = tree(start + 1, level + 1)
            found.append(_held(row, children, configs.get(row.get("authenticationConfig") or "") or {}))
        return tuple(found), start

    return tree(0, 0)[0]


def _held(row: Mapping[str, Any], children: Tuple[Execution, ...], config: Mapping[str, Any]) -> Execution:
    inner = bool(row.get("authenticationFlow"))
    choices = row.get("requirementChoices") or ()
    # The list does not have the type of a sub-flow; what it may be required to be does.
    kind = BASIC if "CONDITIONAL" in choices else CLIENT if "ALTERNATIVE" in choices else FORM
    return Execution(
        provider=row.get("providerId") or "",
        sub_flow=row["displayName"] if inner else "",
        type=kind if inner else "",
        requirement=row["requirement"],
        priority=row.get("priority"),
        description=(row.get("description") or "") if inner else None,
        config_alias=config.get("alias"),
        config=config.get("config"),
        executions=children if inner else None,
        id=row["id"],
        flow_id=row.get("flowId") or "",
        config_id=row.get("authenticationConfig") or "",
        raw=row,
    )


def every(executions: Sequence[Execution], kind: str) -> Iterator[Tuple[Execution, str]]:
    """All of a tree, parents first, each with the type of the flow that it stands in."""
    for item in executions:
        yield item, kind
        yield from every(item.executions or (), item.type)


def copied(executions: Sequence[Execution], name: str) -> Tuple[Execution, ...]:
    """Executions of a copy of that name: the server puts the name before the aliases of sub-flows and settings."""
    return tuple(
        replace(
            item,
            sub_flow=item.sub_flow and f"{name} {item.sub_flow}",
            config_alias=item.config_alias and f"{name} {item.config_alias}",
            executions=None if item.executions is None else copied(item.executions, name),
        )
        for item in executions
    )
