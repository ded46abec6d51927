# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A realm in Keycloak's own representation, taken apart into the objects that the kinds of the collection manage."""

from __future__ import annotations

from typing import Callable, Mapping, Optional

from .._engine.reference import Representation
from .._secrets.redact import unmasked
from .adapt import Providers, adapted, is_export
from .parts import Parts
from .registry import KINDS
from .shape import record

_OUTLINE = record(**{key: check for kind in KINDS for key, check in kind.outline.items()})
_IGNORED = {name: keys for kind in KINDS for name, keys in kind.ignored.items()}


def parts_of(
    config: Representation,
    name: str,
    policies: Optional[Mapping[str, str]] = None,
    providers: Providers = lambda _interface: set(),
    has_user: Callable[[str], bool] = lambda _username: True,
    version: Callable[[], str] = lambda: "",
) -> Parts:
    """The objects that a representation of a realm declares.

    ``policies`` are options that many kinds have; ``providers`` lists the server's providers of an interface,
    ``has_user`` says whether the realm has a user, ``version`` is the server's.
    Raises InputError for the first thing whose outline is wrong, with its place.
    """
    parts = Parts(name, policies or {}, _IGNORED)
    checked = adapted(unmasked(_OUTLINE(config, "")), name, parts.warn, providers, has_user, version)
    if is_export(checked):
        parts.whole = {**checked, "realm": name}
    for kind in KINDS:
        kind.declare(parts, checked)
    return parts
