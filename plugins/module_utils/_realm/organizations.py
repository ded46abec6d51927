# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Organizations and workflows, which no export contains: each list is read once, and the groups of an organization."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence

from .._engine.reference import Representation, Values, first, tree
from .._engine.session import NEW
from .._http.api import organization_groups, organizations, workflows
from .._http.client import Client
from .._http.endpoint import Endpoint
from .._http.errors import KeycloakError
from .data import RealmData

# What a search must look for so that the answer is the whole tree (26.7): without a search it is the top level only.
_WHOLE_TREE = {"search": "*", "populateHierarchy": True, "briefRepresentation": False}


def groups_of(client: Client, values: Values) -> List[Representation]:
    """The groups of an organization, each with its attributes, its roles and what is below it."""
    return list(client.pages(organization_groups.LIST, values, _WHOLE_TREE))


def groups_for_export(client: Client, values: Values) -> List[Representation]:
    """The same; none where the server is too old to have them."""
    try:
        return groups_of(client, values)
    except KeycloakError as error:
        if not error.lacking:
            raise
        return []


class Organizations:
    """The organizations and workflows of a realm, read when they are asked for."""

    def __init__(self, data: RealmData) -> None:
        self._data = data
        self._lists: Dict[Any, List[Representation]] = {}

    def organizations(self) -> Sequence[Representation]:
        """Those of a realm that has the feature switched on."""
        return self.listed(organizations.LIST, briefRepresentation=False) if self._has_organizations else ()

    @property
    def _has_organizations(self) -> bool:
        return self._data.exists and bool(self._data.export.get("organizationsEnabled"))

    def workflows(self) -> Sequence[Representation]:
        """Those of a server that has the feature."""
        try:
            return self.listed(workflows.LIST) if self._data.exists else ()
        except KeycloakError as error:
            if error.status not in (400, 404, 501):
                raise
            return ()

    def listed(self, endpoint: Endpoint, **query: Any) -> List[Representation]:
        """All objects of a list."""
        if endpoint not in self._lists:
            self._lists[endpoint] = list(self._data.client.pages(endpoint, self._data.values, query))
        return self._lists[endpoint]

    def groups(self, values: Values) -> List[Representation]:
        """The tree of groups of an organization."""
        organization = str(values["org-id"])
        if organization.startswith(NEW):
            return []
        if organization not in self._lists:
            own = dict(self._data.values, **{"org-id": organization})
            self._lists[organization] = groups_of(self._data.client, own)
        return self._lists[organization]

    def group(self, values: Values) -> Optional[Representation]:
        return first(tree(self.groups(values)), "id", values["group-id"])
