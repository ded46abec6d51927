# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Roles of realms and clients: names, attributes, composites."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from kinds import converge, task

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client_role import CLIENT_ROLE
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.role import ROLE, role_of

STRANGE = ["a/b", "50% + x", "q?a=b&c#d", "Ünïcode Größe", "UPPER", "😀", "a b  c"]


def role(admin, realm, name):
    return admin.get(f"/admin/realms/{realm}/roles/{quote(name, safe='')}")


def composites(admin, realm, name):
    found = admin.get(f"/admin/realms/{realm}/roles/{quote(name, safe='')}/composites")
    return sorted(item["name"] for item in found)


@pytest.mark.parametrize("name", STRANGE)
def test_strange_names(server, admin, realm, name):
    converge(server, ROLE, realm=realm, name=name, description="d")
    assert role(admin, realm, name)["description"] == "d"
    assert converge(server, ROLE, realm=realm, name=name, state="absent").changed
    assert name not in [item["name"] for item in admin.get(f"/admin/realms/{realm}/roles")]


def test_numbers_and_booleans_in_attributes_converge(server, admin, realm):
    converge(server, ROLE, realm=realm, name="typed", attributes={"n": 1, "b": True, "l": [1, "x"], "kept": "k"})
    converge(server, ROLE, realm=realm, name="typed", attributes={"n": 2, "b": None})
    assert role(admin, realm, "typed")["attributes"] == {"n": ["2"], "l": ["1", "x"], "kept": ["k"]}


def test_what_is_not_mentioned_stays(server, admin, realm):
    task(server, ROLE, realm=realm, name="kept", description="d", attributes={"a": "1"})
    converge(server, ROLE, realm=realm, name="kept", attributes={"b": 2})
    found = role(admin, realm, "kept")
    assert (found["description"], found["attributes"]) == ("d", {"a": ["1"], "b": ["2"]})
    converge(server, ROLE, realm=realm, name="kept", description="")
    assert not role(admin, realm, "kept").get("description")


def test_composites_of_realm_and_client(server, admin, realm):
    task(server, ROLE, realm=realm, name="part")
    listed = [{"name": "part"}, {"name": "view-profile", "client_id": "account"}]
    converge(server, ROLE, realm=realm, name="whole", composites=listed)
    assert composites(admin, realm, "whole") == ["part", "view-profile"]
    converge(server, ROLE, realm=realm, name="whole", composites=[{"name": "offline_access"}])
    assert composites(admin, realm, "whole") == ["offline_access", "part", "view-profile"]
    converge(server, ROLE, realm=realm, name="whole", composites=[{"name": "part", "state": "absent"}])
    converge(server, ROLE, realm=realm, name="whole", composites=listed, composites_behavior="exact")
    assert composites(admin, realm, "whole") == ["part", "view-profile"]
    converge(server, ROLE, realm=realm, name="whole", composites=[], composites_behavior="exact")
    assert composites(admin, realm, "whole") == []


def test_an_unknown_role_fails_before_anything_is_written(server, admin, realm):
    with pytest.raises(InputError, match="no role 'ofline_access'.*composites.*offline_access"):
        task(server, ROLE, realm=realm, name="never", composites=[{"name": "ofline_access"}])
    assert "never" not in [item["name"] for item in admin.get(f"/admin/realms/{realm}/roles")]
    checked = task(server, ROLE, True, realm=realm, name="never", composites=[{"name": "ofline_access"}])
    assert checked.changed and "ofline_access" in checked.result.warnings[0]


def test_rename(server, admin, realm):
    task(server, ROLE, realm=realm, name="old", attributes={"a": 1})
    before = role(admin, realm, "old")["id"]
    converge(server, ROLE, realm=realm, name="old", new_name="new/er")
    assert role(admin, realm, "new/er")["id"] == before


def test_a_role_of_a_client_is_not_one_of_the_realm(server, admin, realm):
    listed = [{"name": "offline_access"}, {"name": "view-profile", "client_id": "account"}]
    converge(server, CLIENT_ROLE, realm=realm, client_id="account", name="a/b", composites=listed)
    uuid = admin.get(f"/admin/realms/{realm}/clients?clientId=account")[0]["id"]
    assert admin.get(f"/admin/realms/{realm}/clients/{uuid}/roles/a%2Fb")["composite"] is True
    assert "a/b" not in [item["name"] for item in admin.get(f"/admin/realms/{realm}/roles")]
    converge(server, CLIENT_ROLE, realm=realm, client_id="account", name="a/b", state="absent")


def test_the_module_for_roles_takes_a_client_as_well(server, admin, realm):
    arguments = dict(realm=realm, client_id="account", name="by client", composite=True)
    converge(server, role_of(arguments), ROLE, **arguments)
    uuid = admin.get(f"/admin/realms/{realm}/clients?clientId=account")[0]["id"]
    assert admin.get(f"/admin/realms/{realm}/clients/{uuid}/roles/by%20client")["clientRole"] is True
    assert "by client" not in [item["name"] for item in admin.get(f"/admin/realms/{realm}/roles")]


def test_a_role_of_a_client_and_what_it_contains(server, admin, realm):
    arguments = dict(realm=realm, client_id="account", name="containing / ü")
    parts = [{"name": "offline_access"}, {"name": "view-profile", "client_id": "account"}]
    converge(server, CLIENT_ROLE, **arguments, composites=parts)
    converge(server, CLIENT_ROLE, **arguments, description="d", attributes={"n": 1})
    holder = admin.get(f"/admin/realms/{realm}/clients?clientId=account")[0]["id"]
    path = f"/admin/realms/{realm}/clients/{holder}/roles/{quote('containing / ü', safe='')}"
    assert sorted(it["name"] for it in admin.get(f"{path}/composites")) == ["offline_access", "view-profile"]
    assert (admin.get(path)["description"], admin.get(path)["attributes"]) == ("d", {"n": ["1"]})
    converge(server, CLIENT_ROLE, **arguments, composites=parts[:1], composites_behavior="exact")
    assert [it["name"] for it in admin.get(f"{path}/composites")] == ["offline_access"]


@pytest.mark.parametrize("holder", ["", "account"])
def test_a_role_by_its_id(server, admin, realm, holder):
    named = dict(realm=realm, name="by id", **({"client_id": holder} if holder else {}))
    task(server, role_of(named), spec_of=ROLE, **named)
    base = f"/admin/realms/{realm}"
    if holder:
        base += f"/clients/{admin.get(f'{base}/clients?clientId={holder}')[0]['id']}"
    uuid = next(it["id"] for it in admin.get(f"{base}/roles") if it["name"] == "by id")
    own = dict(realm=realm, id=uuid)

    def by_id(**more):
        return converge(server, role_of(own), ROLE, **own, **more)

    contained = {"name": "offline_access"}
    by_id(description="ü", composites=[contained])
    by_id(name="renamed / ü")
    found = admin.get(f"/admin/realms/{realm}/roles-by-id/{uuid}")
    assert (found["name"], found["description"], found["composite"]) == ("renamed / ü", "ü", True)
    by_id(composites=[dict(contained, state="absent")])
    assert admin.get(f"/admin/realms/{realm}/roles-by-id/{uuid}/composites") == []
    by_id(state="absent")
    assert "renamed / ü" not in [it["name"] for it in admin.get(f"{base}/roles")]
    with pytest.raises(InputError, match=f"no role '{uuid}'"):
        by_id(description="x")


def test_check_mode_knows_what_it_cannot_know(server, realm):
    for arguments, missing in ((dict(realm="not-there"), "not-there"), (dict(realm=realm, client_id="nope"), "nope")):
        kind = CLIENT_ROLE if "client_id" in arguments else ROLE
        checked = task(server, kind, True, name="x", **arguments)
        assert checked.changed and missing in checked.result.warnings[0]
        with pytest.raises(InputError, match=missing):
            task(server, kind, name="x", **arguments)


def test_plain_names_in_a_list_of_objects(server, admin, realm):
    admin.post(f"/admin/realms/{realm}/clients", {"clientId": "c1"})
    converge(server, CLIENT_ROLE, realm=realm, client_id="c1", name="cr1")
    converge(server, ROLE, realm=realm, name="r1")
    converge(server, ROLE, realm=realm, name="mixed", composites=[{"name": "cr1", "client_id": "c1"}, "r1"])
    assert {role["name"] for role in admin.get(f"/admin/realms/{realm}/roles/mixed/composites")} == {"cr1", "r1"}
    sentence = r"composites\[1\] must be the name alone, a string, or a mapping with the options name, client_id, state"
    with pytest.raises(InputError, match=sentence):
        task(server, ROLE, realm=realm, name="never", composites=["r1", 7])
