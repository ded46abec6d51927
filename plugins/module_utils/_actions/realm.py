# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an administrator does to a realm without declaring state: sessions, revocation, caches, events, tests."""

from __future__ import annotations

import time
from typing import Any, Callable, Dict, Mapping

from .._base.errors import InputError
from .._engine.realm_settings import update_realm
from .._engine.reference import Representation
from .._http.api import attack_detection, components, events, realms
from .._http.client import Client
from .._http.endpoint import Endpoint
from .._http.errors import KeycloakError
from .._kinds._provided import USER_STORAGE
from .._secrets.redact import MASK
from .action import Action, Params, Result, Step, sends

SPEC: Dict[str, Any] = {
    "realm": {"type": "str", "default": "master"},
    "not_before": {"type": "str"},
    "session_id": {"type": "str"},
    "offline": {"type": "bool", "default": False},
    "smtp_server": {"type": "dict", "no_log": True, "aliases": ["smtpServer", "smtp"]},
    "provider": {"type": "str"},
    "ldap": {"type": "dict", "no_log": True},
}
_LDAP = (
    "authType",
    "bindCredential",
    "bindDn",
    "connectionTimeout",
    "connectionUrl",
    "startTls",
    "useTruststoreSpi",
)


def _values(params: Params) -> Dict[str, Any]:
    return {"realm": params["realm"]}


def _plain(endpoint: Endpoint, task: str) -> Callable[[Client, Params], Step]:
    """One request for the realm without a result."""

    def prepare(client: Client, params: Params) -> Step:
        client.get(realms.GET, _values(params))

        return Step(task.format(realm=params["realm"]), sends(client, endpoint, _values(params)))

    return prepare


def _clear(listing: Endpoint, endpoint: Endpoint, what: str) -> Callable[[Client, Params], Step]:
    """Removes a list, unless it is empty."""

    def prepare(client: Client, params: Params) -> Step:
        held = client.get(listing, _values(params), {"first": 0, "max": 1})

        if not held:
            return Step(f"realm '{params['realm']}' has no {what}", needed=False)
        return Step(f"remove the {what} of realm '{params['realm']}'", sends(client, endpoint, _values(params)))

    return prepare


def _push_revocation(client: Client, params: Params) -> Step:
    """Tokens from before a time are void; clients with an admin address are notified."""
    held = client.get(realms.GET, _values(params))
    given = params["not_before"]
    if given is not None and given != "now" and not given.isdigit():
        raise InputError("not_before must be a number of seconds since 1970, or now.")
    moment = held.get("notBefore") if given is None else int(time.time()) if given == "now" else int(given)
    shown = "now" if given == "now" else moment

    def do() -> Result:
        if moment != held.get("notBefore"):
            update_realm(client, _values(params), held, {"notBefore": moment})
        answer = client.send(realms.PUSH_REVOCATION, _values(params)).data or {}
        return {"told": answer.get("successRequests") or [], "not_told": answer.get("failedRequests") or []}

    return Step(f"void the tokens of realm '{params['realm']}' from before {shown}, and notify its clients", do)


def _delete_session(client: Client, params: Params) -> Step:
    client.get(realms.GET, _values(params))

    def do() -> Result:
        values = dict(_values(params), session=params["session_id"])
        try:
            client.send(realms.DELETE_SESSION, values, {"isOffline": params["offline"]})
        except KeycloakError as error:
            if not error.absent:
                raise
            return {"changed": False}
        return {}

    return Step(f"end the session {params['session_id']}", do)


def _test_smtp(client: Client, params: Params) -> Step:
    """Mails the account that the task is logged in with."""
    held = client.get(realms.GET, _values(params)).get("smtpServer") or {}
    settings = {**held, **{key: str(value) for key, value in (params["smtp_server"] or {}).items()}}
    if not settings.get("host"):
        raise InputError(f"Realm '{params['realm']}' has no mail server: set smtp_server, or those of the realm.")

    return Step(
        f"send a mail by {settings['host']}",
        sends(client, realms.TEST_SMTP_CONNECTION, _values(params), body=settings),
        changes=False,
    )


def _ldap(client: Client, params: Params) -> Representation:
    """Settings of a directory: those of a provider of the realm, with what the task gives laid over them."""
    settings: Dict[str, Any] = {}
    if params["provider"]:
        found = client.get(components.LIST, _values(params), {"type": USER_STORAGE, "name": params["provider"]})
        if not found:
            raise InputError(f"There is no user federation '{params['provider']}' in realm '{params['realm']}'.")
        config = found[0].get("config") or {}
        settings = {key: config[key][0] for key in _LDAP if config.get(key)}
        # With its id the server takes the credential that it keeps.
        settings["componentId"] = found[0]["id"]
    settings.update({key: str(value) for key, value in (params["ldap"] or {}).items()})
    if not settings.get("connectionUrl"):
        raise InputError("Set provider to a user federation, or connectionUrl and so on in ldap.")
    if settings.get("bindCredential") == MASK and not params["provider"]:
        raise InputError("ldap has the server's mask in place of a credential: set the credential, or provider.")
    return settings


def _test_ldap(action: str, task: str) -> Callable[[Client, Params], Step]:
    def prepare(client: Client, params: Params) -> Step:
        settings = _ldap(client, params)

        return Step(
            f"{task} {settings['connectionUrl']}",
            sends(client, realms.TEST_LDAP_CONNECTION, _values(params), body=dict(settings, action=action)),
            changes=False,
        )

    return prepare


def _ldap_capabilities(client: Client, params: Params) -> Step:
    settings = _ldap(client, params)

    def do() -> Result:
        answer = client.send(realms.LDAP_SERVER_CAPABILITIES, _values(params), body=settings).data
        return {"capabilities": answer or []}

    return Step(f"ask {settings['connectionUrl']} what it can do", do, changes=False)


_DIRECTORY = ("provider", "ldap")
ACTIONS: Mapping[str, Action] = {
    "log_out_all": Action(_plain(realms.LOGOUT_ALL, "log out everybody of realm '{realm}'")),
    "push_revocation": Action(_push_revocation, takes=("not_before",)),
    "clear_realm_cache": Action(_plain(realms.CLEAR_REALM_CACHE, "clear the cache of realms")),
    "clear_user_cache": Action(_plain(realms.CLEAR_USER_CACHE, "clear the cache of users")),
    "clear_keys_cache": Action(_plain(realms.CLEAR_KEYS_CACHE, "clear the cache of keys of others")),
    "clear_crl_cache": Action(_plain(realms.CLEAR_CRL_CACHE, "clear the cache of certificate revocation lists")),
    "clear_events": Action(_clear(events.LIST, events.CLEAR, "events of users")),
    "clear_admin_events": Action(_clear(events.LIST_ADMIN, events.CLEAR_ADMIN, "events of administration")),
    "clear_brute_force": Action(_plain(attack_detection.CLEAR_ALL, "forget all failed logins of realm '{realm}'")),
    "delete_session": Action(_delete_session, needs=("session_id",), takes=("offline",)),
    "test_smtp": Action(_test_smtp, takes=("smtp_server",)),
    "test_ldap_connection": Action(_test_ldap("testConnection", "connect to"), takes=_DIRECTORY),
    "test_ldap_authentication": Action(_test_ldap("testAuthentication", "log in to"), takes=_DIRECTORY),
    "ldap_capabilities": Action(_ldap_capabilities, takes=_DIRECTORY),
}
