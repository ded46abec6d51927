# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A realm in Keycloak's own representation, taken apart into the objects that the kinds of the collection manage."""

from __future__ import annotations

from typing import Callable, Mapping, Optional

from .._base.errors import InputError
from .._engine.reference import Representation
from .._secrets.redact import unmasked
from .adapt import adapted, is_export
from .adapt_authorization import Providers
from .parts import Parts
from .registry import KINDS
from .shape import record
from .unknown import FAIL, look_into

_OUTLINE = record(**{key: check for kind in KINDS for key, check in kind.outline.items()})
_IGNORED = {name: keys for kind in KINDS for name, keys in kind.ignored.items()}


def parts_of(
    config: Representation,
    name: str,
    policies: Optional[Mapping[str, str]] = None,
    providers: Providers = lambda _interface: set(),
    has_user: Callable[[str], bool] = lambda _username: True,
    version: Callable[[], str] = lambda: "",
    unknown_keys: str = FAIL,
) -> Parts:
    """The objects that a representation of a realm declares.

    ``policies`` are options that many kinds have; ``providers`` lists the server's providers of an interface,
    ``has_user`` says whether the realm has a user, ``version`` is the server's.
    ``unknown_keys`` says what to do about keys that no representation has: fail, warn or ignore.
    Raises InputError for all that is wrong with the outline, with its places; other problems are those of the parts.
    """
    parts = Parts(name, policies or {}, _IGNORED, unknown_keys=unknown_keys)
    outlined = _OUTLINE(config, "")
    look_into(outlined, parts.look)
    checked = adapted(unmasked(outlined), name, parts.warn, providers, has_user, version)
    if is_export(checked):
        parts.whole = {**checked, "realm": name}
    for kind in KINDS:
        try:
            kind.declare(parts, checked)
        except InputError as error:
            parts.problem(str(error))
    return parts
