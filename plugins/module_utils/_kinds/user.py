# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users, with their password, groups and links to identity providers."""

from __future__ import annotations

import json
from collections.abc import Hashable
from dataclasses import replace
from typing import Any, Dict, List, Mapping, Optional, Sequence

from .._base.errors import InputError
from .._engine.assignment import BEHAVIOR, Assignment, Params, keyed, listed
from .._engine.change import Change, Wanted
from .._engine.field import BLANKLESS, LOWER_CASE, SET, Field, camel
from .._engine.finders import by_reference
from .._engine.hooks import Hooks, Requests, Step
from .._engine.reference import (
    TO_GROUP,
    TO_IDENTITY_PROVIDER,
    TO_REQUIRED_ACTION,
    TO_USER,
    Representation,
    Values,
    find_user,
    first,
    group_path,
    listed_reference,
)
from .._engine.resource import Children, Resource, Results
from .._engine.session import Session
from .._http.api import components, realms, user_profile, users
from .._http.errors import KeycloakError
from .._http.reader import Reader
from .._secrets.redact import HIDDEN_CHANGED
from ._provided import USER_STORAGE
from ._user_attributes import ATTRIBUTES, check_attributes, dropped_attributes, dropped_names, leave_out, left_out


def _normalise(params: Params) -> Params:
    check_attributes(params.get("attributes"))
    given = params.get("credentials") or ()
    for item in given:
        if not item.get("value") and not item.get("secret_data"):
            raise InputError(
                f"A credential of type '{item['type']}' has neither value nor secret_data: set one of them."
            )
        for part in ("credential_data", "secret_data"):
            if item.get(part) is not None and not _is_map(item[part]):
                raise InputError(f"{part} of a credential must be a JSON object, as an export of the server has it.")
        if item.get("value") and item["type"] != "password":
            raise InputError(f"A credential of type '{item['type']}' can't be set: Keycloak takes passwords only.")
    passwords = [item for item in given if item["type"] == "password"]
    if len(passwords) + bool(params.get("password")) > 1:
        raise InputError("More than one password is set: a user has one.")
    canonical = dict(params)
    # The server makes a user of an empty link that no search finds (26.7).
    canonical["federation_link"] = (params.get("federation_link") or "").strip() or None
    if params.get("email_verified_behavior") == "compatibility" and params.get("email_verified") is None:
        canonical["email_verified"] = False
    return canonical


def _notes(params: Params, raw: Optional[Representation]) -> Sequence[str]:
    """What was left out, and what the server takes no password with (26.7)."""
    stray = [
        f"{part} of a credential has no effect without secret_data: it belongs to a hashed credential."
        for part in ("credential_data", "user_label")
        if any(item.get(part) and not item.get("secret_data") for item in params.get("credentials") or ())
    ]
    return [*left_out(params, raw), *stray]


def _is_map(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _find(client: Reader, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    """By the username, or by the address where the realm makes that the username."""
    found = find_user(client, values, wanted["username"])
    address = wanted.get("email")
    if found or not address or address == str(wanted["username"]).lower():
        return found
    if not client.get(realms.GET, values).get("registrationEmailAsUsername"):
        return None
    return first(client.get(users.LIST, values, {"email": address, "exact": True}), "username", address)


def _refine(values: Dict[str, Any], raw: Optional[Representation], params: Params) -> None:
    """A link by the id that the user has is no change, nor is a username in whose place the server puts the address."""
    if raw and raw["username"] == raw.get("email") == values.get("email") and not params.get("id"):
        values["username"] = raw["username"]
    if raw and values.get("federationLink") == raw.get("federationLink"):
        values.pop("federationLink", None)


def password_of(params: Params) -> Optional[Mapping[str, Any]]:
    """The password that a task gives, from either option: ``value`` and ``temporary``."""
    if params.get("password"):
        return {"value": params["password"], "temporary": params["temporary"]}
    return next((item for item in params.get("credentials") or () if item.get("value")), None)


def stored_credentials(params: Params) -> List[Dict[str, Any]]:
    """The hashed credentials that a new user takes along, as the server exports them."""
    return [
        {camel(key): value for key, value in item.items() if value is not None and key not in ("value", "temporary")}
        for item in params.get("credentials") or ()
        if item.get("secret_data")
    ]


def _body(password: Mapping[str, Any]) -> Dict[str, Any]:
    return {"type": "password", "value": password["value"], "temporary": bool(password.get("temporary"))}


def _extra(params: Params) -> Dict[str, Any]:
    """What a new user takes along."""
    password = password_of(params)
    credentials = [*([_body(password)] if password else []), *stored_credentials(params)]
    return {"credentials": credentials} if credentials else {}


def _uncompared(params: Params) -> str:
    if not password_of(params) or params["update_password"] == "always":
        return ""
    return "its password was not compared (update_password: on_create)"


def _details(client: Reader, values: Values, _raw: Representation, wanted: Wanted) -> Dict[str, Any]:
    """Whether the user has a password, of its own or in the directory that it comes from."""
    params = wanted.params
    if not password_of(params) or params["update_password"] == "always":
        return {}
    stored = {item["type"] for item in client.get(users.CREDENTIALS, values)}
    if "password" not in stored:
        stored |= set(client.get(users.STORAGE_CREDENTIAL_TYPES, values))
    return {"credentials": sorted(stored)}


def _set_password(wanted: Wanted, raw: Optional[Representation], _values: Mapping[str, Any]) -> Sequence[Step]:
    params = wanted.params
    password = password_of(params)
    if raw is None or not password or "password" in raw.get("credentials", ()):
        return ()
    if params["update_password"] == "always" and wanted.reading_back:
        return ()

    def run(session: Session, values: Values, _user: Representation) -> None:
        session.client.send(users.RESET_PASSWORD, values, body=_body(password))

    return (Step((f"set the password of user '{raw['username']}'",), run, {"password": HIDDEN_CHANGED}),)


def _verify_required_actions(session: Session, plan: Change) -> None:
    """The server drops required actions that it does not know in silence."""
    held = (plan.current.raw or {}).get("requiredActions") or ()
    new = [name for name in plan.changes.get("requiredActions") or () if name not in held]
    try:
        session.resolve(TO_REQUIRED_ACTION, plan.current.values, new, "required_actions")
    except KeycloakError as error:
        # Who may manage users need not be allowed to read the settings of the realm.
        if error.status != 403:
            raise


def _verify(session: Session, plan: Change) -> None:
    """The server drops attributes outside the user profile in silence: say so before anything is written."""
    _verify_required_actions(session, plan)
    realm = plan.current.values["realm"]
    for name in dropped_names(session.client, plan.current.values, plan.changes):
        session.problems.append(
            f"Keycloak would drop {name}: the user profile of realm '{realm}' lacks it. Add it there, or leave it out."
        )
    if "attributes" not in plan.changes or plan.wanted.params.get("unmanaged_attributes") == "leave_out":
        return
    dropped = dropped_attributes(session.client, plan.current.values, plan.wanted.values.get("attributes"))
    if "locale" in dropped:
        dropped.remove("locale")
        session.problems.append(
            f"Keycloak would drop the attribute 'locale': realm '{realm}' is not internationalised. "
            "Set its internationalization_enabled, or add locale to its user profile."
        )
    if dropped:
        session.problems.append(
            f"Keycloak would drop the attribute '{dropped[0]}': it is not in the user profile of realm '{realm}'. "
            "Add it there, set the realm's unmanagedAttributePolicy to ENABLED or ADMIN_EDIT, or leave such attributes "
            "out with unmanaged_attributes: leave_out."
        )


def lacking(client: Reader, realm: str, held: Mapping[str, Any]) -> List[str]:
    """What the user profile wants of a user who logs in, and this one lacks: the login fails without it (26.7)."""
    profile = client.get(user_profile.GET, {"realm": realm})
    wanted = [
        item["name"]
        for item in profile.get("attributes") or ()
        # Without roles it is required of everybody, with scopes for these only.
        if item.get("required") is not None
        and "user" in (item["required"].get("roles") or ("user",))
        and not item["required"].get("scopes")
    ]
    attributes = held.get("attributes") or {}
    return [name for name in wanted if not (held.get(name) or attributes.get(name))]


def _guard(session: Session, plan: Change) -> Optional[str]:
    """A run must not lock itself out."""
    raw = plan.current.raw
    if raw and is_own(session.client, plan.current.values["realm"], raw):
        return f"User '{raw['username']}' is the account that this task is logged in with."
    return None


def is_own(client: Reader, realm: str, raw: Representation) -> bool:
    """Whether this user of the realm is the account that a run is logged in with."""
    identity = client.identity
    # Lightweight tokens name the user but have no subject.
    known = raw["id"] == identity["subject"] or raw["username"] == identity["username"].lower()
    return known and identity["realm"] == realm


def _group_path(element: Any) -> Hashable:
    name = element.get("name") or element.get("path") if isinstance(element, Mapping) else element
    if not name:
        raise InputError("An element of groups has no name: set the path of a group, such as /parent/child.")
    return group_path(name)


GROUPS = Assignment(
    "groups",
    TO_GROUP,
    users.JOIN_GROUP,
    users.LEAVE_GROUP,
    listed("groups", _group_path),
    keyed("path"),
    users.GROUPS,
    variable="groupId",
    arguments={"groups": {"type": "list", "elements": "raw"}, "groups_behavior": BEHAVIOR},
)


def _federations(client: Reader, values: Values) -> List[Representation]:
    return list(client.get(components.LIST, values, {"type": USER_STORAGE}))


def _find_federation(client: Reader, values: Values, key: Any) -> Optional[Representation]:
    """By its name, or by its id as the server's own representations of users have it."""
    return next((item for item in _federations(client, values) if key in (item["name"], item["id"])), None)


_USER_STORAGE = replace(listed_reference("user federation", "name", _federations), find=_find_federation)


def _link_as_stored(values: Dict[str, Any], raw: Optional[Representation], _params: Params) -> None:
    """Keycloak 24 makes the name of a link lower case."""
    if raw and raw.get("userName") == str(values.get("userName")).lower():
        values["userName"] = raw["userName"]


FEDERATED_IDENTITY = Resource(
    name="link to identity provider",
    key=Field("identity_provider", required=True, reference=TO_IDENTITY_PROVIDER),
    find=by_reference(TO_USER),
    variable="provider",
    identifier="identityProvider",
    fields=(Field("user_id"), Field("user_name")),
    listing=users.FEDERATED_IDENTITIES,
    create=users.ADD_FEDERATED_IDENTITY,
    delete=users.REMOVE_FEDERATED_IDENTITY,
    hooks=Hooks(refine=_link_as_stored),
)

USER = Resource(
    name="user",
    key=Field("username", meaning=LOWER_CASE),
    find=_find,
    variable="user-id",
    fields=(
        Field("email", meaning=LOWER_CASE),
        Field("email_verified", "bool", default=False),
        Field("enabled", "bool"),
        Field("first_name", meaning=BLANKLESS),
        Field("last_name", meaning=BLANKLESS),
        Field("attributes", "raw", ATTRIBUTES),
        Field("required_actions", "list", SET, elements="str"),
        Field("federation_link", create_only=True, reference=_USER_STORAGE, held="id"),
    ),
    get=users.GET,
    listing=users.LIST,
    create=users.CREATE,
    update=users.UPDATE,
    delete=users.DELETE,
    assignments=(GROUPS,),
    children=(Children("federated_identities", FEDERATED_IDENTITY),),
    by_id=True,
    noise=("credentials", "disableableCredentialTypes", "userProfileMetadata"),
    arguments={
        "password": {"type": "str", "no_log": True},
        "temporary": {"type": "bool", "default": False},
        "credentials": {
            "type": "list",
            "elements": "dict",
            "no_log": False,
            "options": {
                "type": {"type": "str", "default": "password"},
                "value": {"type": "str", "no_log": True},
                "temporary": {"type": "bool", "default": False},
                "credential_data": {"type": "str", "aliases": ["credentialData"], "no_log": False},
                "secret_data": {"type": "str", "aliases": ["secretData"], "no_log": True},
                "user_label": {"type": "str", "aliases": ["userLabel"]},
            },
        },
        "update_password": {
            "type": "str",
            "default": "on_create",
            "choices": ["on_create", "always"],
            "no_log": False,
        },
        "unmanaged_attributes": {"type": "str", "default": "fail", "choices": ["fail", "leave_out"]},
        "force": {"type": "bool", "default": False},
        # Playbooks for other collections may have the rest.
        "access": {"type": "dict"},
        "client_consents": {"type": "list", "elements": "dict", "aliases": ["clientConsents"]},
        "email_verified_behavior": {"type": "str", "choices": ["compatibility", "no_defaults"]},
        "disableable_credential_types": {
            "type": "list",
            "elements": "str",
            "aliases": ["disableableCredentialTypes"],
            "no_log": False,
        },
        "not_before": {"type": "int", "aliases": ["notBefore"]},
        "origin": {"type": "str"},
        "self": {"type": "str"},
        "service_account_client_id": {"type": "str", "aliases": ["serviceAccountClientId"]},
    },
    inert={
        "access": "the server says in it what the login may do",
        "client_consents": "a consent is the user's own, and keycloak_user_action revokes it",
        "disableable_credential_types": "the server finds them itself, and keycloak_user_action disables them",
        "not_before": "the server sets it when keycloak_user_action logs the user out",
        "origin": "federation_link names the provider that a user comes from",
        "self": "the server does not keep it",
        "service_account_client_id": "keycloak_client makes the service account with service_accounts_enabled",
    },
    requests=Requests(
        # Keycloak would make a user that can't log in.
        constant={"enabled": True},
        extra=_extra,
        unsent=("credentials", "userProfileMetadata"),
    ),
    results=Results(
        noise=("disableableCredentialTypes",),
        parts={"groups": ""},
        forms={"groups": lambda group: group["name"]},
        empty={"attributes": {}, "groups": [], "requiredActions": []},
    ),
    hooks=Hooks(
        normalise=_normalise,
        details=_details,
        prepare=leave_out,
        refine=_refine,
        steps=_set_password,
        verify=_verify,
        notes=_notes,
        uncompared=_uncompared,
        guard=_guard,
    ),
)
