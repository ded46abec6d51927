# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a plan changes, object by object, as a person reads it: names for ids, no bookkeeping, no secret."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

from .._base.yaml_text import yaml_text
from .._secrets.redact import HIDDEN
from .._secrets.show import shown
from .field import camel, same_value
from .plan import Plan
from .titles import child_kind

# Keys of representations that the server fills in, and that say nothing to a person.
_BOOKKEEPING = frozenset(
    (
        "_id",
        "access",
        "clientRole",
        "composite",
        "containerId",
        "createdDate",
        "createdTimestamp",
        "disableableCredentialTypes",
        "flowId",
        "id",
        "internalId",
        "lastUpdatedDate",
        "notBefore",
        "origin",
        "parentId",
        "subGroupCount",
        "subGroups",
        "totp",
        "updatedDate",
        "userProfileMetadata",
    )
)
_BOOKKEEPING_ENDINGS = (".creation.time", ".expiration.time", "realm_client")
# Keys by which the objects of a list are told apart.
_KEYS = ("name", "alias", "clientId", "username", "displayName", "providerId", "provider", "identityProvider")


@dataclass(frozen=True)
class Difference:
    """One object that a plan creates, updates or deletes.

    ``kind`` is its kind, ``title`` the object with its parent, ``root`` the object that it belongs to.
    ``before`` and ``after`` have what differs of an object that stays, and the whole of one that comes or goes.
    ``further`` are writes that show in no field.
    """

    kind: str
    title: str
    root: str
    action: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    further: Tuple[str, ...] = ()

    def diff(self) -> Dict[str, str]:
        """The entry of Ansible's own ``diff``."""
        after = yaml_text(self.after) + "".join(f"# {line}\n" for line in self.further)
        return {
            "before_header": f"{self.title} (server)",
            "after_header": f"{self.title} (declared)",
            "before": yaml_text(self.before),
            "after": after,
        }


def differences(plan: Plan, title: str) -> List[Difference]:
    """The object itself, then its children by name. Empty where nothing differs."""
    found = [own for own in [_own(plan, title, plan.secret_keys)] if own]
    children = [] if plan.action in ("create", "delete") else list(_children(plan, title))
    return found + sorted(children, key=lambda it: (it.kind, it.title))


def in_order(found: Sequence[Difference]) -> List[Difference]:
    """By kind and name, children with their parents."""
    kinds = {it.root: it.kind for it in found if it.root == it.title}
    return sorted(found, key=lambda it: (kinds.get(it.root, it.kind), it.root, it.root != it.title, it.title))


def _children(plan: Plan, root: str) -> Iterator[Difference]:
    for kind, plans in plan.children:
        for child in plans:
            name = child.wanted.values.get(child.key) or (child.current.raw or {}).get(child.key)
            title = f"{child_kind(kind.resource)} '{name}' of {root}"
            own = _own(child, title, (*plan.secret_keys, *child.secret_keys), root)
            if own:
                yield own


def _own(plan: Plan, title: str, secret_keys: Sequence[str], root: str = "") -> Optional[Difference]:
    """The object without its children, which are part of it only where it comes or goes."""
    left, right = shown(plan.before, plan.after, secret_keys)
    further = tuple(line for step in plan.steps if not step.shows for line in step.summaries)
    place = (child_kind(plan.resource) if root else plan.kind, title, root or title)
    if plan.action == "delete":
        return Difference(*place, "delete", _whole(left, ()), {}, further)
    if plan.action == "create":
        return Difference(*place, "create", {}, {**_whole(right, plan.changes), **_secret_arguments(plan)}, further)
    names = [*plan.changes, *(it.assignment.name for it in plan.assigns if it.add or it.remove)]
    names += [key for step in plan.steps for key in step.shows]
    before: Dict[str, Any] = {}
    after: Dict[str, Any] = {}
    for name in sorted(dict.fromkeys(names)):
        old, new = narrowed(_parsed(left.get(name)), _parsed(right.get(name)))
        before.update({} if old in (None, {}, []) else {name: old})
        after.update({} if new in (None, {}) else {name: new})
    if not (plan.changes or before or after or further):
        return None
    return Difference(*place, "update", before, after, further)


def _whole(state: Mapping[str, Any], declared: Any) -> Dict[str, Any]:
    """What there is of an object, its name first. Nothing is left out of what was declared."""
    first = sorted(state, key=lambda key: (key not in _KEYS, key))
    shown_keys = [key for key in first if key in declared or not _is_bookkeeping(key)]
    whole = {key: _clean(_parsed(state[key]), key) for key in shown_keys}
    return {
        key: value
        for key, value in whole.items()
        if value not in (None, {}) and (key in declared or value not in ("", []))
    }


def _secret_arguments(plan: Plan) -> Dict[str, str]:
    """Secrets that a creation sends and no representation has, such as the password of a user."""
    given = plan.wanted.params
    arguments = plan.resource.arguments.items()
    secret = [it for it, spec in arguments if spec.get("no_log") and spec.get("type", "str") == "str"]
    return {camel(option): HIDDEN for option in secret if given.get(option)}


def _clean(value: Any, key: str) -> Any:
    """Without what the server fills in, also in lists of objects and in attributes."""
    if isinstance(value, list):
        return [
            {name: _clean(it, name) for name, it in item.items() if it is not None and not _is_bookkeeping(name)}
            if isinstance(item, Mapping)
            else item
            for item in value
        ]
    if isinstance(value, Mapping) and key == "attributes":
        return {name: it for name, it in value.items() if not str(name).endswith(_BOOKKEEPING_ENDINGS)}
    return value


def _is_bookkeeping(key: Any) -> bool:
    return key in _BOOKKEEPING


def _parsed(value: Any) -> Any:
    """A JSON document in a string as what it is: a line of a thousand characters shows no difference."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str) and value[0][:1] in ("{", "["):
        return _parsed(value[0])
    if isinstance(value, Mapping):
        return {key: _parsed(item) for key, item in value.items()}
    return value


def narrowed(old: Any, new: Any) -> Tuple[Any, Any]:
    """What of both differs: entries of mappings, objects of lists by their names, and anything else as a whole."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return _narrowed_mapping(old, new)
    if isinstance(old, list) and isinstance(new, list):
        key = _key_of(old, new)
        if key:
            return _narrowed_list(old, new, key)
        return _clean(old, ""), _clean(new, "")
    return old, new


def _narrowed_mapping(old: Mapping[str, Any], new: Mapping[str, Any]) -> Tuple[Dict[str, Any], Dict[str, Any]]:
    before: Dict[str, Any] = {}
    after: Dict[str, Any] = {}
    for key in sorted({*old, *new}, key=str):
        left, right = old.get(key), new.get(key)
        if same_value(left, right) or _is_bookkeeping(key) or str(key).endswith(_BOOKKEEPING_ENDINGS):
            continue
        left, right = narrowed(left, right)
        if left is not None:
            before[key] = left
        if right is not None:
            after[key] = right
    return before, after


def _narrowed_list(old: List[Any], new: List[Any], key: str) -> Tuple[Any, Any]:
    left, right = ({item[key]: item for item in items} for items in (old, new))
    common = [name for name in left if name in right]
    if common != [name for name in right if name in left]:
        # Their order differs as well.
        return _clean(old, ""), _clean(new, "")
    before, after = [], []
    for name in [*left, *(name for name in right if name not in left)]:
        if name not in right:
            before += _clean([left[name]], "")
        elif name not in left:
            after += _clean([right[name]], "")
        elif not same_value(left[name], right[name]):
            one, other = _narrowed_mapping(left[name], right[name])
            if one or other:
                before.append({key: name, **one})
                after.append({key: name, **other})
    return before or None, after or None


def _key_of(old: List[Any], new: List[Any]) -> str:
    """The key that tells the objects of both lists apart, '' for lists of anything else."""
    if not all(isinstance(item, Mapping) for item in [*old, *new]):
        return ""
    for key in _KEYS:
        if all(_tells_apart(key, items) for items in (old, new)):
            return key
    return ""


def _tells_apart(key: str, items: List[Any]) -> bool:
    names = [item.get(key) for item in items]
    return all(isinstance(name, str) and name for name in names) and len(set(names)) == len(names)
