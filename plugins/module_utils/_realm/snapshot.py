# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A realm read in bulk, which answers the reads of the engine in place of the server.

One partial export holds nearly all of a realm, with ids and with names in place of references. What it does not hold
(users, memberships) is read page by page; whatever is asked for beyond that is asked of the server, once.
"""

from __future__ import annotations

from typing import Any, Callable, Dict, FrozenSet, Iterable, Iterator, List, Mapping, Optional, Sequence, Set, Tuple

from .._engine.reference import Representation, Values, first, tree
from .._engine.resource import Resource
from .._engine.session import NEW
from .._http.api import (
    authentication,
    client_roles,
    client_scope_mappings,
    client_scope_scope_mappings,
    client_scopes,
    clients,
    components,
    group_role_mappings,
    groups,
    identity_provider_mappers,
    identity_providers,
    localization,
    realms,
    required_actions,
    roles,
    roles_by_id,
    server,
    user_role_mappings,
    users,
)
from .._http.client import Client
from .._http.endpoint import Endpoint
from .._http.errors import REALM_NOT_FOUND, KeycloakError
from .._http.reader import Answer, Item, Reader, Result
from .authorization import AuthzSnapshot, role_key
from .new_realm import admin_permissions_client, document, new_realm
from .organizations import OrganizationSnapshot, called

Query = Mapping[str, Any]
Handler = Callable[[Values, Query], Any]
# The parts of an export that are no settings of the realm itself.
COLLECTIONS = frozenset(
    (
        "authenticationFlows",
        "authenticatorConfig",
        "clientScopeMappings",
        "clientScopes",
        "clients",
        "components",
        "groups",
        "identityProviderMappers",
        "identityProviders",
        "localizationTexts",
        "organizations",
        "requiredActions",
        "roles",
        "scopeMappings",
        "users",
        "workflows",
    )
)


# Whole users cost the server more the more of them one answer holds: 10,000 that it has not cached take 37 s in pages
# of 1,000, 14 s in pages of 100, and 7 s if some of those are asked for at a time.
_PAGE = 100
# Names of members do not: 60,000 take half as long as in pages of 100.
_MEMBERS = 1000
# The id of a user of whom no more than the name is known.
_NAMED = "named:"
# Every realm lists the same providers of its server.
_PROVIDERS = {
    authentication.AUTHENTICATORS: "authenticator",
    authentication.CLIENT_AUTHENTICATORS: "client-authenticator",
    authentication.FORM_ACTIONS: "form-action",
    authentication.FORMS: "form-authenticator",
    required_actions.LIST_UNREGISTERED: "required-action",
}


class Snapshot(Reader):
    """The reader of a preview: answers from memory what it can, asks the server for the rest, writes nothing."""

    def __init__(self, client: Client, values: Values, export: Representation, exists: bool = True) -> None:
        self._client = client
        self._values = values
        # Whether the realm exists. One that does not answers as a new one would.
        self.exists = exists
        self._asked: Dict[Tuple[Any, ...], Any] = {}
        self.export = export
        self._users: Dict[str, Representation] = {}
        self._sought: Set[str] = set()
        self._groups_of: Dict[str, List[Representation]] = {}
        self._roles_of: Dict[str, Dict[str, Any]] = {}
        self._gone: FrozenSet[Any] = frozenset()
        self._organized = OrganizationSnapshot(client, values, self._mappings)
        self._index()
        self._handlers = self._handled()

    @property
    def identity(self) -> Dict[str, str]:
        return self._client.identity

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> List[Result]:
        return self._client.map(function, items)

    def send(
        self, endpoint: Endpoint, values: Optional[Values] = None, query: Optional[Query] = None, body: Any = None
    ) -> Answer:
        if not endpoint.reading:
            raise TypeError(f"a preview does not send {endpoint.method} {endpoint.path}")
        asked, given = dict(values or {}), dict(query or {})
        handler = self._handlers.get(endpoint)
        data = handler(asked, given) if handler else self._ask(endpoint, asked, given, body)
        if data is None:
            raise KeycloakError(endpoint.method, endpoint.path, 404, "not found")
        if self._gone and isinstance(data, list):
            data = [item for item in data if not (isinstance(item, dict) and _id(item) in self._gone)]
        if isinstance(data, list) and given.get("max") is not None:
            data = data[int(given.get("first") or 0) :][: int(given["max"])]
        return Answer(200, data)

    def _ask(self, endpoint: Endpoint, values: Values, query: Query, body: Any) -> Any:
        """What the snapshot does not hold."""
        key = (endpoint, tuple(sorted(values.items())), repr(sorted(query.items())), repr(body))
        if key not in self._asked:
            # An object that the plan makes has no id yet, and so nothing to be asked for.
            if any(str(values.get(name)).startswith(NEW) for name in endpoint.variables):
                return [] if endpoint.paged else None
            if not self.exists and "realm" in endpoint.variables:
                return self._foretold(endpoint)
            self._asked[key] = self._client.send(endpoint, values, query, body).data
        return self._asked[key]

    def _foretold(self, endpoint: Endpoint) -> Any:
        """What a realm that is not there yet will answer."""
        if endpoint not in _PROVIDERS:
            return [] if endpoint.paged else document(endpoint.path, str(self._values["realm"]))
        provided = self._ask(server.INFO, {}, {}, None)["providers"][_PROVIDERS[endpoint]]["providers"]
        registered = {item["providerId"] for item in self.export["requiredActions"]}
        return [{"id": name, "providerId": name, "name": name} for name in provided if name not in registered]

    def _index(self) -> None:
        held = self.export
        self._clients = {item["clientId"]: item for item in held.get("clients") or ()}
        self._client_ids = {item["id"]: item["clientId"] for item in self._clients.values()}
        self._scopes = {item["name"]: item for item in held.get("clientScopes") or ()}
        self._groups = list(tree(held.get("groups") or ()))
        every = (held.get("roles") or {}).get("realm") or ()
        self._roles = {("", role["name"]): role for role in every}
        for client_id, own in ((held.get("roles") or {}).get("client") or {}).items():
            self._roles.update({(client_id, role["name"]): role for role in own})
        self._flows = {flow["alias"]: flow for flow in held.get("authenticationFlows") or ()}
        self._accounts = {user.get("serviceAccountClientId"): user for user in held.get("users") or ()}
        for user in self._accounts.values():
            self._roles_of[user["id"]] = self._mappings(user.get("realmRoles"), user.get("clientRoles"))

    def _handled(self) -> Dict[Endpoint, Handler]:
        held = self.export
        return {
            realms.GET: lambda _v, _q: self._realm(),
            realms.DEFAULT_CLIENT_SCOPES: lambda _v, _q: self._named_scopes("defaultDefaultClientScopes"),
            realms.OPTIONAL_CLIENT_SCOPES: lambda _v, _q: self._named_scopes("defaultOptionalClientScopes"),
            realms.DEFAULT_GROUPS: lambda _v, _q: [
                group for group in self._groups if group["path"] in (held.get("defaultGroups") or ())
            ],
            realms.GROUP_BY_PATH: lambda v, _q: first(self._groups, "path", "/" + str(v["path"]).lstrip("/")),
            roles.LIST: lambda _v, _q: [role for key, role in self._roles.items() if not key[0]],
            roles.GET: lambda v, _q: self._role("", v["role-name"]),
            roles.COMPOSITES: lambda v, _q: self._composites("", v["role-name"]),
            client_roles.LIST: lambda v, _q: self._roles_of_client(v),
            client_roles.GET: lambda v, _q: self._role(self._client_id(v), v["role-name"]),
            client_roles.COMPOSITES: lambda v, _q: self._composites(self._client_id(v), v["role-name"]),
            clients.LIST: lambda _v, q: _matching(self._clients, q.get("clientId")),
            clients.GET: lambda v, _q: self._clients.get(self._client_id(v)),
            clients.SERVICE_ACCOUNT_USER: lambda v, _q: self._accounts.get(self._client_id(v)),
            client_scopes.LIST: lambda _v, _q: list(self._scopes.values()),
            client_scopes.GET: lambda v, _q: first(self._scopes.values(), "id", v["client-scope-id"]),
            client_scope_mappings.LIST: lambda v, _q: self._scope_mappings("client", self._client_id(v)),
            client_scope_scope_mappings.LIST: lambda v, _q: self._scope_mappings("clientScope", self._scope_name(v)),
            authentication.LIST: lambda _v, _q: [flow for flow in self._flows.values() if flow.get("topLevel")],
            authentication.EXECUTIONS: lambda v, _q: self._executions(v["flowAlias"]),
            authentication.GET_CONFIG: lambda v, _q: first(held.get("authenticatorConfig") or (), "id", v["id"]),
            required_actions.LIST: lambda _v, _q: held.get("requiredActions") or [],
            localization.LIST: lambda v, _q: (held.get("localizationTexts") or {}).get(v["locale"], {}),
            groups.LIST: lambda _v, q: called(held.get("groups") or (), q),
            groups.GET: lambda v, _q: first(self._groups, "id", v["group-id"]),
            groups.CHILDREN: lambda v, q: called(self._group(v).get("subGroups") or (), q),
            group_role_mappings.LIST: lambda v, _q: self._group_roles(v),
            identity_providers.LIST: lambda _v, _q: held.get("identityProviders") or [],
            identity_providers.GET: lambda v, _q: first(held.get("identityProviders") or (), "alias", v["alias"]),
            identity_provider_mappers.LIST: lambda v, _q: [
                item
                for item in held.get("identityProviderMappers") or ()
                if item["identityProviderAlias"] == v["alias"]
            ],
            components.LIST: lambda _v, q: [item for item in self.components if _fits(item, q)],
            components.GET: lambda v, _q: first(self.components, "id", v["id"]),
            users.LIST: self._found_users,
            users.GET: self._user,
            users.GROUPS: lambda v, _q: self._groups_of.get(v["user-id"], []),
            # Whose password is set is the creation's to decide: looking at each user would be a request each.
            users.CREDENTIALS: lambda _v, _q: [{"type": "password"}],
            user_role_mappings.LIST: lambda v, _q: self._roles_of.get(v["user-id"], {}),
            roles_by_id.GET: lambda v, _q: first(self._roles.values(), "id", v["role-id"]),
            **(self._organized.handlers() if self.exists else {}),
            **AuthzSnapshot(lambda v: self._clients.get(self._client_id(v)), self._policy_ids()).handlers(),
        }

    def _realm(self) -> Representation:
        if not self.exists:
            raise KeycloakError("GET", realms.GET.path, 404, REALM_NOT_FOUND)
        return self.settings

    def without(self, gone: Iterable[Representation]) -> Snapshot:
        """The same realm as it is once these objects are gone."""
        ids = {_id(item) for item in gone}

        def kept(value: Any) -> Any:
            if isinstance(value, dict):
                return {key: kept(item) for key, item in value.items()}
            if isinstance(value, list):
                return [kept(item) for item in value if not (isinstance(item, dict) and _id(item) in ids)]
            return value

        less = Snapshot(self._client, self._values, kept(self.export))
        less._gone = frozenset(ids)
        return less

    def organizations(self) -> Sequence[Representation]:
        """Those of a realm that has the feature switched on."""
        return self._organized.organizations() if self.export.get("organizationsEnabled") else ()

    def workflows(self) -> Sequence[Representation]:
        """Those of a server that has the feature."""
        try:
            return self._organized.workflows()
        except KeycloakError as error:
            if error.status not in (400, 404, 501):
                raise
            return ()

    def promise(self, resource: Resource, document: Representation) -> None:
        """The answer of the endpoint that reads the one object of a kind, from now on."""
        self._handlers[resource.endpoint("get")] = lambda _v, _q: document

    @property
    def settings(self) -> Representation:
        """The realm itself."""
        return {key: value for key, value in self.export.items() if key not in COLLECTIONS}

    @property
    def components(self) -> List[Representation]:
        return list(_components(self.export.get("components") or {}, self.export.get("id")))

    def read_client_secrets(self) -> None:
        """The export masks the secrets of clients, which their list shows."""
        for item in self._client.pages(clients.LIST, self._values):
            if item.get("secret") and item["clientId"] in self._clients:
                self._clients[item["clientId"]]["secret"] = item["secret"]

    def read_users(self, names: Iterable[str]) -> None:
        """The users of these names: one by one where that takes fewer requests than reading them all."""
        wanted = {name.lower() for name in names}
        self._sought |= wanted
        if not wanted or not self.exists:
            return
        count = self._client.get(users.COUNT, self._values)
        if len(wanted) <= count // _PAGE + 1:
            query = {"exact": True, "first": 0, "max": 2}
            found = self.map(
                lambda name: self._client.get(users.LIST, self._values, dict(query, username=name)), wanted
            )
            listed: Iterable[Representation] = [item for items in found for item in items]
        else:
            listed = self._every_user(count)
        self._users.update({item["username"]: item for item in listed if item["username"] in wanted})

    def read_everyone(self) -> List[Representation]:
        """Every user."""
        everyone = self._every_user(self._client.get(users.COUNT, self._values))
        self._users = {item["username"]: item for item in everyone}
        self._sought.update(self._users)
        return everyone

    def _every_user(self, count: int) -> List[Representation]:
        """All pages that this many fill, and those after them that came in the meantime."""
        query = {"briefRepresentation": False, "max": _PAGE}

        def page(start: int) -> List[Representation]:
            return self._client.get(users.LIST, self._values, dict(query, first=start)) or []

        pages = self.map(page, range(0, count + 1, _PAGE))
        while len(pages[-1]) == _PAGE:
            pages.append(page(len(pages) * _PAGE))
        return [item for items in pages for item in items]

    def people(self) -> Iterator[Representation]:
        """Every user, with groups and roles by name: a read for each group and role besides those of the pages."""
        everyone = self.read_everyone()
        self.read_members([group["path"] for group in self._groups], list(self._roles))
        for one in everyone:
            mapped = self._roles_of.get(one["id"]) or {}
            held = {
                holder: sorted(role["name"] for role in own["mappings"])
                for holder, own in (mapped.get("clientMappings") or {}).items()
            }
            yield {
                **one,
                "groups": sorted(group["path"] for group in self._groups_of.get(one["id"], ())),
                "realmRoles": sorted(role["name"] for role in mapped.get("realmMappings") or ()),
                "clientRoles": held,
            }

    @property
    def usernames(self) -> frozenset[str]:
        """Those of the users that were read."""
        return frozenset(self._users)

    def read_members(
        self,
        paths: Iterable[str],
        role_keys: Iterable[Tuple[str, str]],
        in_groups: Sequence[str] = (),
        with_roles: Sequence[str] = (),
    ) -> None:
        """Who is in these groups, and who holds these roles: one paged read each.

        Of the users ``in_groups`` every group is read, and every role of those ``with_roles``: by user, where that
        takes fewer requests than all groups or roles do.
        """
        if len(in_groups) > len(self._groups):
            paths, in_groups = [group["path"] for group in self._groups], ()
        if len(with_roles) > len(self._roles):
            role_keys, with_roles = list(self._roles), ()
        known = [group for group in self._groups if group["path"] in set(paths)]
        held = [key for key in dict.fromkeys(role_keys) if key in self._roles]
        brief = {"briefRepresentation": True}
        members = self.map(lambda it: self._ids(groups.MEMBERS, {"group-id": it["id"]}, brief), known)
        for group, ids in zip(known, members):
            for user_id in ids:
                self._groups_of.setdefault(user_id, []).append(group)
        for (client_id, name), ids in zip(held, self.map(self._holders, held)):
            for user_id in ids:
                own = self._roles_of.setdefault(user_id, {"realmMappings": [], "clientMappings": {}})
                self._map_role(own, client_id, name)
        self._read_of(in_groups, users.GROUPS, self._groups_of)
        self._read_of(with_roles, user_role_mappings.LIST, self._roles_of)

    def _read_of(self, names: Iterable[str], endpoint: Endpoint, known: Dict[str, Any]) -> None:
        ids = [self._users[name]["id"] for name in names if name in self._users]
        known.update(zip(ids, self.map(lambda it: self._client.get(endpoint, {**self._values, "user-id": it}), ids)))

    def _holders(self, key: Tuple[str, str]) -> List[str]:
        client_id, name = key
        brief = {"briefRepresentation": True}
        if not client_id:
            return self._ids(roles.USERS, {"role-name": name}, brief)
        values = {"client-uuid": self._clients[client_id]["id"], "role-name": name}
        return self._ids(client_roles.USERS, values, brief)

    def _ids(self, endpoint: Endpoint, values: Values, query: Optional[Query] = None) -> List[str]:
        return [item["id"] for item in self._client.pages(endpoint, dict(self._values, **values), query, _MEMBERS)]

    def _found_users(self, values: Values, query: Query) -> List[Representation]:
        name = str(query.get("username", "")).lower()
        if name in self._sought:
            return [self._users[name]] if name in self._users else []
        return self._ask(users.LIST, values, query, None)

    def _user(self, values: Values, query: Query) -> Any:
        name = str(values["user-id"])
        if name.startswith(_NAMED):
            return {"id": name, "username": name[len(_NAMED) :]}
        return first(self._users.values(), "id", name) or self._ask(users.GET, values, query, None)

    def _policy_ids(self) -> Dict[str, Callable[[Any], Any]]:
        """What the policies of an export name, as the server's representation of them has it."""
        return {
            "roles": lambda it: dict(it, id=(self._roles.get(role_key(it["id"], self._roles)) or it)["id"]),
            "groups": lambda it: dict(it, id=(first(self._groups, "path", it["path"]) or {}).get("id", it["path"])),
            "clientScopes": lambda it: dict(it, id=(self._scopes.get(it["id"]) or it)["id"]),
            "clients": lambda name: (self._clients.get(name) or {}).get("id", name),
            # Users are not read for it.
            "users": lambda name: _NAMED + name,
        }

    def _client_id(self, values: Values) -> str:
        uuid = str(values["client-uuid"])
        return self._client_ids.get(uuid, uuid)

    def _scope_name(self, values: Values) -> str:
        found = first(self._scopes.values(), "id", values["client-scope-id"])
        return found["name"] if found else ""

    def _group(self, values: Values) -> Representation:
        return first(self._groups, "id", values["group-id"]) or {}

    def _role(self, client_id: str, name: str) -> Optional[Representation]:
        role = self._roles.get((client_id, name))
        return role and {key: value for key, value in role.items() if key != "composites"}

    def _roles_of_client(self, values: Values) -> List[Representation]:
        client_id = self._client_id(values)
        return [role for key, role in self._roles.items() if client_id and key[0] == client_id]

    def _composites(self, client_id: str, name: str) -> List[Representation]:
        composites = (self._roles.get((client_id, name)) or {}).get("composites") or {}
        mapped = self._mappings(composites.get("realm"), composites.get("client"))
        return mapped["realmMappings"] + [role for it in mapped["clientMappings"].values() for role in it["mappings"]]

    def _mappings(self, realm_roles: Any, client_roles_: Any) -> Dict[str, Any]:
        """Role names as the server's own representation of mappings."""
        mapped: Dict[str, Any] = {"realmMappings": [], "clientMappings": {}}
        for name in realm_roles or ():
            self._map_role(mapped, "", name)
        for client_id, names in (client_roles_ or {}).items():
            for name in names:
                self._map_role(mapped, client_id, name)
        return mapped

    def _map_role(self, mapped: Dict[str, Any], client_id: str, name: str) -> None:
        role = self._role(client_id, name)
        if role is None:
            return
        if client_id:
            own = mapped["clientMappings"].setdefault(client_id, {"client": client_id, "mappings": []})
            own["mappings"].append(role)
        else:
            mapped["realmMappings"].append(role)

    def _group_roles(self, values: Values) -> Dict[str, Any]:
        group = self._group(values)
        return self._mappings(group.get("realmRoles"), group.get("clientRoles"))

    def _scope_mappings(self, kind: str, name: str) -> Dict[str, Any]:
        def of(items: Any) -> List[str]:
            return [role for item in items or () if item.get(kind) == name for role in item["roles"]]

        by_client = self.export.get("clientScopeMappings") or {}
        return self._mappings(
            of(self.export.get("scopeMappings")), {client_id: of(items) for client_id, items in by_client.items()}
        )

    def _named_scopes(self, key: str) -> List[Representation]:
        return [self._scopes[name] for name in self.export.get(key) or () if name in self._scopes]

    def _executions(self, alias: str, level: int = 0) -> Optional[List[Representation]]:
        """The list that the server makes of a flow. Its executions have no ids in an export."""
        flow = self._flows.get(alias)
        if flow is None:
            return None
        configs = {item["alias"]: item["id"] for item in self.export.get("authenticatorConfig") or ()}
        rows: List[Representation] = []
        for item in sorted(flow.get("authenticationExecutions") or (), key=lambda it: it.get("priority", 0)):
            row = {
                "id": f"{alias}/{len(rows)}",
                "level": level,
                "requirement": item["requirement"],
                "priority": item.get("priority"),
                "providerId": item.get("authenticator"),
                "authenticationConfig": configs.get(item.get("authenticatorConfig")),
            }
            inner = self._flows.get(item.get("flowAlias"))
            if inner is not None:
                row.update(authenticationFlow=True, displayName=inner["alias"], description=inner.get("description"))
                row.update(flowId=inner["id"], requirementChoices=_CHOICES.get(inner["providerId"], ()))
            rows.append(row)
            rows += self._executions(inner["alias"], level + 1) or () if inner is not None else ()
        return rows


_CHOICES = {
    "basic-flow": ("REQUIRED", "ALTERNATIVE", "DISABLED", "CONDITIONAL"),
    "client-flow": ("REQUIRED", "ALTERNATIVE", "DISABLED"),
}


def read(client: Client, realm: str, admin_permissions: bool = False) -> Snapshot:
    """What a realm holds now, or what it will hold as a new one; with admin permissions it has a client for them."""
    values = {"realm": realm}
    try:
        export = client.get(realms.EXPORT, values, {"exportClients": True, "exportGroupsAndRoles": True})
    except KeycloakError as error:
        if not error.missing_realm:
            raise
        export = None
    held = export or new_realm(realm)
    if admin_permissions:
        permissions = admin_permissions_client(realm)
        if not first(held["clients"], "clientId", permissions["clientId"]):
            held["clients"].append(permissions)
    return Snapshot(client, values, held, exists=export is not None)


def _id(item: Representation) -> Any:
    return item.get("id") or item.get("internalId") or item.get("alias")


def _matching(items: Mapping[str, Representation], key: Optional[str]) -> List[Representation]:
    if key is None:
        return list(items.values())
    return [items[key]] if key in items else []


def _fits(item: Representation, query: Query) -> bool:
    names = {"parent": "parentId", "type": "providerType", "name": "name", "providerId": "providerId"}
    return all(query.get(name) in (None, item.get(key)) for name, key in names.items())


def _components(by_type: Mapping[str, Any], parent: Optional[str]) -> Iterator[Representation]:
    for kind, items in by_type.items():
        for item in items:
            yield {
                **{key: item[key] for key in item if key != "subComponents"},
                "providerType": kind,
                "parentId": parent,
            }
            yield from _components(item.get("subComponents") or {}, item["id"])
