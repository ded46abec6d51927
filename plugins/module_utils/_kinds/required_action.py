# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Required actions: what users must do after the next login, as the realm offers it."""

from __future__ import annotations

from typing import List, Optional, Sequence

from .._base.errors import InputError
from .._engine.assignment import Params
from .._engine.field import TEXT_MAP, Field
from .._engine.finders import by_listing
from .._engine.hooks import Hooks, Need, Requests
from .._engine.reference import Representation, Values, listed_reference
from .._engine.resource import Resource
from .._http.api import required_actions
from .._http.reader import Reader


def _unregistered(client: Reader, values: Values) -> List[Representation]:
    return client.get(required_actions.LIST_UNREGISTERED, values)


_PROVIDER = listed_reference("unregistered required action", "providerId", _unregistered)


def _prepare(client: Reader, values: Values, params: Params, raw: Optional[Representation]) -> Params:
    """A new one is called what its provider calls it."""
    if raw is not None:
        return params
    provider = params.get("provider_id") or params["alias"]
    if provider != params["alias"]:
        raise InputError(f"A new required action has the alias of its provider: set alias to '{provider}'.")
    names = {item["providerId"]: item["name"] for item in _unregistered(client, values)}
    return dict(params, provider_id=provider, name=params.get("name") or names.get(provider))


def _needs(params: Params, raw: Optional[Representation]) -> Sequence[Need]:
    return [] if raw is not None else [(_PROVIDER, params["provider_id"], "alias")]


REQUIRED_ACTION = Resource(
    name="required action",
    key=Field("alias", required=True),
    find=by_listing(required_actions.LIST, "alias"),
    variable="alias",
    identifier="alias",
    fields=(
        Field("name"),
        Field("provider_id", create_only=True),
        Field("enabled", "bool"),
        Field("default_action", "bool"),
        Field("priority", "int"),
        Field("config", "dict", TEXT_MAP),
    ),
    get=required_actions.GET,
    listing=required_actions.LIST,
    create=required_actions.REGISTER,
    update=required_actions.UPDATE,
    delete=required_actions.DELETE,
    requests=Requests(
        taken=("providerId", "name"),
    ),
    hooks=Hooks(
        prepare=_prepare,
        needs=_needs,
    ),
)
