# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The difference between two representations, as small data.

A mapping in a patch changes the entries of a mapping, or those objects of a list that have a natural key; None removes
one. Anything else replaces what is there.
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional

_KEYS = ("alias", "clientId", "name", "id")


def _by_key(items: Any) -> Optional[Dict[str, Any]]:
    """The objects of a list by their natural key; None where they have none."""
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return None
    for key in _KEYS:
        found = {str(item[key]): item for item in items if key in item}
        if len(found) == len(items):
            return found
    return None


def patch_of(before: Any, after: Any) -> Any:
    """What turns ``before`` into ``after``, but for the order of objects that have a natural key."""
    old, new = (before, after) if isinstance(before, dict) and isinstance(after, dict) else (None, None)
    if isinstance(before, list) and isinstance(after, list) and before and after:
        old, new = _by_key(before), _by_key(after)
    if old is None or new is None:
        return after
    found: Dict[str, Any] = {key: None for key in old if key not in new}
    found.update({key: patch_of(old.get(key), item) for key, item in new.items() if old.get(key) != item})
    return found


def patched(before: Any, patch: Any) -> Any:
    """``before`` with a patch laid over it; ``before`` itself stays as it is."""
    if not isinstance(patch, dict):
        return patch
    if isinstance(before, list):
        known = _by_key(before) or {}
        kept: List[Any] = [
            patched(item, patch[key]) if key in patch else item
            for key, item in known.items()
            if patch.get(key, item) is not None
        ]
        return kept + [item for key, item in patch.items() if key not in known]
    merged = dict(before or {})
    for key, item in patch.items():
        if item is None:
            merged.pop(key, None)
        else:
            merged[key] = patched(merged.get(key), item)
    return merged
