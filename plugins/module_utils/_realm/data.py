# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A realm's partial export, indexed, and what is asked of the server once beyond it."""

from __future__ import annotations

from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Tuple

from .._engine.reference import Representation, Values, first, tree
from .._engine.session import NEW
from .._http.api import authentication, clients, required_actions, server
from .._http.client import Client
from .._http.endpoint import Endpoint
from .new_realm import document

Query = Mapping[str, Any]
Handler = Callable[[Values, Query], Any]
# Every realm lists the same providers of its server.
_PROVIDERS = {
    authentication.AUTHENTICATORS: "authenticator",
    authentication.CLIENT_AUTHENTICATORS: "client-authenticator",
    authentication.FORM_ACTIONS: "form-action",
    authentication.FORMS: "form-authenticator",
    required_actions.LIST_UNREGISTERED: "required-action",
}


class RealmData:
    """A realm's export with ids.

    ``exists`` is false where the export is what a new realm will have.
    ``complete`` is false where the account may not export the realm: then it only lists some of its objects.
    """

    def __init__(
        self, client: Client, values: Values, export: Representation, exists: bool = True, complete: bool = True
    ) -> None:
        self.client = client
        self.values = values
        self.export = export
        self.exists = exists
        self.complete = complete
        self._asked: Dict[Tuple[Any, ...], Any] = {}
        self.clients = {item["clientId"]: item for item in export.get("clients") or ()}
        self._client_ids = {item["id"]: item["clientId"] for item in self.clients.values()}
        self.scopes = {item["name"]: item for item in export.get("clientScopes") or ()}
        self.groups = list(tree(export.get("groups") or ()))
        self._groups_by_id = {item["id"]: item for item in self.groups if item.get("id")}
        roles = export.get("roles") or {}
        self.roles = {("", role["name"]): role for role in roles.get("realm") or ()}
        for client_id, own in (roles.get("client") or {}).items():
            self.roles.update({(client_id, role["name"]): role for role in own})

    @property
    def components(self) -> List[Representation]:
        return list(_components(self.export.get("components") or {}, self.export.get("id")))

    def ask(self, endpoint: Endpoint, values: Values, query: Query, body: Any = None) -> Any:
        """What the export does not contain, asked of the server once."""
        key = (endpoint, tuple(sorted(values.items())), repr(sorted(query.items())), repr(body))
        if key not in self._asked:
            # An object that the plan creates has no id yet, and so nothing to be asked for.
            if any(str(values.get(name)).startswith(NEW) for name in endpoint.variables):
                return [] if endpoint.paged else None
            if not self.exists and "realm" in endpoint.variables:
                return self._of_new(endpoint)
            self._asked[key] = self.client.send(endpoint, values, query, body).data
        return self._asked[key]

    def _of_new(self, endpoint: Endpoint) -> Any:
        """What a realm that does not exist yet will answer."""
        if endpoint not in _PROVIDERS:
            return [] if endpoint.paged else document(endpoint.path, str(self.values["realm"]), self.client.version)
        provided = self.client.once(server.INFO)["providers"][_PROVIDERS[endpoint]]["providers"]
        registered = {item["providerId"] for item in self.export["requiredActions"]}
        return [{"id": name, "providerId": name, "name": name} for name in provided if name not in registered]

    def read_client_secrets(self) -> None:
        """The export masks the secrets of clients, which their list shows."""
        for item in self.client.pages(clients.LIST, self.values):
            if item.get("secret") and item["clientId"] in self.clients:
                self.clients[item["clientId"]]["secret"] = item["secret"]

    def client_id(self, values: Values) -> str:
        uuid = str(values["client-uuid"])
        return self._client_ids.get(uuid, uuid)

    def scope_name(self, values: Values) -> str:
        found = first(self.scopes.values(), "id", values["client-scope-id"])
        return found["name"] if found else ""

    def group(self, values: Values) -> Representation:
        return self._groups_by_id.get(values["group-id"]) or {}

    def role(self, client_id: str, name: str) -> Optional[Representation]:
        role = self.roles.get((client_id, name))
        return role and {key: value for key, value in role.items() if key != "composites"}

    def composites(self, client_id: str, name: str) -> List[Representation]:
        composites = (self.roles.get((client_id, name)) or {}).get("composites") or {}
        mapped = self.mappings(composites.get("realm"), composites.get("client"))
        return mapped["realmMappings"] + [role for it in mapped["clientMappings"].values() for role in it["mappings"]]

    def mappings(self, realm_roles: Any, client_roles: Any) -> Dict[str, Any]:
        """Role names as the server's own representation of mappings."""
        mapped: Dict[str, Any] = {"realmMappings": [], "clientMappings": {}}
        for name in realm_roles or ():
            self.map_role(mapped, "", name)
        for client_id, names in (client_roles or {}).items():
            for name in names:
                self.map_role(mapped, client_id, name)
        return mapped

    def map_role(self, mapped: Dict[str, Any], client_id: str, name: str) -> None:
        """Add a role to the representation of mappings."""
        role = self.role(client_id, name)
        if role is None:
            return
        if client_id:
            own = mapped["clientMappings"].setdefault(client_id, {"client": client_id, "mappings": []})
            own["mappings"].append(role)
        else:
            mapped["realmMappings"].append(role)


def called(items: Any, query: Query) -> List[Representation]:
    """Those of the name that is searched for."""
    return [item for item in items if query.get("search") in (None, item["name"])]


def _components(by_type: Mapping[str, Any], parent: Optional[str]) -> Iterator[Representation]:
    for kind, items in by_type.items():
        for item in items:
            yield {
                **{key: item[key] for key in item if key != "subComponents"},
                "providerType": kind,
                "parentId": parent,
            }
            yield from _components(item.get("subComponents") or {}, item["id"])
