# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Attributes of users, and which of them the user profile of the realm allows."""

from __future__ import annotations

from typing import Any, List, Mapping, Optional, Sequence

from .._base.errors import InputError
from .._base.sentences import did_you_mean
from .._engine.assignment import Params
from .._engine.field import Map
from .._engine.reference import Representation, Values
from .._http.api import realms, user_profile
from .._http.reader import Reader

_OPEN_POLICIES = ("ENABLED", "ADMIN_EDIT")
# What the representation has both as a field and as an attribute.
_NO_ATTRIBUTES = {"username": "username", "email": "email", "firstName": "first_name", "lastName": "last_name"}


class _Attributes(Map):
    """A map, or a list of ``{name, values, state}``."""

    def clean(self, value: Any) -> Any:
        if isinstance(value, list):
            value = {item["name"]: None if item.get("state") == "absent" else item.get("values") for item in value}
        return super().clean(value)


ATTRIBUTES = _Attributes(values="texts", blanks=False)


def check_attributes(attributes: Any) -> None:
    """Refuses what is neither a map nor a list of maps with a name each."""
    if isinstance(attributes, list):
        if not all(isinstance(item, Mapping) and item.get("name") for item in attributes):
            raise InputError(
                "Each element of attributes needs a name: write attributes as a mapping, or name and values."
            )
        unknown = sorted({key for item in attributes for key in item} - {"name", "values", "state"})
        if unknown:
            hint = did_you_mean(unknown[0], ("name", "values", "state"), 0.6, ": there are name, values and state.")
            raise InputError(f"An element of attributes has the unknown key '{unknown[0]}'{hint}")
    elif attributes is not None and not isinstance(attributes, Mapping):
        raise InputError("attributes must be a mapping of names to values.")
    names = [item["name"] for item in attributes] if isinstance(attributes, list) else attributes or ()
    for name in names:
        if name in _NO_ATTRIBUTES:
            raise InputError(f"The attribute '{name}' is an option of its own: {_NO_ATTRIBUTES[name]}.")


def dropped_attributes(client: Reader, values: Values, attributes: Optional[Mapping[str, Any]]) -> List[str]:
    """The names of attributes that the server would not keep, sorted."""
    wanted = {name for name, value in (attributes or {}).items() if value is not None}
    if not wanted:
        return []
    profile = client.get(user_profile.GET, values)
    unknown = wanted - {attribute["name"] for attribute in profile.get("attributes", ())}
    # The profile has it of its own accord in a realm that is internationalised, and in no other.
    locale = "locale" in unknown and not _internationalised(client, values)
    unknown.discard("locale")
    if profile.get("unmanagedAttributePolicy") in _OPEN_POLICIES:
        unknown.clear()
    return sorted(unknown | ({"locale"} if locale else set()))


def dropped_names(client: Reader, values: Values, wanted: Mapping[str, Any]) -> List[str]:
    """Which of the first and last name the server would drop: what the profile lacks, whatever its policy (26.7)."""
    names = [name for name in ("firstName", "lastName") if wanted.get(name)]
    if not names:
        return []
    known = {attribute["name"] for attribute in client.get(user_profile.GET, values).get("attributes", ())}
    return [name for name in names if name not in known]


def leave_out(client: Reader, values: Values, params: Params, _raw: Optional[Representation]) -> Params:
    """Without the attributes that the server would drop, if the task says so."""
    if params.get("unmanaged_attributes") != "leave_out":
        return params
    left = dict(params)
    names = dropped_names(client, values, {name: params.get(_NO_ATTRIBUTES[name]) for name in _NO_ATTRIBUTES})
    left.update({_NO_ATTRIBUTES[name]: None for name in names})
    if params.get("attributes"):
        attributes = ATTRIBUTES.clean(params["attributes"])
        dropped = dropped_attributes(client, values, attributes)
        left["attributes"] = {name: value for name, value in attributes.items() if name not in dropped}
        names += dropped
    return {**left, "left_out": names}


def left_out(params: Params, _raw: Optional[Representation]) -> Sequence[str]:
    names = params.get("left_out")
    if not names:
        return ()
    return (
        f"Attributes of user '{params['username']}' were left out, since the user profile of realm '{params['realm']}' "
        f"does not have them: {', '.join(names)}.",
    )


def _internationalised(client: Reader, values: Values) -> bool:
    # Who may manage users need not be allowed to read all settings of the realm.
    return bool(client.get(realms.GET, values).get("internationalizationEnabled", True))
