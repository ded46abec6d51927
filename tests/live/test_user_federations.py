# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""User federation with a real LDAP server."""

from __future__ import annotations

import pytest
import requests
from connecting import realm_of
from kinds import converge, task
from needs import has

from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.user_federation import USER_FEDERATION
from ansible_collections.realmkit.keycloak.plugins.module_utils._secrets.show import shown

MAPPER = "org.keycloak.storage.ldap.mappers.LDAPStorageMapper"


@pytest.fixture
def directory(ldap_settings):
    return dict(ldap_settings)


def component(admin, realm, name):
    return next(it for it in admin.get(f"/admin/realms/{realm}/components?name={name}") if it["name"] == name)


def mappers(admin, realm, name):
    parent = component(admin, realm, name)["id"]
    found = admin.get(f"/admin/realms/{realm}/components?parent={parent}&type={MAPPER}")
    return {it["name"]: it for it in found}


def users(admin, realm):
    """None where the server refuses the list for a directory that it can't read, as it did up to Keycloak 26.3."""
    if not has("users beside a directory that is down"):
        try:
            admin.get(f"/admin/realms/{realm}/users?search=*")
        except requests.HTTPError as error:
            assert error.response.status_code == 400
            return []
    return [it["username"] for it in admin.get(f"/admin/realms/{realm}/users?search=*")]


def test_users_of_the_directory_appear(server, admin, realm, directory):
    name = {"realm": realm, "name": "ldap-ü"}
    converge(server, USER_FEDERATION, **name, provider_id="ldap", config=dict(directory, pagination=True, priority=0))
    assert users(admin, realm)
    # One setting more; the others and the bind credential stay.
    converge(server, USER_FEDERATION, **name, config={"batchSizeForSync": 500, "pagination": "false"})
    config = component(admin, realm, "ldap-ü")["config"]
    assert config["batchSizeForSync"] == ["500"] and config["usersDn"] == [directory["usersDn"]]
    assert users(admin, realm)
    converge(server, USER_FEDERATION, **name, state="absent")
    assert not users(admin, realm)


def test_the_bind_credential(server, admin, realm, directory):
    name = {"realm": realm, "name": "bound"}
    wrong = dict(directory, bindCredential="wrong-secret")
    made = task(server, USER_FEDERATION, **name, provider_id="ldap", config=wrong)
    assert "wrong-secret" not in str(shown(made.result.before, made.result.after)) + str(made.result.operations)
    assert not users(admin, realm)
    again = task(server, USER_FEDERATION, **name, config=wrong)
    assert (again.changed, again.writes) == (False, 0)
    # The credential alone is seen to differ, and sent; nothing of it is shown.
    right = {"bindCredential": directory["bindCredential"]}
    assert task(server, USER_FEDERATION, **name, config=right, update_secret="on_create").writes == 0
    run = converge(server, USER_FEDERATION, **name, config=right)
    assert run.changed
    assert "wrong-secret" not in str(shown(run.result.before, run.result.after))
    assert users(admin, realm)
    # One that was there before, or whose fingerprint somebody removed, is sent once.
    assert fingerprints(admin, realm)
    forget_fingerprints(admin, realm)
    assert converge(server, USER_FEDERATION, **name, config=right).changed
    assert task(server, USER_FEDERATION, **name, config=right, update_secret="always").changed
    task(server, USER_FEDERATION, **name, state="absent")
    assert fingerprints(admin, realm) == []


def test_kerberos(server, admin, realm):
    name = {"realm": realm, "name": "kerberos"}
    settings = {"kerberosRealm": "EXAMPLE.ORG", "serverPrincipal": "HTTP/sso@EXAMPLE.ORG", "keyTab": "/etc/sso.keytab"}
    converge(server, USER_FEDERATION, **name, provider_id="kerberos", config=settings)
    converge(server, USER_FEDERATION, **name, config={"debug": True, "updateProfileFirstLogin": "false"})
    held = component(admin, realm, "kerberos")
    assert held["providerId"] == "kerberos"
    assert {key: held["config"][key] for key in settings} == {key: [value] for key, value in settings.items()}
    assert held["config"]["debug"] == ["true"]
    converge(server, USER_FEDERATION, **name, state="absent")


def test_user_federation_of_ones_own(featured, featured_admin, own_storage):
    """A provider that somebody deployed, with a secret."""
    with realm_of(featured) as realm:
        name = {"realm": realm, "name": "own ü"}
        config = {"place": "there", "pin": "first-pin"}
        run = converge(featured, USER_FEDERATION, **name, provider_id="own-storage", config=config)
        assert run.result.secrets == {"first-pin"}
        assert "first-pin" not in str(shown(run.result.before, run.result.after, run.result.secret_keys))
        converge(featured, USER_FEDERATION, **name, config={"place": "elsewhere"})
        held = component(featured_admin, realm, "own ü")
        assert (held["providerId"], held["config"]["place"]) == ("own-storage", ["elsewhere"])
        assert held["config"]["pin"] == ["**********"]
        run = converge(featured, USER_FEDERATION, **name, config={"pin": "other-pin"})
        assert run.changed and run.result.secrets == {"other-pin"}
        assert "other-pin" not in str(shown(run.result.before, run.result.after))
        converge(featured, USER_FEDERATION, **name, state="absent")


def test_a_fingerprint_changes_nothing_else_of_the_realm(server, admin, directory):
    settings = {
        "displayName": "D",
        "oauth2DeviceCodeLifespan": 777,
        "otpPolicyCodeReusable": True,
        "passwordPolicy": "length(9)",
        "smtpServer": {"host": "h", "from": "a@example.org", "auth": "true", "user": "u", "password": "hush"},
        "attributes": {"frontendUrl": "https://front.example.org", "mine": "1"},
    }
    with realm_of(server, **settings) as realm:
        before = admin.get(f"/admin/realms/{realm}")
        task(server, USER_FEDERATION, realm=realm, name="bound", provider_id="ldap", config=directory)
        assert len(fingerprints(admin, realm)) == 1
        forget_fingerprints(admin, realm)
        assert admin.get(f"/admin/realms/{realm}") == before


def fingerprints(admin, realm):
    held = admin.get(f"/admin/realms/{realm}")["attributes"]
    return [name for name in held if name.startswith("realmkit.fingerprint.")]


def forget_fingerprints(admin, realm):
    held = admin.get(f"/admin/realms/{realm}")
    kept = {name: it for name, it in held["attributes"].items() if not name.startswith("realmkit.fingerprint.")}
    beside = {key: held[key] for key in ("browserSecurityHeaders", "oauth2DeviceCodeLifespan", "otpPolicyCodeReusable")}
    admin.put(f"/admin/realms/{realm}", dict(beside, attributes=kept))


def test_by_its_id(server, admin, realm, directory):
    converge(server, USER_FEDERATION, realm=realm, name="first", provider_id="ldap", config=directory)
    uuid = component(admin, realm, "first")["id"]
    converge(server, USER_FEDERATION, realm=realm, id=uuid, name="second", config=directory)
    assert component(admin, realm, "second")["id"] == uuid
    converge(server, USER_FEDERATION, realm=realm, id=uuid, state="absent")
    assert not users(admin, realm)


def test_mappers_and_those_of_the_server(server, admin, realm, directory):
    name = {"realm": realm, "name": "mapped"}
    mapper = {
        "name": "Department / & %",
        "provider_id": "user-attribute-ldap-mapper",
        "config": {"ldap.attribute": "departmentNumber", "user.model.attribute": "department", "read.only": True},
    }
    converge(server, USER_FEDERATION, **name, provider_id="ldap", config=directory, mappers=[mapper])
    before = mappers(admin, realm, "mapped")
    assert {"Department / & %", "username", "email"} <= set(before)
    converge(server, USER_FEDERATION, **name, mappers=[dict(mapper, config={"always.read.value.from.ldap": False})])
    now = mappers(admin, realm, "mapped")
    assert set(now) == set(before)
    assert now["Department / & %"]["config"]["ldap.attribute"] == ["departmentNumber"]
    converge(server, USER_FEDERATION, **name, mappers=[{"name": "Department / & %", "state": "absent"}])
    assert set(mappers(admin, realm, "mapped")) == set(before) - {"Department / & %"}
    converge(
        server,
        USER_FEDERATION,
        **name,
        mappers=[{"name": "email"}, {"name": "username"}],
        remove_unspecified_mappers=True,
    )
    assert set(mappers(admin, realm, "mapped")) == {"email", "username"}
    task(server, USER_FEDERATION, **name, state="absent")
