# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""User federation: LDAP, Kerberos and other providers of users, with their mappers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, List, Mapping, Optional

from .._base.errors import InputError
from .._engine.assignment import Params
from .._engine.change import Change
from .._engine.field import Field
from .._engine.finders import by_listing
from .._engine.hooks import Hooks, Requests
from .._engine.plan import Plan
from .._engine.realm_settings import whole_realm
from .._engine.reference import Representation, Values
from .._engine.resource import Children, Resource, Results
from .._engine.session import Session
from .._engine.twins import FirstOf
from .._http.api import components
from .._http.reader import Reader
from ._components import (
    CONFIG,
    ENDPOINTS,
    KEY,
    PROVIDER,
    SECRETS,
    leave_out_unknown,
    notes_of_unknown,
    refuse_unknown,
    secret_settings,
)
from ._provided import LDAP_MAPPERS as _MAPPER
from ._provided import TO_LDAP_MAPPER_TYPE, TO_USER_STORAGE
from ._provided import USER_STORAGE as _PROVIDER

# What playbooks for other collections call the policies.
_POLICIES = {"only_indirect": "on_create", "always": "always"}


def _normalise(params: Params) -> Params:
    canonical = dict(params)
    types = [(params.get("provider_type"), _PROVIDER)]
    types += [(mapper.get("provider_type"), _MAPPER) for mapper in params.get("mappers") or ()]
    for given, only in types:
        if given not in (None, only):
            raise InputError(f"The provider_type '{given}' is not one of user federation: it is {only}, or left out.")
    mode = params.get("bind_credential_update_mode")
    if mode:
        canonical["update_secret"] = _POLICIES[mode]
    if params.get("remove_unspecified_mappers"):
        canonical["mappers_behavior"] = "exact"
    return canonical


def _all_mappers(client: Reader, values: Values, wanted: Mapping[str, Any]) -> List[Representation]:
    """Those of one provider, whose id is that of the place: another one has mappers of the same names."""
    if not values.get("id"):
        return []
    query = {"type": _MAPPER, "parent": values["id"], "name": wanted["name"]}
    return [item for item in client.get(components.LIST, values, query) if item["name"] == wanted["name"]]


MAPPER = Resource(
    name="mapper of user federation",
    key=KEY,
    find=FirstOf(_all_mappers),
    fields=(replace(PROVIDER, reference=TO_LDAP_MAPPER_TYPE), CONFIG),
    arguments={
        "id": {"type": "str"},
        "parent_id": {"type": "str", "aliases": ["parentId"]},
        "provider_type": {"type": "str", "aliases": ["providerType"]},
    },
    **ENDPOINTS,
    requests=Requests(
        constant={"providerType": _MAPPER, "parentId": "{id}"},
    ),
)


def _prepare(client: Reader, values: Values, params: Params, raw: Optional[Representation]) -> Params:
    """The parents that playbooks for other collections name can only be those that there are."""
    realm, parent = params["realm"], params.get("parent_id")
    if parent not in (None, "", realm) and parent != (raw or whole_realm(client, values)).get(
        "parentId" if raw else "id"
    ):
        raise InputError(f"parent_id is '{parent}': a user federation belongs to its realm, '{realm}'. Leave it out.")
    own = (None, "", params.get("name"), params.get("id"), (raw or {}).get("name"), (raw or {}).get("id"))
    for mapper in params.get("mappers") or ():
        if mapper.get("parent_id") not in own:
            raise InputError(
                f"parent_id of mapper '{mapper['name']}' is '{mapper['parent_id']}': its parent is the provider that "
                "the task is about. Leave it out."
            )
    return leave_out_unknown(client, values, params, raw)


def _verify(session: Session, plan: Change) -> None:
    for _kind, mappers in plan.children if isinstance(plan, Plan) else ():
        for mapper in mappers:
            if mapper.action in ("create", "update"):
                refuse_unknown(session, replace(mapper, changes={"providerType": _MAPPER, **mapper.changes}))


USER_FEDERATION = Resource(
    name="user federation",
    key=Field("name"),
    find=by_listing(components.LIST, "name", type=_PROVIDER),
    fields=(replace(PROVIDER, reference=TO_USER_STORAGE), CONFIG),
    children=(Children("mappers", MAPPER, query={"parent": "{id}", "type": _MAPPER}),),
    masked=SECRETS,
    arguments={
        "provider_type": {"type": "str", "aliases": ["providerType"]},
        "parent_id": {"type": "str", "aliases": ["parentId"]},
        "bind_credential_update_mode": {"type": "str", "choices": ["always", "only_indirect"], "no_log": False},
        "remove_unspecified_mappers": {"type": "bool", "default": False},
    },
    by_id=True,
    own_ids=True,
    **ENDPOINTS,
    requests=Requests(
        constant={"providerType": _PROVIDER},
    ),
    results=Results(parts={"mappers": ""}),
    hooks=Hooks(
        normalise=_normalise,
        prepare=_prepare,
        secret_settings=secret_settings,
        verify=_verify,
        notes=notes_of_unknown,
    ),
)
