# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of their modules as ansible-doc shows them, and how the argument specs of ours differ."""

from __future__ import annotations

import contextlib
import importlib
import json
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from unittest import mock

import compat
import yaml

PLUGINS = "ansible_collections.realmkit.keycloak.plugins"
TABLE = compat.HERE / "options.tsv"
Row = tuple[str, str, str]


def theirs() -> dict[str, dict[str, Any]]:
    """The options of each of their modules, by its name."""
    doc = str(compat.THEIRS / "bin" / "ansible-doc")
    listed = json.loads(_output(doc, "--type", "module", "--list", "--json", "community.general"))
    names = sorted(name for name in listed if ".keycloak_" in name)
    documented = json.loads(_output(doc, "--type", "module", "--json", *names))
    return {name.rpartition(".")[2]: it["doc"]["options"] for name, it in documented.items()}


def _output(*command: str) -> str:
    return subprocess.run(command, env=compat.without_ansible(), check=True, capture_output=True, text=True).stdout


class _Taken(Exception):
    pass


def ours(name: str) -> Mapping[str, Any] | None:
    """The argument spec of the module that the name leads to, or None where it leads nowhere."""
    routes = yaml.safe_load((compat.ROOT / "meta" / "runtime.yml").read_text())["plugin_routing"]["modules"]
    route = routes.get(name, {"redirect": name})
    if "tombstone" in route:
        return None
    module = importlib.import_module(f"{PLUGINS}.modules.{route['redirect'].rpartition('.')[2]}")
    taking = mock.patch(f"{PLUGINS}.module_utils._edge.task.QuietModule", side_effect=_Taken)
    with taking as made, contextlib.suppress(_Taken):
        module.main()
    spec: Mapping[str, Any] = made.call_args.kwargs["argument_spec"]
    return spec


def differences(there: Mapping[str, Any], here: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, str]]:
    """Places of options, and how ours differ. What only ours have is none, nor what only theirs require."""
    names = {name: option for option, it in here.items() for name in (option, *it.get("aliases", ()))}
    for option, it in there.items():
        at = f"{place}{option}"
        if option not in names:
            yield at, "missing"
            continue
        own = here[names[option]]
        for alias in it.get("aliases", ()):
            if names.get(alias) != names[option]:
                yield at, f"alias {alias} {'of another option' if alias in names else 'missing'}"
        if _type(it) != _type(own):
            yield at, f"{_type(it)} there, {_type(own)} here"
        if own.get("required") and not it.get("required"):
            yield at, "required here"
        if own.get("choices"):
            for choice in [it for it in it.get("choices", ["any value"]) if it not in own["choices"]]:
                yield at, f"choice {choice} missing"
        if it.get("default") != own.get("default"):
            yield at, f"default {json.dumps(it.get('default'))} there, {json.dumps(own.get('default'))} here"
        if it.get("suboptions") and own.get("options"):
            yield from differences(it["suboptions"], own["options"], f"{at}.")
        elif it.get("suboptions"):
            yield at, "any key here"


def _type(option: Mapping[str, Any]) -> str:
    name, elements = option.get("type") or "str", option.get("elements")
    return f"{name} of {elements}" if elements else name


def rows(theirs: Mapping[str, Mapping[str, Any]]) -> list[Row]:
    """Module, option and difference."""
    found: list[Row] = []
    for module, options in theirs.items():
        spec = ours(module)
        if spec is None:
            found.append((module, "*", "missing"))
        else:
            found += [(module, *row) for row in differences(options, spec)]
    return found


@dataclass(frozen=True)
class Known:
    """A row of the table: module, option and difference are patterns as of file names."""

    module: str
    option: str
    difference: str
    reason: str

    def fits(self, row: Row) -> bool:
        pairs = zip(row, (self.module, self.option, self.difference))
        return all(compat.fits(value, pattern) for value, pattern in pairs)


def known() -> list[Known]:
    lines = TABLE.read_text().splitlines()
    return [Known(*line.split("\t")) for line in lines[1:] if line and not line.startswith("#")]


def _below(place: str, option: str) -> str:
    """Executions of executions have the same options at each depth."""
    return place if place.split(".")[-1] == option else f"{place}.{option}".lstrip(".")


def spellings(options: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, str]]:
    """The place of each option, with each of its names."""
    for option, it in options.items():
        at = _below(place, option)
        yield from ((at, name) for name in (option, *it.get("aliases", ())))
        yield from spellings(it.get("suboptions") or {}, at)


def used(options: Mapping[str, Any], arguments: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """The place of each option that arguments name, with the name that they use."""
    names = {name: option for option, it in options.items() for name in (option, *it.get("aliases", ()))}
    for item in arguments if isinstance(arguments, list) else [arguments]:
        for key in (item if isinstance(item, dict) else {}).keys() & names.keys():
            at = _below(place, names[key])
            yield at, key
            yield from used(options[names[key]].get("suboptions") or {}, item[key], at)


def tasks() -> dict[str, list[dict[str, Any]]]:
    """The arguments of the tasks of each module."""
    found: dict[str, list[dict[str, Any]]] = {}
    for case in compat.cases():
        found.setdefault(case["module"], []).extend(arguments for _name, arguments, _check in compat.steps(case))
    return found
