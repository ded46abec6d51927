# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Texts of a realm in one language, which take precedence over those of the themes."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Optional, Sequence

from .._api import localization
from .._client import Client
from .._field import Field, text
from .._reference import Representation, Values
from .._resource import BEHAVIOR, Params, Resource, Step
from .._session import Session


def _find(client: Client, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    texts = client.get(localization.LIST, dict(values, locale=wanted["locale"]))
    if not texts and wanted.get("state") == "absent":
        return None
    return {"locale": wanted["locale"], "texts": texts}


def _normalise(params: Params) -> Params:
    """The texts as one map, and ``append: false`` as what it means."""
    texts = {item["key"]: item["value"] for item in params.get("overrides") or ()}
    texts.update(params.get("texts") or {})
    exact = params.get("append") is False or params.get("texts_behavior") == "exact"
    return dict(params, texts=texts, texts_behavior="exact" if exact else "additive")


def _steps(params: Params, raw: Optional[Representation], _values: Mapping[str, Any]) -> Sequence[Step]:
    """The server takes new and changed texts together, and removals one by one."""
    held: Dict[str, str] = (raw or {}).get("texts") or {}
    wanted = {str(key): text(value) for key, value in params["texts"].items() if value is not None}
    gone = [key for key, value in params["texts"].items() if value is None and key in held]
    if params["texts_behavior"] == "exact":
        gone += [key for key in held if key not in wanted and key not in gone]
    new = {key: value for key, value in wanted.items() if held.get(key) != value}
    if not new and not gone:
        return ()

    def write(session: Session, values: Values, _raw: Representation) -> None:
        if new:
            session.client.send(localization.UPDATE_MANY, values, body=new)
        for key in gone:
            session.client.send(localization.DELETE, dict(values, key=key))

    name = f"localization '{params['locale']}'"
    lines = [f"set of {name}: {', '.join(new)}"] if new else []
    lines += [f"remove from {name}: {', '.join(gone)}"] if gone else []
    after = {key: value for key, value in {**held, **new}.items() if key not in gone}
    return (Step(tuple(lines), write, {"texts": after}),)


RESOURCE = Resource(
    name="localization",
    key=Field("locale", required=True),
    find=_find,
    variable="locale",
    identifier="locale",
    delete=localization.DELETE_ALL,
    normalise=_normalise,
    steps=_steps,
    arguments={
        "realm": {"type": "str", "default": "master", "aliases": ["parent_id", "parentId"]},
        "texts": {"type": "dict"},
        "texts_behavior": BEHAVIOR,
        "overrides": {
            "type": "list",
            "elements": "dict",
            "options": {
                "key": {"type": "str", "required": True, "no_log": False},
                "value": {"type": "str", "required": True},
            },
        },
        "append": {"type": "bool"},
    },
)
