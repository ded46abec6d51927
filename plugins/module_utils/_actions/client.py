# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an administrator does to a client without declaring state: revocation, nodes, new secrets."""

from __future__ import annotations

from typing import Any, Dict, Mapping

from .._base.errors import InputError
from .._engine.names import named
from .._engine.reference import TO_CLIENT, Representation
from .._http.api import clients
from .._http.client import Client
from .action import Action, Params, Result, Step, sends

SPEC: Dict[str, Any] = {
    "realm": {"type": "str", "default": "master"},
    "client_id": {"type": "str", "required": True, "aliases": ["clientId"]},
    "node": {"type": "str"},
}


def _look(client: Client, params: Params) -> Representation:
    """The client, with ``values``: the path values of its endpoints."""
    realm = {"realm": params["realm"]}
    found = named(client, realm, TO_CLIENT, params["client_id"])
    return dict(found, values=dict(realm, **{"client-uuid": found["id"]}))


def _report(answer: Any) -> Result:
    return {"told": (answer or {}).get("successRequests") or [], "not_told": (answer or {}).get("failedRequests") or []}


def _push_revocation(client: Client, params: Params) -> Step:
    found = _look(client, params)
    if not found.get("adminUrl"):
        raise InputError(f"The client '{found['clientId']}' has no admin_url, at which it could be notified.")

    def do() -> Result:
        return _report(client.send(clients.PUSH_REVOCATION, found["values"]).data)

    return Step(f"notify client '{found['clientId']}' which tokens are void", do)


def _register_node(client: Client, params: Params) -> Step:
    found, node = _look(client, params), params["node"]

    if node in (found.get("registeredNodes") or {}):
        return Step(f"client '{found['clientId']}' has the node {node}", needed=False)
    return Step(
        f"register the node {node} of client '{found['clientId']}'",
        sends(client, clients.ADD_NODE, found["values"], body={"node": node}),
    )


def _unregister_node(client: Client, params: Params) -> Step:
    found, node = _look(client, params), params["node"]

    if node not in (found.get("registeredNodes") or {}):
        return Step(f"client '{found['clientId']}' has no node {node}", needed=False)
    return Step(
        f"remove the node {node} of client '{found['clientId']}'",
        sends(client, clients.REMOVE_NODE, dict(found["values"], node=node)),
    )


def _test_nodes(client: Client, params: Params) -> Step:
    found = _look(client, params)

    def do() -> Result:
        return _report(client.get(clients.TEST_NODES, found["values"]))

    return Step(f"ask the nodes of client '{found['clientId']}'", do, changes=False, reads=True)


def _new_secret(client: Client, params: Params) -> Step:
    found = _look(client, params)

    def do() -> Result:
        return {"secret": client.send(clients.REGENERATE_SECRET, found["values"]).data["value"]}

    return Step(f"make a new secret of client '{found['clientId']}'", do)


def _new_registration_token(client: Client, params: Params) -> Step:
    found = _look(client, params)

    def do() -> Result:
        answer = client.send(clients.REGENERATE_REGISTRATION_TOKEN, found["values"]).data
        return {"registration_access_token": answer["registrationAccessToken"]}

    return Step(f"make a new registration access token of client '{found['clientId']}'", do)


ACTIONS: Mapping[str, Action] = {
    "push_revocation": Action(_push_revocation),
    "register_node": Action(_register_node, needs=("node",)),
    "unregister_node": Action(_unregister_node, needs=("node",)),
    "test_nodes": Action(_test_nodes),
    "new_secret": Action(_new_secret),
    "new_registration_token": Action(_new_registration_token),
}
SECRETS = ("secret", "registration_access_token")
