# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a realm has of its own: user profile, texts, events, default roles, workflows."""

from __future__ import annotations

import pytest
from kinds import converge, task
from needs import needs

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.default_roles import DEFAULT_ROLES
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.events_config import EVENTS_CONFIG as EVENTS
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.localization import LOCALIZATION
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.role import ROLE
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.user_profile import USER_PROFILE
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.workflow import WORKFLOW

NAME = "Größe a/%+&?# 😀 B"


def profile(admin, realm):
    held = admin.get(f"/admin/realms/{realm}/users/profile")
    return held, {item["name"]: item for item in held["attributes"]}


def test_the_user_profile(server, admin, realm):
    first = profile(admin, realm)[0]
    converge(
        server,
        USER_PROFILE,
        realm=realm,
        attributes=[
            {
                "name": "department",
                "display_name": NAME,
                "group": "work",
                "permissions": {"view": ["user", "admin"], "edit": ["admin"]},
                "validations": {"length": {"max": "20"}, "person_name_prohibited_characters": {}},
                "annotations": {"inputType": "text"},
                "required": {},
            }
        ],
        groups=[{"name": "work", "display_header": "Work"}],
        unmanaged_attribute_policy="ADMIN_EDIT",
    )
    held, attributes = profile(admin, realm)
    assert [it["name"] for it in held["attributes"]] == ["username", "email", "firstName", "lastName", "department"]
    assert attributes["department"]["required"] == {}
    assert set(attributes["department"]["validations"]) == {"length", "person-name-prohibited-characters"}
    assert held["unmanagedAttributePolicy"] == "ADMIN_EDIT"

    # Parts of an attribute, one after the other; all else stays.
    for part in (
        {"required": {"state": "absent"}},
        {"validations": {"length": None}},
        {"permissions": {"edit": ["user", "admin"]}},
        {"multivalued": "yes"},
        {"selector": {"scopes": ["profile"]}},
        {"group": ""},
    ):
        assert converge(server, USER_PROFILE, realm=realm, attributes=[{"name": "department", **part}]).changed
    converge(server, USER_PROFILE, realm=realm, unmanaged_attribute_policy="DISABLED")
    held, attributes = profile(admin, realm)
    assert attributes["department"] == {
        "name": "department",
        "displayName": NAME,
        "validations": {"person-name-prohibited-characters": {}},
        "annotations": {"inputType": "text"},
        "permissions": {"view": ["admin", "user"], "edit": ["admin", "user"]},
        "selector": {"scopes": ["profile"]},
        "multivalued": True,
    }
    assert "unmanagedAttributePolicy" not in held

    names = [{"name": name} for name in ("department", "email", "username")]
    converge(server, USER_PROFILE, realm=realm, attributes=names, attributes_behavior="exact")
    assert list(profile(admin, realm)[1]) == ["department", "email", "username"]
    converge(server, USER_PROFILE, realm=realm, attributes=[{"name": "department", "state": "absent"}])
    converge(server, USER_PROFILE, realm=realm, state="absent")
    assert profile(admin, realm)[0] == first


def test_the_user_profile_by_the_options_of_other_collections(server, admin, realm):
    attribute = {"name": "team", "displayName": "Team", "validations": {"length": {"max": 9}}}
    config = {"kc_user_profile_config": [{"attributes": [attribute], "unmanagedAttributePolicy": "ENABLED"}]}
    converge(server, USER_PROFILE, parent_id=realm, config=config)
    held, attributes = profile(admin, realm)
    assert (attributes["team"]["displayName"], held["unmanagedAttributePolicy"]) == ("Team", "ENABLED")
    with pytest.raises(InputError, match="attributes has no option nme"):
        task(server, USER_PROFILE, realm=realm, config={"kc_user_profile_config": [{"attributes": [{"nme": "x"}]}]})


def test_localization(server, admin, realm):
    def texts():
        return admin.get(f"/admin/realms/{realm}/localization/de")

    converge(server, LOCALIZATION, realm=realm, locale="de", texts={NAME: NAME, "n": 3, "kept": "k"})
    assert texts() == {NAME: NAME, "n": "3", "kept": "k"}
    converge(server, LOCALIZATION, realm=realm, locale="de", texts={NAME: None, "n": "4", "unknown": None})
    assert texts() == {"n": "4", "kept": "k"}
    converge(server, LOCALIZATION, realm=realm, locale="de", texts={"one": "1"}, texts_behavior="exact")
    assert texts() == {"one": "1"}
    converge(server, LOCALIZATION, realm=realm, locale="de", overrides=[{"key": "two"}], force=True)
    assert texts() == {"two": ""}
    many = {f"key.{number}": str(number) for number in range(1001)}
    assert converge(server, LOCALIZATION, realm=realm, locale="de", texts=many).writes == 1
    assert len(texts()) == 1002
    converge(server, LOCALIZATION, realm=realm, locale="de", state="absent")
    assert texts() == {}


def test_events(server, admin, realm):
    def held():
        settings = admin.get(f"/admin/realms/{realm}")
        return settings["eventsEnabled"], settings["enabledEventTypes"], settings.get("eventsExpiration")

    converge(server, EVENTS, realm=realm, events_enabled="yes", enabled_event_types=["LOGOUT", "LOGIN"])
    assert (held()[0], sorted(held()[1])) == (True, ["LOGIN", "LOGOUT"])
    converge(server, EVENTS, realm=realm, events_expiration="3600", enabled_event_types=[])
    assert held() == (True, [], 3600)
    for arguments, message in (
        ({"events_listeners": ["emial"]}, "no event listener 'emial'.*email"),
        ({"enabled_event_types": ["LOGINN"]}, "no event type 'LOGINN'.*LOGIN"),
    ):
        with pytest.raises(InputError, match=message):
            task(server, EVENTS, realm=realm, events_enabled=False, **arguments)
    assert held()[0] is True


def test_default_roles(server, admin, realm):
    def default():
        name = admin.get(f"/admin/realms/{realm}")["defaultRole"]["name"]
        return sorted(role["name"] for role in admin.get(f"/admin/realms/{realm}/roles/{name}/composites"))

    task(server, ROLE, realm=realm, name=NAME)
    before = default()
    mine = [{"name": NAME}, {"name": "view-users", "client_id": "realm-management"}]
    converge(server, DEFAULT_ROLES, realm=realm, roles=mine)
    assert default() == sorted([*before, NAME, "view-users"])
    converge(server, DEFAULT_ROLES, realm=realm, roles=mine, state="absent")
    assert default() == before
    with pytest.raises(InputError, match="no role 'offline-access'.*offline_access"):
        task(server, DEFAULT_ROLES, realm=realm, roles=[{"name": "offline-access"}])
    converge(server, DEFAULT_ROLES, realm=realm, roles=[{"name": "offline_access"}], roles_behavior="exact")
    assert default() == ["offline_access"]


@needs("workflows")
def test_workflows(server, admin, realm):
    def held(name):
        return next((it for it in admin.get(f"/admin/realms/{realm}/workflows") if it["name"] == name), None)

    disable = {"uses": "disable-user", "after": "30d"}
    notify = {"uses": "notify-user", "after": "5d", "config": {"message": NAME}}
    converge(server, WORKFLOW, realm=realm, name=NAME, on="user-created", steps=[disable, notify])
    converge(server, WORKFLOW, realm=realm, name="other", on="user-created", steps=[disable])
    converge(server, WORKFLOW, realm=realm, name=NAME, enabled="no")
    assert [step["uses"] for step in held(NAME)["steps"]] == ["disable-user", "notify-user"]
    converge(server, WORKFLOW, realm=realm, name=NAME, condition="has-role('x')", steps=[notify])
    assert held(NAME)["steps"][0]["with"] == {"message": NAME}
    converge(server, WORKFLOW, realm=realm, name=NAME, new_name="new")
    assert (held(NAME), held("new")["enabled"]) == (None, False)
    converge(server, WORKFLOW, realm=realm, name="new", state="absent")
    assert [it["name"] for it in admin.get(f"/admin/realms/{realm}/workflows")] == ["other"]
