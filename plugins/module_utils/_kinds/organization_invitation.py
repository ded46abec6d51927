# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Invitations to an organization, by e-mail. Whoever is a member already needs none."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Optional, Sequence

from .._engine.assignment import Params
from .._engine.change import Wanted
from .._engine.field import LOWER_CASE, Field
from .._engine.hooks import Hooks, Requests, Step
from .._engine.reference import TO_ORGANIZATION, Representation, Values
from .._engine.resource import Resource, Scope
from .._engine.session import Session
from .._http.api import organization_invitations, organization_members
from .._http.reader import Reader

_NAMES = {"first_name": "firstName", "last_name": "lastName"}


def _find(client: Reader, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    """The invitation, or the membership in its place. An invitation that is withdrawn leaves a member alone."""
    email = wanted["email"]
    found = client.pages(organization_invitations.LIST, values, {"email": email})
    invitation = next((item for item in found if item["email"].lower() == email), None)
    if invitation or wanted["state"] == "absent":
        return invitation
    members = client.pages(organization_members.LIST, values, {"search": email, "exact": True})
    member = next((item for item in members if item.get("email", "").lower() == email), None)
    return member and {"id": member["id"], "email": email, "status": "MEMBER"}


def _named(params: Params) -> Dict[str, Any]:
    return {key: params[option] for option, key in _NAMES.items() if params.get(option)}


def _resend(wanted: Wanted, raw: Optional[Representation], _values: Mapping[str, Any]) -> Sequence[Step]:
    if raw is None or raw["status"] == "MEMBER" or wanted.reading_back:
        return ()
    if raw["status"] != "EXPIRED" and wanted.params["resend"] == "expired":
        return ()

    def run(session: Session, values: Values, _raw: Representation) -> None:
        session.client.send(organization_invitations.RESEND, values)

    return (Step((f"send the invitation of '{raw['email']}' again",), run, {"status": "PENDING"}),)


ORGANIZATION_INVITATION = Resource(
    name="invitation",
    key=Field("email", meaning=LOWER_CASE, required=True),
    find=_find,
    variable="id",
    scopes=(Scope("organization", "org-id", TO_ORGANIZATION),),
    get=organization_invitations.GET,
    listing=organization_invitations.LIST,
    create=organization_members.INVITE,
    delete=organization_invitations.DELETE,
    # Each mail has an invitation of its own, which says when it was sent.
    noise=("id", "sentDate", "expiresAt"),
    arguments={
        **{option: {"type": "str", "aliases": [key]} for option, key in _NAMES.items()},
        "resend": {"type": "str", "default": "expired", "choices": ["expired", "always"]},
    },
    requests=Requests(
        extra=_named,
    ),
    hooks=Hooks(
        steps=_resend,
    ),
)
