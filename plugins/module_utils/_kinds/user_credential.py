# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Credentials that a user has: their labels and order, and their removal."""

from __future__ import annotations

from typing import Any, List, Mapping, Optional, Sequence

from .._base.errors import InputError
from .._engine.assignment import Params
from .._engine.change import Wanted
from .._engine.field import Field
from .._engine.hooks import Hooks, Step
from .._engine.reference import TO_USER, Representation, Values
from .._engine.resource import Resource, Scope
from .._engine.session import Session
from .._http.api import users
from .._http.reader import Reader

_NAMES = {"id": "id", "type": "type", "label": "userLabel"}


def _matching(held: Sequence[Representation], wanted: Mapping[str, Any]) -> List[Representation]:
    asked = {key: wanted[option] for option, key in _NAMES.items() if wanted.get(option) is not None}
    if not asked:
        raise InputError("Set type, label or id of the credential.")
    return [item for item in held if all(item.get(key) == value for key, value in asked.items())]


def _find(client: Reader, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    """The credential, with ``previous``, the id of the one that is asked for before it."""
    held = client.get(users.CREDENTIALS, values)
    found = _matching(held, wanted)
    if not found and wanted.get("new_label"):
        found = _matching(held, dict(wanted, label=wanted["new_label"]))
    if len(found) > 1:
        shown = ", ".join(f"{item['type']} '{item.get('userLabel') or ''}' with id {item['id']}" for item in found)
        raise InputError(f"{len(found)} credentials of user '{wanted['user']}' are meant ({shown}): set id.")
    if not found:
        return None
    place = held.index(found[0])
    return dict(found[0], user=wanted["user"], previous=held[place - 1]["id"] if place else "")


def _prepare(client: Reader, values: Values, params: Params, raw: Optional[Representation]) -> Params:
    """Adds ``previous``, the id of the credential that this one is to follow."""
    if raw is None or (params.get("after") is None and not params.get("first")):
        return params
    if params.get("first"):
        return dict(params, previous="")
    held = client.get(users.CREDENTIALS, values)
    found = [item for item in held if params["after"] in (item["id"], item.get("userLabel"))]
    if len(found) != 1 or found[0]["id"] == raw["id"]:
        raise InputError(
            f"'{params['after']}', named in after, must be the label or id of one other credential of the user."
        )
    return dict(params, previous=found[0]["id"])


def _steps(wanted: Wanted, raw: Optional[Representation], _values: Mapping[str, Any]) -> Sequence[Step]:
    params = wanted.params
    if raw is None:
        return ()
    name = f"{raw['type']} '{raw.get('userLabel') or raw['id']}' of user '{params['user']}'"
    label, previous = params.get("new_label"), params.get("previous")
    steps = []
    if label is not None and label != (raw.get("userLabel") or ""):

        def relabel(session: Session, values: Values, _raw: Representation) -> None:
            session.client.send(users.LABEL_CREDENTIAL, values, body=label)

        steps.append(Step((f"label {name}: {label}",), relabel, {"userLabel": label}))
    if previous is not None and previous != raw["previous"]:

        def move(session: Session, values: Values, _raw: Representation) -> None:
            if previous:
                session.client.send(users.MOVE_CREDENTIAL_AFTER, dict(values, newPreviousCredentialId=previous))
            else:
                session.client.send(users.MOVE_CREDENTIAL_FIRST, values)

        where = f"after {previous}" if previous else "to the first place"
        steps.append(Step((f"move {name} {where}",), move, {"previous": previous}))
    return steps


USER_CREDENTIAL = Resource(
    name="credential of user",
    key=Field("user", required=True),
    find=_find,
    variable="credentialId",
    scopes=(Scope("user", "user-id", TO_USER),),
    get=users.CREDENTIALS,
    delete=users.DELETE_CREDENTIAL,
    noise=("user",),
    arguments={
        "id": {"type": "str"},
        "type": {"type": "str"},
        "label": {"type": "str", "aliases": ["user_label", "userLabel"]},
        "new_label": {"type": "str"},
        "first": {"type": "bool", "default": False},
        "after": {"type": "str"},
    },
    hooks=Hooks(
        prepare=_prepare,
        steps=_steps,
    ),
)
