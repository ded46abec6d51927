# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Texts of a realm in one language, which take precedence over those of the themes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, Mapping, Optional, Sequence

from .._base.errors import InputError
from .._engine.assignment import BEHAVIOR, Params
from .._engine.change import Wanted
from .._engine.field import Field, text
from .._engine.hooks import Hooks, Step
from .._engine.reference import Representation, Values
from .._engine.resource import Resource
from .._engine.session import Session
from .._http.api import localization
from .._http.reader import Reader


def _find(client: Reader, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    texts = client.get(localization.LIST, dict(values, locale=wanted["locale"]))
    if not texts and wanted.get("state") == "absent":
        return None
    return {"locale": wanted["locale"], "texts": texts}


def _normalise(params: Params) -> Params:
    """The texts as one map, and ``append: false`` as what it means. Absent are the listed ones, if there is a list."""
    texts = {item["key"]: item["value"] for item in params.get("overrides") or ()}
    texts.update(params.get("texts") or {})
    listed = params.get("overrides") is not None or params.get("texts") is not None
    if params.get("state") == "absent" and listed:
        # Without a list the whole locale is absent.
        return dict(params, state="present", texts=dict.fromkeys(texts), texts_behavior="additive")
    exact = params.get("append") is False or params["force"] or params.get("texts_behavior") == "exact"
    return dict(params, texts=texts, texts_behavior="exact" if exact else "additive")


def texts_step(locale: str, held: Mapping[str, str], texts: Mapping[str, Any], exact: bool) -> Optional[Step]:
    """The server takes new and changed texts together, and removals one by one."""
    if not isinstance(texts, Mapping):
        raise InputError(f"The texts of the locale {locale} must be a mapping of keys to texts.")
    wanted = {str(key): text(value) for key, value in texts.items() if value is not None}
    gone = [key for key, value in texts.items() if value is None and key in held]
    if exact:
        gone += [key for key in held if key not in wanted and key not in gone]
    new = {key: value for key, value in wanted.items() if held.get(key) != value}
    if not new and not gone:
        return None

    def write(session: Session, values: Values, _raw: Representation) -> None:
        own = dict(values, locale=locale)
        if new:
            session.client.send(localization.UPDATE_MANY, own, body=new)
        for key in gone:
            session.client.send(localization.DELETE, dict(own, key=key))

    name = f"localization '{locale}'"
    lines = [f"set of {name}: {', '.join(new)}"] if new else []
    lines += [f"remove from {name}: {', '.join(gone)}"] if gone else []
    after = {key: value for key, value in {**held, **new}.items() if key not in gone}
    return Step(tuple(lines), write, {"texts": after})


def _steps(wanted: Wanted, raw: Optional[Representation], _values: Mapping[str, Any]) -> Sequence[Step]:
    params = wanted.params
    exact = params["texts_behavior"] == "exact"
    step = texts_step(params["locale"], (raw or {}).get("texts") or {}, params["texts"], exact)
    return (step,) if step else ()


LOCALIZATION = Resource(
    name="localization",
    key=Field("locale", required=True),
    find=_find,
    variable="locale",
    identifier="locale",
    delete=localization.DELETE_ALL,
    arguments={
        "realm": {"type": "str", "default": "master", "aliases": ["parent_id", "parentId"]},
        "texts": {"type": "dict"},
        "texts_behavior": BEHAVIOR,
        "overrides": {
            "type": "list",
            "elements": "dict",
            "options": {
                "key": {"type": "str", "required": True, "no_log": False},
                "value": {"type": "str", "default": ""},
            },
        },
        "append": {"type": "bool"},
        "force": {"type": "bool", "default": False},
    },
    hooks=Hooks(
        normalise=_normalise,
        steps=_steps,
    ),
)


def _only_listed(params: Params) -> Params:
    return _normalise(dict(params, overrides=params.get("overrides") or []))


# As community.general's keycloak_realm_localization has it: nothing is removed that no list names.
OVERRIDES = replace(
    LOCALIZATION,
    arguments={name: it for name, it in LOCALIZATION.arguments.items() if name not in ("texts", "texts_behavior")},
    hooks=replace(LOCALIZATION.hooks, normalise=_only_listed),
)


def as_overrides(report: Mapping[str, Any]) -> Dict[str, Any]:
    """The texts as a list of keys and values, in the results of a task."""

    def listed(state: Mapping[str, Any]) -> Dict[str, Any]:
        texts = state.get("texts") or {}
        return {"locale": state["locale"], "overrides": [{"key": key, "value": it} for key, it in texts.items()]}

    return {key: listed(report[key]) for key in ("existing", "end_state") if report[key]}
