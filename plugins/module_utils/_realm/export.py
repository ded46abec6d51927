# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A realm as what keycloak_realm_config takes: no ids, nothing that each realm has, secrets as named variables."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Tuple

from .._base.errors import InputError
from .._engine.reference import Representation
from .._http.api import users
from .._http.client import Client
from .._secrets.redact import MASK, entries, is_secret_text
from .defaults import without_defaults
from .kind import Exported
from .new_realm import clients_for_realms, new_realm
from .new_realm_data import ADMIN_PERMISSIONS
from .registry import KINDS
from .snapshot import Snapshot, read
from .tidy import others, place, tidy

# The keys of these maps are names of objects, and those of texts are the themes': what they sound like means nothing.
_BY_NAME = frozenset(("client", "clientRoles", "clientScopeMappings"))
_TEXTS = "localizationTexts"


@dataclass
class Export:
    """``config`` is the representation, ``variables`` the names that stand in it for secrets."""

    config: Dict[str, Any]
    variables: List[str] = field(default_factory=list)


def export(client: Client, realm: str, built_in: bool, people: bool = False, defaults: bool = True) -> Export:
    """The realm as it is now.

    ``built_in`` keeps the objects that are as in each new realm, ``people`` its users, ``defaults`` the values that new
    objects have anyway.
    """
    snapshot = read(client, realm)
    if not snapshot.exists:
        raise InputError(f"There is no realm '{realm}'.")
    found = snapshot.bulk.export
    default = _as_far_as_scopes_exist(new_realm(realm, client.version), found)
    new: Representation = {} if built_in else default
    # Clients that come with admin permissions or another realm.
    servers_own = {ADMIN_PERMISSIONS["clientId"], *clients_for_realms(found)} if new else set()
    differing = others(found.get("clients"), new.get("clients"))
    clients = {item["clientId"] for item in differing if not (new and _is_servers(item))} - servers_own
    persons = _people(client, snapshot, realm) if people else []
    exported = Exported(client, snapshot, snapshot.bulk, new, default, clients, servers_own, persons)
    config: Dict[str, Any] = {}
    for kind in KINDS:
        for key, value in (kind.export(exported) if kind.export else {}).items():
            # Two kinds may have a part of one list: clients, and those that have admin permissions.
            config[key] = [*config[key], *value] if key in config else value
    whole = {**tidy(config), **_scopes_taken(found, default)}
    if any(action.get("defaultAction") for action in found.get("requiredActions") or ()):
        # A new user of whom no required actions are said gets those.
        for person in whole.get("users", ()):
            if person["username"] in exported.usernames:
                person.setdefault("requiredActions", [])
    if not defaults:
        whole = without_defaults(whole, default)
    variables: List[str] = []
    return Export(_named(whole, variables), variables)


def _as_far_as_scopes_exist(new: Representation, found: Representation) -> Representation:
    """A new realm whose clients lack the client scopes that are not there: nobody took them from each of them."""
    names = {item["name"] for item in found.get("clientScopes") or ()}
    for item in new["clients"]:
        for key in ("defaultClientScopes", "optionalClientScopes"):
            item[key] = [name for name in item.get(key) or () if name in names]
    return new


def _is_servers(item: Representation) -> bool:
    """A client that nobody can change (26.7), whatever an import left of it, unless it has permissions."""
    return item["clientId"] == "realm-management" and not item.get("authorizationSettings")


def _people(client: Client, snapshot: Snapshot, realm: str) -> List[Representation]:
    """Users with what they have. Those of a directory are the directory's, and passwords can't be read."""
    own = [person for person in snapshot.bulk.people.whole() if not person.get("federationLink")]
    if not snapshot.bulk.export.get("identityProviders"):
        return own
    links = client.map(lambda it: client.get(users.FEDERATED_IDENTITIES, {"realm": realm, "user-id": it["id"]}), own)
    return [dict(person, federatedIdentities=linked) for person, linked in zip(own, links)]


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


def _named(config: Any, variables: List[str], path: Tuple[str, ...] = (), secret: bool = False) -> Any:
    """Each secret as a variable that is called after where it is, whether the server masks it or not."""
    if isinstance(config, Mapping):
        by_name = _TEXTS in path or not _BY_NAME.isdisjoint(path[-1:])
        return {
            _written(key): _named(item, variables, _below(path, str(key)), secret or (named_so and not by_name))
            for key, item, named_so in entries(config)
        }
    if isinstance(config, list):
        return [
            _named(item, variables, (*path, str(place(item)[0])) if isinstance(item, Mapping) else path, secret)
            for item in config
        ]
    if config == MASK or (secret and isinstance(config, str) and is_secret_text(config)):
        name = _variable(path)
        while name in variables:
            name += "_2"
        variables.append(name)
        return "{{ " + name + " }}"
    return _written(config)


def _written(value: Any) -> Any:
    """A string as a template that renders to it."""
    if not isinstance(value, str) or not any(begin in value for begin in ("{{", "{%", "{#")):
        return value
    if "endraw" in value:
        return "{{ " + json.dumps(value) + " }}"
    return "{% raw %}" + value + "{% endraw %}"


def _below(path: Tuple[str, ...], key: str) -> Tuple[str, ...]:
    skipped = key in ("config", "components") or key.startswith("org.keycloak.")
    return path if skipped else (*path, key)


def _variable(path: Tuple[str, ...]) -> str:
    words = [re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", part) for part in path]
    return re.sub(r"[\W_]+", "_", "_".join(words), flags=re.ASCII).strip("_").lower()
