# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Organizations and workflows, which no export holds: each list is read once, and the groups of an organization."""

from __future__ import annotations

from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional

from .._engine.reference import Representation, Values, first, tree
from .._engine.session import NEW
from .._http.api import organization_group_role_mappings, organization_groups, organizations, workflows
from .._http.endpoint import Endpoint
from .._http.reader import Reader

# What a search must look for so that the answer is the whole tree (26.7): without a search it is the top level only.
WHOLE_TREE = {"search": "*", "populateHierarchy": True, "briefRepresentation": False}


def groups_of(client: Reader, values: Values) -> List[Representation]:
    """The groups of an organization, each with its attributes, its roles and what is below it."""
    return list(client.pages(organization_groups.LIST, values, WHOLE_TREE))


class OrganizationSnapshot:
    """Answers in place of the server. ``mappings`` makes the representation of role mappings of names of roles."""

    def __init__(self, client: Reader, values: Values, mappings: Callable[[Any, Any], Dict[str, Any]]) -> None:
        self._client = client
        self._values = values
        self._mappings = mappings
        self._lists: Dict[Any, List[Representation]] = {}

    def handlers(self) -> Dict[Endpoint, Callable[[Values, Mapping[str, Any]], Any]]:
        return {
            organizations.LIST: lambda _v, q: called(self.organizations(), q),
            organizations.GET: lambda v, _q: first(self.organizations(), "id", v["org-id"]),
            organization_groups.LIST: lambda v, q: called(self._groups(v), q),
            organization_groups.GET: lambda v, _q: self._group(v),
            organization_groups.CHILDREN: lambda v, q: called((self._group(v) or {}).get("subGroups") or (), q),
            organization_groups.GROUP_BY_PATH: lambda v, _q: first(
                tree(self._groups(v)), "path", "/" + str(v["path"]).lstrip("/")
            ),
            organization_group_role_mappings.LIST: lambda v, _q: self._roles(self._group(v) or {}),
            workflows.LIST: lambda _v, q: called(self.workflows(), q),
        }

    def organizations(self) -> List[Representation]:
        return self._listed(organizations.LIST, briefRepresentation=False)

    def workflows(self) -> List[Representation]:
        return self._listed(workflows.LIST)

    def _listed(self, endpoint: Endpoint, **query: Any) -> List[Representation]:
        if endpoint not in self._lists:
            self._lists[endpoint] = list(self._client.pages(endpoint, self._values, query))
        return self._lists[endpoint]

    def _groups(self, values: Values) -> List[Representation]:
        holder = str(values["org-id"])
        if holder.startswith(NEW):
            return []
        if holder not in self._lists:
            self._lists[holder] = groups_of(self._client, dict(self._values, **{"org-id": holder}))
        return self._lists[holder]

    def _group(self, values: Values) -> Optional[Representation]:
        return first(tree(self._groups(values)), "id", values["group-id"])

    def _roles(self, group: Representation) -> Dict[str, Any]:
        return self._mappings(group.get("realmRoles"), group.get("clientRoles"))


def called(items: Iterable[Representation], query: Mapping[str, Any]) -> List[Representation]:
    """Those of the name that is searched for."""
    return [item for item in items if query.get("search") in (None, item["name"])]
