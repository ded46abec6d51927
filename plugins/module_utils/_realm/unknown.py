# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys that no representation has: misspelt ones, each with its object and the names that it looks like."""

from __future__ import annotations

from typing import Any, Callable, Iterable, Iterator, List, Mapping, Tuple

from .._base.sentences import did_you_mean
from .known_keys import KNOWN_KEYS

FAIL, WARN, IGNORE = CHOICES = ("fail", "warn", "ignore")
ADVICE = "Correct unknown keys, or let unknown_keys be warn."

# Takes the kind, a mapping, the object in words and further keys of it.
Look = Callable[..., None]
_STATE = ("state",)


def is_comment(key: Any) -> bool:
    """A key by which people keep what other parts of a YAML file refer to: ``x-defaults: &defaults``."""
    return str(key).startswith("x-")


def near(key: str, known: Iterable[str]) -> str:
    """What was probably meant, as the end of a sentence: in the key's style, that of the API or of tasks."""
    return did_you_mean(str(key), known, 0.75, ".")


def strange(kind: str, given: Any, further: Iterable[str] = ()) -> Iterator[Tuple[str, str]]:
    """Keys of a part of a representation that no version of Keycloak has, each with what was probably meant."""
    known = {*KNOWN_KEYS[kind], *further, *_STATE}
    for key in given if isinstance(given, Mapping) else ():
        if key not in known and not is_comment(key):
            yield str(key), near(str(key), known)


def look_into(config: Mapping[str, Any], look: Look) -> None:
    """Look at the parts of a representation that are no objects by themselves, or that objects are made from."""
    for flow in _all(config.get("authenticationFlows")):
        title = f"authentication flow '{flow.get('alias')}'"
        look("authentication flow", flow, title)
        for item in _all(flow.get("authenticationExecutions")):
            name = item.get("authenticator") or item.get("flowAlias")
            look("execution", item, f"execution '{name}' of {title}")
    for item in _all(config.get("authenticatorConfig")):
        look("authenticator config", item, f"authenticatorConfig '{item.get('alias')}'")
    roles = config.get("roles") or {}
    look("roles", roles, "roles")
    of_clients = [item for items in (roles.get("client") or {}).values() for item in _all(items)]
    for role in (*_all(roles.get("realm")), *of_clients):
        look("roles", role.get("composites") or {}, f"composites of role '{role.get('name')}'")
    rows = [*_all(config.get("scopeMappings"))]
    rows += [row for items in (config.get("clientScopeMappings") or {}).values() for row in _all(items)]
    for row in rows:
        name = next((row[key] for key in ("client", "clientScope", "clientTemplate") if row.get(key)), None)
        look("scope mapping", row, f"scope mapping of '{name}'", ("roles_behavior",))
    for user in _all(config.get("users")):
        for item in _all(user.get("credentials")):
            look("credential", item, f"credential of user '{user.get('username')}'")
    for client in _all(config.get("clients")):
        _authorization(client, look)


def _authorization(client: Mapping[str, Any], look: Look) -> None:
    settings = client.get("authorizationSettings") or {}
    of_client = f"of client '{client.get('clientId')}'"
    look("authorization settings", settings, f"authorizationSettings {of_client}")
    for key, kind in (("policies", "policy"), ("resources", "resource"), ("scopes", "scope")):
        for item in _all(settings.get(key)):
            look(f"authorization {kind}", item, f"authorization {kind} '{item.get('name')}' {of_client}", ("_id",))


def _all(items: Any) -> List[Mapping[str, Any]]:
    return [item for item in items or () if isinstance(item, Mapping)]
