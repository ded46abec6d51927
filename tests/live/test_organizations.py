# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Organizations: domains, members, identity providers."""

from __future__ import annotations

import pytest
from kinds import converge, task

from ansible_collections.realmkit.keycloak.plugins.module_utils._errors import InputError, KeycloakError
from ansible_collections.realmkit.keycloak.plugins.module_utils._resources.organization import RESOURCE as ORGANIZATION


@pytest.fixture
def there(admin, realm):
    """A realm with organizations, a user and an identity provider."""
    admin.put(f"/admin/realms/{realm}", dict(admin.get(f"/admin/realms/{realm}"), organizationsEnabled=True))
    if not admin.get(f"/admin/realms/{realm}/users?username=ann&exact=true"):
        admin.post(f"/admin/realms/{realm}/users", {"username": "ann", "enabled": True})
        provider = {"alias": "social", "providerId": "github", "config": {"clientId": "x", "clientSecret": "y"}}
        admin.post(f"/admin/realms/{realm}/identity-provider/instances", provider)
    return realm


def organization(admin, realm, name):
    found = next(it for it in admin.get(f"/admin/realms/{realm}/organizations") if it["name"] == name)
    return admin.get(f"/admin/realms/{realm}/organizations/{found['id']}")


def held(admin, realm, found, kind, key):
    return [it[key] for it in admin.get(f"/admin/realms/{realm}/organizations/{found['id']}/{kind}")]


def test_members_and_providers(server, admin, there):
    arguments = dict(realm=there, name="Acme & Co ü", alias="acme")
    converge(server, ORGANIZATION, **arguments, members=["Ann"], identity_providers=["social"])
    found = organization(admin, there, "Acme & Co ü")
    assert (found["alias"], found["enabled"]) == ("acme", True)
    assert held(admin, there, found, "members", "username") == ["ann"]
    assert held(admin, there, found, "identity-providers", "alias") == ["social"]
    converge(server, ORGANIZATION, **arguments, members=[], identity_providers=[])
    assert held(admin, there, found, "members", "username") == ["ann"]
    converge(
        server,
        ORGANIZATION,
        **arguments,
        members=[],
        members_behavior="exact",
        identity_providers=[],
        identity_providers_behavior="exact",
    )
    assert held(admin, there, found, "members", "username") == []
    assert held(admin, there, found, "identity-providers", "alias") == []
    converge(server, ORGANIZATION, realm=there, name="Acme & Co ü", state="absent")


def test_what_is_not_mentioned_stays(server, admin, there):
    domain = {"name": "a.example.org", "verified": True}
    converge(server, ORGANIZATION, realm=there, name="kept", domains=[domain], attributes={"n": 1, "x": "y"})
    converge(
        server, ORGANIZATION, realm=there, name="kept", domains=[{"name": "b.example.org"}], attributes={"n": None}
    )
    found = organization(admin, there, "kept")
    assert found["attributes"] == {"x": ["y"]}
    assert sorted((it["name"], it["verified"]) for it in found["domains"]) == [
        ("a.example.org", True),
        ("b.example.org", False),
    ]
    other = [{"name": "b.example.org"}]
    converge(server, ORGANIZATION, realm=there, name="kept", domains=other, domains_behavior="exact")
    assert [it["name"] for it in organization(admin, there, "kept")["domains"]] == ["b.example.org"]


def test_bad_input_writes_nothing(server, admin, there):
    with pytest.raises(InputError, match="no user 'anna'.*members"):
        task(server, ORGANIZATION, realm=there, name="never", members=["anna"])
    task(server, ORGANIZATION, realm=there, name="fixed", alias="fixed")
    with pytest.raises(InputError, match="alias of organization 'fixed' can't be changed"):
        task(server, ORGANIZATION, realm=there, name="fixed", alias="other")
    assert "never" not in [it["name"] for it in admin.get(f"/admin/realms/{there}/organizations")]


def test_a_realm_without_organizations_says_so(server):
    with pytest.raises(KeycloakError, match="(?i)organization"):
        task(server, ORGANIZATION, realm="master", name="x")
