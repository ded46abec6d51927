# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which events a realm records, for how long, and who listens to them."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from .._engine.assignment import Params
from .._engine.field import SET, Field
from .._engine.hooks import Hooks, Need, Requests
from .._engine.realm_settings import whole_realm
from .._engine.reference import Representation, Values, listed_reference
from .._engine.resource import Resource
from .._http.api import events, server
from .._http.reader import Reader

_LISTENER = listed_reference(
    "event listener",
    "name",
    lambda client, _values: [
        {"name": name} for name in client.get(server.INFO)["providers"]["eventsListener"]["providers"]
    ],
)
_TYPE = listed_reference(
    "event type",
    "name",
    lambda client, _values: [{"name": name} for name in client.get(server.INFO)["enums"]["eventType"]],
)

_FIELDS = (
    Field("events_enabled", "bool"),
    Field("events_expiration", "int", default=0),
    Field("events_listeners", "list", SET, elements="str"),
    Field("enabled_event_types", "list", SET, elements="str"),
    Field("admin_events_enabled", "bool"),
    Field("admin_events_details_enabled", "bool"),
)


def _find(client: Reader, values: Values, _wanted: Mapping[str, Any]) -> Optional[Representation]:
    """From the realm itself: its events page shows all types in place of none, which means all."""
    held = whole_realm(client, values)
    return {key: held[key] for key in ("realm", *(field.name for field in _FIELDS)) if key in held}


def _needs(params: Params, _raw: Optional[Representation]) -> Sequence[Need]:
    listeners = [(_LISTENER, name, "events_listeners") for name in params.get("events_listeners") or ()]
    return listeners + [(_TYPE, name, "enabled_event_types") for name in params.get("enabled_event_types") or ()]


EVENTS_CONFIG = Resource(
    name="events of realm",
    key=Field("realm", required=True),
    find=_find,
    fields=_FIELDS,
    get=events.CONFIG,
    update=events.UPDATE_CONFIG,
    arguments={"state": {"type": "str", "default": "present", "choices": ["present"]}},
    requests=Requests(
        unsent=("realm",),
    ),
    hooks=Hooks(
        needs=_needs,
    ),
)
