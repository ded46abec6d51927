# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The argument spec of a kind, derived from its Resource, and what a task's arguments declare."""

from __future__ import annotations

import re
from typing import Any, Dict, Iterable, Mapping, Tuple

from .._base.errors import InputError
from .._secrets.redact import MASK
from .assignment import BEHAVIOR, Assignment, Params
from .change import Wanted
from .field import Field, Items, Map, Part, Whole, camel, clean_fields
from .resource import STATE, Children, Resource

# Ansible warns about options of such names that do not say whether they are secret.
_SOUNDS_SECRET = re.compile(r"pass(?!ive)|secret|token|cred|key")
_UPDATE_SECRET = {"type": "str", "default": "when_changed", "choices": ["when_changed", "always", "on_create"]}


def argument_spec(resource: Resource) -> Dict[str, Any]:
    """Everything but the connection options."""
    spec: Dict[str, Any] = {"state": STATE}
    if resource.key.option != "realm":
        spec["realm"] = {"type": "str", "default": "master"}
    if resource.by_id:
        spec["id"] = {"type": "str"}
    for scope in resource.scopes:
        spec[scope.option] = {"type": "str", "required": True, **_aliases(scope.option, scope.aliases)}
    for field in resource.every_field:
        spec[field.option] = _argument(field)
        if isinstance(field.meaning, Items):
            spec[f"{field.option}_behavior"] = BEHAVIOR
    if resource.renames:
        spec[resource.renames] = {"type": "str", **_aliases(resource.renames, ())}
    for assignment in resource.assignments:
        spec.update(assignment.arguments or _listed(assignment))
    for kind in resource.children:
        spec[kind.option] = _children(kind)
        spec[f"{kind.option}_behavior"] = BEHAVIOR
    if resource.masked:
        spec["update_secret"] = dict(_UPDATE_SECRET, no_log=False)
    spec.update(resource.arguments)
    return spec


def with_names(spec: Mapping[str, Any], params: Mapping[str, Any], place: str = "") -> Dict[str, Any]:
    """Arguments before they are parsed: a plain string in a list of objects is the name of one."""
    options = {name: item for option, item in spec.items() for name in (option, *item.get("aliases", ()))}
    return {name: _with_names(options.get(name) or {}, value, f"{place}{name}") for name, value in params.items()}


def _with_names(argument: Mapping[str, Any], value: Any, place: str) -> Any:
    inner = argument.get("options")
    if not inner or argument.get("elements") != "dict" or not isinstance(value, (list, tuple)):
        return value
    required = [option for option, item in inner.items() if item.get("required")]
    key = required[0] if len(required) == 1 else "name" if "name" in inner else ""
    return [_element(inner, key, item, f"{place}[{number}]") for number, item in enumerate(value)]


def _element(options: Mapping[str, Any], key: str, item: Any, place: str) -> Any:
    if isinstance(item, Mapping):
        return with_names(options, item, f"{place}.")
    # A template may make a string of a mapping, which Ansible reads again.
    if isinstance(item, str) and item.lstrip().startswith("{"):
        return item
    if isinstance(item, str) and key:
        return {key: item}
    plain = f"the {key} alone, a string, or " if key else ""
    raise InputError(f"{place} must be {plain}a mapping with the options {', '.join(options)}.")


def listed_spec(resource: Resource, option: str, *aliases: str) -> Dict[str, Any]:
    """The argument spec of a module that takes a list of objects of a kind under ``option``."""
    spec = argument_spec(resource)
    common = {key: spec.pop(key) for key in ("state", "realm")}
    objects = {"type": "list", "elements": "dict", "required": True, "options": spec}
    return {**common, option: {**objects, **_aliases(option, aliases)}}


def constraints(resource: Resource) -> Dict[str, Any]:
    """What AnsibleModule takes beside the argument spec."""
    merged = {key: list(value) for key, value in resource.constraints.items()}
    if resource.by_id and not resource.key.required:
        merged.setdefault("required_one_of", [["id", resource.key.option]])
    return merged


def wanted(resource: Resource, params: Params) -> Wanted:
    """What the arguments declare. Null and absent are the same: not mentioned, and so is an empty list to add."""
    values = clean_fields(resource.every_field, params)
    for field in resource.fields:
        if field.secret and values.get(field.name) == MASK:
            # From an export: which secret it was nobody knows.
            del values[field.name]
        if isinstance(field.meaning, Items) and field.name in values and _exact(params, field.option):
            values[field.name] = Whole(values[field.name])
    if resource.renames and params.get(resource.renames):
        values[resource.key.name] = params[resource.renames]
    collected = {it.option: it.collect(params) for it in resource.assignments}
    return Wanted(
        params.get("state") != "absent",
        values,
        params,
        {option: it for option, it in collected.items() if it and (it.add or it.remove or it.exact)},
        {
            kind.option: tuple(wanted(kind.resource, item) for item in params[kind.option])
            for kind in resource.children
            if params.get(kind.option) or (params.get(kind.option) is not None and _exact(params, kind.option))
        },
        tuple(kind.option for kind in resource.children if _exact(params, kind.option)),
    )


def _exact(params: Params, option: str) -> bool:
    return params.get(f"{option}_behavior") == "exact"


def _argument(field: Field) -> Dict[str, Any]:
    argument: Dict[str, Any] = {"type": field.type, **_aliases(field.option, field.aliases)}
    if field.elements:
        argument["elements"] = field.elements
    if field.choices:
        argument["choices"] = list(field.choices)
    if field.required:
        argument["required"] = True
    if field.options:
        argument["options"] = {item.option: _argument(item) for item in field.options}
        if isinstance(field.meaning, (Items, Part)):
            argument["options"]["state"] = STATE
    if field.secret or isinstance(field.meaning, Map):
        argument["no_log"] = True
    elif _SOUNDS_SECRET.search(field.option):
        argument["no_log"] = False
    return argument


def _aliases(option: str, more: Iterable[str]) -> Dict[str, Any]:
    names: Tuple[str, ...] = tuple(more)
    if camel(option) != option:
        names = (camel(option),) + names
    return {"aliases": list(names)} if names else {}


def _listed(assignment: Assignment) -> Dict[str, Any]:
    names = {"type": "list", "elements": "str", **_aliases(assignment.option, ())}
    return {assignment.option: names, f"{assignment.option}_behavior": BEHAVIOR}


def _children(kind: Children) -> Dict[str, Any]:
    options = {field.option: _argument(field) for field in kind.resource.every_field}
    options["state"] = STATE
    options.update(kind.resource.arguments)
    return {"type": "list", "elements": "dict", "options": options, **_aliases(kind.option, ())}
