# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The representation of a realm from files: YAML or JSON, one or many that are merged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple

from .._base.errors import InputError
from .._base.files import content_of

try:
    import yaml

    YAML_IMPORT_ERROR = False
except ImportError:
    YAML_IMPORT_ERROR = True

_SUFFIXES = (".json", ".yaml", ".yml")
# What tells the objects of a list from each other; the same name stands in more than one list of policies.
_KEYS = ("clientId", "alias", "username", "name")


def load(paths: Sequence[str]) -> Dict[str, Any]:
    """One representation from these files and directories, in the order of their names."""
    merged: Dict[str, Any] = {}
    for path in _files(paths):
        merged = merge(merged, _parsed(path), str(path))
    return merged


def _files(paths: Sequence[str]) -> Iterator[Path]:
    for name in paths:
        path = Path(name)
        if not path.is_dir():
            yield path
            continue
        found = sorted(item for item in path.rglob("*") if item.suffix in _SUFFIXES and item.is_file())
        if not found:
            raise InputError(f"src names the directory {name}, which holds no file that ends in .json, .yaml or .yml.")
        yield from found


def _parsed(path: Path) -> Mapping[str, Any]:
    content = content_of(str(path)).decode("utf-8", "replace")
    if path.suffix != ".json" and YAML_IMPORT_ERROR:
        raise InputError(f"{path} is YAML, which needs the Python library PyYAML where the task runs: use JSON.")
    try:
        data = json.loads(content) if path.suffix == ".json" else yaml.safe_load(content)
    except Exception as error:
        # json and PyYAML have no error in common, and the latter may not be there.
        raise InputError(f"{path} can't be read: {str(error).splitlines()[0]}.") from None
    if data is None:
        return {}
    if not isinstance(data, Mapping):
        raise InputError(f"{path} must hold a map, the representation of a realm or a part of one.")
    return data


def merge(
    left: Mapping[str, Any], right: Mapping[str, Any], source: Optional[str] = None, path: Tuple[str, ...] = ()
) -> Dict[str, Any]:
    """Both maps as one; lists are joined, those of objects by their names.

    Where both have a value that of ``right`` wins, unless ``right`` is a ``source`` that may not differ.
    """
    merged = dict(left)
    for key, value in right.items():
        held, place = merged.get(key), (*path, str(key))
        if isinstance(held, Mapping) and isinstance(value, Mapping):
            merged[key] = merge(held, value, source, place)
        elif isinstance(held, list) and isinstance(value, list):
            merged[key] = _joined(held, value, source, place)
        elif source and None not in (held, value) and held != value:
            # The values may be secrets.
            raise InputError(f"{source} has another {' > '.join(place)} than the files before it: keep one.")
        elif value is not None:
            merged[key] = value
    return merged


def _joined(left: Iterable[Any], right: Iterable[Any], source: Optional[str], path: Tuple[str, ...]) -> List[Any]:
    joined = list(left)
    places = {_key(item): place for place, item in enumerate(joined) if _key(item)}
    for item in right:
        key = _key(item)
        if key in places:
            joined[places[key]] = merge(joined[places[key]], item, source, (*path, key[0]))
        elif item not in joined:
            joined.append(item)
    return joined


def _key(item: Any) -> Any:
    if not isinstance(item, Mapping):
        return None
    name = next((item[key] for key in _KEYS if item.get(key)), None)
    return name and (name, item.get("subType"), item.get("identityProviderAlias"))


def dumped(data: Mapping[str, Any]) -> str:
    """A part of a realm as a YAML file."""
    if YAML_IMPORT_ERROR:
        raise InputError("Files are written as YAML, which needs the Python library PyYAML where the task runs.")
    return "---\n" + str(yaml.safe_dump(dict(data), sort_keys=True, allow_unicode=True, width=120))
