# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which events a realm records, for how long, and who listens to them."""

from __future__ import annotations

from typing import Any, Mapping, Optional

from .._engine.field import SET, Field
from .._engine.hooks import Requests
from .._engine.realm_settings import whole_realm
from .._engine.reference import Representation, Values
from .._engine.resource import Resource
from .._http.api import events
from .._http.reader import Reader
from ._provided import TO_EVENT_LISTENER, TO_EVENT_TYPE

_FIELDS = (
    Field("events_enabled", "bool"),
    Field("events_expiration", "int", default=0),
    Field("events_listeners", "list", SET, elements="str", reference=TO_EVENT_LISTENER),
    Field("enabled_event_types", "list", SET, elements="str", reference=TO_EVENT_TYPE),
    Field("admin_events_enabled", "bool"),
    Field("admin_events_details_enabled", "bool"),
)


def _find(client: Reader, values: Values, _wanted: Mapping[str, Any]) -> Optional[Representation]:
    """From the realm itself: its events page shows all types in place of none, which means all."""
    held = whole_realm(client, values)
    return {key: held[key] for key in ("realm", *(field.name for field in _FIELDS)) if key in held}


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
)
