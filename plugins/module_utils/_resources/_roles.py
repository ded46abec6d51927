# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What roles of a realm and roles of a client have in common."""

from __future__ import annotations

from typing import Any, Hashable, Iterable, Mapping, Tuple

from .._endpoint import Endpoint
from .._field import TEXTS_MAP, Field
from .._reference import ROLE, Representation, Values
from .._resource import BEHAVIOR, STATE, Assignment, listed
from .._session import Session, role_key

KEY = Field("name", required=True)
FIELDS = (
    Field("description"),
    Field("attributes", "dict", TEXTS_MAP),
)


def _key_of(element: Mapping[str, Any]) -> Tuple[str, str]:
    return (element.get("client_id") or "", element["name"])


def by_role_key(session: Session, values: Values, found: Iterable[Representation]) -> Mapping[Hashable, Representation]:
    return {role_key(session, values, role): role for role in found}


def composites(read: Endpoint, add: Endpoint, remove: Endpoint) -> Assignment:
    """The roles that a role contains, of the realm and of clients alike."""
    return Assignment(
        "composites",
        ROLE,
        add,
        remove,
        listed("composites", _key_of),
        by_role_key,
        read,
        arguments={
            "composites": {
                "type": "list",
                "elements": "dict",
                "options": {
                    "name": {"type": "str", "required": True},
                    "client_id": {"type": "str", "aliases": ["clientId"]},
                    "state": STATE,
                },
            },
            "composites_behavior": BEHAVIOR,
        },
    )
