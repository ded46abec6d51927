# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The user profile of a realm: which attributes users have, who sees and edits them, and what is valid."""

from __future__ import annotations

import re
from typing import Any, Dict, List, Mapping, Optional, Sequence

from .._base.errors import InputError
from .._engine.assignment import Params
from .._engine.field import JSON_MAP, NULLABLE, SET, Field, Items, Part
from .._engine.hooks import Hooks, Need, Requests
from .._engine.reference import Representation, Values
from .._engine.resource import Resource
from .._engine.results import States
from .._http.api import components, user_profile
from .._http.reader import Reader
from ._provided import PROFILE_PROVIDERS, TO_VALIDATOR, provider_ids


def _list_of(option: str) -> Field:
    return Field(option, "list", SET, elements="str")


_REQUIRED = (_list_of("roles"), _list_of("scopes"))
_PERMISSIONS = (_list_of("view"), _list_of("edit"))
_SELECTOR = (_list_of("scopes"),)
_ATTRIBUTE = (
    Field("name", required=True),
    Field("display_name"),
    Field("group", meaning=NULLABLE),
    Field("multivalued", "bool", default=False),
    Field("default_value"),
    Field("required", "dict", Part(_REQUIRED), options=_REQUIRED),
    Field("permissions", "dict", Part(_PERMISSIONS), options=_PERMISSIONS),
    Field("selector", "dict", Part(_SELECTOR), options=_SELECTOR),
    Field("validations", "dict", JSON_MAP),
    Field("annotations", "dict", JSON_MAP),
)
_GROUP = (
    Field("name", required=True),
    Field("display_header"),
    Field("display_description"),
    Field("annotations", "dict", JSON_MAP),
)


_POLICIES = ("DISABLED", "ENABLED", "ADMIN_EDIT", "ADMIN_VIEW")
FIELDS = (
    Field("attributes", "list", Items(_ATTRIBUTE), elements="dict", options=_ATTRIBUTE),
    Field("groups", "list", Items(_GROUP), elements="dict", options=_GROUP),
    Field("unmanaged_attribute_policy", meaning=NULLABLE, choices=_POLICIES),
)


def _find(client: Reader, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    """The profile. For a removal it exists only where the realm has one that is not the server's default."""
    if wanted.get("state") == "absent":
        own = client.get(components.LIST, values, {"type": PROFILE_PROVIDERS})
        if not any((item.get("config") or {}).get("kc.user.profile.config") for item in own):
            return None
    return dict(client.get(user_profile.GET, values), realm=values["realm"])


_PROVIDER = "declarative-user-profile"
# What a realm has one of.
_ONLY = (("provider_id", _PROVIDER), ("provider_type", PROFILE_PROVIDERS))
_CONFIG = ("kc_user_profile_config", "kcUserProfileConfig")


def _normalise(params: Params) -> Params:
    """The options of community.general as those of this kind; the server has no name for the policy DISABLED."""
    canonical = dict(params)
    for option, only in _ONLY:
        if params.get(option) not in (None, "", only):
            raise InputError(f"{option} is '{params[option]}': the user profile has {only}. Leave it out.")
    config = params.get("config") or {}
    unknown = sorted(set(config) - set(_CONFIG))
    if unknown:
        raise InputError(f"config has no option {unknown[0]}: it takes {_CONFIG[0]}, also written {_CONFIG[1]}.")
    for name in _CONFIG:
        parts = config.get(name) or ()
        for part in [parts] if isinstance(parts, Mapping) else parts:
            canonical.update(_options(FIELDS, part, name))
    if canonical.get("attributes") is not None:
        canonical["attributes"] = [_with_validators(item) for item in canonical["attributes"]]
    if canonical.get("unmanaged_attribute_policy") == "DISABLED":
        canonical["unmanaged_attribute_policy"] = ""
    return canonical


def _options(fields: Sequence[Field], given: Mapping[str, Any], where: str) -> Dict[str, Any]:
    """A free-form map in the form that parsed options have."""
    known = {name: field for field in fields for name in (field.option, field.name)}
    unknown = sorted(set(given) - set(known) - {"state"})
    if unknown:
        raise InputError(f"{where} has no option {unknown[0]}: it takes {', '.join(field.option for field in fields)}.")
    options: Dict[str, Any] = {key: value for key, value in given.items() if key == "state"}
    for name, field in known.items():
        value = given.get(name)
        if value is not None:
            listed = [_options(field.options, item, name) for item in value] if field.elements == "dict" else value
            options[field.option] = listed
    return options


def _with_validators(attribute: Mapping[str, Any]) -> Mapping[str, Any]:
    """Validators have hyphens in their names."""
    validations = attribute.get("validations")
    if validations is None:
        return attribute
    return dict(attribute, validations={str(name).replace("_", "-"): held for name, held in validations.items()})


def _prepare(client: Reader, _values: Values, params: Params, _raw: Optional[Representation]) -> Params:
    """Validators by the server's own names, which have hyphens where playbooks may have camel case."""
    if not any(re.search("[A-Z]", str(name)) for name in _validators(params)):
        return params
    provided = provider_ids(client, "validator")

    def own(name: str) -> str:
        hyphened = re.sub("(?<=[a-z])[A-Z]", lambda found: f"-{found.group().lower()}", name)
        return hyphened if name not in provided and hyphened in provided else name

    attributes = [
        dict(item, validations={own(name): held for name, held in item["validations"].items()})
        if item.get("validations")
        else item
        for item in params["attributes"]
    ]
    return dict(params, attributes=attributes)


def _validators(params: Params) -> List[str]:
    return [name for item in params.get("attributes") or () for name in item.get("validations") or ()]


def _needs(params: Params, _raw: Optional[Representation]) -> Sequence[Need]:
    """The server answers 500 to a validator that it does not have (26.7)."""
    return [
        (TO_VALIDATOR, name, f"validations of the attribute {item['name']}")
        for item in params.get("attributes") or ()
        for name, held in (item.get("validations") or {}).items()
        if held is not None and item.get("state") != "absent"
    ]


USER_PROFILE = Resource(
    name="user profile",
    key=Field("realm", required=True, aliases=("parent_id", "parentId")),
    find=_find,
    fields=FIELDS,
    get=user_profile.GET,
    update=user_profile.UPDATE,
    delete=user_profile.UPDATE,
    noise=("realm",),
    arguments={
        "config": {"type": "dict"},
        "provider_id": {"type": "str", "aliases": ["providerId"]},
        "provider_type": {"type": "str", "aliases": ["providerType"]},
    },
    requests=Requests(
        unsent=("realm",),
    ),
    hooks=Hooks(
        normalise=_normalise,
        prepare=_prepare,
        needs=_needs,
    ),
)


def as_component(client: Reader, states: States) -> Dict[str, Any]:
    """The profile in the results of a task, as community.general's keycloak_userprofile has it: a component."""
    own = client.get(components.LIST, states.plan.current.values, {"type": PROFILE_PROVIDERS})
    component = {"providerId": _PROVIDER, "providerType": PROFILE_PROVIDERS, **(own[0] if own else {})}

    def whole(profile: Mapping[str, Any]) -> Dict[str, Any]:
        shown = {key: it for key, it in profile.items() if key != "realm"}
        return {**component, "config": {"kc.user.profile.config": [shown]}} if profile else {}

    return {"existing": whole(states.existing), "end_state": whole(states.end_state)}
