# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Arguments of a task against their spec: what of them may be shown, and which of them can't be right.

Both take arguments as they are given: under aliases, of wrong types, unknown ones among them.
"""

from __future__ import annotations

from typing import Any, Collection, Dict, Mapping, Set, Tuple

from ansible.module_utils.common.parameters import DEFAULT_TYPE_VALIDATORS

from .._base.sentences import did_you_mean
from .._secrets.redact import HIDDEN, redact, secrets_in

_FREE_FORM = ("dict", "list", "raw", "json", "jsonarg")
_URLS = ("auth_keycloak_url", "proxy")
_TYPES = {
    "str": "a string",
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
    "dict": "a mapping",
    "list": "a list",
    "path": "a path",
}


def redacted(
    arguments: Mapping[str, Any],
    spec: Mapping[str, Any],
    extra_keys: Collection[str] = (),
    secrets: Collection[str] = (),
    strict: bool = False,
) -> Tuple[Dict[str, Any], Set[str]]:
    """The arguments as they may be shown, and the secrets among them.

    ``strict`` hides all values of free-form maps that can contain secrets: nobody knows yet which of them are.
    """
    found: Set[str] = set(secrets)
    shown = _Redaction(frozenset(extra_keys), frozenset(secrets), strict, found).all(arguments, spec)
    return shown, found


class _Redaction:
    def __init__(self, keys: Collection[str], values: Collection[str], strict: bool, found: Set[str]) -> None:
        self._keys = keys
        self._values = values
        self._strict = strict
        self._found = found

    def all(self, arguments: Mapping[str, Any], specs: Mapping[str, Any]) -> Dict[str, Any]:
        names = _by_alias(specs)
        return {
            str(name): self._one(str(name), value, specs.get(names.get(name, name)))
            for name, value in arguments.items()
            if not str(name).startswith("_ansible_")
        }

    def _one(self, name: str, value: Any, spec: Any) -> Any:
        if value is None:
            return None
        if spec is None:
            # Unknown: auth_pasword and the like.
            return self._hide(value) if not isinstance(value, bool) else value
        options, kind = spec.get("options"), spec.get("type", "str")
        if not _fits(value, kind):
            # Nobody knows what it is, in the place of a number say.
            return self._hide(value)
        if options and isinstance(value, Mapping):
            return self.all(value, options)
        if options and isinstance(value, (list, tuple)):
            return [self.all(item, options) if isinstance(item, Mapping) else self._hide(item) for item in value]
        if options:
            return self._hide(value)
        if kind in _FREE_FORM:
            return self._free(name, value, bool(spec.get("no_log")))
        if spec.get("no_log"):
            return self._hide(value)
        if name in _URLS or name in ("url", "auth_url"):
            return self._url(str(value))
        if isinstance(value, str):
            self._found |= secrets_in(value)
            return self._without_known(redact(value))
        return value

    def _free(self, name: str, value: Any, secret: bool) -> Any:
        key = "" if secret else name
        self._found |= secrets_in({key: value}, self._keys)
        if secret and (self._strict or isinstance(value, str)):
            return _blank(value) if not isinstance(value, str) else HIDDEN
        return self._without_known(redact({key: value}, self._keys)[key])

    def _url(self, value: str) -> str:
        """Whatever is before the last @ can be credentials, also where they make the URL a wrong one."""
        credentials, at, host = value.rpartition("@")
        if not at:
            return value
        scheme, slashes, pair = credentials.partition("://")
        self._found.add((pair if slashes else credentials).partition(":")[2])
        return f"{scheme if slashes else ''}{slashes}{HIDDEN}@{host}"

    def _hide(self, value: Any) -> Any:
        if isinstance(value, (Mapping, list, tuple)):
            self._found |= secrets_in({"secret": value})
            return _blank(value)
        self._found.add(str(value))
        return HIDDEN

    def _without_known(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: self._without_known(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._without_known(item) for item in value]
        return HIDDEN if isinstance(value, str) and value in self._values else value


def _blank(value: Any) -> Any:
    """The keys and the shape alone."""
    if isinstance(value, Mapping):
        return {key: _blank(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_blank(item) for item in value]
    return value if value is None or isinstance(value, bool) else HIDDEN


def problem(arguments: Mapping[str, Any], specs: Mapping[str, Any], place: str = "") -> str:
    """One sentence about the first argument that is unknown, empty or of a wrong type, '' for none.

    It names the place, no value.
    """
    names = _by_alias(specs)
    for name, value in arguments.items():
        spec = specs.get(names.get(name, name))
        if spec is None and not str(name).startswith("_ansible_"):
            return f"{place}{name} is no option of this module" + did_you_mean(
                str(name), names, 0.7, ": ansible-doc lists them."
            )
        if spec is not None and value is not None:
            if value == "" and (spec.get("required") or names.get(name) == "realm"):
                return f"{place}{name} must not be empty."
            found = _problem(value, spec, f"{place}{name}")
            if found:
                return found
    return ""


def _problem(value: Any, spec: Mapping[str, Any], place: str) -> str:
    kind = spec.get("type", "str")
    wanted = _TYPES.get(kind, "")
    options = spec.get("options")
    if not _fits(value, kind):
        return f"{place} must be {wanted} and is {_kind_of(value)}."
    if kind == "dict" and options and isinstance(value, Mapping):
        return problem(value, options, f"{place}.")
    if kind == "list" and spec.get("elements"):
        value = DEFAULT_TYPE_VALIDATORS["list"](value)  # 'a,b' is a list, too
        item = {"type": spec["elements"], "options": options}
        found = (_problem(it, item, f"{place}[{number}]") for number, it in enumerate(value) if it is not None)
        return next((sentence for sentence in found if sentence), "")
    return ""


def _fits(value: Any, kind: Any) -> bool:
    if kind in ("int", "float") and isinstance(value, bool):
        return False  # Ansible takes true for 1
    if kind == "str" and isinstance(value, (Mapping, list, tuple)):
        return False  # Ansible takes their text, with single quotes and all
    check = DEFAULT_TYPE_VALIDATORS.get(kind)
    if check is None:
        return True
    try:
        check(value)
    except (TypeError, ValueError):
        return False
    return True


def _kind_of(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    return "a number" if isinstance(value, (int, float)) else "a string"


def _by_alias(specs: Mapping[str, Any]) -> Dict[str, str]:
    return {alias: name for name, spec in specs.items() for alias in (name, *(spec.get("aliases") or ()))}
