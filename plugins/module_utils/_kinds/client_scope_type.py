# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which client scopes are default and which optional: of a client, or of the realm for its new clients."""

from __future__ import annotations

from types import ModuleType
from typing import Any, Dict, List, Mapping, Optional, Tuple

from .._engine.assignment import BEHAVIOR, Assignment, Params, keyed
from .._engine.field import Field
from .._engine.finders import by_path, by_reference
from .._engine.reference import TO_CLIENT
from .._engine.resource import Resource
from .._engine.results import States
from .._http.api import clients, realms
from .._http.reader import Reader
from ._client_scope_lists import scope_list

_DEFAULT, _OPTIONAL = "default_client_scopes", "optional_client_scopes"


def _lists(api: ModuleType) -> Tuple[Assignment, Assignment]:
    """Both lists behind the endpoints of a realm or of a client."""

    def exact(params: Params) -> bool:
        return params.get("client_scopes_behavior") == "exact"

    def argument(option: str, *aliases: str) -> Mapping[str, Any]:
        return {option: {"type": "list", "elements": "str", "aliases": list(aliases)}}

    return (
        scope_list(
            _DEFAULT,
            _OPTIONAL,
            (api.ADD_DEFAULT_CLIENT_SCOPE, api.REMOVE_DEFAULT_CLIENT_SCOPE, api.DEFAULT_CLIENT_SCOPES),
            keyed("name"),
            exact,
            dict(argument(_DEFAULT, "defaultClientScopes", "default_clientscopes"), client_scopes_behavior=BEHAVIOR),
        ),
        scope_list(
            _OPTIONAL,
            _DEFAULT,
            (api.ADD_OPTIONAL_CLIENT_SCOPE, api.REMOVE_OPTIONAL_CLIENT_SCOPE, api.OPTIONAL_CLIENT_SCOPES),
            keyed("name"),
            exact,
            argument(_OPTIONAL, "optionalClientScopes", "optional_clientscopes"),
        ),
    )


OF_CLIENT = Resource(
    name="client",
    key=Field("client_id"),
    find=by_reference(TO_CLIENT),
    among=TO_CLIENT,
    variable="client-uuid",
    get=clients.GET,
    assignments=_lists(clients),
    facet=("id", "clientId"),
    constraints={"required_one_of": [(_DEFAULT, _OPTIONAL)]},
)

OF_REALM = Resource(
    name="realm",
    key=Field("realm"),
    find=by_path(realms.GET, "realm", "realm"),
    get=realms.GET,
    assignments=_lists(realms),
    facet=("realm",),
)


def holder_of(params: Params) -> Resource:
    """Whose lists a task is about."""
    return OF_CLIENT if params.get("client_id") else OF_REALM


def as_names(_client: Reader, states: States) -> Dict[str, Any]:
    """Both lists in the results of a task, as community.general's keycloak_clientscope_type has them."""
    plan = states.plan
    names = {"defaultClientScopes": "default_clientscopes", "optionalClientScopes": "optional_clientscopes"}
    given = {"default_clientscopes": _DEFAULT, "optional_clientscopes": _OPTIONAL}
    return {
        "existing": {name: plan.before.get(key, []) for key, name in names.items()},
        "proposed": {name: _or_no_change(plan.wanted.params.get(option)) for name, option in given.items()},
        "end_state": {name: states.end_state.get(key, []) for key, name in names.items()},
    }


def _or_no_change(scopes: Optional[List[str]]) -> Any:
    return "no-change" if scopes is None else scopes
