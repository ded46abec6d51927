# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Protocol mappers, as clients and client scopes have them."""

from __future__ import annotations

from types import ModuleType
from typing import Any, Dict, Mapping, Optional

from .._client import Client
from .._field import TEXT_MAP, Field
from .._reference import Representation, Values
from .._resource import Children, Params, Resource


def _unused(_client: Client, _values: Values, _wanted: Mapping[str, Any]) -> Optional[Representation]:
    """Mappers are read with what they belong to."""
    return None


def _protocol(values: Dict[str, Any], raw: Optional[Representation], _params: Params) -> None:
    """A new mapper needs a protocol; the names of the types tell it."""
    if raw is None and "protocol" not in values:
        kind = values.get("protocolMapper") or ""
        values["protocol"] = next(
            (name for prefix, name in (("saml-", "saml"), ("docker-", "docker-v2")) if kind.startswith(prefix)),
            "openid-connect",
        )


def protocol_mappers(endpoints: ModuleType) -> Children:
    """The mappers behind these endpoints."""
    return Children(
        "protocol_mappers",
        Resource(
            name="protocol mapper",
            key=Field("name", required=True),
            find=_unused,
            variable="id",
            fields=(
                Field("protocol"),
                Field("protocol_mapper"),
                Field("consent_required", "bool", default=False),
                Field("consent_text"),
                Field("config", "dict", TEXT_MAP),
            ),
            create=endpoints.CREATE,
            update=endpoints.UPDATE,
            delete=endpoints.DELETE,
            arguments={"id": {"type": "str"}},
            refine=_protocol,
        ),
        key="protocolMappers",
    )
