# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What turns the executions that a flow has into those that are declared. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Callable, Dict, Iterator, List, Optional, Sequence, Set, Tuple

from .._base.errors import InputError
from .._engine.field import TEXT_MAP
from .._secrets.redact import MASK
from ._executions import REQUIREMENTS, Execution


@dataclass(frozen=True)
class Parent:
    """The flow in which executions stand; a new one has no id yet."""

    alias: str
    id: str = ""


@dataclass(frozen=True)
class Change:
    """One thing to do to a flow.

    ``add``, ``remove``, ``set`` (requirement, priority), ``describe``, ``configure``, or ``release``: take its settings
    from an execution, since they are another's from now on.

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
        if self.verb == "release":
            return (f"take the settings '{self.now.config_alias}' from {place}",)
        if self.verb == "order":
            names = ", ".join(item.title for item in self.wanted.executions or ())
            return (f"order the executions of flow '{self.parent.alias}': {names}",)
        line = f"{self.verb} {place}" + (f" as {self.wanted.requirement}" if self.verb == "add" else "")
        return (line,) + tuple(line for change in self.inner for line in change.lines)

    @property
    def writes(self) -> int:
        own = 2 if self.verb == "add" and (self.wanted.sub_flow or self.wanted.config) else 1
        return own + sum(change.writes for change in self.inner)


Pair = Tuple[Execution, Optional[Execution]]


@dataclass(frozen=True)
class Rules:
    """``exact``: executions that are not listed go. ``fixed``: none is added, removed or moved. ``ordered``: the server
    neither shows nor takes a priority (Keycloak 24), the order of executions is that of its list.

    ``settled`` says of a setting that the server masks, by the id of its config and its name, whether it is as wanted.
    """

    exact: bool = True
    fixed: bool = False
    settled: Callable[[str, str, str], bool] = lambda _config, _name, _wanted: True
    ordered: bool = False


def changes(
    parent: Parent, current: Sequence[Execution], wanted: Sequence[Execution], rules: Rules
) -> Tuple[Tuple[Change, ...], Tuple[Execution, ...]]:
    """What turns the executions of a flow into the wanted ones, and what they are then. What stays keeps its id."""
    rules = replace(rules, ordered=rules.ordered or any(item.priority is None for item in current))
    moving = _moving(current, wanted, rules)
    freed = tuple(_freed(parent, current, moving))
    todo, after = _changes(parent, _without(current, moving), wanted, rules)
    return tuple(sorted((*freed, *todo), key=_order)), after


def with_settings(todo: Sequence[Change]) -> Iterator[Change]:
    """Those that give an execution settings, at all depths."""
    for change in todo:
        if change.verb in ("add", "configure") and change.wanted.config:
            yield change
        yield from with_settings(change.inner)


def additions(todo: Sequence[Change]) -> Iterator[Change]:
    """Those that add a sub-flow, at all depths."""
    for change in todo:
        if change.verb == "add" and change.wanted.sub_flow:
            yield change
        yield from additions(change.inner)


# What leaves a place is sent first: the aliases of sub-flows and of settings are unique in the realm.
_VERBS = {"remove": 0, "release": 1, "configure": 2, "order": 4}


def _order(change: Change) -> int:
    return _VERBS.get(change.verb, 3) if change.verb != "configure" or change.now.config_id else 3


def _moving(current: Sequence[Execution], wanted: Sequence[Execution], rules: Rules) -> Set[str]:
    """Aliases of settings that another execution of the flow has from now on."""
    pairs = list(_all_pairs(current, wanted))
    named = {want.config_alias for want, now in pairs if want.config_alias and (now is not None or not rules.fixed)}
    stay = {now.config_alias for want, now in pairs if now is not None and now.config_alias == want.config_alias}
    leave = {now.config_alias for want, now in pairs if now is not None and now.config_alias != want.config_alias}
    return {alias for alias in leave & named - stay if alias}


def _all_pairs(current: Sequence[Execution], wanted: Sequence[Execution]) -> Iterator[Pair]:
    for want, now in _matched(current, wanted)[0]:
        yield want, now
        yield from _all_pairs((now and now.executions) or (), want.executions or ())


def _freed(parent: Parent, current: Sequence[Execution], moving: Set[str]) -> Iterator[Change]:
    for item in current:
        if item.config_alias in moving:
            yield Change("release", parent, item, item)
        yield from _freed(Parent(item.sub_flow, item.flow_id), item.executions or (), moving)


def _without(current: Sequence[Execution], moving: Set[str]) -> Tuple[Execution, ...]:
    """The executions without the settings that move."""

    def one(item: Execution) -> Execution:
        inner = None if item.executions is None else _without(item.executions, moving)
        kept = replace(item, executions=inner)
        return replace(kept, config=None, config_alias=None, config_id="") if item.config_alias in moving else kept

    return tuple(map(one, current))


def _changes(
    parent: Parent, current: Sequence[Execution], wanted: Sequence[Execution], rules: Rules
) -> Tuple[List[Change], Tuple[Execution, ...]]:
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
    taken = {item.config_alias or "" for item in current} | {item.config_alias or "" for item in wanted}
    for want, now in pairs:
        if rules.fixed and now is not None:
            want = replace(want, priority=now.priority)
        else:
            want, last = _placed(want, now, last, parent)
        if rules.ordered:
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
    if rules.ordered and not rules.fixed and not _in_order(current, pairs):
        todo.append(Change("order", parent, Execution(executions=tuple(after)), Execution()))
    return todo, tuple(after)


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

    Of several of one authenticator it is the one whose settings have the alias, or else one that is as declared, or
    else one with its settings, or else any; of those, the nearest to it when they are counted: so what is as declared
    stays where it is.
    """
    found: Dict[int, int] = {}
    for fits in (_same_alias, _as_declared, _same_config, _alike):
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


def _same_alias(item: Execution, want: Execution) -> bool:
    return bool(want.config_alias) and item.config_alias == want.config_alias


def _same_config(item: Execution, want: Execution) -> bool:
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
    inner, after = _changes(Parent(want.sub_flow), (), want.executions or (), rules)
    config = {key: value for key, value in (want.config or {}).items() if value is not None}
    want = replace(want, config=config or None, config_alias=want.config_alias if config else None)
    made = replace(want, executions=after if want.sub_flow else None)
    return [Change("add", parent, want, Execution(), tuple(inner))], made


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
        inner, children = _changes(Parent(want.sub_flow, now.flow_id), now.executions or (), want.executions, rules)
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
