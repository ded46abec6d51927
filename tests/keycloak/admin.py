# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""An administrator who is independent of the collection's client."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import requests

REMOVALS = 4


class Admin:
    """Plain requests as the administrator of the master realm; any status that is no success is an error."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session = requests.Session()
        self._session.trust_env = False
        # Workflows come as YAML otherwise.
        self._session.headers["Accept"] = "application/json"
        self._until = 0.0

    def _log_in(self) -> None:
        form = {"grant_type": "password", "client_id": "admin-cli", "username": "admin", "password": "admin"}
        path = "/realms/master/protocol/openid-connect/token"
        answer = self._session.post(self._url + path, data=form, headers={"Authorization": ""}, timeout=60)
        answer.raise_for_status()
        self._session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        # Tokens of the master realm live a minute.
        self._until = time.monotonic() + 45

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        if time.monotonic() > self._until:
            self._log_in()
        answer = self._session.request(method, self._url + path, json=body, timeout=60)
        if method == "GET" and answer.status_code == 500:
            # A list of realms fails now and then while one of them goes.
            answer = self._session.request(method, self._url + path, json=body, timeout=60)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def get(self, path: str) -> Any:
        return self._call("GET", path)

    def find(self, path: str) -> Any:
        """The same, or None where there is nothing."""
        try:
            return self.get(path)
        except requests.HTTPError as error:
            if error.response.status_code != 404:
                raise
            return None

    def post(self, path: str, body: Any) -> Any:
        return self._call("POST", path, body)

    def put(self, path: str, body: Any) -> Any:
        return self._call("PUT", path, body)

    def delete(self, path: str, body: Any = None) -> Any:
        return self._call("DELETE", path, body)

    def make_account(self, name: str, secret: str, role: str = "admin", client: str = "") -> str:
        """A service account of the realm master with one role, of the realm or of a client. Returns its path."""
        home = "/admin/realms/master"
        body = {"clientId": name, "secret": secret, "serviceAccountsEnabled": True, "publicClient": False}
        self.post(f"{home}/clients", body)
        (made,) = self.get(f"{home}/clients?clientId={name}")
        user = self.get(f"{home}/clients/{made['id']}/service-account-user")
        roles, place = f"{home}/roles", "realm"
        if client:
            (owner,) = self.get(f"{home}/clients?clientId={client}")
            roles, place = f"{home}/clients/{owner['id']}/roles", f"clients/{owner['id']}"
        self.post(f"{home}/users/{user['id']}/role-mappings/{place}", [self.get(f"{roles}/{role}")])
        return f"{home}/clients/{made['id']}"

    @contextlib.contextmanager
    def account(self, name: str, secret: str, role: str = "admin", client: str = "") -> Iterator[str]:
        """The same for a while."""
        path = self.make_account(name, secret, role, client)
        try:
            yield name
        finally:
            self.delete(path)

    def remove_realm(self, name: str) -> None:
        """Removes a realm if it exists. A removal touches most tables and the roles of the master realm. Beside other
        tests on the same server it sometimes loses against one of their transactions: 500, and nothing is removed."""
        for attempt in range(REMOVALS):
            try:
                self.delete(f"/admin/realms/{quote(name)}")
            except requests.HTTPError as error:
                if error.response.status_code == 404:
                    return
                if error.response.status_code != 500 or attempt == REMOVALS - 1:
                    raise
                time.sleep(1)
            else:
                return
