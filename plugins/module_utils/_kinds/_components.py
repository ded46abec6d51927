# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all kinds of components have in common: a provider and its settings, lists of strings by name."""

from __future__ import annotations

import difflib
import re
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from .._engine.assignment import Params
from .._engine.change import Change
from .._engine.field import Field, Map, camel
from .._engine.reference import Representation, Values
from .._engine.resource import Masked
from .._engine.session import Session
from .._http.api import components
from .._http.reader import Reader
from .._secrets.redact import MASK
from ._provided import USER_STORAGE, component_types, info

KEY = Field("name", required=True)
PROVIDER = Field("provider_id", create_only=True)
# A setting that a request leaves out stays, an empty list removes it (26.7).
CONFIG = Field("config", "dict", Map(values="texts", removed=(), blanks=False))
# Any setting that the server shows masked. It drops settings that it does not know: the realm keeps the fingerprints.
SECRETS = (Masked("config", "*"),)
ENDPOINTS: Dict[str, Any] = {
    "variable": "id",
    "get": components.GET,
    "listing": components.LIST,
    "create": components.CREATE,
    "update": components.UPDATE,
    "delete": components.DELETE,
}


# Settings that each provider of this type has besides those that the server's description of it lists.
_COMMON = {
    USER_STORAGE: frozenset(
        (
            "enabled",
            "priority",
            "importEnabled",
            "batchSizeForSync",
            "fullSyncPeriod",
            "changedSyncPeriod",
            "lastSync",
            "cachePolicy",
            "maxLifespan",
            "evictionHour",
            "evictionMinute",
            "evictionDay",
            "cacheInvalidBefore",
        )
    )
}
_UNKNOWN = "realmkit.unknown"


def secret_settings(client: Reader, params: Params, raw: Optional[Representation]) -> Tuple[str, ...]:
    """The settings of a new component that are secrets; the server shows those of an existing one masked."""
    if raw is not None or not params.get("config"):
        return ()
    types = info(client)["componentTypes"].values()
    providers = [it for listed in types for it in listed if it["id"] == params.get("provider_id")]
    settings = [setting for provider in providers for setting in provider.get("properties") or ()]
    return tuple(setting["name"] for setting in settings if setting.get("secret"))


def refuse_unknown(session: Session, plan: Change) -> None:
    """Settings that the provider lacks are problems: the server would drop them in silence (26.7)."""
    body = {**(plan.current.raw or {}), **plan.changes}
    unknown = _unknown(session.client, body, plan.changes.get("config") or {}, plan.current.raw)
    session.problems += [_sentence(plan.title, body["providerId"], name, near) for name, near in unknown.items()]


def leave_out_unknown(client: Reader, _values: Values, params: Params, raw: Optional[Representation]) -> Params:
    """Playbooks for other collections may have settings that a provider of users no longer has."""
    body = {"providerId": params.get("provider_id"), **(raw or {}), "providerType": USER_STORAGE}
    unknown = _unknown(client, body, params.get("config") or {}, raw)
    if not unknown:
        return params
    left = {name: value for name, value in params["config"].items() if name not in unknown}
    return dict(params, config=left, **{_UNKNOWN: {body["providerId"]: unknown}})


def notes_of_unknown(params: Params, _raw: Optional[Representation]) -> Sequence[str]:
    return [
        _sentence(f"user federation '{params['name']}'", provider, name, near)
        for provider, unknown in (params.get(_UNKNOWN) or {}).items()
        for name, near in unknown.items()
    ]


def _unknown(
    client: Reader, body: Mapping[str, Any], config: Mapping[str, Any], raw: Optional[Representation]
) -> Dict[str, List[str]]:
    """The new settings that the provider lacks, each with similar ones."""
    held = (raw or {}).get("config") or {}
    new = [name for name, value in config.items() if name not in held and value not in (None, "", [])]
    kind = str(body.get("providerType"))
    provider = component_types(client, kind).get(str(body.get("providerId"))) if new else None
    if provider is None:
        return {}
    known = {item["name"] for item in provider.get("properties") or ()} | _COMMON.get(kind, frozenset())
    return {name: difflib.get_close_matches(name, known, 2) for name in new if name not in known}


def _sentence(title: str, provider: str, name: str, near: Sequence[str]) -> str:
    similar = f" Similar ones: {', '.join(near)}." if near else ""
    return f"The config of {title} has '{name}', which is no setting of the provider {provider}.{similar}"


def refine_certificate(values: Dict[str, Any], raw: Optional[Representation], _params: Params) -> None:
    """The server makes a key's certificate where there is none, and refuses that of another key (26.7)."""
    config = values.get("config")
    if raw is None or config is None:
        return
    if config.get("privateKey") not in (None, [MASK]):
        values["config"] = {"certificate": None, **config}
    elif config.get("certificate", "") is None:
        values["config"] = {name: it for name, it in config.items() if name != "certificate"}


def camel_config(config: Mapping[str, Any]) -> Dict[str, Any]:
    """Settings under the server's own names: ``private_key`` is ``privateKey``."""
    return {camel(key) if re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", key) else key: config[key] for key in config}
