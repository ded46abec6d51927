# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users: password, attributes, groups, links, and never locking oneself out."""

from __future__ import annotations

import json

import pytest
import requests
from connecting import admin_options, client_with, realm_of
from kinds import converge, task
from running import run_module

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.group import GROUP
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.user import USER, lacking


def user(admin, realm, name):
    return admin.get(f"/admin/realms/{realm}/users?username={name}&exact=true")[0]


def can_log_in(server, realm, name, password):
    form = {"grant_type": "password", "client_id": "admin-cli", "username": name, "password": password}
    answer = requests.post(f"{server.url}/realms/{realm}/protocol/openid-connect/token", data=form, timeout=30)
    return answer.status_code == 200


def whole(name):
    """Enough of a profile that the account is set up and may log in."""
    return dict(first_name="Ann", last_name="Ö", email=f"{name}@Example.org")


def test_a_password_is_set_where_there_is_none_and_only_there(server, admin, realm):
    converge(server, USER, realm=realm, username="Early", password="first one", **whole("Early"))
    assert can_log_in(server, realm, "early", "first one")
    assert not task(server, USER, realm=realm, username="early", password="second one").changed
    assert can_log_in(server, realm, "early", "first one")
    admin.post(f"/admin/realms/{realm}/users", {"username": "late", "enabled": True, "firstName": "L", "lastName": "L"})
    converge(server, USER, realm=realm, username="late", email="l@example.org", password="third one")
    assert can_log_in(server, realm, "late", "third one")


def test_always_sets_the_password_each_time_and_says_so(server, realm):
    arguments = dict(realm=realm, username="always", update_password="always")
    task(server, USER, **arguments, password="first one", **whole("always"))
    checked = task(server, USER, True, **arguments, password="second one")
    assert (checked.changed, checked.writes) == (True, 0)
    run = task(server, USER, **arguments, password="second one")
    assert (run.changed, run.writes) == (True, 1)
    assert can_log_in(server, realm, "always", "second one")
    assert "second one" not in json.dumps([run.result.before, run.result.after, run.result.proposed, run.result.msg])


def test_a_locale_needs_a_realm_that_has_them(server, admin, realm):
    with pytest.raises(InputError, match="drop the attribute 'locale'.*internationalization_enabled"):
        task(server, USER, realm=realm, username="speaks", attributes={"locale": "de"})
    assert admin.get(f"/admin/realms/{realm}/users?username=speaks&exact=true") == []
    admin.put(f"/admin/realms/{realm}", {"internationalizationEnabled": True, "supportedLocales": ["de"]})
    converge(server, USER, realm=realm, username="speaks", attributes={"locale": "de"})
    assert user(admin, realm, "speaks")["attributes"] == {"locale": ["de"]}
    admin.put(f"/admin/realms/{realm}", {"internationalizationEnabled": False})


def test_blank_values_of_attributes_are_none(server, admin, realm):
    profile = admin.get(f"/admin/realms/{realm}/users/profile")
    admin.put(f"/admin/realms/{realm}/users/profile", dict(profile, unmanagedAttributePolicy="ENABLED"))
    for given, kept in [(["", "a", None], ["a"]), ([" "], None), (" b ", [" b "]), ([], None)]:
        converge(server, USER, realm=realm, username="blanks", attributes={"x": given})
        assert user(admin, realm, "blanks").get("attributes", {}).get("x") == kept
    admin.put(f"/admin/realms/{realm}/users/profile", profile)
    with pytest.raises(InputError, match="'firstName'.*first_name"):
        task(server, USER, realm=realm, username="blanks", attributes={"firstName": "X"})


def test_attributes_that_the_profile_does_not_allow_are_refused(server, admin, realm):
    with pytest.raises(InputError, match="drop the attribute 'shoe_size'.*unmanagedAttributePolicy"):
        task(server, USER, realm=realm, username="profiled", attributes={"shoe_size": 43})
    assert admin.get(f"/admin/realms/{realm}/users?username=profiled&exact=true") == []


def test_attributes_that_the_profile_does_not_allow_can_be_left_out(server, admin, realm):
    for given in ({"shoe_size": 43, "locale": "de"}, [{"name": "shoe_size", "values": ["43"]}]):
        arguments = dict(
            realm=realm, username="partly", unmanaged_attributes="leave_out", attributes=given, email="p@b.org"
        )
        checked = task(server, USER, True, **arguments)
        converge(server, USER, **arguments)
        found = user(admin, realm, "partly")
        assert ("attributes" in found, found["email"]) == (False, "p@b.org")
        for run in (checked, task(server, USER, **arguments)):
            assert ["left out" in it and "shoe_size" in it for it in run.result.warnings] == [True]
    with pytest.raises(InputError, match="shoe_size"):
        task(server, USER, realm=realm, username="partly", attributes={"shoe_size": 43}, unmanaged_attributes="fail")


def test_names_that_the_profile_lacks(server, admin):
    with realm_of(server) as own:
        profile = admin.get(f"/admin/realms/{own}/users/profile")
        profile["attributes"] = [it for it in profile["attributes"] if it["name"] != "lastName"]
        admin.put(f"/admin/realms/{own}/users/profile", {**profile, "unmanagedAttributePolicy": "ENABLED"})
        arguments = dict(realm=own, username="short", first_name="A", last_name="B")
        with pytest.raises(InputError, match="would drop lastName: the user profile of realm '.*' lacks it"):
            task(server, USER, **arguments)
        assert admin.get(f"/admin/realms/{own}/users") == []
        converge(server, USER, **arguments, unmanaged_attributes="leave_out")
        assert user(admin, own, "short")["firstName"] == "A"
        assert "lastName" in task(server, USER, **arguments, unmanaged_attributes="leave_out").result.warnings[0]


def test_required_actions_that_the_server_does_not_know_are_refused(server, realm):
    with pytest.raises(InputError, match="no required action 'UPDATE_PASWORD'.*UPDATE_PASSWORD"):
        task(server, USER, realm=realm, username="acting", required_actions=["UPDATE_PASWORD"])
    converge(server, USER, realm=realm, username="acting", required_actions=["UPDATE_PASSWORD", "webauthn-register"])


def test_attributes_are_merged_and_converge(server, admin, realm):
    profile = admin.get(f"/admin/realms/{realm}/users/profile")
    admin.put(f"/admin/realms/{realm}/users/profile", dict(profile, unmanagedAttributePolicy="ENABLED"))
    converge(
        server, USER, realm=realm, username="attributed", attributes={"n": 5, "b": True, "l": ["b", "a"]}, **whole("a")
    )
    converge(server, USER, realm=realm, username="attributed", attributes={"n": None, "x": "y"})
    found = user(admin, realm, "attributed")
    assert {key: sorted(value) for key, value in found["attributes"].items()} == {
        "b": ["true"],
        "l": ["a", "b"],
        "x": ["y"],
    }
    assert (found["firstName"], found["lastName"], found["email"]) == ("Ann", "Ö", "a@example.org")
    listed = [{"name": "x", "state": "absent"}, {"name": "z", "values": [1, 2]}]
    converge(server, USER, realm=realm, username="attributed", attributes=listed)
    assert sorted(user(admin, realm, "attributed")["attributes"]) == ["b", "l", "z"]


@pytest.mark.parametrize("name", ["ann+tag@example.org", "größe", "with space", "quote'd"])
def test_strange_names(server, realm, name):
    realm_args = dict(realm=realm, username=name)
    try:
        task(server, USER, **realm_args)
    except Exception as error:
        # The profile of the realm refuses some; then the sentence names the field.
        assert "username" in str(error)
        return
    converge(server, USER, **realm_args, first_name="x")
    converge(server, USER, **realm_args, state="absent")


def test_a_changed_by_hand_user_is_brought_back_and_the_rest_stays(server, admin, realm):
    arguments = dict(realm=realm, username="handmade", email="handmade@example.org", first_name="H", last_name="M")
    converge(server, USER, **arguments, required_actions=["UPDATE_PASSWORD", "VERIFY_EMAIL"])
    found = user(admin, realm, "handmade")
    admin.put(
        f"/admin/realms/{realm}/users/{found['id']}", dict(found, firstName="X", requiredActions=["VERIFY_EMAIL"])
    )
    converge(server, USER, **arguments)
    now = user(admin, realm, "handmade")
    assert (now["firstName"], now["requiredActions"]) == ("H", ["VERIFY_EMAIL"])


def test_groups_are_added_and_removed_by_path(server, admin, realm):
    for path in ("/one", "/one/two", "/three"):
        task(server, GROUP, realm=realm, path=path)

    def paths():
        found = user(admin, realm, "member")
        return sorted(group["path"] for group in admin.get(f"/admin/realms/{realm}/users/{found['id']}/groups"))

    converge(server, USER, realm=realm, username="member", groups=["/one/two", {"name": "three"}])
    assert paths() == ["/one/two", "/three"]
    converge(server, USER, realm=realm, username="member", groups=[{"name": "/three", "state": "absent"}])
    converge(server, USER, realm=realm, username="member", groups=["/one"], groups_behavior="exact")
    assert paths() == ["/one"]
    with pytest.raises(InputError, match="no group '/tow'.*groups"):
        task(server, USER, realm=realm, username="member", groups=["/tow"])
    assert paths() == ["/one"]


def test_links_to_identity_providers(server, admin, realm):
    provider = {"alias": "social", "providerId": "github", "config": {"clientId": "x", "clientSecret": "y"}}
    admin.post(f"/admin/realms/{realm}/identity-provider/instances", provider)
    link = {"identity_provider": "social", "user_id": "1", "user_name": "octo"}
    converge(server, USER, realm=realm, username="linked", federated_identities=[link])
    found = user(admin, realm, "linked")["id"]
    path = f"/admin/realms/{realm}/users/{found}/federated-identity"
    assert [item["userName"] for item in admin.get(path)] == ["octo"]
    converge(server, USER, realm=realm, username="linked", federated_identities=[dict(link, user_name="cat")])
    assert [item["userName"] for item in admin.get(path)] == ["cat"]
    converge(
        server, USER, realm=realm, username="linked", federated_identities=[], federated_identities_behavior="exact"
    )
    assert admin.get(path) == []


def test_one_does_not_lock_oneself_out(server, admin):
    for arguments in (dict(enabled=False), dict(state="absent")):
        for check in (True, False):
            with pytest.raises(InputError, match="logged in with.*force"):
                task(server, USER, check, realm="master", username="Admin", **arguments)
    assert user(admin, "master", "admin")["enabled"] is True


def test_what_the_server_sets_itself_is_no_change(server, realm):
    task(server, USER, realm=realm, username="plain")
    assert not task(server, USER, realm=realm, username="plain", not_before=5, origin="x").changed


def test_the_address_is_the_username(server, admin):
    with realm_of(server, registrationEmailAsUsername=True) as own:
        converge(server, USER, realm=own, username="bob", email="Bob@example.org", first_name="B")
        (held,) = admin.get(f"/admin/realms/{own}/users")
        assert held["username"] == "bob@example.org"
        converge(server, USER, realm=own, username="bob", email="bob@example.org", first_name="Bob")
        converge(server, USER, realm=own, username="bob", email="bob@example.org", state="absent")
        assert admin.get(f"/admin/realms/{own}/users") == []


def test_a_user_linked_to_a_directory_by_its_name(server, admin, realm):
    provider = {"name": "directory", "providerId": "kerberos", "config": {"kerberosRealm": ["X"]}}
    storage = {"providerType": "org.keycloak.storage.UserStorageProvider"}
    provider["config"].update(serverPrincipal=["p"], keyTab=["/k"], enabled=["false"], importEnabled=["true"])
    admin.post(f"/admin/realms/{realm}/components", {**provider, **storage})
    (component,) = [it for it in admin.get(f"/admin/realms/{realm}/components") if it.get("name") == "directory"]
    for link in ("directory", component["id"]):
        converge(server, USER, realm=realm, username=f"linked-{link[:3]}", federation_link=link)
        assert user(admin, realm, f"linked-{link[:3]}")["federationLink"] == component["id"]
    converge(server, USER, realm=realm, username="unlinked", federation_link=" ")
    assert not user(admin, realm, "unlinked").get("federationLink")
    admin.delete(f"/admin/realms/{realm}/components/{component['id']}")


def test_an_unmentioned_verification_is_reset_where_that_is_asked_for(server, admin, realm):
    converge(server, USER, realm=realm, username="verified", email="v@example.org", email_verified=True)
    converge(server, USER, realm=realm, username="verified", email_verified_behavior="no_defaults")
    assert user(admin, realm, "verified")["emailVerified"]
    converge(server, USER, realm=realm, username="verified", email_verified_behavior="compatibility")
    assert not user(admin, realm, "verified")["emailVerified"]
    run = task(server, USER, realm=realm, username="verified", client_consents=[{"clientId": "account"}])
    assert not run.changed and "keycloak_user_action revokes it" in run.result.warnings[0]


def test_what_a_user_lacks_to_log_in(server, admin, realm):
    task(server, USER, realm=realm, username="halfway", first_name="H", password="half-word", email="h@example.org")
    assert not can_log_in(server, realm, "halfway", "half-word")
    with client_with(server) as client:
        assert lacking(client, realm, user(admin, realm, "halfway")) == ["lastName"]
        converge(server, USER, realm=realm, username="halfway", last_name="W")
        assert lacking(client, realm, user(admin, realm, "halfway")) == []
    assert can_log_in(server, realm, "halfway", "half-word")


@pytest.mark.parametrize("check", [True, False])
def test_a_task_names_what_a_user_lacks_to_log_in(server, realm, check):
    arguments = dict(realm=realm, username="nameless", password="half-word", email="n@example.org")
    told = run_module("keycloak_user", check=check, **admin_options(server), **arguments).result
    assert any("requires firstName, lastName" in str(warning) for warning in told["warnings"])
    told = run_module(
        "keycloak_user", check=True, **admin_options(server), **{**arguments, "realm": "not there"}
    ).result
    assert told["changed"]
