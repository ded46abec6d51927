# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A realm as what keycloak_realm_config takes: no ids, nothing that each realm has, secrets as named variables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Container, Dict, Iterable, List, Mapping, Optional, Sequence, Set, Tuple

from .._base.errors import InputError
from .._engine.reference import Representation, first
from .._http.api import organization_groups, organization_identity_providers, organization_members, users
from .._http.client import Client
from .._http.endpoint import Endpoint
from .._secrets.redact import MASK
from .authorization import portable
from .new_realm import default_role, new_realm
from .new_realm_data import ADMIN_PERMISSIONS
from .organizations import groups_of
from .purge import ROLES_OF_MASTER, clients_for_realms
from .snapshot import COLLECTIONS, Snapshot, read
from .tidy import place, tidy

_SERVERS_OWN = frozenset(
    (
        "adminPermissionsClient",
        "defaultRole",
        "id",
        "keycloakVersion",
        "otpSupportedApplications",
        "requiredCredentials",
    )
)
_PROFILE = "org.keycloak.userprofile.UserProfileProvider"


_OF_A_PERSON = (
    *("username", "email", "emailVerified", "enabled", "firstName", "lastName", "attributes", "requiredActions"),
    *("groups", "clientRoles"),
)


_OF_AN_EXECUTION = ("authenticator", "authenticatorConfig", "flowAlias", "priority", "requirement")


@dataclass
class Export:
    """``config`` is the representation, ``variables`` the names that stand in it for secrets."""

    config: Dict[str, Any]
    variables: List[str] = field(default_factory=list)


def export(client: Client, realm: str, built_in: bool, people: bool = False) -> Export:
    """The realm as it is now. ``built_in`` keeps the objects that are as in each new realm, ``people`` its users."""
    snapshot = read(client, realm)
    if not snapshot.exists:
        raise InputError(f"There is no realm '{realm}'.")
    held = snapshot.export
    config: Dict[str, Any] = {key: value for key, value in held.items() if key not in COLLECTIONS | _SERVERS_OWN}
    # Attributes that stand among the settings as well.
    config["attributes"] = {key: it for key, it in (held.get("attributes") or {}).items() if key not in held}
    config.update({key: held[key] for key in ("requiredActions", "localizationTexts", "groups") if held.get(key)})
    new: Representation = {} if built_in else new_realm(realm)
    # Clients that come with admin permissions or another realm.
    servers_own = {ADMIN_PERMISSIONS["clientId"], *clients_for_realms(held)} if new else set()
    clients = {item["clientId"] for item in _others(held.get("clients"), new.get("clients"))} - servers_own
    flows = _flows(held, new)
    persons = _people(client, snapshot, realm) if people else []
    usernames = {person["username"] for person in persons}
    aliases = {flow["id"]: flow["alias"] for flow in held.get("authenticationFlows") or ()}
    config.update(
        authenticationFlows=list(flows.values()),
        authenticatorConfig=_configs(held, flows),
        clientScopes=_others(held.get("clientScopes"), new.get("clientScopes")),
        clients=[
            *(_client(snapshot, realm, it, aliases) for it in held.get("clients") or () if it["clientId"] in clients),
            *(() if ADMIN_PERMISSIONS["clientId"] in clients else _admin_permissions(snapshot, realm)),
        ],
        components=_components(held.get("components") or {}, new.get("components") or {}),
        identityProviders=held.get("identityProviders"),
        identityProviderMappers=held.get("identityProviderMappers"),
        roles=_roles(held, new, servers_own),
        scopeMappings=_others(held.get("scopeMappings"), new.get("scopeMappings")),
        clientScopeMappings={
            name: _others(rows, (new.get("clientScopeMappings") or {}).get(name))
            for name, rows in (held.get("clientScopeMappings") or {}).items()
        },
        users=[*_accounts(held, clients), *persons],
        organizations=client.map(lambda it: _organization(client, realm, it, usernames), snapshot.organizations()),
        workflows=[{key: it for key, it in item.items() if key != "state"} for item in snapshot.workflows()],
    )
    found = {**tidy(config), **_scopes_taken(held, new)}
    if any(action.get("defaultAction") for action in held.get("requiredActions") or ()):
        # A new user gets those of whom nothing is said.
        for person in found.get("users", ()):
            if person["username"] in usernames:
                person.setdefault("requiredActions", [])
    variables: List[str] = []
    return Export(_named(found, variables), variables)


def _scopes_taken(held: Representation, new: Representation) -> Dict[str, Any]:
    """The client scopes of the realm where one is missing that a new realm has."""
    found: Dict[str, Any] = {}
    for key, option in (
        ("defaultDefaultClientScopes", "default_default_client_scopes_behavior"),
        ("defaultOptionalClientScopes", "default_optional_client_scopes_behavior"),
    ):
        if not set(new.get(key) or ()) <= set(held.get(key) or ()):
            found.update({key: sorted(held.get(key) or ()), option: "exact"})
    return found


def _others(items: Optional[Iterable[Representation]], new: Optional[Iterable[Representation]]) -> List[Representation]:
    """The objects that a new realm has not, or not like this."""
    default = [tidy(item) for item in new or ()]
    return [item for item in items or () if tidy(item) not in default]


def _flows(held: Representation, new: Representation) -> Dict[str, Representation]:
    """Flows with the sub-flows that they reach."""
    kept: Dict[str, Representation] = {}
    for flow in held.get("authenticationFlows") or ():
        if flow.get("topLevel"):
            tree = _tree(held, flow)
            default = first(new.get("authenticationFlows") or (), "alias", flow["alias"])
            if default is None or _told(held, tree) != _told(new, _tree(new, default)):
                kept.update((item["alias"], item) for item in tree)
    return kept


def _tree(held: Representation, flow: Representation) -> List[Representation]:
    inner = [it.get("flowAlias") for it in flow.get("authenticationExecutions") or ()]
    below = [it for it in held["authenticationFlows"] if it["alias"] in inner]
    return [flow, *(found for it in below for found in _tree(held, it))]


def _told(held: Representation, flows: Sequence[Representation]) -> Any:
    """These flows and the settings of their executions."""
    known = [
        dict(
            flow,
            authenticationExecutions=[
                {key: it.get(key) for key in _OF_AN_EXECUTION} for it in flow.get("authenticationExecutions") or ()
            ],
        )
        for flow in flows
    ]
    return tidy([*known, *_configs(held, {flow["alias"]: flow for flow in flows})])


def _configs(held: Representation, flows: Mapping[str, Representation]) -> List[Representation]:
    used = {
        item.get("authenticatorConfig")
        for flow in flows.values()
        for item in flow.get("authenticationExecutions") or ()
    }
    return [item for item in held.get("authenticatorConfig") or () if item["alias"] in used]


def _client(snapshot: Snapshot, realm: str, item: Representation, aliases: Mapping[str, str]) -> Representation:
    overrides = item.get("authenticationFlowBindingOverrides") or {}
    whole = dict(item, authenticationFlowBindingOverrides={key: aliases.get(it, it) for key, it in overrides.items()})
    if item.get("authorizationSettings"):
        whole["authorizationSettings"] = portable(snapshot, realm, item["clientId"], item["authorizationSettings"])
    return whole


def _admin_permissions(snapshot: Snapshot, realm: str) -> List[Representation]:
    """Of the client that each realm with such permissions has: the permissions, where there are any."""
    name = ADMIN_PERMISSIONS["clientId"]
    held = first(snapshot.export.get("clients") or (), "clientId", name) or {}
    policies = portable(snapshot, realm, name, held.get("authorizationSettings") or {})["policies"]
    return [{"clientId": name, "authorizationSettings": {"policies": policies}}] if policies else []


def _components(by_type: Mapping[str, Any], new: Mapping[str, Any]) -> Dict[str, List[Representation]]:
    kept: Dict[str, List[Representation]] = {}
    for kind, entries in by_type.items():
        own = [item for item in _others(entries, new.get(kind)) if item.get("name") or kind == _PROFILE]
        kept[kind] = [dict(item, subComponents=_components(item.get("subComponents") or {}, {})) for item in own]
    return kept


def _roles(held: Representation, new: Representation, servers_own: Container[str]) -> Dict[str, Any]:
    every, known = held.get("roles") or {}, new.get("roles") or {}
    name, default = (held.get("defaultRole") or {}).get("name"), default_role()["composites"]
    realm = []
    for item in _others(every.get("realm"), known.get("realm")):
        if item["name"] == name and new:
            composites = item.get("composites") or {}
            if _beyond(default, composites):
                realm.append({"name": name, "composites": composites, "composites_behavior": "exact"})
            elif _beyond(composites, default):
                realm.append({"name": name, "composites": _beyond(composites, default)})
        elif not new or item["name"] not in ROLES_OF_MASTER:
            realm.append(item)
    own = {
        holder: _others(roles, (known.get("client") or {}).get(holder))
        for holder, roles in (every.get("client") or {}).items()
        if holder not in servers_own
    }
    return {"realm": realm, "client": {holder: roles for holder, roles in own.items() if roles}}


def _beyond(composites: Mapping[str, Any], others: Mapping[str, Any]) -> Dict[str, Any]:
    """The roles of some composites that others have not."""
    known = others.get("client") or {}
    client = {
        holder: [name for name in names if name not in known.get(holder, ())]
        for holder, names in (composites.get("client") or {}).items()
    }
    realm = [name for name in composites.get("realm") or () if name not in (others.get("realm") or ())]
    return tidy({"realm": realm, "client": client})


def _accounts(held: Representation, clients: Set[str]) -> List[Representation]:
    """The roles of service accounts."""
    default = (held.get("defaultRole") or {}).get("name")
    found = []
    for item in held.get("users") or ():
        if item.get("serviceAccountClientId") in clients:
            realm_roles = [name for name in item.get("realmRoles") or () if name != default]
            if realm_roles or item.get("clientRoles"):
                named = {key: item[key] for key in ("username", "serviceAccountClientId")}
                found.append({**named, "realmRoles": realm_roles, "clientRoles": item.get("clientRoles")})
    return found


def _people(client: Client, snapshot: Snapshot, realm: str) -> List[Representation]:
    """Users with what they hold. Those of a directory are the directory's, and passwords can't be read."""
    default = (snapshot.export.get("defaultRole") or {}).get("name")
    own = [person for person in snapshot.people() if not person.get("federationLink")]
    links: Iterable[Any] = [None] * len(own)
    if snapshot.export.get("identityProviders"):
        links = client.map(
            lambda it: client.get(users.FEDERATED_IDENTITIES, {"realm": realm, "user-id": it["id"]}), own
        )
    return [
        {
            **{key: person.get(key) for key in _OF_A_PERSON},
            "realmRoles": [name for name in person["realmRoles"] if name != default],
            "federatedIdentities": linked,
        }
        for person, linked in zip(own, links)
    ]


def _organization(client: Client, realm: str, whole: Representation, people: Container[str]) -> Representation:
    """An organization with what belongs to it; of its members those among ``people``."""
    values = {"realm": realm, "org-id": whole["id"]}

    def members(endpoint: Endpoint, **more: str) -> List[str]:
        held = client.pages(endpoint, {**values, **more}) if people else ()
        return sorted(it["username"] for it in held if it["username"] in people)

    def groups(items: Iterable[Representation]) -> List[Representation]:
        return [
            {
                **{key: it for key, it in group.items() if key != "path"},
                "subGroups": groups(group["subGroups"]),
                "members": members(organization_groups.MEMBERS, **{"group-id": group["id"]}),
            }
            for group in items
        ]

    providers = client.get(organization_identity_providers.LIST, values)
    return {
        **whole,
        "groups": groups(groups_of(client, values)),
        "identityProviders": [{"alias": alias} for alias in sorted(it["alias"] for it in providers)],
        "members": [{"username": name} for name in members(organization_members.LIST)],
    }


def _named(config: Any, variables: List[str], path: Tuple[str, ...] = ()) -> Any:
    """Each masked secret as a variable that is called after where it is."""
    if isinstance(config, Mapping):
        return {key: _named(item, variables, _below(path, str(key))) for key, item in config.items()}
    if isinstance(config, list):
        return [
            _named(item, variables, (*path, str(place(item)[0])) if isinstance(item, Mapping) else path)
            for item in config
        ]
    if config == MASK:
        name = _variable(path)
        while name in variables:
            name += "_2"
        variables.append(name)
        return "{{ " + name + " }}"
    if isinstance(config, str) and ("{{" in config or "{%" in config or "{#" in config):
        return "{% raw %}" + config + "{% endraw %}"
    return config


def _below(path: Tuple[str, ...], key: str) -> Tuple[str, ...]:
    skipped = key in ("config", "components") or key.startswith("org.keycloak.")
    return path if skipped else (*path, key)


def _variable(path: Tuple[str, ...]) -> str:
    words = [re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", part) for part in path]
    return re.sub(r"[\W_]+", "_", "_".join(words), flags=re.ASCII).strip("_").lower()
