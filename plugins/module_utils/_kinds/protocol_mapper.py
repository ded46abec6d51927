# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""One protocol mapper of a client or of a client scope."""

from __future__ import annotations

from .._engine.assignment import Params
from .._engine.resource import Resource
from .._http.api import client_protocol_mappers, client_scope_protocol_mappers
from ._holders import HELD_BY_CLIENT, HELD_BY_CLIENT_SCOPE
from ._protocol_mappers import protocol_mapper

OF_CLIENT = protocol_mapper(client_protocol_mappers, HELD_BY_CLIENT)
OF_CLIENT_SCOPE = protocol_mapper(client_scope_protocol_mappers, HELD_BY_CLIENT_SCOPE)


def holder_of(params: Params) -> Resource:
    """The kind of mapper that a task is about."""
    return OF_CLIENT_SCOPE if params.get("client_scope") else OF_CLIENT
