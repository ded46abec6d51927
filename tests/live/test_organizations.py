# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Organizations: domains, members, identity providers."""

from __future__ import annotations

import time

import pytest
from kinds import converge, task
from needs import needs

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.errors import KeycloakError
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.organization import ORGANIZATION
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.organization_group import (
    ORGANIZATION_GROUP,
)
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.organization_invitation import (
    ORGANIZATION_INVITATION as INVITATION,
)

pytestmark = needs("organizations")


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


def domain(name):
    """A domain, which Keycloak before 26.4 wants of each organization."""
    return [{"name": f"{name}.example.org"}]


def held(admin, realm, found, kind, key):
    return [it[key] for it in admin.get(f"/admin/realms/{realm}/organizations/{found['id']}/{kind}")]


def test_members_and_providers(server, admin, there):
    arguments = dict(realm=there, name="Acme & Co ü", alias="acme")
    converge(server, ORGANIZATION, **arguments, domains=domain("acme"), members=["Ann"], identity_providers=["social"])
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


def test_a_new_name(server, admin, there):
    converge(server, ORGANIZATION, realm=there, name="Old", alias="o-l-d", domains=domain("old"), members=["ann"])
    before = organization(admin, there, "Old")
    converge(server, ORGANIZATION, realm=there, name="Old", new_name="New & ü")
    found = organization(admin, there, "New & ü")
    assert (found["id"], found["alias"]) == (before["id"], "o-l-d")
    assert held(admin, there, found, "members", "username") == ["ann"]
    assert "Old" not in [it["name"] for it in admin.get(f"/admin/realms/{there}/organizations")]


def test_a_domain_in_upper_case(server, admin, there):
    arguments = dict(realm=there, name="Upper")
    converge(server, ORGANIZATION, **arguments, domains=[{"name": "Upper.Example.ORG"}, {"name": "two.example.org"}])
    converge(server, ORGANIZATION, **arguments, domains=[{"name": "UPPER.example.org", "verified": True}])
    found = {it["name"]: it["verified"] for it in organization(admin, there, "Upper")["domains"]}
    assert found == {"upper.example.org": True, "two.example.org": False}


def test_bad_input_writes_nothing(server, admin, there):
    with pytest.raises(InputError, match="no user 'anna'.*members"):
        task(server, ORGANIZATION, realm=there, name="never", domains=domain("never"), members=["anna"])
    task(server, ORGANIZATION, realm=there, name="fixed", alias="fixed", domains=domain("fixed"))
    with pytest.raises(InputError, match="alias of organization 'fixed' can't be changed"):
        task(server, ORGANIZATION, realm=there, name="fixed", alias="other")
    assert "never" not in [it["name"] for it in admin.get(f"/admin/realms/{there}/organizations")]


def test_a_realm_without_organizations_says_so(server):
    with pytest.raises(KeycloakError, match="(?i)organization"):
        task(server, ORGANIZATION, realm="master", name="x")


def groups_of(admin, realm, found):
    path = f"/admin/realms/{realm}/organizations/{found['id']}/groups?briefRepresentation=false"
    return {it["name"]: it for it in admin.get(path)}


@needs("groups of organizations")
def test_groups_are_a_tree_of_their_own(server, admin, there):
    task(server, ORGANIZATION, realm=there, name="Tree", members=["ann"])
    found = organization(admin, there, "Tree")
    arguments = dict(realm=there, organization="Tree")
    top = dict(
        path="/a & b ü", members=["Ann"], realm_roles=["offline_access"], client_roles={"account": ["view-profile"]}
    )
    converge(server, ORGANIZATION_GROUP, **arguments, **top)
    place = dict(name="x/y", parents=[{"name": "a & b ü"}])
    converge(server, ORGANIZATION_GROUP, **arguments, **place, attributes={"n": 1})
    top = groups_of(admin, there, found)["a & b ü"]
    path = f"/admin/realms/{there}/organizations/{found['id']}/groups/{top['id']}"
    assert [it["username"] for it in admin.get(f"{path}/members")] == ["ann"]
    roles = admin.get(f"{path}/role-mappings")
    assert [it["name"] for it in roles["realmMappings"]] == ["offline_access"]
    assert list(roles["clientMappings"]) == ["account"]
    below = admin.get(f"{path}/children")
    assert [(it["name"], it["path"]) for it in below] == [("x/y", "/a & b ü/x/y")]
    # The realm has a tree of its own.
    assert admin.get(f"/admin/realms/{there}/groups") == []

    inner = below[0]["id"]
    converge(server, ORGANIZATION_GROUP, **arguments, id=inner, new_path="/z")
    moved = groups_of(admin, there, found)["z"]
    assert (moved["id"], moved["attributes"]) == (inner, {"n": ["1"]})
    exact = dict(members=[], members_behavior="exact", realm_roles=[], roles_behavior="exact")
    converge(server, ORGANIZATION_GROUP, **arguments, path="/a & b ü", **exact)
    assert admin.get(f"{path}/members") == []
    assert list(admin.get(f"{path}/role-mappings")) == ["clientMappings"]
    converge(server, ORGANIZATION_GROUP, **arguments, path="/a & b ü", state="absent")
    assert list(groups_of(admin, there, found)) == ["z"]


@needs("groups of organizations")
def test_a_group_of_an_organization_takes_its_members_only(server, admin, there):
    task(server, ORGANIZATION, realm=there, name="Closed")
    arguments = dict(realm=there, organization="Closed", path="/g")
    with pytest.raises(InputError, match="'ann' is not a member of the organization 'Closed'"):
        task(server, ORGANIZATION_GROUP, **arguments, members=["ann"])
    with pytest.raises(InputError, match="no organization 'Clsed'.*Similar names there: Closed"):
        task(server, ORGANIZATION_GROUP, **{**arguments, "organization": "Clsed"})
    with pytest.raises(InputError, match="no organization group '/x'"):
        task(server, ORGANIZATION_GROUP, **{**arguments, "path": "/x/g"})
    assert groups_of(admin, there, organization(admin, there, "Closed")) == {}


def invited(admin, realm, found):
    path = f"/admin/realms/{realm}/organizations/{found['id']}/invitations"
    return {it["email"]: it for it in admin.get(path)}


@needs("invitations")
def test_invitations(server, admin, there, mailbox):
    admin.put(f"/admin/realms/{there}", dict(admin.get(f"/admin/realms/{there}"), smtpServer=mailbox.settings))
    admin.post(f"/admin/realms/{there}/users", {"username": "meg", "email": "meg@example.org", "enabled": True})
    task(server, ORGANIZATION, realm=there, name="Host", alias="host", members=["meg"])
    found = organization(admin, there, "Host")
    arguments = dict(realm=there, organization="host")
    converge(server, INVITATION, **arguments, email="New@example.org", first_name="Nü", last_name="Er")
    first = invited(admin, there, found)["new@example.org"]
    assert (first["firstName"], first["status"]) == ("Nü", "PENDING")
    assert len(mailbox.mails_to("new@example.org")) == 1
    # A member needs no invitation, and keeps the membership when it is withdrawn.
    for state in ("present", "absent"):
        run = task(server, INVITATION, **arguments, email="meg@example.org", state=state)
        assert (run.changed, run.writes) == (False, 0)
    assert held(admin, there, found, "members", "username") == ["meg"]
    again = task(server, INVITATION, **arguments, email="new@example.org", resend="always")
    assert again.changed
    assert not again.result.warnings
    assert len(mailbox.mails_to("new@example.org")) == 2
    converge(server, INVITATION, **arguments, email="new@example.org", state="absent")
    assert invited(admin, there, found) == {}


@needs("invitations")
def test_an_expired_invitation_is_sent_anew(server, admin, there, mailbox):
    short = dict(smtpServer=mailbox.settings, actionTokenGeneratedByAdminLifespan=1)
    admin.put(f"/admin/realms/{there}", dict(admin.get(f"/admin/realms/{there}"), **short))
    arguments = dict(realm=there, organization="Late", email="late@example.org")
    task(server, ORGANIZATION, realm=there, name="Late")
    assert task(server, INVITATION, **arguments).changed
    time.sleep(3)
    assert task(server, INVITATION, **arguments).changed
    assert len(mailbox.mails_to("late@example.org")) == 2
