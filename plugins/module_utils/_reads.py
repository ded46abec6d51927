# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is read often, each by its name: the lookups and keycloak_info are made of these."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, List, Mapping, Tuple

from ._base.errors import InputError
from ._engine.names import NAMES, named
from ._engine.reference import TO_CLIENT, TO_FLOW, TO_GROUP, TO_ROLE, TO_USER, Representation, Values, group_path
from ._http.api import (
    authentication,
    client_roles,
    client_scopes,
    clients,
    components,
    events,
    groups,
    identity_providers,
    organizations,
    realms,
    roles,
    server,
    user_role_mappings,
    users,
)
from ._http.client import Client
from ._http.endpoint import Endpoint

Options = Mapping[str, Any]
Reader = Callable[[Client, Values, str, Options], List[Any]]


@dataclass(frozen=True)
class Read:
    """``term`` is what a lookup's term names, '' where it takes none. ``options`` are those that it takes beside it.

    What is ``secret`` is what the read is for and is shown.
    """

    reader: Reader
    term: str = ""
    options: Tuple[str, ...] = ()
    secret: bool = False
    defaults: Mapping[str, Any] = field(default_factory=dict)


def _client(client: Client, realm: Values, name: str) -> Dict[str, Any]:
    """The path values of a client's endpoints."""
    return dict(realm, **{"client-uuid": named(client, realm, TO_CLIENT, name)["id"]})


def _user_id(client: Client, realm: Values, name: str) -> str:
    return str(named(client, realm, TO_USER, name)["id"])


def _user(client: Client, realm: Values, name: str, _options: Options) -> List[Any]:
    return [named(client, realm, TO_USER, name)]


_KINDS = {"flow": TO_FLOW, **{kind: name.reference for kind, name in NAMES.items() if kind != "target_client"}}


def _object_id(client: Client, realm: Values, name: str, options: Options) -> List[Any]:
    kind = options["kind"]
    if kind not in _KINDS:
        raise InputError(f"kind is '{kind}'; it must be one of {', '.join(sorted(_KINDS))}.")
    reference = _KINDS[kind]
    key: Any = name
    if reference is TO_ROLE:
        key = (options.get("client") or "", name)
    elif reference is TO_GROUP:
        key = group_path(name)
    return [named(client, realm, reference, key)["id"]]


def _client_secret(client: Client, realm: Values, name: str, _options: Options) -> List[Any]:
    held = client.get(clients.SECRET, _client(client, realm, name))
    if not held.get("value"):
        raise InputError(f"The client '{name}' has no secret.")
    return [held["value"]]


def _token(client: Client, _realm: Values, _name: str, _options: Options) -> List[Any]:
    return [client.access_token()]


def _group_members(client: Client, realm: Values, path: str, _options: Options) -> List[Any]:
    found = named(client, realm, TO_GROUP, group_path(path))
    query = {"briefRepresentation": False}
    return list(client.pages(groups.MEMBERS, dict(realm, **{"group-id": found["id"]}), query))


def _role_members(client: Client, realm: Values, name: str, options: Options) -> List[Any]:
    holder = options.get("client") or ""
    named(client, realm, TO_ROLE, (holder, name))
    query = {"briefRepresentation": False}
    if not holder:
        return list(client.pages(roles.USERS, dict(realm, **{"role-name": name}), query))
    return list(client.pages(client_roles.USERS, dict(_client(client, realm, holder), **{"role-name": name}), query))


def _effective_roles(client: Client, realm: Values, name: str, _options: Options) -> List[Any]:
    """All roles that a user has, in groups and in other roles, too."""
    own = dict(realm, **{"user-id": _user_id(client, realm, name)})
    found = [{"name": it["name"], "client": ""} for it in client.get(user_role_mappings.EFFECTIVE_REALM, own)]
    holders = list(client.pages(clients.LIST, realm))

    def of(holder: Representation) -> List[Any]:
        return list(client.get(user_role_mappings.EFFECTIVE_CLIENT, dict(own, **{"client-id": holder["id"]})))

    for holder, held in zip(holders, client.map(of, holders)):
        found += [{"name": it["name"], "client": holder["clientId"]} for it in held]
    return sorted(found, key=lambda it: (it["client"], it["name"]))


def _installation(client: Client, realm: Values, name: str, options: Options) -> List[Any]:
    """A map where it is JSON, which some servers do not say of it."""
    values = dict(_client(client, realm, name), providerId=options["provider"])
    found = client.get(clients.INSTALLATION, values)
    try:
        return [json.loads(found) if isinstance(found, str) else found]
    except ValueError:
        return [found]


def _effective_scopes(client: Client, realm: Values, name: str, options: Options) -> List[Any]:
    """The protocol mappers that would make a token."""
    return list(
        client.get(clients.EFFECTIVE_PROTOCOL_MAPPERS, _client(client, realm, name), {"scope": options["scope"]})
    )


_EXAMPLES = {
    "access": clients.EXAMPLE_ACCESS_TOKEN,
    "id": clients.EXAMPLE_ID_TOKEN,
    "userinfo": clients.EXAMPLE_USERINFO,
}


def _example_token(client: Client, realm: Values, name: str, options: Options) -> List[Any]:
    kind = options["kind"]
    if kind not in _EXAMPLES:
        raise InputError(f"kind is '{kind}'; it must be one of {', '.join(sorted(_EXAMPLES))}.")
    if not options.get("user"):
        raise InputError("Set user, the owner of the token.")
    query = {"scope": options["scope"], "userId": _user_id(client, realm, options["user"])}
    return [client.get(_EXAMPLES[kind], _client(client, realm, name), query)]


def _events(client: Client, realm: Values, _name: str, options: Options) -> List[Any]:
    query = {"type": options.get("types"), "client": options.get("client")}
    query.update(dateFrom=options.get("date_from"), dateTo=options.get("date_to"))
    if options.get("user"):
        query["user"] = _user_id(client, realm, options["user"])
    return list(client.pages(events.LIST, realm, query))


def _admin_events(client: Client, realm: Values, _name: str, options: Options) -> List[Any]:
    query = {"operationTypes": options.get("types"), "resourcePath": options.get("resource_path")}
    query.update(dateFrom=options.get("date_from"), dateTo=options.get("date_to"))
    return list(client.pages(events.LIST_ADMIN, realm, query))


def _session_counts(client: Client, realm: Values, name: str, _options: Options) -> List[Any]:
    own = _client(client, realm, name)
    online, offline = client.get(clients.SESSION_COUNT, own), client.get(clients.OFFLINE_SESSION_COUNT, own)
    return [{"client": name, "online": online["count"], "offline": offline["count"]}]


def _clients(client: Client, realm: Values, _name: str, options: Options) -> List[Any]:
    """Their search is a switch that makes a part of a clientId suffice."""
    query = {"clientId": options["search"], "search": True} if options.get("search") else {}
    return list(client.pages(clients.LIST, realm, query))


def _of_realm(endpoint: Endpoint) -> Reader:
    """What one endpoint of the realm gives, a list or one object."""

    def read(client: Client, realm: Values, _name: str, options: Options) -> List[Any]:
        query = {"search": options["search"]} if options.get("search") and "search" in endpoint.query else {}
        if "briefRepresentation" in endpoint.query and options.get("brief") is not None:
            query["briefRepresentation"] = options["brief"]
        if endpoint.paged:
            return list(client.pages(endpoint, realm, query))
        data = client.get(endpoint, realm, query)
        return data if isinstance(data, list) else [data]

    return read


def _of_user(endpoint: Endpoint) -> Reader:
    def read(client: Client, realm: Values, name: str, _options: Options) -> List[Any]:
        values = dict(realm, **{"user-id": _user_id(client, realm, name)})
        return list(client.pages(endpoint, values) if endpoint.paged else client.get(endpoint, values) or ())

    return read


def _of_client(endpoint: Endpoint) -> Reader:
    def read(client: Client, realm: Values, name: str, _options: Options) -> List[Any]:
        return list(client.pages(endpoint, _client(client, realm, name)))

    return read


_TIMES = ("date_from", "date_to")
_LISTED = ("search", "brief")
# The daily ones, each a lookup of its own.
LOOKUPS: Mapping[str, Read] = {
    "admin_events": Read(_admin_events, options=("types", "resource_path", *_TIMES)),
    "client_installation": Read(
        _installation, "client", ("provider",), True, defaults={"provider": "keycloak-oidc-keycloak-json"}
    ),
    "client_secret": Read(_client_secret, "client", secret=True),
    "effective_roles": Read(_effective_roles, "user"),
    "effective_scopes": Read(_effective_scopes, "client", ("scope",), defaults={"scope": "openid"}),
    "events": Read(_events, options=("types", "user", "client", *_TIMES)),
    "example_token": Read(
        _example_token, "client", ("user", "scope", "kind"), defaults={"scope": "openid", "kind": "access"}
    ),
    "group_members": Read(_group_members, "group"),
    "object_id": Read(_object_id, "name", ("kind", "client")),
    "realm_keys": Read(_of_realm(realms.KEYS)),
    "role_members": Read(_role_members, "role", ("client",)),
    "server_info": Read(_of_realm(server.INFO)),
    "session_counts": Read(_session_counts, "client"),
    "token": Read(_token, secret=True),
    "user": Read(_user, "user"),
}
READS: Mapping[str, Read] = {
    **{name: read for name, read in LOOKUPS.items() if name != "token"},
    "authentication_flows": Read(_of_realm(authentication.LIST)),
    "client_scopes": Read(_of_realm(client_scopes.LIST)),
    "client_sessions": Read(_of_client(clients.SESSIONS), "client"),
    "clients": Read(_clients, options=("search",)),
    "components": Read(_of_realm(components.LIST)),
    "groups": Read(_of_realm(groups.LIST), options=_LISTED),
    "identity_providers": Read(_of_realm(identity_providers.LIST), options=_LISTED),
    "organizations": Read(_of_realm(organizations.LIST), options=_LISTED),
    "realm": Read(_of_realm(realms.GET)),
    "roles": Read(_of_realm(roles.LIST), options=_LISTED),
    "user_consents": Read(_of_user(users.CONSENTS), "user"),
    "user_credentials": Read(_of_user(users.CREDENTIALS), "user"),
    "user_groups": Read(_of_user(users.GROUPS), "user"),
    "user_sessions": Read(_of_user(users.SESSIONS), "user"),
    "users": Read(_of_realm(users.LIST), options=_LISTED),
}
