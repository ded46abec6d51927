# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys of a realm, which sign and encrypt its tokens: providers that hold or generate them."""

from __future__ import annotations

from typing import Optional

from .._engine.assignment import Params
from .._engine.change import Change
from .._engine.field import Field
from .._engine.finders import by_listing
from .._engine.hooks import Hooks, Requests
from .._engine.resource import Resource
from .._engine.session import Session
from .._http.api import components
from ._components import CONFIG, ENDPOINTS, KEY, SECRETS, camel_config, secret_settings

_TYPE = "org.keycloak.keys.KeyProvider"
_PROVIDERS = (
    "rsa",
    "rsa-enc",
    "rsa-generated",
    "rsa-enc-generated",
    "hmac-generated",
    "aes-generated",
    "ecdsa-generated",
    "ecdh-generated",
    "eddsa-generated",
    "java-keystore",
)


def _normalise(params: Params) -> Params:
    canonical = dict(params)
    if params.get("config") is not None:
        canonical["config"] = camel_config(params["config"])
    if params.get("update_password"):
        canonical["update_secret"] = params["update_password"]
    if params.get("force"):
        canonical["update_secret"] = "always"
    return canonical


def _guard(session: Session, plan: Change) -> Optional[str]:
    """Without a key of its kind a realm can't sign any more; Keycloak makes one anew, and all tokens are void."""
    raw = plan.current.raw or {}
    others = session.client.get(components.LIST, plan.current.values, {"type": _TYPE})
    family = _family(raw["providerId"])
    if any(item["id"] != raw["id"] and _family(item["providerId"]) == family for item in others):
        return None
    return f"{plan.title[0].upper()}{plan.title[1:]} is the only one of its kind in the realm."


def _family(provider: str) -> str:
    return provider[: -len("-generated")] if provider.endswith("-generated") else provider


REALM_KEY = Resource(
    name="realm key",
    key=KEY,
    find=by_listing(components.LIST, "name", type=_TYPE),
    fields=(Field("provider_id", choices=_PROVIDERS, create_only=True), CONFIG),
    masked=SECRETS,
    arguments={
        "realm": {"type": "str", "default": "master", "aliases": ["parent_id", "parentId"]},
        "force": {"type": "bool", "default": False},
        "update_password": {"type": "str", "choices": ["always", "on_create"], "no_log": False},
    },
    **ENDPOINTS,
    requests=Requests(
        constant={"providerType": _TYPE, "providerId": "rsa"},
    ),
    hooks=Hooks(
        normalise=_normalise,
        secret_settings=secret_settings,
        guard=_guard,
    ),
)
