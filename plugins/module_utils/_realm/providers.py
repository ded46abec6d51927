# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The providers that a server has, from its own info."""

from __future__ import annotations

from typing import Any, Callable, Dict, Set

from .._http.api import server
from .._http.client import Client
from .._http.errors import KeycloakError


def providers_of(client: Client) -> Callable[[str], Set[str]]:
    """Lists the ids of the providers of an interface. The info is read when it is first needed."""
    info: Dict[str, Any] = {}

    def of(interface: str) -> Set[str]:
        if not info:
            try:
                info.update(client.get(server.INFO))
            except KeycloakError as error:
                # Who may not read it can't compare with it.
                if error.status != 403:
                    raise
                info["providers"] = {}
        return set(((info.get("providers") or {}).get(interface) or {}).get("providers") or ())

    return of
