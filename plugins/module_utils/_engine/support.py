# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a plan needs that the server at hand may lack, found before anything is written."""

from __future__ import annotations

from typing import FrozenSet, List

from .._base.errors import InputError
from .._http.capability import as_before, asked_of_version, described, lacking, lacks, of_path
from .._http.reader import Reader
from .plan import Plan
from .resource import Resource


def refuse_unsupported(resource: Resource, client: Reader) -> None:
    """Refuse a kind that the server does not have. Where objects are read the server refuses by itself."""
    endpoint = resource.create or resource.update
    capability = of_path(endpoint.path) if endpoint else None
    reason = lacks(capability, described(client)) if capability else ""
    if reason:
        raise InputError(f"{reason[0].upper()}{reason[1:]}.")


def unsupported(plan: Plan, client: Reader) -> FrozenSet[str]:
    """The fields without a value that the server does not know: it is as if they had none. Others are refused.

    The server says what it is only where the plan changes what a version may lack.
    """
    wrong: List[str] = []
    dropped = _unsupported(plan, client, wrong)
    for _kind, plans in plan.children:
        for child in plans:
            _unsupported(child, client, wrong)
    if wrong:
        raise InputError(" ".join(wrong))
    return dropped


def _unsupported(plan: Plan, client: Reader, wrong: List[str]) -> FrozenSet[str]:
    kind = plan.resource.name
    asked = asked_of_version(kind, plan.changes, plan.current.raw or {})
    reasons = {name: lacking(described(client), since, verb="needs") for name, since in asked.items()}
    option = {field.name: field.option for field in plan.resource.every_field}
    for name, reason in reasons.items():
        key, dot, inner = name.partition(".")
        if reason and (dot or not as_before(kind, name, plan.changes[name])):
            of = f"{inner} of {option[key]}" if inner else option[key]
            wrong.append(f"{of} of {plan.title} {reason}.")
    return frozenset(name for name, reason in reasons.items() if reason)
