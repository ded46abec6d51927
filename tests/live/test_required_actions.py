# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Required actions: registration, order, settings."""

from __future__ import annotations

import pytest
from kinds import converge, task
from running import run_module

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.required_action import REQUIRED_ACTION as ACTION


def actions(admin, realm):
    return {it["alias"]: it for it in admin.get(f"/admin/realms/{realm}/authentication/required-actions")}


def test_removed_and_registered_again(server, admin, realm):
    arguments = {"realm": realm, "alias": "VERIFY_EMAIL"}
    converge(server, ACTION, **arguments, state="absent")
    assert "VERIFY_EMAIL" not in actions(admin, realm)
    converge(server, ACTION, **arguments, enabled=False, priority=7)
    found = actions(admin, realm)["VERIFY_EMAIL"]
    assert (found["name"], found["enabled"], found["priority"]) == ("Verify Email", False, 7)
    converge(server, ACTION, **arguments, name="Prüfe / E-Mail", default_action=True)
    found = actions(admin, realm)["VERIFY_EMAIL"]
    assert (found["name"], found["enabled"], found["defaultAction"]) == ("Prüfe / E-Mail", False, True)


def test_settings_are_merged(server, admin, realm):
    arguments = {"realm": realm, "alias": "UPDATE_PASSWORD"}
    converge(server, ACTION, **arguments, config={"max_auth_age": 300})
    assert actions(admin, realm)["UPDATE_PASSWORD"]["config"] == {"max_auth_age": "300"}
    assert not converge(server, ACTION, **arguments, config={}, enabled=True).changed
    converge(server, ACTION, **arguments, config={"max_auth_age": None})
    assert not actions(admin, realm)["UPDATE_PASSWORD"].get("config")


def test_names_alone_in_a_list(server, admin, realm):
    login = {"auth_keycloak_url": server.url, "auth_username": "admin", "auth_password": "admin"}
    arguments = {**login, "realm": realm, "required_actions": ["VERIFY_EMAIL", {"alias": "UPDATE_EMAIL"}]}
    done = run_module("keycloak_authentication_required_actions", **arguments, state="absent")
    assert not done.failed, done.result
    assert not {"VERIFY_EMAIL", "UPDATE_EMAIL"} & actions(admin, realm).keys()


def test_an_unknown_one_is_refused(server, admin, realm):
    task(server, ACTION, realm=realm, alias="webauthn-register", state="absent")
    with pytest.raises(InputError, match="'webauthn-registr'.*Similar names there: webauthn-register"):
        task(server, ACTION, realm=realm, alias="webauthn-registr", enabled=True)


def test_the_order(server, admin, realm):
    def order():
        return [it["alias"] for it in admin.get(f"/admin/realms/{realm}/authentication/required-actions")]

    first, second = order()[:2]
    last = max(it["priority"] for it in admin.get(f"/admin/realms/{realm}/authentication/required-actions"))
    converge(server, ACTION, realm=realm, alias=first, priority=last + 1)
    assert (order()[0], order()[-1]) == (second, first)
    converge(server, ACTION, realm=realm, alias=first, priority=1)
    assert order()[0] == first
