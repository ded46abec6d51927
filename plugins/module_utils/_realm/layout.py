# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A realm as files: which part goes where. Only files that carry the marker are ever replaced or removed."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Tuple

from .._base.errors import InputError
from .._base.files import content_of
from .._base.sentences import listed
from .._base.yaml_text import yaml_text
from .kinds.auth_flow import configs_of, flow_tree
from .kinds.collections import COLLECTIONS
from .source import merge
from .tidy import place

LAYOUTS = ("kinds", "objects", "one")
MARKER = "# Written by realmkit.keycloak.keycloak_realm_export, which replaces and removes files with this line."
_SETTINGS = "realm"
_SUFFIX = ".yml"
_LONGEST = 120
# Every file system keeps file names of these apart.
_UNSAFE = re.compile(r"[^\w.@+ -]|^\.")

Piece = Tuple[str, Dict[str, Any]]


def laid_out(config: Mapping[str, Any], layout: str) -> Dict[str, Dict[str, Any]]:
    """The parts of a realm by the path of their file."""
    settings = {key: value for key, value in config.items() if key not in COLLECTIONS}
    if layout == "one":
        return {_SETTINGS + _SUFFIX: dict(config)}
    found: Dict[str, Dict[str, Any]] = {_SETTINGS: settings} if settings else {}
    for key in sorted(COLLECTIONS & set(config)):
        for path, piece in _pieces(config, key) if layout == "objects" else ((key, {key: config[key]}),):
            found[path] = merge(found.get(path, {}), piece)
    return {path + _SUFFIX: part for path, part in found.items()}


def dumped(part: Mapping[str, Any]) -> str:
    """A part of a realm as a file."""
    return f"---\n{MARKER}\n{yaml_text(_sorted(part))}"


def _sorted(value: Any) -> Any:
    """The value with the keys of each mapping in order."""
    if isinstance(value, Mapping):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def refuse_others(directory: str, paths: Iterable[str]) -> None:
    """Nothing is written where one of the files belongs to somebody else."""
    foreign = [path for path in paths if os.path.lexists(os.path.join(directory, path)) and not _ours(directory, path)]
    if foreign:
        raise InputError(
            f"dest {directory} has files that no export wrote: {listed(foreign)}. "
            "Move them away or choose another directory."
        )


def stale(directory: str, paths: Iterable[str]) -> List[str]:
    """Files of an earlier export that this one has not."""
    known = set(paths)
    top = [name + _SUFFIX for name in (_SETTINGS, *COLLECTIONS)]
    inner = [path for name in COLLECTIONS for path in (Path(directory) / name).rglob(f"*{_SUFFIX}")]
    every = [*top, *(str(path.relative_to(directory)) for path in inner)]
    return sorted(path for path in every if path not in known and _ours(directory, path))


def _ours(directory: str, path: str) -> bool:
    whole = os.path.join(directory, path)
    return os.path.isfile(whole) and not os.path.islink(whole) and MARKER.encode() in content_of(whole)[:1000]


def summary(count: int, changed: List[str], removed: List[str]) -> str:
    """What differs, in a line."""
    line = f"{len(changed)} of {count} files differ"
    line += f": {listed(changed)}" if changed else ""
    return line + (f"; removed: {listed(removed)}" if removed else "")


def _pieces(config: Mapping[str, Any], key: str) -> Iterator[Piece]:
    """The objects under a key, each with the file that it belongs in: its own, or that of the object it is about."""
    value = config[key]
    if key == "roles":
        for role in value.get("realm") or ():
            yield _at("roles", role["name"]), {key: {"realm": [role]}}
        for client, own in (value.get("client") or {}).items():
            yield _at("clients", client), {key: {"client": {client: own}}}
    elif key == "clientScopeMappings":
        for client, rows in value.items():
            for row in rows:
                yield _owner(row), {key: {client: [row]}}
    elif key == "authenticationFlows":
        for flow in value:
            if flow.get("topLevel", True):
                flows = flow_tree(config, flow)
                own = configs_of(config, flows)
                piece: Dict[str, Any] = {key: flows, **({"authenticatorConfig": own} if own else {})}
                yield _at(key, flow["alias"]), piece
    elif key == "components":
        for kind, items in value.items():
            for item in items:
                name = " ".join(str(it) for it in (item.get("name"), item.get("subType")) if it)
                yield _at(key, kind.rpartition(".")[2], name or item.get("providerId", "")), {key: {kind: [item]}}
    elif key == "localizationTexts":
        for locale, texts in value.items():
            yield _at(key, locale), {key: {locale: texts}}
    elif key == "authenticatorConfig":
        # They are with the flows that use them.
        return
    elif isinstance(value, list) and all(isinstance(item, Mapping) for item in value):
        for item in value:
            yield _owner(item) if key in ("scopeMappings", *_ABOUT) else _at(key, place(item)[0]), {key: [item]}
    else:
        yield key, {key: value}


_ABOUT = ("users", "identityProviderMappers")


def _owner(item: Mapping[str, Any]) -> str:
    owners = (
        ("clients", item.get("client") or item.get("serviceAccountClientId")),
        ("clientScopes", item.get("clientScope")),
        ("identityProviders", item.get("identityProviderAlias")),
        ("users", item.get("username")),
    )
    return next(_at(key, name) for key, name in owners if name)


def _at(*names: Any) -> str:
    return "/".join(_file_name(str(name)) for name in names)


def _file_name(name: str) -> str:
    safe = _UNSAFE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), name)
    return safe[:_LONGEST]
