# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Groups of organizations: a tree of their own, with members of the organization and roles."""

from __future__ import annotations

from typing import Any, Dict

from .._engine.assignment import Assignment, keyed, listed
from .._engine.change import Change, Wanted
from .._engine.hooks import Hooks, Requests
from .._engine.reference import TO_ORGANIZATION, TO_USER, Groups, Reference, Representation, Values
from .._engine.resource import Resource, Scope
from .._engine.session import Session
from .._http.api import organization_group_role_mappings, organization_groups, organization_members
from .._http.reader import Reader
from ._groups import ARGUMENTS, FIELDS, KEY, NOISE, ONE_PLACE, UNSENT, Tree, normalise
from ._roles import mapped_roles

_GROUPS = Groups(
    organization_groups.GROUP_BY_PATH, organization_groups.GET, organization_groups.LIST, organization_groups.CHILDREN
)
_TREE = Tree(
    Reference("organization group", "path", _GROUPS.find, _GROUPS.paths, within=("realm", "org-id"), searched=True),
    organization_groups.CREATE,
    organization_groups.ADD_CHILD,
)


def _details(client: Reader, values: Values, _raw: Representation, _wanted: Wanted) -> Dict[str, Any]:
    """Lists leave attributes out."""
    return client.get(organization_groups.GET, values)


def _only_members(session: Session, plan: Change) -> None:
    """The server takes members of the organization only, and says so after the group was made."""
    wanted = [name for name in plan.wanted.params.get("members") or () if plan.wanted.present]
    organization, values = plan.wanted.params["organization"], plan.current.values
    if not wanted or "org-id" not in values:
        return
    held = {item["username"] for item in session.client.pages(organization_members.LIST, values)}
    for name in dict.fromkeys(wanted):
        if name.lower() not in held and not session.promises("organization member", (organization, name.lower())):
            session.problems.append(
                f"The user '{name}' is not a member of the organization '{organization}': add it to the members "
                "of the organization first."
            )


ORGANIZATION_GROUP = Resource(
    name="organization group",
    key=KEY,
    variable="group-id",
    scopes=(Scope("organization", "org-id", TO_ORGANIZATION),),
    fields=FIELDS,
    get=organization_groups.GET,
    listing=organization_groups.LIST,
    create=organization_groups.CREATE,
    update=organization_groups.UPDATE,
    delete=organization_groups.DELETE,
    assignments=(
        Assignment(
            "members",
            TO_USER,
            organization_groups.ADD_MEMBER,
            organization_groups.REMOVE_MEMBER,
            listed("members", lambda name: name.lower()),
            keyed("username"),
            organization_groups.MEMBERS,
            variable="userId",
        ),
        mapped_roles(organization_group_role_mappings),
    ),
    by_id=True,
    # Roles are shown as an assignment where a task mentions them.
    noise=(*NOISE, "realmRoles", "clientRoles"),
    arguments=ARGUMENTS,
    constraints=ONE_PLACE,
    find=_TREE.find,
    requests=Requests(
        creation=_TREE.creation,
        unsent=UNSENT,
    ),
    hooks=Hooks(
        normalise=normalise,
        details=_details,
        steps=_TREE.move,
        needs=_TREE.needs,
        verify=_only_members,
    ),
)
