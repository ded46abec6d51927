# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects that both clients and client scopes have: a task names one of the two."""

from __future__ import annotations

from typing import Any, Dict

from .._engine.reference import TO_CLIENT, TO_CLIENT_SCOPE
from .._engine.resource import Scope

HELD_BY_CLIENT = Scope("client_id", "client-uuid", TO_CLIENT)
HELD_BY_CLIENT_SCOPE = Scope("client_scope", "client-scope-id", TO_CLIENT_SCOPE)

HOLDERS: Dict[str, Any] = {
    "client_id": {"type": "str", "aliases": ["clientId"]},
    "client_scope": {"type": "str", "aliases": ["clientScope"]},
}
ONE_HOLDER = {
    "required_one_of": [("client_id", "client_scope")],
    "mutually_exclusive": [("client_id", "client_scope")],
}
