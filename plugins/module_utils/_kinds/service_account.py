# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The user of a client: what any user has, besides its roles."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Mapping, Optional

from .._engine.field import Field
from .._engine.reference import TO_CLIENT, Representation, Values
from .._http.api import clients
from .._http.reader import Reader
from .user import USER


def _find_account(client: Reader, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    owner = TO_CLIENT.find(client, values, wanted["serviceAccountClientId"])
    if owner is None:
        return None
    found = client.find(clients.SERVICE_ACCOUNT_USER, dict(values, **{"client-uuid": owner["id"]}))
    return found and dict(found, serviceAccountClientId=owner["clientId"])


# The user of a client. It comes and goes with its client, and may have any name.
SERVICE_ACCOUNT = replace(
    USER,
    name="service account",
    key=Field("client", key="serviceAccountClientId", required=True),
    find=_find_account,
    create=None,
    delete=None,
    children=(),
    by_id=False,
    arguments={key: it for key, it in USER.arguments.items() if key not in USER.inert},
    inert={},
)
