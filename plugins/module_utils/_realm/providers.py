# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the server has that a configuration only names: providers, and users that are already there."""

from __future__ import annotations

from typing import Callable, Set

from .._engine.reference import find_user
from .._http.capability import described, version_in
from .._http.client import Client
from .._http.errors import KeycloakError
from .._kinds._provided import provider_ids


def providers_of(client: Client) -> Callable[[str], Set[str]]:
    """Lists the ids of the providers of an interface."""

    def of(interface: str) -> Set[str]:
        try:
            return set(provider_ids(client, interface))
        except KeycloakError as error:
            # Who may not read the info can't compare with it.
            if error.status != 403:
                raise
            return set()

    return of


def version_of(client: Client) -> Callable[[], str]:
    """Returns the version of the server."""
    return lambda: version_in(described(client))


def user_of(client: Client, realm: str) -> Callable[[str], bool]:
    """Says whether the realm has a user of that name. A realm that does not exist has none."""

    def has(username: str) -> bool:
        try:
            return find_user(client, {"realm": realm}, username) is not None
        except KeycloakError as error:
            if not error.missing_realm:
                raise
            return False

    return has
