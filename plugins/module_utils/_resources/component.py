# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Components of any type: providers that a realm, or another component, has."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Optional

from .._api import components
from .._client import Client
from .._errors import InputError, KeycloakError
from .._field import Field
from .._partial import whole_realm
from .._reference import Representation, Values
from .._resource import Params, Resource
from ._components import CONFIG, ENDPOINTS, KEY, PROVIDER, SECRETS, prepare


def _normalise(params: Params) -> Params:
    """Without a realm the parent names it."""
    if params.get("realm"):
        return params
    if not params.get("parent_id"):
        raise InputError("Say in realm which realm the component is in.")
    return dict(params, realm=params["parent_id"])


def _translate(client: Client, params: Params) -> Params:
    """Adds ``parent``, the id of the realm or of the component that has it."""
    try:
        held = whole_realm(client, {"realm": params["realm"]})
    except KeycloakError as error:
        if error.missing_realm:
            # Whoever looks for the component next says so.
            return dict(params, parent=None)
        raise
    named = params.get("parent_id")
    if named in (None, held["realm"], held["id"]):
        return dict(params, parent=held["id"])
    found = [it for it in client.get(components.LIST, params) if named in (it["id"], it.get("name"))]
    if len(found) != 1:
        count = "no component" if not found else f"{len(found)} components"
        raise InputError(f"There is {count} '{named}' in realm '{params['realm']}', named in parent_id.")
    return dict(params, parent=found[0]["id"])


def _find(client: Client, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    query = {"type": wanted["provider_type"], "name": wanted["name"], "parent": wanted["parent"]}
    for item in client.get(components.LIST, values, query):
        if wanted.get("sub_type") in (None, item.get("subType")):
            return dict(item)
    return None


def _extra(params: Params) -> Dict[str, Any]:
    return {"parentId": params["parent"]}


RESOURCE = Resource(
    name="component",
    key=KEY,
    find=_find,
    fields=(Field("provider_type", required=True), PROVIDER, Field("sub_type"), CONFIG),
    masked=SECRETS,
    normalise=_normalise,
    prepare=prepare,
    translate=_translate,
    extra=_extra,
    arguments={"realm": {"type": "str"}, "parent_id": {"type": "str", "aliases": ["parentId", "parent"]}},
    **ENDPOINTS,
)
