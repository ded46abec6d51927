# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""An object in words: ``mapper 'audience' of client 'web'``."""

from __future__ import annotations

from typing import Any, Mapping, Optional

from .assignment import Params
from .resource import Resource


def title_of(resource: Resource, params: Params, raw: Optional[Mapping[str, Any]] = None, part: str = "") -> str:
    """The object that these arguments name, with the parent that it lives in.

    ``raw`` is its representation where it exists, ``part`` the part of it that is an object of its own.
    """
    name = params.get(resource.key.option)
    key = name or params.get("path") or params.get("service_account")
    if name and "parents" in params:
        key = "/" + "/".join([*(str(it.get("name")) for it in params["parents"] or ()), str(name)])
    if not key:
        key = (raw or {}).get("path") or (raw or {}).get(resource.key.name) or params.get("id")
    parent = next(
        (f" of {it.reference.kind} '{params[it.option]}'" for it in resource.scopes if params.get(it.option)), ""
    )
    kind = child_kind(resource) if parent else resource.name
    # Registration policies of both types have the same names, and so may resources of several owners.
    more = params.get("sub_type") or params.get("owner")
    place = f"{part} of " if part else ""
    return f"{place}{kind} '{key}'{f' ({more})' if more else ''}{parent}"


def child_kind(resource: Resource) -> str:
    """The kind where the parent is named beside it: a mapper of an identity provider is a mapper."""
    return resource.name.partition(" of ")[0].replace("protocol mapper", "mapper")
