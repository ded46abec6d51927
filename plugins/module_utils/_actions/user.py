# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an administrator does to a user without declaring state: sessions, mails, credentials, consents, lock-outs."""

from __future__ import annotations

from typing import Any, Dict, List

from .._base.errors import InputError
from .._engine.names import UnknownName, named
from .._engine.reference import TO_CLIENT, TO_REQUIRED_ACTION, TO_USER, Representation
from .._http.api import attack_detection, realms, users
from .._http.client import Client
from .._http.endpoint import Endpoint
from .._http.errors import KeycloakError
from .action import Action, Params, Result, Step, sends

SPEC: Dict[str, Any] = {
    "realm": {"type": "str", "default": "master"},
    "user": {"type": "str", "aliases": ["username"]},
    "user_id": {"type": "str"},
    "password": {"type": "str", "no_log": True, "aliases": ["new_password"]},
    "temporary": {"type": "bool", "default": False},
    "actions": {"type": "list", "elements": "str"},
    "client_id": {"type": "str"},
    "redirect_uri": {"type": "str"},
    "lifespan": {"type": "int"},
    "credential_id": {"type": "str"},
    "credential_type": {"type": "str"},
    "credential_label": {"type": "str"},
    "credential_types": {"type": "list", "elements": "str"},
}
CONSTRAINTS: Dict[str, Any] = {
    "required_one_of": [("user", "user_id")],
    "mutually_exclusive": [("user", "user_id")],
}


def arguments_of(action: str, **given: Any) -> Dict[str, Any]:
    """The arguments of an action as the module's parser would give them."""
    return {"action": action, **{name: argument.get("default") for name, argument in SPEC.items()}, **given}


def _look(client: Client, params: Params) -> Representation:
    """The user, whole, with ``values``: the path values of its endpoints."""
    realm = {"realm": params["realm"]}
    uuid = params["user_id"] or named(client, realm, TO_USER, params["user"])["id"]
    values = dict(realm, **{"user-id": uuid, "userId": uuid})
    found = client.find(users.GET, values)
    if found is None:
        raise UnknownName(f"There is no user with the id {uuid} in the realm {params['realm']}.")
    return dict(found, values=values)


def _reset_password(client: Client, params: Params) -> Step:
    user = _look(client, params)
    body = {"type": "password", "value": params["password"], "temporary": params["temporary"]}

    kind = "a temporary password" if params["temporary"] else "the password"
    return Step(
        f"set {kind} of user '{user['username']}'", sends(client, users.RESET_PASSWORD, user["values"], body=body)
    )


def _mail(
    client: Client, params: Params, user: Representation, endpoint: Endpoint, what: str, actions: List[str]
) -> Step:
    query = {name: params[name] for name in ("client_id", "redirect_uri", "lifespan")}
    address = user.get("email")
    if not address:
        raise InputError(f"The user '{user['username']}' has no e-mail address to send to.")
    if not user.get("enabled"):
        raise InputError(f"The user '{user['username']}' is disabled, and Keycloak sends no mail to such a user.")
    if params["redirect_uri"] and not params["client_id"]:
        raise InputError("redirect_uri needs client_id, the client that it belongs to.")
    if params["client_id"]:
        named(client, {"realm": params["realm"]}, TO_CLIENT, params["client_id"])

    return Step(
        f"send {what} to {address}",
        sends(client, endpoint, user["values"], query, actions or None),
        found={"email": address, "user_id": user["id"]},
    )


def _send_verify_email(client: Client, params: Params) -> Step:
    user = _look(client, params)
    if user.get("emailVerified"):
        found = {"email": user.get("email", ""), "user_id": user["id"]}
        return Step(f"the e-mail address of user '{user['username']}' is verified", needed=False, found=found)
    return _mail(client, params, user, users.SEND_VERIFY_EMAIL, "a mail to verify the address", [])


def _execute_actions_email(client: Client, params: Params) -> Step:
    user = _look(client, params)
    actions = params["actions"]
    try:
        for name in actions:
            named(client, {"realm": params["realm"]}, TO_REQUIRED_ACTION, name)
    except KeycloakError as error:
        # Who may manage users need not be allowed to read the settings of the realm.
        if error.status != 403:
            raise
    return _mail(client, params, user, users.SEND_ACTIONS_EMAIL, f"a mail with {', '.join(actions)}", actions)


def _sessions(client: Client, user: Representation) -> List[Representation]:
    """The user's sessions, offline ones too: those can only be asked for by client."""
    values = user["values"]
    stats = client.get(realms.CLIENT_SESSION_STATS, values)
    holders = [item["id"] for item in stats if item["offline"] != "0"]
    offline = client.map(lambda uuid: client.get(users.OFFLINE_SESSIONS, dict(values, clientUuid=uuid)), holders)
    held = {item["id"]: dict(item, offline=True) for items in offline for item in items}
    return [dict(item, offline=False) for item in client.get(users.SESSIONS, values)] + list(held.values())


def _logout(client: Client, params: Params) -> Step:
    user = _look(client, params)
    found = [
        {"id": item["id"], "offline": item["offline"], "clients": sorted((item.get("clients") or {}).values())}
        for item in _sessions(client, user)
    ]
    if not found:
        return Step(f"user '{user['username']}' has no session", needed=False, found={"sessions": []})

    count = f"{len(found)} session{'s' if len(found) > 1 else ''}"
    return Step(
        f"log out user '{user['username']}' of {count}",
        sends(client, users.LOGOUT, user["values"]),
        found={"sessions": found},
    )


def _impersonate(client: Client, params: Params) -> Step:
    user = _look(client, params)

    def do() -> Result:
        answer = client.send(users.IMPERSONATE, user["values"])
        report = {"redirect": answer.data["redirect"], "same_realm": answer.data["sameRealm"]}
        return dict(report, cookies=answer.cookies)

    return Step(f"open a session as user '{user['username']}'", do)


def _remove_credential(client: Client, params: Params) -> Step:
    user = _look(client, params)
    wanted = {"id": params["credential_id"], "type": params["credential_type"], "userLabel": params["credential_label"]}
    wanted = {key: value for key, value in wanted.items() if value is not None}
    if not wanted:
        raise InputError(
            "The action remove_credential needs credential_id, credential_type or credential_label to know which."
        )
    found = [
        {key: item.get(key) for key in ("id", "type", "userLabel")}
        for item in client.get(users.CREDENTIALS, user["values"])
        if all(item.get(key) == value for key, value in wanted.items())
    ]

    def do() -> Result:
        for item in found:
            client.send(users.DELETE_CREDENTIAL, dict(user["values"], credentialId=item["id"]))
        return {}

    if not found:
        return Step(f"user '{user['username']}' has no such credential", needed=False, found={"credentials": []})
    kinds = ", ".join(item["type"] for item in found)
    return Step(f"remove of user '{user['username']}': {kinds}", do, found={"credentials": found})


def _disable_credential_types(client: Client, params: Params) -> Step:
    """Only providers of user federation can disable a credential; the server answers 204 whatever it did."""
    user = _look(client, params)
    wanted = params["credential_types"]
    can = [kind for kind in wanted if kind in user.get("disableableCredentialTypes", ())]
    stored = {item["type"] for item in client.get(users.CREDENTIALS, user["values"])}
    stored |= set(client.get(users.STORAGE_CREDENTIAL_TYPES, user["values"]))
    stuck = sorted(stored & set(wanted) - set(can))
    if stuck:
        raise InputError(
            f"Keycloak can't disable {', '.join(stuck)} of user '{user['username']}', which only some providers of "
            "user federation can: use remove_credential to remove what Keycloak itself stores."
        )

    if not can:
        return Step(f"user '{user['username']}' has no {', '.join(wanted)} to disable", needed=False)
    return Step(
        f"disable {', '.join(can)} of user '{user['username']}'",
        sends(client, users.DISABLE_CREDENTIAL_TYPES, user["values"], body=can),
    )


def _revoke_consent(client: Client, params: Params) -> Step:
    user = _look(client, params)
    wanted = params["client_id"]
    if wanted:
        named(client, {"realm": params["realm"]}, TO_CLIENT, wanted)
    found = [
        item["clientId"] for item in client.get(users.CONSENTS, user["values"]) if wanted in (None, item["clientId"])
    ]

    def do() -> Result:
        for client_id in found:
            client.send(users.REVOKE_CONSENT, dict(user["values"], client=client_id))
        return {}

    if not found:
        whom = f" to {wanted}" if wanted else ""
        return Step(f"user '{user['username']}' has no consent{whom}", needed=False, found={"clients": []})
    return Step(f"revoke the consent of user '{user['username']}' to {', '.join(found)}", do, found={"clients": found})


def _clear_brute_force(client: Client, params: Params) -> Step:
    user = _look(client, params)
    status = client.get(attack_detection.GET, user["values"])
    found = {"status": status}
    # Without brute-force detection in the realm the server shows zeros.
    counts = ("numFailures", "numSecondaryAuthFailures", "numTemporaryLockouts", "lastFailure")
    if not status.get("disabled") and not any(status.get(key) for key in counts):
        return Step(f"user '{user['username']}' has no failed logins", needed=False, found=found)

    return Step(
        f"forget the failed logins of user '{user['username']}'",
        sends(client, attack_detection.CLEAR, user["values"]),
        found=found,
    )


_LINK = ("client_id", "redirect_uri", "lifespan")
ACTIONS = {
    "reset_password": Action(_reset_password, needs=("password",), takes=("temporary",)),
    "send_verify_email": Action(_send_verify_email, takes=_LINK),
    "execute_actions_email": Action(_execute_actions_email, needs=("actions",), takes=_LINK),
    "logout": Action(_logout),
    "impersonate": Action(_impersonate),
    "remove_credential": Action(_remove_credential, takes=("credential_id", "credential_type", "credential_label")),
    "disable_credential_types": Action(_disable_credential_types, needs=("credential_types",)),
    "revoke_consent": Action(_revoke_consent, takes=("client_id",)),
    "clear_brute_force": Action(_clear_brute_force),
}
SECRETS = ("cookies",)
