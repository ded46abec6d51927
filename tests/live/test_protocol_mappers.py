# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Single protocol mappers of clients and of client scopes."""

from __future__ import annotations

import pytest
from kinds import converge, task

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds import protocol_mapper

CLIENT_ID = "https://app.example.com/?a=b&c"
NAME = "Größe a/%+&?# 😀 B"
HARDCODED = "oidc-hardcoded-claim-mapper"


@pytest.fixture(scope="module")
def holders(admin, realm):
    """The paths of the mappers of a client and of a client scope."""
    admin.post(f"/admin/realms/{realm}/clients", {"clientId": CLIENT_ID})
    admin.post(f"/admin/realms/{realm}/client-scopes", {"name": "Scope/a%+&?#", "protocol": "openid-connect"})
    client = next(it["id"] for it in admin.get(f"/admin/realms/{realm}/clients") if it["clientId"] == CLIENT_ID)
    scope = next(it["id"] for it in admin.get(f"/admin/realms/{realm}/client-scopes") if it["name"] == "Scope/a%+&?#")
    return {
        "client_id": (CLIENT_ID, f"/admin/realms/{realm}/clients/{client}/protocol-mappers/models"),
        "client_scope": ("Scope/a%+&?#", f"/admin/realms/{realm}/client-scopes/{scope}/protocol-mappers/models"),
    }


def run(server, **arguments):
    return converge(server, protocol_mapper.holder_of(arguments), protocol_mapper.OF_CLIENT, **arguments)


@pytest.mark.parametrize("option", ["client_id", "client_scope"])
def test_a_mapper(server, admin, realm, holders, option):
    holder, path = holders[option]
    arguments = {"realm": realm, option: holder, "name": NAME}
    values = {"claim.name": "size", "claim.value": 1, "access.token.claim": True}
    run(server, **arguments, protocol_mapper=HARDCODED, config=values)
    run(server, **arguments, config={"claim.value": "2", "claim.name": "size", "access.token.claim": None})
    found = next(it for it in admin.get(path) if it["name"] == NAME)
    assert found["config"].items() >= {"claim.name": "size", "claim.value": "2"}.items()
    assert "access.token.claim" not in found["config"]
    run(server, realm=realm, id=found["id"], **{option: holder}, protocolMapper="oidc-audience-mapper")
    again = next(it for it in admin.get(path) if it["name"] == NAME)
    assert again == dict(found, protocolMapper="oidc-audience-mapper")
    run(server, realm=realm, id=found["id"], **{option: holder}, state="absent")
    assert not [it for it in admin.get(path) if it["name"] == NAME]
    assert not run(server, **arguments, state="absent").changed


def test_the_protocol_is_told_by_the_type(server, admin, realm, holders):
    holder, path = holders["client_id"]
    run(server, realm=realm, client_id=holder, name="saml one", protocol_mapper="saml-role-list-mapper")
    assert next(it for it in admin.get(path) if it["name"] == "saml one")["protocol"] == "saml"
    with pytest.raises(InputError, match="protocol of protocol mapper 'saml one' can't be changed"):
        task(server, protocol_mapper.OF_CLIENT, realm=realm, client_id=holder, name="saml one", protocol="docker-v2")


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (dict(client_id=CLIENT_ID), InputError, "no protocol mapper 'never': set protocol_mapper"),
        (dict(client_id="app", protocol_mapper=HARDCODED), InputError, "no client 'app'"),
        (dict(client_scope="profil", protocol_mapper=HARDCODED), InputError, "no client scope 'profil'.*profile"),
        (dict(client_id=CLIENT_ID, protocol_mapper="unknown"), InputError, "no type of protocol mapper .unknown."),
    ],
)
def test_what_can_not_be_made(server, admin, realm, holders, arguments, error, message):
    kind = protocol_mapper.holder_of(arguments)
    with pytest.raises(error, match=message):
        task(server, kind, False, protocol_mapper.OF_CLIENT, realm=realm, name="never", **arguments)
    assert "never" not in [it["name"] for _holder, path in holders.values() for it in admin.get(path)]
