# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""State as it may be shown: secrets hidden by their meaning, a changed secret still seen to change."""

from __future__ import annotations

from typing import Any, Dict, Iterable, Mapping, Tuple

from .fingerprint import FINGERPRINT
from .redact import HIDDEN, HIDDEN_CHANGED, MASK, redact


def shown(
    before: Mapping[str, Any], after: Mapping[str, Any], secret_keys: Iterable[str] = ()
) -> Tuple[Dict[str, Any], Dict[str, Any]]:
    """Both states without a secret and without the fingerprints of secrets."""
    left, right = without_fingerprints(before), without_fingerprints(after)
    keys = tuple(secret_keys)
    hidden = _unmasked(redact(right, keys))
    return _unmasked(redact(left, keys)), _marked(left, right, hidden) if before else hidden


def without_fingerprints(value: Any) -> Any:
    """The same without the fingerprints that the collection keeps."""
    if isinstance(value, Mapping):
        return {key: without_fingerprints(item) for key, item in value.items() if not str(key).startswith(FINGERPRINT)}
    if isinstance(value, list):
        return [without_fingerprints(item) for item in value]
    return value


def _unmasked(value: Any) -> Any:
    """The server's mask replaces a secret as well, and a prediction can't know which of the two will be there."""
    if isinstance(value, dict):
        return {key: _unmasked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_unmasked(item) for item in value]
    return HIDDEN if value == MASK else value


def _marked(before: Any, after: Any, hidden: Any) -> Any:
    """``hidden``, which is ``after`` redacted, with another word where the secret behind it differs."""
    if isinstance(hidden, dict):
        old = before if isinstance(before, Mapping) else {}
        return {key: _marked(old.get(key), after[key], item) for key, item in hidden.items()}
    if isinstance(hidden, list):
        olds = before if isinstance(before, list) and len(before) == len(hidden) else [None] * len(hidden)
        return [_marked(*items) for items in zip(olds, after, hidden)]
    if hidden == HIDDEN and before is not None and before != after:
        return HIDDEN_CHANGED
    # What the server masks is a secret, whatever it is called.
    return HIDDEN_CHANGED if before == MASK and after != before else hidden
