# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan as lines that a person reads: what is created, changed from what to what, and deleted."""

from __future__ import annotations

from collections import Counter
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Sequence

from .._base.yaml_text import scalar
from .._engine.difference import Difference
from .._secrets.redact import HIDDEN, HIDDEN_CHANGED

# So many lines a plan has at most; the counts below it are about all objects.
_LINES = 60
# So many a single object.
_OF_OBJECT = 12
_WIDTH = 100
_SIGNS = {"create": "+ create", "update": "~ change", "delete": "- delete"}
# What can do harm is listed first where not everything can be.
_RISK = {"delete": 0, "update": 1, "create": 2}
_COUNTED = {"create": "to create", "update": "to change", "delete": "to delete", "unchanged": "unchanged"}


def plan_lines(found: Sequence[Difference], counts: Mapping[str, Mapping[str, int]]) -> List[str]:
    """The objects in their order, as many as there is room for, then how many there are of each kind."""
    blocks = [_block(it) for it in found]
    room, kept = _LINES, set()
    for place in sorted(range(len(found)), key=lambda it: (_RISK[found[it].action], it)):
        room -= len(blocks[place])
        if room < 0:
            break
        kept.add(place)
    lines = [line for place, block in enumerate(blocks) if place in kept for line in block]
    if len(kept) < len(found):
        lines.append(f"... and {len(found) - len(kept)} more objects: {_more(found, kept)}")
    return lines + [f"{kind}: {counted(count)}" for kind, count in counts.items() if set(count) - {"unchanged"}]


def counted(count: Mapping[str, int]) -> str:
    """``3 to create, 1 to change``."""
    return ", ".join(f"{count[action]} {word}" for action, word in _COUNTED.items() if count.get(action))


def _more(found: Sequence[Difference], kept: Iterable[int]) -> str:
    left = set(range(len(found))) - set(kept)
    return counted(Counter(found[place].action for place in left))


def _block(it: Difference) -> List[str]:
    changes = changed_fields(it)
    if len(changes) > _OF_OBJECT:
        changes = [*changes[: _OF_OBJECT - 1], f"... and {len(changes) - _OF_OBJECT + 1} more"]
    return [f"{_SIGNS[it.action]} {it.title}", *(f"    {line}" for line in changes)]


def changed_fields(it: Difference) -> List[str]:
    """Each field that changes, with its old and new value. None for objects that come or go."""
    if it.action != "update":
        return []
    names = sorted({*it.before, *it.after})
    return [line for name in names for line in _changes(name, it.before.get(name), it.after.get(name))] + [*it.further]


def _changes(name: str, old: Any, new: Any) -> Iterator[str]:
    if isinstance(old or {}, Mapping) and isinstance(new or {}, Mapping) and (old or new):
        left, right = old or {}, new or {}
        for key in sorted({*left, *right}, key=str):
            yield from _changes(f"{name}.{key}", left.get(key), right.get(key))
    elif isinstance(old or [], list) and isinstance(new or [], list) and (old or new):
        yield from _list_changes(name, old or [], new or [])
    elif HIDDEN_CHANGED in (old, new) or HIDDEN in (old, new):
        yield f"{name}: {'is set' if old is None else 'changes'} (hidden)"
    elif old is None:
        yield f"{name}: nothing -> {_short(new)}"
    elif new is None:
        yield f"{name}: {_short(old)} -> nothing"
    else:
        yield f"{name}: {_short(old)} -> {_short(new)}"


def _list_changes(name: str, old: List[Any], new: List[Any]) -> Iterator[str]:
    left, right = _by_name(old), _by_name(new)
    gone = [f"- {_short(left[key], key)}" for key in left if key not in right]
    come = [f"+ {_short(right[key], key)}" for key in right if key not in left]
    if gone or come:
        yield f"{name}: {', '.join(come + gone)}"
    both = [key for key in left if key in right]
    for key in both:
        if left[key] != right[key]:
            yield from _changes(f"{name}[{key}]", left[key], right[key])
    if both != [key for key in right if key in left]:
        yield f"{name}: the order becomes {', '.join(map(str, right))}"


def _by_name(items: Sequence[Any]) -> Dict[str, Any]:
    """The items of a list by their names, with a number where a name comes again."""
    named: Dict[str, Any] = {}
    for item in items:
        name = _name(item) if isinstance(item, Mapping) else scalar(item)
        again = sum(1 for key in named if key.partition(" #")[0] == name)
        named[f"{name} #{again + 1}" if again else name] = item
    return named


def _name(item: Mapping[str, Any]) -> str:
    keys = ("name", "alias", "subFlow", "displayName", "providerId", "identityProvider")
    return str(next((item[key] for key in keys if item.get(key)), scalar(item)))


def _short(value: Any, name: str = "") -> str:
    """A value in a line, or the name of an object."""
    text = name if name and isinstance(value, Mapping) else scalar(value)
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 4]} ..."
