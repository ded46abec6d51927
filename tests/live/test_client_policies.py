# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Client profiles and client policies: entries of two documents of the realm."""

from __future__ import annotations

import pytest
from kinds import converge, task

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client_policy import CLIENT_POLICY as POLICY
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client_profile import CLIENT_PROFILE as PROFILE

NAME = "Größe a/%+&?# 😀 B"
AUTHENTICATOR = {
    "executor": "secure-client-authenticator",
    "configuration": {"allowed-client-authenticators": ["client-jwt"], "default-client-authenticator": "client-jwt"},
}


def entries(admin, realm, kind):
    return {it["name"]: it for it in admin.get(f"/admin/realms/{realm}/client-policies/{kind}")[kind]}


def test_profiles_and_policies(server, admin, realm):
    pkce = {"executor": "pkce-enforcer", "configuration": {"auto-configure": "true"}}
    converge(server, PROFILE, realm=realm, name="other", executors=[{"executor": "secure-session"}])
    converge(server, PROFILE, realm=realm, name=NAME, description="d", executors=[AUTHENTICATOR, pkce])
    # True is the same as "true", and the order counts.
    same = dict(pkce, configuration={"auto-configure": True})
    assert not converge(server, PROFILE, realm=realm, name=NAME, executors=[AUTHENTICATOR, same]).changed
    assert converge(server, PROFILE, realm=realm, name=NAME, executors=[pkce, AUTHENTICATOR, pkce]).changed
    found = entries(admin, realm, "profiles")
    assert found[NAME]["description"] == "d"
    assert [it["executor"] for it in found[NAME]["executors"]] == [
        "pkce-enforcer",
        "secure-client-authenticator",
        "pkce-enforcer",
    ]
    assert [it["executor"] for it in found["other"]["executors"]] == ["secure-session"]

    roles = {"condition": "client-roles", "configuration": {"roles": ["a"]}}
    converge(server, POLICY, realm=realm, name=NAME, conditions=[roles], profiles=[NAME, "fapi-1-baseline"])
    converge(server, POLICY, realm=realm, name="other", enabled=False, profiles=["other"])
    converge(server, POLICY, realm=realm, name=NAME, description="what it is for")
    found = entries(admin, realm, "policies")
    assert found[NAME] == {
        "name": NAME,
        "description": "what it is for",
        "enabled": True,
        "conditions": [roles],
        "profiles": [NAME, "fapi-1-baseline"],
    }
    assert (found["other"]["enabled"], found["other"]["profiles"]) == (False, ["other"])

    with pytest.raises(InputError, match="profile 'other' is used by the client policy 'other'"):
        task(server, PROFILE, realm=realm, name="other", state="absent")
    converge(server, POLICY, realm=realm, name=NAME, conditions=[], profiles=[])
    converge(server, PROFILE, realm=realm, name=NAME, state="absent")
    converge(server, POLICY, realm=realm, name=NAME, state="absent")
    assert list(entries(admin, realm, "profiles")) == ["other"] == list(entries(admin, realm, "policies"))
    assert not converge(server, POLICY, realm=realm, name=NAME, state="absent").changed


@pytest.mark.parametrize(
    ("kind", "arguments", "message"),
    [
        (
            PROFILE,
            dict(executors=[{"executor": "pkce-enforce"}]),
            "no client policy executor 'pkce-enforce'.*pkce-enforcer",
        ),
        (
            POLICY,
            dict(conditions=[{"condition": "any-clients"}]),
            "no client policy condition 'any-clients'.*any-client",
        ),
        (POLICY, dict(profiles=["fapi-1-base"]), "no client profile 'fapi-1-base'.*fapi-1-baseline"),
    ],
)
def test_unknown_names(server, admin, realm, kind, arguments, message):
    before = entries(admin, realm, "profiles"), entries(admin, realm, "policies")
    with pytest.raises(InputError, match=message):
        task(server, kind, realm=realm, name="never", **arguments)
    assert (entries(admin, realm, "profiles"), entries(admin, realm, "policies")) == before


def test_a_global_profile_is_never_touched(server, realm):
    with pytest.raises(InputError, match="is a global client profile"):
        task(server, PROFILE, realm=realm, name="fapi-1-baseline", description="mine")
    assert not task(server, PROFILE, realm=realm, name="fapi-1-baseline", state="absent").changed
