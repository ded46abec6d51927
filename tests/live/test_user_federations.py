# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""User federation with a real LDAP server."""

from __future__ import annotations

import background
import ldap
import pytest
from kinds import converge, task

from ansible_collections.realmkit.keycloak.plugins.module_utils._resources.user_federation import RESOURCE
from ansible_collections.realmkit.keycloak.plugins.module_utils._show import shown

MAPPER = "org.keycloak.storage.ldap.mappers.LDAPStorageMapper"


@pytest.fixture(scope="module")
def directory():
    state = ldap.start()
    yield {
        "vendor": "other",
        "connectionUrl": state.url,
        "usersDn": f"ou=people,{state.extra['base']}",
        "bindDn": state.extra["bind_dn"],
        "bindCredential": state.extra["password"],
        "authType": "simple",
        "usernameLDAPAttribute": "uid",
        "rdnLDAPAttribute": "uid",
        "uuidLDAPAttribute": "entryUUID",
        "userObjectClasses": "inetOrgPerson",
        "editMode": "READ_ONLY",
    }
    background.stop(ldap.NAME)


def component(admin, realm, name):
    return next(it for it in admin.get(f"/admin/realms/{realm}/components?name={name}") if it["name"] == name)


def mappers(admin, realm, name):
    parent = component(admin, realm, name)["id"]
    found = admin.get(f"/admin/realms/{realm}/components?parent={parent}&type={MAPPER}")
    return {it["name"]: it for it in found}


def users(admin, realm):
    return [it["username"] for it in admin.get(f"/admin/realms/{realm}/users?search=*")]


def test_users_of_the_directory_appear(server, admin, realm, directory):
    name = {"realm": realm, "name": "ldap-ü"}
    converge(server, RESOURCE, **name, provider_id="ldap", config=dict(directory, pagination=True, priority=0))
    assert users(admin, realm)
    # One setting more; the others and the bind credential stay.
    converge(server, RESOURCE, **name, config={"batchSizeForSync": 500, "pagination": "false"})
    config = component(admin, realm, "ldap-ü")["config"]
    assert config["batchSizeForSync"] == ["500"] and config["usersDn"] == [directory["usersDn"]]
    assert users(admin, realm)
    converge(server, RESOURCE, **name, state="absent")
    assert not users(admin, realm)


def test_the_bind_credential(server, admin, realm, directory):
    name = {"realm": realm, "name": "bound"}
    wrong = dict(directory, bindCredential="wrong-secret")
    made = task(server, RESOURCE, **name, provider_id="ldap", config=wrong)
    assert "wrong-secret" not in str(shown(made.result.before, made.result.after)) + str(made.result.operations)
    assert not users(admin, realm)
    right = {"bindCredential": directory["bindCredential"]}
    left = task(server, RESOURCE, **name, config=right)
    assert (left.changed, left.writes) == (False, 0)
    assert "could not be compared" in left.result.warnings[0]
    assert task(server, RESOURCE, **name, config=right, update_secret="always").changed
    assert users(admin, realm)
    task(server, RESOURCE, **name, state="absent")


def test_mappers_and_those_of_the_server(server, admin, realm, directory):
    name = {"realm": realm, "name": "mapped"}
    mapper = {
        "name": "Department / & %",
        "provider_id": "user-attribute-ldap-mapper",
        "config": {"ldap.attribute": "departmentNumber", "user.model.attribute": "department", "read.only": True},
    }
    converge(server, RESOURCE, **name, provider_id="ldap", config=directory, mappers=[mapper])
    before = mappers(admin, realm, "mapped")
    assert {"Department / & %", "username", "email"} <= set(before)
    converge(server, RESOURCE, **name, mappers=[dict(mapper, config={"always.read.value.from.ldap": False})])
    now = mappers(admin, realm, "mapped")
    assert set(now) == set(before)
    assert now["Department / & %"]["config"]["ldap.attribute"] == ["departmentNumber"]
    converge(server, RESOURCE, **name, mappers=[{"name": "Department / & %", "state": "absent"}])
    assert set(mappers(admin, realm, "mapped")) == set(before) - {"Department / & %"}
    task(server, RESOURCE, **name, state="absent")
