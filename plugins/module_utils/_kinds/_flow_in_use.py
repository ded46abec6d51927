# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Flows that are in use: the objects that are bound to them, and the copy that is bound while one changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Dict, Iterable, Iterator, Mapping, Sequence, Tuple

from .._engine.realm_settings import whole_realm
from .._engine.reference import Representation, Values
from .._http.api import authentication, clients, identity_providers, realms
from .._http.endpoint import Endpoint
from .._http.reader import Reader
from ._execution_changes import Parent, Rules, changes
from ._executions import BASIC, Execution, copied, every
from ._flow_requests import Writes

COPY = "{alias} before the change"
_OF_REALM = (
    "browserFlow",
    "registrationFlow",
    "directGrantFlow",
    "resetCredentialsFlow",
    "clientAuthenticationFlow",
    "dockerAuthenticationFlow",
    "firstBrokerLoginFlow",
)
# What has endpoints of its own, or is the reader's.
_UNSENT = ("access", "clientPolicies", "clientProfiles", "protocolMappers")
_OF_PROVIDER = ("firstBrokerLoginFlowAlias", "postBrokerLoginFlowAlias")


@dataclass(frozen=True)
class Use:
    """An object that is bound to a flow: how it is written, and where in it the flow stands."""

    title: str
    endpoint: Endpoint
    values: Values
    body: Representation
    place: Dict[str, Any]
    keys: Tuple[str, ...]
    held: str = "alias"


def uses(client: Reader, values: Values, flow: Mapping[str, Any]) -> Iterator[Use]:
    """What is bound to a flow: the realm, identity providers, clients."""
    realm = whole_realm(client, values)
    users = [Use("the realm", realms.UPDATE, values, realm, realm, _OF_REALM)]
    for item in client.pages(identity_providers.LIST, values, {"briefRepresentation": False}):
        own = dict(values, alias=item["alias"])
        title = f"identity provider '{item['alias']}'"
        users.append(Use(title, identity_providers.UPDATE, own, item, item, _OF_PROVIDER))
    for item in client.pages(clients.LIST, values):
        own, place = dict(values, **{"client-uuid": item["id"]}), item.get("authenticationFlowBindingOverrides") or {}
        users.append(Use(f"client '{item['clientId']}'", clients.UPDATE, own, item, place, tuple(place), "id"))
    return (use for use in users if any(use.place.get(key) == flow[use.held] for key in use.keys))


def bind(client: Reader, uses: Iterable[Use], old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    for use in uses:
        for key in use.keys:
            if use.place.get(key) == old[use.held]:
                use.place[key] = new[use.held]
        client.send(use.endpoint, use.values, body={key: use.body[key] for key in use.body if key not in _UNSENT})


def copy_of(client: Reader, values: Values, flow: Representation, executions: Sequence[Execution]) -> Representation:
    """The server can't copy a flow in which executions share settings (26.7): here their copies have their own."""
    alias = COPY.format(alias=flow["alias"])
    if not any(sharing(executions)):
        made = client.send(authentication.COPY, dict(values, flowAlias=flow["alias"]), body={"newName": alias}).id
        # Before Keycloak 26.2 the answer does not say where the copy is.
        made = made or next(it["id"] for it in client.get(authentication.LIST, values) if it["alias"] == alias)
        return {"id": made, "alias": alias}
    # It has its name once it is complete: a run that finds it relies on that.
    unfinished = f"{alias} unfinished"
    for left in client.get(authentication.LIST, values):
        if left["alias"] == unfinished:
            client.send(authentication.DELETE, dict(values, id=left["id"]))
    body = {"alias": unfinished, "providerId": flow["providerId"], "topLevel": True, "builtIn": False}
    body["description"] = flow.get("description") or ""
    made = client.send(authentication.CREATE, values, body=body).id
    todo, _after = changes(Parent(unfinished), (), _apart(copied(executions, alias)), Rules())
    writes = Writes(client, values, None)
    for change in todo:
        writes.send(change, made)
    client.send(authentication.UPDATE, dict(values, id=made), body=dict(body, id=made, alias=alias))
    return {"id": made, "alias": alias}


def sharing(executions: Sequence[Execution]) -> Iterator[Execution]:
    """Executions whose settings another one of the flow has as well."""
    items = [item for item, _kind in every(executions, BASIC) if item.config_id]
    ids = [item.config_id for item in items]
    return (item for item in items if ids.count(item.config_id) > 1)


def _apart(executions: Sequence[Execution]) -> Tuple[Execution, ...]:
    """New executions, each with settings of its own: those of one alias are numbered."""
    seen: Dict[str, int] = {}

    def new(item: Execution) -> Execution:
        alias = item.config_alias
        if alias:
            seen[alias] = seen.get(alias, 0) + 1
            alias = f"{alias} {seen[alias]}"
        inner = None if item.executions is None else tuple(map(new, item.executions))
        return replace(item, id="", flow_id="", config_id="", raw=None, config_alias=alias, executions=inner)

    return tuple(map(new, executions))
