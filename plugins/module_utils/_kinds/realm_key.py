# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys of a realm, which sign and encrypt its tokens: providers that store or generate them."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional

from .._base.errors import InputError
from .._engine.assignment import Params
from .._engine.change import Change
from .._engine.field import Field
from .._engine.finders import by_listing
from .._engine.hooks import Hooks, Requests
from .._engine.realm_settings import whole_realm
from .._engine.reference import Representation, Values
from .._engine.resource import Resource
from .._engine.session import Session
from .._http.api import clients, components
from .._http.reader import Reader
from ._components import (
    CONFIG,
    ENDPOINTS,
    KEY,
    SECRETS,
    camel_config,
    refine_certificate,
    refuse_unknown,
    secret_settings,
)
from ._provided import KEY_PROVIDERS as _TYPE

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


# The signatures that the curves of a provider make; those of the others follow from no curve.
_CURVES = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}
_ALGORITHM = {"aes-generated": "AES", "eddsa-generated": "EdDSA"}
_CURVE_OF = {
    "ecdsa-generated": "ecdsaEllipticCurveKey",
    "ecdh-generated": "ecdhEllipticCurveKey",
    "eddsa-generated": "eddsaEllipticCurveKey",
}


def _prepare(_client: Reader, _values: Values, params: Params, raw: Optional[Representation]) -> Params:
    """Curve and algorithm under the names that the provider has for them."""
    provider = str((raw or {}).get("providerId") or params.get("provider_id"))
    config = dict(params.get("config") or {})
    if provider in _CURVE_OF and "ellipticCurve" in config:
        config[_CURVE_OF[provider]] = config.pop("ellipticCurve")
    algorithm = config.get("algorithm")
    if provider == "ecdh-generated" and algorithm is not None:
        config["ecdhAlgorithm"] = config.pop("algorithm")
    elif provider == "ecdsa-generated" and algorithm is not None:
        curve = config.setdefault(_CURVE_OF[provider], _CURVES.get(config.pop("algorithm")))
        if curve is None or curve != _CURVES.get(algorithm):
            known = ", ".join(f"{name} with {of}" for name, of in _CURVES.items())
            raise InputError(f"The algorithm {algorithm} does not go with the curve {curve}: there are {known}.")
    elif algorithm is not None and algorithm == _ALGORITHM.get(provider):
        del config["algorithm"]
    return dict(params, config=config) if params.get("config") is not None else params


# What tokens of the realm, or of a client that asks for it, are signed or encrypted with. Of other kinds of keys the
# realm itself always needs one.
_USED_FOR = {
    "ecdsa": frozenset(_CURVES),
    "eddsa": frozenset(("EdDSA",)),
    "ecdh": frozenset(("ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW")),
}


def _is_used(client: Reader, values: Values, family: str) -> bool:
    if family not in _USED_FOR:
        return True
    used = {whole_realm(client, values).get("defaultSignatureAlgorithm")}
    for item in client.pages(clients.LIST, values):
        used |= {value for name, value in (item.get("attributes") or {}).items() if name.endswith("alg")}
    return bool(used & _USED_FOR[family])


def _guard(session: Session, plan: Change) -> Optional[str]:
    """Without a key of its kind a realm can't sign any more; Keycloak makes one anew, and all tokens are void."""
    raw = plan.current.raw or {}
    others = session.client.get(components.LIST, plan.current.values, {"type": _TYPE})
    family = _family(raw["providerId"])
    if any(item["id"] != raw["id"] and _family(item["providerId"]) == family for item in others):
        return None
    if not _is_used(session.client, plan.current.values, family):
        return None
    return f"{plan.title[0].upper()}{plan.title[1:]} is the only one of its kind in the realm."


def _family(provider: str) -> str:
    return provider[: -len("-generated")] if provider.endswith("-generated") else provider


def _verify(session: Session, plan: Change) -> None:
    refuse_unknown(session, replace(plan, changes={"providerType": _TYPE, **plan.changes}))


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
        prepare=_prepare,
        secret_settings=secret_settings,
        refine=refine_certificate,
        verify=_verify,
        guard=_guard,
    ),
)
