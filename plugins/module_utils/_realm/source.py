# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The representation of a realm from files, one or many that are merged."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple

from .._base.errors import InputError
from .._base.files import content_of
from .document import documents

_SUFFIXES = (".json", ".yaml", ".yml")
# Keys that identify the objects of a list; the same name is in more than one list of policies.
_KEYS = ("clientId", "alias", "username", "name")


def load(paths: Sequence[str]) -> Dict[str, Any]:
    """One representation from these files and directories, which are taken as they are."""
    return merged((path, documents(content_of(path), path)) for path in files(paths, "src"))


def merged(parts: Iterable[Tuple[str, Sequence[Mapping[str, Any]]]]) -> Dict[str, Any]:
    """One representation from those of several files, of which no two may differ."""
    whole: Dict[str, Any] = {}
    for name, found in parts:
        for part in found:
            whole = merge(whole, part, name)
    return whole


def files(paths: Sequence[str], option: str) -> Iterator[str]:
    """The files that these paths name: of a directory those at any depth, in the order of their paths."""
    for name in paths:
        if not name.strip():
            raise InputError(f"{option} has an empty path: name a file or a directory.")
        path = Path(name)
        if not path.is_dir():
            yield name
            continue
        inner = (item.relative_to(path) for item in path.rglob("*") if item.suffix in _SUFFIXES and item.is_file())
        # A hidden file is an editor's, one in a hidden directory belongs to a tool such as Git.
        found = sorted(item for item in inner if not any(part.startswith(".") for part in item.parts))
        if not found:
            raise InputError(
                f"{option} names the directory {name}, which has no file that ends in .json, .yaml or .yml."
            )
        yield from (str(path / item) for item in found)


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
