# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The authorization of clients from an older server, or from another one, in the form that this server takes.

What it can't have, such as policies about users who are not there, is left out with all that it decides on.
"""

from __future__ import annotations

import json
from typing import Any, Callable, List, Mapping, Set

from .._engine.reference import Representation

Warn = Callable[[str, str], None]
# Lists the ids of the server's providers of an interface, such as policy; empty where it can't be known.
Providers = Callable[[str], Set[str]]


def taking_imports(providers: Providers, interface: str) -> Set[str]:
    """The import refuses scripts, whose provider a server lists all the same (24.0 to 26.5)."""
    return providers(interface) - {"js"}


def adapt_authorization(client: Representation, warn: Warn, providers: Providers) -> None:
    """The authorization of one client, where it has any."""
    if not client.get("authorizationServicesEnabled"):
        return
    # The server's import switches it on.
    client.setdefault("serviceAccountsEnabled", True)
    settings = client.get("authorizationSettings")
    if not settings:
        return
    _policies(client["clientId"], settings, warn, providers)
    names = {scope.get("name") for scope in settings.get("scopes") or ()}
    for resource in settings.get("resources") or ():
        if "uri" in resource:
            resource.setdefault("uris", [resource["uri"]] if resource["uri"] else [])
            del resource["uri"]
        for scope in resource.get("scopes") or ():
            name = scope.get("name") if isinstance(scope, Mapping) else scope
            if name not in names:
                # The server creates them with their resource.
                settings["scopes"] = [*(settings.get("scopes") or ()), {"name": name}]
                names.add(name)


def leave_out_absent_users(realm: Representation, warn: Warn, has_user: Callable[[str], bool]) -> None:
    """The console exports policies about users without the users: such a policy can't be made anywhere else."""
    known = {str(user.get("username")).lower() for user in realm.get("users") or ()}

    def absent(user: Any) -> bool:
        return str(user).lower() not in known and not has_user(str(user))

    for client in realm.get("clients") or ():
        settings = client.get("authorizationSettings") or {}
        for resource in settings.get("resources") or ():
            owner = (resource.get("owner") or {}).get("name")
            if owner and owner != client["clientId"] and absent(owner):
                del resource["owner"]
                warn(
                    "the export does not have the user who owns it, so it belongs to its client",
                    f"authorization resource '{resource['name']}' of client '{client['clientId']}'",
                )
        policies = settings.get("policies") or ()
        named = {it["name"]: parsed((it.get("config") or {}).get("users")) or () for it in policies}
        gone = {name for name, users in named.items() if any(map(absent, users))}
        for name in _leave_out(settings, gone):
            warn(
                "the export does not have the users that it is about, so it is left out with what it decides on",
                f"authorization policy '{name}' of client '{client['clientId']}'",
            )


def _leave_out(settings: Representation, gone: Set[str]) -> List[str]:
    """Remove these policies and each that is made of one of them: the names of all.

    What decides with fewer policies than before could let in more people.
    """
    policies = settings.get("policies") or ()
    left = len(gone) - 1
    while left != len(gone):
        left = len(gone)
        gone = gone | {it["name"] for it in policies if decides(it) & gone}
    if gone:
        settings["policies"] = [it for it in policies if it["name"] not in gone]
    return sorted(gone)


def _policies(client_id: str, settings: Representation, warn: Warn, providers: Providers) -> None:
    """Policies whose type the server lacks are left out."""
    policies = settings.get("policies") or ()
    known = providers("policy") if policies else set()
    gone = {it["name"] for it in policies if known and it.get("type") not in known}
    for name in _leave_out(settings, gone):
        warn(
            "the server has no policy of its type (scripts need the feature and a deployment), so it is left out with "
            "what it decides on",
            f"authorization policy '{name}' of client '{client_id}'",
        )


def decides(policy: Mapping[str, Any]) -> Set[str]:
    """The policies that a permission, or a policy of others, is made of."""
    held = (policy.get("config") or {}).get("applyPolicies")
    found = parsed(held)
    return set(found) if isinstance(found, list) else set()


def parsed(value: Any) -> Any:
    """A list of a policy's configuration, which an export writes as a string."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return None
