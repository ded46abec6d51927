# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Client scopes on a real server."""

from __future__ import annotations

from ansible_collections.realmkit.keycloak.plugins.module_utils._resources.client_scope import RESOURCE
from kinds import converge


def test_a_scope_changes_its_type_and_keeps_what_is_not_mentioned(server, realm):
    scope = {"realm": realm, "name": "billing"}
    mapper = {"name": "aud", "protocol_mapper": "oidc-audience-mapper", "config": {"included.custom.audience": "x"}}
    converge(server, RESOURCE, **scope, attributes={"a": 1, "b": True}, type="default", protocol_mappers=[mapper])
    changed = {"name": "aud", "config": {"access.token.claim": True}}
    end = converge(server, RESOURCE, **scope, attributes={"a": None}, type="optional", protocol_mappers=[changed])
    state = end.result.end_state
    assert (state["type"], state["attributes"]) == ("optional", {"b": "true"})
    assert state["protocolMappers"][0]["config"]["included.custom.audience"] == "x"
    converge(server, RESOURCE, **scope, state="absent")
