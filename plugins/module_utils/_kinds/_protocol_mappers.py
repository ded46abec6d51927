# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Protocol mappers, as clients and client scopes have them."""

from __future__ import annotations

from types import ModuleType
from typing import Any, Dict, Optional

from .._base.errors import InputError
from .._engine.assignment import Params
from .._engine.field import TEXT_MAP, Field
from .._engine.finders import by_listing
from .._engine.hooks import Hooks
from .._engine.reference import Representation
from .._engine.resource import Children, Resource, Scope
from ._holders import HOLDERS, ONE_HOLDER
from ._provided import TO_MAPPER_TYPE

_FIELDS = (
    # An update with another protocol or name is answered with success and ignored (26.7).
    Field("protocol", create_only=True),
    Field("protocol_mapper", reference=TO_MAPPER_TYPE),
    Field("config", "dict", TEXT_MAP),
)
# Keycloak keeps neither any more: client scopes have their own consent.
_IGNORED: Dict[str, Any] = {
    "consent_required": {"type": "bool", "aliases": ["consentRequired"]},
    "consent_text": {"type": "str", "aliases": ["consentText"]},
}
_INERT = {
    name: "client scopes have a consent of their own, in the attributes display.on.consent.screen and "
    "consent.screen.text"
    for name in _IGNORED
}


def _protocol(values: Dict[str, Any], raw: Optional[Representation], _params: Params) -> None:
    """A new mapper needs a protocol; it follows from the names of the types."""
    if raw is None and "protocol" not in values:
        kind = values.get("protocolMapper") or ""
        values["protocol"] = next(
            (name for prefix, name in (("saml-", "saml"), ("docker-", "docker-v2")) if kind.startswith(prefix)),
            "openid-connect",
        )


def _new(values: Dict[str, Any], raw: Optional[Representation], params: Params) -> None:
    """The server answers a mapper without a type with "not found" (26.7)."""
    if raw is None and not values.get("protocolMapper"):
        raise InputError(f"There is no protocol mapper '{params.get('name')}': set protocol_mapper to create one.")
    _protocol(values, raw, params)


def protocol_mappers(endpoints: ModuleType) -> Children:
    """The mappers behind these endpoints, with the client or client scope that has them."""
    return Children(
        "protocol_mappers",
        Resource(
            name="protocol mapper",
            key=Field("name", required=True),
            find=by_listing(endpoints.LIST, "name"),
            variable="id",
            fields=_FIELDS,
            create=endpoints.CREATE,
            update=endpoints.UPDATE,
            delete=endpoints.DELETE,
            arguments=dict(_IGNORED, id={"type": "str"}),
            inert=_INERT,
            hooks=Hooks(
                refine=_protocol,
            ),
        ),
        key="protocolMappers",
    )


def protocol_mapper(endpoints: ModuleType, holder: Scope) -> Resource:
    """One of the mappers behind these endpoints, by itself."""
    return Resource(
        name="protocol mapper",
        key=Field("name", create_only=True),
        find=by_listing(endpoints.LIST, "name"),
        variable="id",
        scopes=(holder,),
        fields=_FIELDS,
        get=endpoints.GET,
        listing=endpoints.LIST,
        create=endpoints.CREATE,
        update=endpoints.UPDATE,
        delete=endpoints.DELETE,
        arguments=dict(HOLDERS, **_IGNORED),
        inert=_INERT,
        by_id=True,
        own_ids=True,
        constraints=dict(ONE_HOLDER, required_one_of=[*ONE_HOLDER["required_one_of"], ("id", "name")]),
        hooks=Hooks(
            refine=_new,
        ),
    )
