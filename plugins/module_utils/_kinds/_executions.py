# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The executions of an authentication flow as a tree: what a task declares, what the server has, what differs. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Sequence, Set, Tuple

from .._base.errors import InputError
from .._engine.field import TEXT_MAP
from .._secrets.redact import MASK

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


@dataclass(frozen=True)
class Parent:
    """The flow in which executions stand; a new one has no id yet."""

    alias: str
    id: str = ""


@dataclass(frozen=True)
class Change:
    """One thing to do to a flow: ``add``, ``remove``, ``set`` (requirement, priority), ``describe`` or ``configure``.

    ``wanted`` is what the execution is to be, ``now`` what it is. A new sub-flow brings the changes that fill it.
    ``order`` puts all executions of a flow into the order of ``wanted.executions``, where they have no priorities.
    """

    verb: str
    parent: Parent
    wanted: Execution
    now: Execution
    inner: Tuple[Change, ...] = ()

    @property
    def lines(self) -> Tuple[str, ...]:
        place = f"{self.wanted.title} in flow '{self.parent.alias}'"
        if self.verb == "set":
            settings = [
                f"{name} {getattr(self.wanted, name)}"
                for name in ("requirement", "priority")
                if getattr(self.wanted, name) != getattr(self.now, name)
            ]
            return (f"set {', '.join(settings)} of {place}",)
        if self.verb == "order":
            names = ", ".join(item.title for item in self.wanted.executions or ())
            return (f"order the executions of flow '{self.parent.alias}': {names}",)
        line = f"{self.verb} {place}" + (f" as {self.wanted.requirement}" if self.verb == "add" else "")
        return (line,) + tuple(line for change in self.inner for line in change.lines)

    @property
    def writes(self) -> int:
        own = 2 if self.verb == "add" and (self.wanted.sub_flow or self.wanted.config) else 1
        return own + sum(change.writes for change in self.inner)


@dataclass(frozen=True)
class Rules:
    """``exact``: executions that are not listed go. ``fixed``: none is added, removed or moved.

    ``settled`` says of a setting that the server masks, by the id of its config and its name, whether it is as wanted.
    """

    exact: bool = True
    fixed: bool = False
    settled: Callable[[str, str, str], bool] = lambda _config, _name, _wanted: True


Pair = Tuple[Execution, Optional[Execution]]


def changes(
    parent: Parent, current: Sequence[Execution], wanted: Sequence[Execution], rules: Rules
) -> Tuple[Tuple[Change, ...], Tuple[Execution, ...]]:
    """What turns the executions of a flow into the wanted ones, and what they are then. What stays keeps its id."""
    pairs, left = _matched(current, wanted)
    gone: Sequence[Execution] = left
    if rules.fixed:
        pairs = [(want, now) for want, now in pairs if now is not None]
    if rules.fixed or not rules.exact:
        pairs, gone = _with_unlisted(current, pairs), ()
    pairs = _at_index(pairs)
    todo = [Change("remove", parent, item, item) for item in gone]
    after: List[Execution] = []
    last: Optional[int] = None
    ordered = _without_priorities(current)
    taken = {item.config_alias or "" for item in current} | {item.config_alias or "" for item in wanted}
    for want, now in pairs:
        if rules.fixed and now is not None:
            want = replace(want, priority=now.priority)
        else:
            want, last = _placed(want, now, last, parent)
        if ordered:
            want = replace(want, priority=None)
        if want.config and not want.config_alias:
            want = replace(
                want, config_alias=(now and now.config_alias) or _free(f"{parent.alias} {want.provider}", taken)
            )
        if now is None:
            made, result = _addition(parent, want, rules)
        else:
            made, result = _differences(parent, want, now, rules)
        todo += made
        after.append(result)
    if ordered and not rules.fixed and not _in_order(current, pairs):
        todo.append(Change("order", parent, Execution(executions=tuple(after)), Execution()))
    # What moves from one sub-flow to another leaves the one first: its aliases are unique in the realm.
    return tuple(sorted(todo, key=lambda change: change.verb != "remove")), tuple(after)


def _without_priorities(current: Sequence[Execution]) -> bool:
    """Keycloak 24 neither shows nor takes a priority: the order of executions is that of its list."""
    return any(item.priority is None for item in current)


def _in_order(current: Sequence[Execution], pairs: Sequence[Pair]) -> bool:
    """Whether the executions stand as wanted, with new ones at the end."""
    place = {now.id: number for number, (_want, now) in enumerate(pairs) if now is not None}
    places = [place[item.id] for item in current if item.id in place]
    places += [number for number, (_want, now) in enumerate(pairs) if now is None]
    return places == sorted(places)


def _free(alias: str, taken: Set[str]) -> str:
    """An alias for settings that have none: they are unique in the realm, as are those of sub-flows."""
    number = 1
    while (f"{alias} {number}" if number > 1 else alias) in taken:
        number += 1
    found = f"{alias} {number}" if number > 1 else alias
    taken.add(found)
    return found


def _matched(current: Sequence[Execution], wanted: Sequence[Execution]) -> Tuple[List[Pair], List[Execution]]:
    """Each wanted execution with the one that it is on the server.

    Of several of one authenticator it is one that is as declared, or else one with its settings, or else any; of those,
    the nearest to it when they are counted: so what is as declared stays where it is.
    """
    found: Dict[int, int] = {}
    for fits in (_as_declared, _same_config, _alike):
        _join(current, wanted, found, fits)
    left = [item for place, item in enumerate(current) if place not in found.values()]
    return [(want, current[found[place]] if place in found else None) for place, want in enumerate(wanted)], left


def _join(
    current: Sequence[Execution],
    wanted: Sequence[Execution],
    found: Dict[int, int],
    fits: Callable[[Execution, Execution], bool],
) -> None:
    """Match as many of the others as fit: one that has a choice leaves to another what only that can take."""
    free = [place for place in range(len(current)) if place not in found.values()]
    holder: Dict[int, int] = {}

    def settle(position: int, seen: Set[int]) -> bool:
        want = wanted[position]
        distance = _distance(current, want, sum(_alike(it, want) for it in wanted[:position]))
        fitting = [place for place in free if _alike(current[place], want) and fits(current[place], want)]
        for place in sorted(fitting, key=lambda it: distance((it, current[it]))):
            if place not in seen:
                seen.add(place)
                if place not in holder or settle(holder[place], seen):
                    holder[place] = position
                    return True
        return False

    for position in range(len(wanted)):
        if position not in found:
            settle(position, set())
    found.update({position: place for place, position in holder.items()})


def _as_declared(item: Execution, want: Execution) -> bool:
    named = want.config_alias in (None, item.config_alias)
    same = want.config is None or TEXT_MAP.same(item.config, want.config)
    return named and same and want.requirement in (None, item.requirement)


def _distance(
    current: Sequence[Execution], want: Execution, number: int
) -> Callable[[Tuple[int, Execution]], Tuple[bool, int]]:
    def distance(placed: Tuple[int, Execution]) -> Tuple[bool, int]:
        place, item = placed
        same = want.requirement in (None, item.requirement)
        return not same, abs(sum(_alike(it, want) for it in current[:place]) - number)

    return distance


def _alike(item: Execution, want: Execution) -> bool:
    return (item.provider, item.sub_flow, item.type) == (want.provider, want.sub_flow, want.type)


def _same_config(item: Execution, want: Execution) -> bool:
    if want.config_alias:
        return item.config_alias == want.config_alias
    return bool(want.config) and TEXT_MAP.same(item.config, want.config)


def _with_unlisted(current: Sequence[Execution], pairs: Sequence[Pair]) -> List[Pair]:
    by_id = {now.id: want for want, now in pairs if now is not None}
    merged: List[Pair] = [
        (by_id.get(item.id, Execution(provider=item.provider, sub_flow=item.sub_flow)), item) for item in current
    ]
    return merged + [pair for pair in pairs if pair[1] is None]


def _at_index(pairs: Sequence[Pair]) -> List[Pair]:
    """Each execution with an index at that place among all of its flow."""
    placed = [pair for pair in pairs if pair[0].index is None]
    for pair in sorted((pair for pair in pairs if pair[0].index is not None), key=lambda it: it[0].index or 0):
        placed.insert(pair[0].index or 0, pair)
    return placed


def _placed(want: Execution, now: Optional[Execution], last: Optional[int], parent: Parent) -> Tuple[Execution, int]:
    """The execution with its priority: as it is where that keeps the order of the list."""
    priority = want.priority
    if priority is None:
        priority = now.priority if now is not None else None
        if priority is None or (last is not None and priority <= last):
            priority = 0 if last is None else last + 1
    elif last is not None and priority <= last:
        raise InputError(
            f"The priority {priority} of {want.title} in flow '{parent.alias}' does not follow {last}: "
            "priorities must rise in the order of the list."
        )
    return replace(want, priority=priority), priority


def _addition(parent: Parent, want: Execution, rules: Rules) -> Tuple[List[Change], Execution]:
    if want.requirement is None:
        raise InputError(
            f"Set the requirement of {want.title} in flow '{parent.alias}': one of {', '.join(REQUIREMENTS)}."
        )
    inner, after = changes(Parent(want.sub_flow), (), want.executions or (), rules)
    config = {key: value for key, value in (want.config or {}).items() if value is not None}
    want = replace(want, config=config or None, config_alias=want.config_alias if config else None)
    made = replace(want, executions=after if want.sub_flow else None)
    return [Change("add", parent, want, Execution(), inner)], made


def _differences(parent: Parent, want: Execution, now: Execution, rules: Rules) -> Tuple[List[Change], Execution]:
    todo: List[Change] = []
    after = replace(now, priority=want.priority, requirement=want.requirement or now.requirement)
    if (after.priority, after.requirement) != (now.priority, now.requirement):
        todo.append(Change("set", parent, after, now))
    if want.description is not None and want.description != (now.description or ""):
        after = replace(after, description=want.description)
        todo.append(Change("describe", parent, after, now))
    alias = want.config_alias or now.config_alias
    settings = {
        key: it
        for key, it in (want.config or {}).items()
        if (now.config or {}).get(key) != MASK or not rules.settled(now.config_id, key, it)
    }
    config = TEXT_MAP.merge(now.config, settings)
    if not TEXT_MAP.same(now.config, settings) or (config and alias != now.config_alias):
        after = replace(after, config=config, config_alias=alias)
        todo.append(Change("configure", parent, after, now))
    if want.executions is not None:
        inner, children = changes(Parent(want.sub_flow, now.flow_id), now.executions or (), want.executions, rules)
        after = replace(after, executions=children)
        todo += inner
    return todo, after


def masked(current: Sequence[Execution], wanted: Sequence[Execution]) -> Iterator[Tuple[str, str, str]]:
    """The wanted settings that the server masks: the id of the config, the name, the value."""
    for want, now in _matched(current, wanted)[0]:
        if now is not None:
            for key, value in (want.config or {}).items():
                if (now.config or {}).get(key) == MASK and value not in (None, MASK):
                    yield now.config_id, key, value
            yield from masked(now.executions or (), want.executions or ())


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
