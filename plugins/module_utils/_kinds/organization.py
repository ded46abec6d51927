# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Organizations, with their domains, members and identity providers."""

from __future__ import annotations

from typing import Any, Dict

from .._base.errors import InputError
from .._engine.assignment import Assignment, keyed, listed
from .._engine.change import Change, Wanted
from .._engine.field import LOWER_CASE, TEXTS_MAP, Field, Items
from .._engine.hooks import Hooks, Requests
from .._engine.reference import TO_IDENTITY_PROVIDER, TO_USER, Representation, Values, find_organization
from .._engine.resource import Resource
from .._engine.session import Session
from .._http.api import organization_identity_providers, organization_members, organizations
from .._http.capability import described, lacking
from .._http.reader import Reader

_DOMAIN = (Field("name", meaning=LOWER_CASE, required=True), Field("verified", "bool", default=False))


def _details(client: Reader, values: Values, _raw: Representation, _wanted: Wanted) -> Dict[str, Any]:
    """The list of organizations leaves attributes out."""
    return client.get(organizations.GET, values)


def _verify(session: Session, plan: Change) -> None:
    if plan.action == "create" and not plan.changes.get("domains"):
        reason = lacking(described(session.client), "26.4", verb="needs")
        if reason:
            raise InputError(f"{plan.title} has no domains, which {reason}: set domains.")


ORGANIZATION = Resource(
    name="organization",
    key=Field("name", required=True),
    find=lambda client, values, wanted: find_organization(client, values, wanted["name"]),
    variable="org-id",
    fields=(
        Field("alias", create_only=True),
        Field("enabled", "bool"),
        Field("description"),
        Field("redirect_url"),
        Field("attributes", "dict", TEXTS_MAP),
        Field("domains", "list", Items(_DOMAIN), elements="dict", options=_DOMAIN),
    ),
    get=organizations.GET,
    listing=organizations.LIST,
    create=organizations.CREATE,
    update=organizations.UPDATE,
    delete=organizations.DELETE,
    assignments=(
        Assignment(
            "members",
            TO_USER,
            organization_members.ADD,
            organization_members.REMOVE,
            listed("members", lambda name: name.lower()),
            keyed("username"),
            organization_members.LIST,
            variable="member-id",
        ),
        Assignment(
            "identity_providers",
            TO_IDENTITY_PROVIDER,
            organization_identity_providers.ADD,
            organization_identity_providers.REMOVE,
            listed("identity_providers"),
            keyed("alias"),
            organization_identity_providers.LIST,
            variable="alias",
            identifier="alias",
        ),
    ),
    renames="new_name",
    # They are shown as assignments where a task mentions them.
    noise=("members", "identityProviders"),
    requests=Requests(
        constant={"enabled": True},
        unsent=("members", "identityProviders"),
    ),
    hooks=Hooks(
        details=_details,
        verify=_verify,
    ),
)
