# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Components of any type: providers that a realm, or another component, has."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence

from .._base.errors import InputError
from .._engine.assignment import Params
from .._engine.field import Field
from .._engine.hooks import Hooks, Need, Requests
from .._engine.realm_settings import whole_realm
from .._engine.reference import Representation, Values
from .._engine.resource import Resource
from .._engine.twins import FirstOf
from .._http.api import components
from .._http.errors import KeycloakError
from .._http.reader import Reader
from ._components import CONFIG, ENDPOINTS, KEY, PROVIDER, SECRETS, refine_certificate, refuse_unknown, secret_settings
from ._provided import KEY_PROVIDERS, info, to_component_type, to_provided


def _normalise(params: Params) -> Params:
    """Without a realm the parent names it."""
    if params.get("realm"):
        return params
    if not params.get("parent_id"):
        raise InputError("Set realm, the realm of the component.")
    return dict(params, realm=params["parent_id"])


def _translate(client: Reader, params: Params) -> Params:
    """Adds ``parent``, the id of the realm or of the component that has it, None where that is gone."""
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
    if not found and params["state"] == "absent":
        return dict(params, parent=None)
    if len(found) != 1:
        count = "no component" if not found else f"{len(found)} components"
        raise InputError(f"There is {count} '{named}' in realm '{params['realm']}', named in parent_id.")
    return dict(params, parent=found[0]["id"])


def _all(client: Reader, values: Values, wanted: Mapping[str, Any]) -> List[Representation]:
    if wanted["parent"] is None and wanted["state"] == "absent":
        return []
    query = {"type": wanted["provider_type"], "name": wanted["name"], "parent": wanted["parent"]}
    return [
        item
        for item in client.get(components.LIST, values, query)
        if item["name"] == wanted["name"] and wanted.get("sub_type") in (None, item.get("subType"))
    ]


def _refine(values: Dict[str, Any], raw: Optional[Representation], params: Params) -> None:
    if params["provider_type"] == KEY_PROVIDERS:
        refine_certificate(values, raw, params)


def _extra(params: Params) -> Dict[str, Any]:
    return {"parentId": params["parent"]}


_TYPES = to_provided("type of component", lambda client: list(info(client)["componentTypes"]))


def _needs(params: Params, raw: Optional[Representation]) -> Sequence[Need]:
    """The server's refusal names neither the type nor the provider (26.7)."""
    if raw is not None:
        return ()
    kind = params["provider_type"]
    provider = to_component_type(f"provider of the type {kind}", kind)
    needs: List[Need] = [(_TYPES, kind, "provider_type")]
    return needs + [(provider, params["provider_id"], "provider_id")] if params.get("provider_id") else needs


COMPONENT = Resource(
    name="component",
    key=KEY,
    find=FirstOf(_all),
    fields=(Field("provider_type", required=True), PROVIDER, Field("sub_type"), CONFIG),
    masked=SECRETS,
    arguments={"realm": {"type": "str"}, "parent_id": {"type": "str", "aliases": ["parentId", "parent"]}},
    **ENDPOINTS,
    requests=Requests(
        extra=_extra,
    ),
    hooks=Hooks(
        normalise=_normalise,
        translate=_translate,
        refine=_refine,
        secret_settings=secret_settings,
        needs=_needs,
        verify=refuse_unknown,
    ),
)
