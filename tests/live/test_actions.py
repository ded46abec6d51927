# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is done once rather than declared, each with its effect on the server."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import background
import ldap
import pytest
import requests
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from connecting import client_with, realm_of
from needs import has

from ansible_collections.realmkit.keycloak.plugins.module_utils._actions import client as of_client
from ansible_collections.realmkit.keycloak.plugins.module_utils._actions import realm as of_realm
from ansible_collections.realmkit.keycloak.plugins.module_utils._actions import user as of_user
from ansible_collections.realmkit.keycloak.plugins.module_utils._actions import user_federation as of_federation
from ansible_collections.realmkit.keycloak.plugins.module_utils._actions.action import execute_action
from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.errors import KeycloakError

NAME = "größe a 😀 b"


def act(server, kind, action, check=False, options=None, **arguments):
    """An action: its result and how many writes it sent."""
    spec = {"action": {"type": "str", "required": True}, **kind.SPEC}
    parsed = ArgumentSpecValidator(spec).validate({"action": action, **arguments})
    assert not parsed.error_messages, parsed.error_messages
    with client_with(server, **(options or {})) as client:
        result, _warnings = execute_action(kind.ACTIONS, parsed.validated_parameters, check, client)
        return SimpleNamespace(**result, writes=client.writes)


def checked(server, kind, action, **arguments):
    """Check mode says what the run does, and sends nothing."""
    told = act(server, kind, action, True, **arguments)
    done = act(server, kind, action, **arguments)
    assert (told.writes, told.msg) == (0, done.msg)
    assert told.changed == done.changed
    return done


@pytest.fixture(scope="module")
def place(server, mailbox):
    body = {
        "smtpServer": mailbox.settings,
        "eventsEnabled": True,
        "adminEventsEnabled": True,
        "clients": [
            {
                "clientId": "app",
                "publicClient": True,
                "directAccessGrantsEnabled": True,
                "consentRequired": False,
                "redirectUris": ["https://app.example.org/*"],
            },
            {"clientId": "keeper", "secret": "one"},
        ],
        "users": [
            {
                "username": name,
                "enabled": True,
                "email": f"{index}@example.org",
                "firstName": "F",
                "lastName": "L",
                "credentials": [{"type": "password", "value": "first"}],
                "realmRoles": ["offline_access"],
            }
            for index, name in enumerate((NAME, "other"))
        ],
    }
    with realm_of(server, **body) as realm:
        yield realm


def log_in(server, realm, password="first", username=NAME, scope="openid"):
    form = {"grant_type": "password", "client_id": "app", "username": username, "password": password, "scope": scope}
    return requests.post(f"{server.url}/realms/{realm}/protocol/openid-connect/token", data=form, timeout=60)


def uuid_of(admin, realm, username=NAME):
    return next(it["id"] for it in admin.get(f"/admin/realms/{realm}/users") if it["username"] == username)


def test_passwords_and_sessions(server, admin, place):
    user = {"realm": place, "user": NAME}
    done = checked(server, of_user, "reset_password", **user, password="second")
    assert done.changed and log_in(server, place, "second").ok and not log_in(server, place, "first").ok
    assert log_in(server, place, "second", scope="openid offline_access").ok
    path = f"/admin/realms/{place}/users/{uuid_of(admin, place)}"
    assert admin.get(f"{path}/sessions")
    done = checked(server, of_user, "logout", **user)
    assert {it["offline"] for it in done.sessions} >= {False}
    assert admin.get(f"{path}/sessions") == []
    act(server, of_user, "reset_password", **user, password="first", temporary=True)
    assert admin.get(path)["requiredActions"] == ["UPDATE_PASSWORD"]
    admin.put(path, {"requiredActions": []})
    act(server, of_user, "reset_password", **user, password="first")


def test_lock_outs(server, admin, place):
    path = f"/admin/realms/{place}/attack-detection/brute-force/users/{uuid_of(admin, place)}"
    admin.put(f"/admin/realms/{place}", {"bruteForceProtected": True, "failureFactor": 2})
    act(server, of_user, "clear_brute_force", realm=place, user=NAME)
    assert not checked(server, of_user, "clear_brute_force", realm=place, user=NAME).changed
    for clearing in (
        lambda: checked(server, of_user, "clear_brute_force", realm=place, user=NAME),
        lambda: checked(server, of_realm, "clear_brute_force", realm=place),
    ):
        for _attempt in range(3):
            log_in(server, place, "wrong")
        assert admin.get(path)["disabled"] and not log_in(server, place, "first").ok
        assert clearing().changed
        assert not admin.get(path)["disabled"] and log_in(server, place, "first").ok
    admin.put(f"/admin/realms/{place}", {"bruteForceProtected": False})


def test_mails(server, admin, place, mailbox):
    user = {"realm": place, "user": "other"}
    before = len(mailbox.mails_to("1@example.org"))
    done = checked(server, of_user, "execute_actions_email", **user, actions=["UPDATE_PASSWORD"])
    assert done.email == "1@example.org"
    checked(server, of_user, "send_verify_email", **user, client_id="app", redirect_uri="https://app.example.org/x")
    assert len(mailbox.mails_to("1@example.org")) == before + 2
    with pytest.raises(InputError, match="no required action 'UPDATE_PASWORD'.*UPDATE_PASSWORD"):
        act(server, of_user, "execute_actions_email", **user, actions=["UPDATE_PASWORD"])
    with pytest.raises(InputError, match="redirect_uri needs client_id"):
        act(server, of_user, "send_verify_email", **user, redirect_uri="https://app.example.org/x")
    with pytest.raises(InputError, match="no client 'apq'.*app"):
        act(server, of_user, "send_verify_email", **user, client_id="apq")
    admin.put(f"/admin/realms/{place}/users/{uuid_of(admin, place, 'other')}", {"emailVerified": True})
    assert not checked(server, of_user, "send_verify_email", **user).changed


def test_credentials_and_impersonation(server, admin, place):
    user = {"realm": place, "user": "other"}
    path = f"/admin/realms/{place}/users/{uuid_of(admin, place, 'other')}"
    with pytest.raises(InputError, match="can't disable password.*remove_credential"):
        act(server, of_user, "disable_credential_types", **user, credential_types=["password"])
    assert not checked(server, of_user, "disable_credential_types", **user, credential_types=["otp"]).changed
    done = act(server, of_user, "impersonate", **user)
    assert done.changed and done.cookies and admin.get(f"{path}/sessions")
    assert checked(server, of_user, "remove_credential", **user, credential_type="password").changed
    assert admin.get(f"{path}/credentials") == []
    assert not checked(server, of_user, "remove_credential", **user, credential_type="password").changed
    assert not checked(server, of_user, "revoke_consent", **user).changed


@pytest.mark.parametrize(
    ("action", "arguments", "message"),
    [
        ("logout", {"user": "othr"}, "no user 'othr'.*other"),
        ("logout", {"user": NAME, "password": "x"}, "The action logout does not take the option password"),
        ("reset_password", {"user": NAME}, "The action reset_password needs the option password"),
        ("remove_credential", {"user": NAME}, "needs credential_id, credential_type or credential_label"),
    ],
)
def test_bad_input(server, place, action, arguments, message):
    with pytest.raises(InputError, match=message):
        act(server, of_user, action, realm=place, **arguments)


def test_the_sessions_of_a_realm(server, admin, place):
    path = f"/admin/realms/{place}/users/{uuid_of(admin, place)}/sessions"
    assert log_in(server, place).ok and log_in(server, place).ok
    first = admin.get(path)[0]["id"]
    assert act(server, of_realm, "delete_session", realm=place, session_id=first).changed
    assert first not in {it["id"] for it in admin.get(path)} and admin.get(path)
    assert not act(server, of_realm, "delete_session", realm=place, session_id=first).changed
    checked(server, of_realm, "log_out_all", realm=place)
    assert admin.get(path) == []
    moment = int(time.time()) - 5
    checked(server, of_realm, "push_revocation", realm=place, not_before=str(moment))
    assert admin.get(f"/admin/realms/{place}")["notBefore"] == moment
    with pytest.raises(InputError, match="not_before must be a number of seconds since 1970, or now"):
        act(server, of_realm, "push_revocation", realm=place, not_before="yesterday")


def test_events_and_caches(server, admin, place):
    log_in(server, place)
    admin.put(f"/admin/realms/{place}", {"displayName": "x"})
    for action, what in (("clear_events", "events"), ("clear_admin_events", "admin-events")):
        assert admin.get(f"/admin/realms/{place}/{what}")
        assert checked(server, of_realm, action, realm=place).changed
    assert admin.get(f"/admin/realms/{place}/events") == []
    assert not checked(server, of_realm, "clear_events", realm=place).changed
    for cache in ("realm", "user", "keys", *(["crl"] if has("caches of revocation lists") else [])):
        assert checked(server, of_realm, f"clear_{cache}_cache", realm=place).writes == 1


def test_the_mail_server(server, admin, mailbox):
    """The mail goes to the account of the login: that is one of the realm's own here."""
    person = {
        "username": "boss",
        "enabled": True,
        "email": "boss@example.org",
        "firstName": "F",
        "lastName": "L",
        "credentials": [{"type": "password", "value": "secret"}],
        "clientRoles": {"realm-management": ["realm-admin"]},
    }
    with realm_of(server, smtpServer=mailbox.settings, users=[person]) as realm:
        options = {"auth_username": "boss", "auth_password": "secret", "auth_realm": realm}
        before = len(mailbox.mails_to("boss@example.org"))
        told = act(server, of_realm, "test_smtp", True, options, realm=realm)
        assert (told.changed, len(mailbox.mails_to("boss@example.org"))) == (False, before)
        assert not act(server, of_realm, "test_smtp", options=options, realm=realm).changed
        assert len(mailbox.mails_to("boss@example.org")) == before + 1
        with pytest.raises(KeycloakError):
            act(server, of_realm, "test_smtp", options=options, realm=realm, smtp_server={"port": 1})


def test_nodes_secrets_and_tokens_of_a_client(server, admin, place):
    app = {"realm": place, "client_id": "app"}

    def held():
        return next(it for it in admin.get(f"/admin/realms/{place}/clients") if it["clientId"] == "app")

    assert checked(server, of_client, "register_node", **app, node="a.example.org").changed
    assert not checked(server, of_client, "register_node", **app, node="a.example.org").changed
    assert list(held()["registeredNodes"]) == ["a.example.org"]
    assert act(server, of_client, "test_nodes", **app).changed is False
    assert checked(server, of_client, "unregister_node", **app, node="a.example.org").changed
    assert not checked(server, of_client, "unregister_node", **app, node="a.example.org").changed
    assert not held().get("registeredNodes")
    token = act(server, of_client, "new_registration_token", **app).registration_access_token
    answer = requests.get(
        f"{server.url}/realms/{place}/clients-registrations/default/app",
        headers={"Authorization": f"Bearer {token}"},
        timeout=60,
    )
    assert answer.json()["clientId"] == "app"
    renewed = act(server, of_client, "new_secret", realm=place, client_id="keeper").secret
    keeper = next(it for it in admin.get(f"/admin/realms/{place}/clients") if it["clientId"] == "keeper")
    assert renewed == keeper["secret"] != "one"
    with pytest.raises(InputError, match="has no admin_url"):
        act(server, of_client, "push_revocation", **app)


@pytest.fixture(scope="module")
def directory(server, admin, ldap_settings):
    """A realm whose users come from a real LDAP server."""
    config = {**ldap_settings, "importEnabled": "true"}
    with realm_of(server) as realm:
        admin.post(
            f"/admin/realms/{realm}/components",
            {
                "name": "ldap ü",
                "providerId": "ldap",
                "providerType": "org.keycloak.storage.UserStorageProvider",
                "config": {key: [value] for key, value in config.items()},
            },
        )
        yield realm


def test_a_directory_is_asked(server, directory):
    there = {"realm": directory, "provider": "ldap ü"}
    assert not checked(server, of_realm, "test_ldap_connection", **there).changed
    # The credential that the server keeps is used, and another one in its place is not.
    assert not checked(server, of_realm, "test_ldap_authentication", **there).changed
    with pytest.raises(KeycloakError):
        act(server, of_realm, "test_ldap_authentication", **there, ldap={"bindCredential": "wrong"})
    assert isinstance(act(server, of_realm, "ldap_capabilities", **there).capabilities, list)
    with pytest.raises(InputError, match="no user federation 'nowhere'"):
        act(server, of_realm, "test_ldap_connection", realm=directory, provider="nowhere")
    with pytest.raises(InputError, match="Set provider to a user federation"):
        act(server, of_realm, "test_ldap_connection", realm=directory)


def test_users_of_a_directory_are_synchronised(server, admin, directory):
    there = {"realm": directory, "provider": "ldap ü"}
    told = act(server, of_federation, "full", True, **there)
    assert told.changed and told.writes == 0
    first = act(server, of_federation, "full", **there)
    assert first.changed and first.added > 0 and first.not_synchronised == 0
    people = admin.get(f"/admin/realms/{directory}/users")
    assert len(people) >= first.added and all(it["federationLink"] for it in people)
    again = act(server, of_federation, "changed_users", **there)
    assert again.added == 0
    checked(server, of_federation, "remove_imported_users", **there)
    assert act(server, of_federation, "full", **there).added == first.added
    checked(server, of_federation, "unlink_users", **there)
    assert not any(it.get("federationLink") for it in admin.get(f"/admin/realms/{directory}/users"))
    with pytest.raises(InputError, match="no mapper of user federation 'ldap ü' 'groups'"):
        act(server, of_federation, "mapper_to_keycloak", **there, mapper="groups")


GROUPS = {
    "groups.dn": "ou=groups,dc=example,dc=org",
    "group.name.ldap.attribute": "cn",
    "group.object.classes": "groupOfNames",
    "preserve.group.inheritance": "false",
    "membership.ldap.attribute": "member",
    "membership.attribute.type": "DN",
    "mode": "LDAP_ONLY",
    "user.roles.retrieve.strategy": "LOAD_GROUPS_BY_MEMBER_ATTRIBUTE",
}


def test_groups_of_a_directory_are_synchronised_both_ways(server, admin, directory):
    (ldap_,) = [it for it in admin.get(f"/admin/realms/{directory}/components") if it["name"] == "ldap ü"]
    config = dict(ldap_["config"], editMode=["WRITABLE"], bindCredential=[ldap.PASSWORD])
    provider = {key: ldap_[key] for key in ("name", "providerId", "providerType")}

    def groups(realm):
        return sorted(it["name"] for it in admin.get(f"/admin/realms/{realm}/groups"))

    def synchronised(realm, action):
        return checked(server, of_federation, action, realm=realm, provider="ldap ü", mapper="groups / ü")

    with realm_of(server) as one, realm_of(server) as other:
        for realm in (one, other):
            admin.post(f"/admin/realms/{realm}/components", dict(provider, config=config))
            parent = next(it["id"] for it in admin.get(f"/admin/realms/{realm}/components?name=ldap%20%C3%BC"))
            mapper = {
                "name": "groups / ü",
                "parentId": parent,
                "providerId": "group-ldap-mapper",
                "providerType": "org.keycloak.storage.ldap.mappers.LDAPStorageMapper",
                "config": {key: [value] for key, value in GROUPS.items()},
            }
            admin.post(f"/admin/realms/{realm}/components", mapper)
        told = synchronised(one, "mapper_to_keycloak")
        assert told.changed and told.added == 1
        assert groups(one) == ["engineers"]
        admin.post(f"/admin/realms/{one}/groups", {"name": "written"})
        assert synchronised(one, "mapper_to_provider").changed
        # The directory has it now: another realm reads it from there.
        assert groups(other) == []
        synchronised(other, "mapper_to_keycloak")
        assert groups(other) == ["engineers", "written"]


def test_consents(server, admin):
    clients = [{"clientId": name, "consentRequired": True} for name in ("one / ü", "two")]
    consents = [{"clientId": it["clientId"], "grantedClientScopes": ["email"]} for it in clients]
    people = [{"username": "ann", "enabled": True, "clientConsents": consents}]
    with realm_of(server, clients=clients, users=people) as realm:
        ann = admin.get(f"/admin/realms/{realm}/users?username=ann")[0]["id"]

        def given():
            return sorted(it["clientId"] for it in admin.get(f"/admin/realms/{realm}/users/{ann}/consents"))

        assert given() == ["one / ü", "two"]
        told = checked(server, of_user, "revoke_consent", realm=realm, user="ann", client_id="one / ü")
        assert told.changed and given() == ["two"]
        assert not checked(server, of_user, "revoke_consent", realm=realm, user="ann", client_id="one / ü").changed
        assert checked(server, of_user, "revoke_consent", realm=realm, user="ann").clients == ["two"]
        assert given() == []


@pytest.fixture
def application():
    """An application that the server calls; ``paths`` are those that were asked for."""
    paths = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            paths.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_arguments):
            pass

    listening = ThreadingHTTPServer((background.LOOPBACK, 0), Handler)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield SimpleNamespace(url=f"http://{background.LOOPBACK}:{listening.server_port}", paths=paths)
    listening.shutdown()
    listening.server_close()


def test_an_application_is_told(server, application):
    with realm_of(server, clients=[{"clientId": "app", "adminUrl": application.url}]) as realm:
        app = {"realm": realm, "client_id": "app"}
        assert checked(server, of_client, "push_revocation", **app).told == [application.url]
        assert checked(server, of_realm, "push_revocation", realm=realm, not_before="now").told == [application.url]
        assert application.paths == ["/k_push_not_before"] * 2
        tested = act(server, of_client, "test_nodes", **app)
        assert (tested.changed, tested.told) == (False, [application.url])


def test_revocation_changes_nothing_else_of_the_realm(server, admin):
    with realm_of(server, oauth2DeviceCodeLifespan=777, otpPolicyCodeReusable=True) as realm:
        before = admin.get(f"/admin/realms/{realm}")
        act(server, of_realm, "push_revocation", realm=realm, not_before="5")
        assert admin.get(f"/admin/realms/{realm}") == dict(before, notBefore=5)


def test_a_credential_that_a_provider_can_disable(featured, featured_admin, own_storage):
    with realm_of(featured) as realm:
        kind = "org.keycloak.storage.UserStorageProvider"
        component = {"name": "own", "providerId": "own-storage", "providerType": kind, "config": {}}
        featured_admin.post(f"/admin/realms/{realm}/components", component)
        uuid = f"f:{featured_admin.get(f'/admin/realms/{realm}/components?name=own')[0]['id']}:held"

        def can():
            return featured_admin.get(f"/admin/realms/{realm}/users/{uuid}")["disableableCredentialTypes"]

        user = {"realm": realm, "user_id": uuid, "credential_types": ["password"]}
        assert can() == ["password"]
        assert checked(featured, of_user, "disable_credential_types", **user).changed
        assert can() == []
        assert not checked(featured, of_user, "disable_credential_types", **user).changed
