# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The executors and conditions that a server has for client profiles and client policies."""

from __future__ import annotations

from typing import Callable, Sequence

from .._engine.assignment import Params
from .._engine.change import Change
from .._engine.hooks import Need
from .._engine.reference import Reference
from .._engine.session import Session
from .._http.endpoint import Endpoint
from ._provided import to_provider

EXECUTOR = to_provider("client policy executor", "client-policy-executor")
CONDITION = to_provider("client policy condition", "client-policy-condition")


def configured(option: str) -> Callable[[Params], Params]:
    """The server answers 500 to an element without a configuration (26.7)."""

    def complete(params: Params) -> Params:
        if params.get(option) is None:
            return params
        elements = [dict(item, configuration=item.get("configuration") or {}) for item in params[option]]
        return dict(params, **{option: elements})

    return complete


def refuse_global(session: Session, plan: Change, endpoint: Endpoint, query: str, entries: str) -> None:
    """One that the server has for all realms can't be changed and no other can have its name."""
    name = plan.wanted.values["name"]
    found = session.client.get(endpoint, plan.current.values, {query: True}).get(entries)
    if any(item["name"] == name for item in found or ()):
        session.problems.append(f"'{name}' is a global {plan.kind}, which can't be changed: take another name.")


def needed(params: Params, reference: Reference, option: str, key: str) -> Sequence[Need]:
    """The providers that the elements of an option name."""
    return [(reference, item[key], option) for item in params.get(option) or ()]
