# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users with the roles that they have, and the roles of service accounts."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Mapping, Optional

from ..._engine.reference import Representation
from ..._http.api import user_role_mappings, users
from ..._kinds import role_mapping
from ..._kinds.service_account import SERVICE_ACCOUNT
from ..._kinds.user import USER, is_own
from ..bulk import Bulk
from ..item import Declared
from ..kind import Exported, RealmKind, ignoring, purge
from ..parts import Parts
from ..shape import ROLES, distinct, each, mapping, record
from ..stages import MAPPINGS, USER_REMOVALS, USER_ROLES, USERS
from ..tidy import Kept
from ._mappings import mapping as role_mapping_of

_EXPORTED = (
    *("username", "email", "emailVerified", "enabled", "firstName", "lastName", "attributes", "requiredActions"),
    *("groups", "clientRoles", "federatedIdentities"),
)
# What an export says of the user of a client, besides its roles.
_OF_ACCOUNTS = ("attributes", "email", "emailVerified", "enabled", "firstName", "groups", "lastName", "requiredActions")
# What a directory says of its users.
_OF_DIRECTORY = ("attributes", "email", "email_verified", "enabled", "first_name", "last_name", "federation_link")
_CREDENTIAL = ("type", "value", "temporary", "credentialData", "secretData", "userLabel")
_ACCOUNT = record(credentials=each(mapping), **ROLES)
_USER = record("username", credentials=each(mapping), **ROLES)


def _outline(value: Any, where: str) -> Any:
    """A user; a service account may do without a name."""
    return (_ACCOUNT if mapping(value, where).get("serviceAccountClientId") else _USER)(value, where)


def _declare(parts: Parts, config: Representation) -> None:
    for person in config.get("users") or ():
        client_id = person.get("serviceAccountClientId")
        if client_id:
            _account(parts, client_id, person)
        else:
            _user(parts, person)


def _account(parts: Parts, client_id: str, person: Representation) -> None:
    own = {key: person[key] for key in _OF_ACCOUNTS if person.get(key) not in (None, [], {})}
    if own:
        promises = ((SERVICE_ACCOUNT.name, client_id),)
        parts.add(MAPPINGS, SERVICE_ACCOUNT, {"client": client_id, **own}, promises)
    role_mapping_of(parts, MAPPINGS, role_mapping.OF_USER, {"service_account": client_id}, person)


def _user(parts: Parts, person: Representation) -> None:
    credentials = [
        {key: it[key] for key in _CREDENTIAL if it.get(key) is not None} for it in person.get("credentials") or ()
    ]
    if person.get("federationLink"):
        parts.of_directories.add(str(person["username"]).lower())
    given = dict(person, credentials=credentials or None, roles_behavior=None)
    parts.add(USERS, USER, given, promises=(("user", str(person["username"]).lower()),))
    role_mapping_of(parts, USER_ROLES, role_mapping.OF_USER, {"username": person["username"]}, person)


def _settle(declared: Declared, bulk: Bulk, parts: Parts) -> Optional[Declared]:
    """Users of a directory come from there: a realm has them or not, and only what it adds to them is declared."""
    account = declared.params.get("service_account")
    if account and account not in bulk.data.clients and declared.params.get("realm_roles"):
        # The list of a new service account is all that it has, not what each new user gets besides.
        return declared.saying(roles_behavior="exact")
    name = str(declared.params.get("username") or "").lower()
    if name not in parts.of_directories or declared.resource is SERVICE_ACCOUNT:
        return declared
    if name not in bulk.people.usernames and bulk.data.complete:
        parts.warn("the user belongs to a directory, from where it comes with its first login", declared.title)
        return None
    if declared.resource is not USER:
        return declared
    return declared.saying(**dict.fromkeys(_OF_DIRECTORY))


def _removable(bulk: Bulk) -> Iterator[Representation]:
    """Users that are not a directory's, except the account that purges."""
    for person in bulk.people.read_everyone():
        if not person.get("federationLink") and not is_own(bulk.data.client, bulk.export["realm"], person):
            yield person


def _export(exported: Exported) -> Dict[str, Any]:
    default = (exported.bulk.export.get("defaultRole") or {}).get("name")
    persons = [
        {**{key: it.get(key) for key in _EXPORTED}, **_groups(exported, it), **_roles(it, default)}
        for it in exported.persons
    ]
    return {"users": [*_accounts(exported, default), *persons]}


def _roles(person: Mapping[str, Any], default: Any) -> Dict[str, Any]:
    """Roles of the realm without the one that each new user gets; exact where a user has that no more."""
    held = person.get("realmRoles") or []
    own = [name for name in held if name != default]
    return {"realmRoles": own} if default in held else {"realmRoles": Kept(sorted(own)), "roles_behavior": "exact"}


def _groups(exported: Exported, person: Mapping[str, Any]) -> Dict[str, Any]:
    """Exact where one is missing that each new user joins."""
    own = person.get("groups") or []
    missing = set(exported.bulk.export.get("defaultGroups") or ()) - set(own)
    return {"groups": Kept(sorted(own)), "groups_behavior": "exact"} if missing else {}


def _accounts(exported: Exported, default: Any) -> List[Representation]:
    """The roles of service accounts."""
    found = []
    for item in exported.bulk.export.get("users") or ():
        if item.get("serviceAccountClientId") in exported.clients:
            own = dict(_roles(item, default), clientRoles=item.get("clientRoles"))
            if own["realmRoles"] and "roles_behavior" not in own:
                # The list of a new account is all that it has.
                own["realmRoles"] = item["realmRoles"]
            if any(own.values()):
                found.append({**{key: item[key] for key in ("username", "serviceAccountClientId")}, **own})
    return found


KIND = RealmKind(
    resources=(USER, SERVICE_ACCOUNT, role_mapping.OF_USER),
    declare=_declare,
    settle=_settle,
    outline={"users": distinct(_outline, "username")},
    ignored=ignoring(
        USER,
        *("createdTimestamp", "totp", "realmRoles", "clientRoles", "serviceAccountClientId", "self", "notBefore"),
        *("disableableCredentialTypes", "clientConsents"),
    ),
    answers=lambda bulk: {
        users.LIST: bulk.people.found,
        users.GET: lambda v, _q: bulk.people.one(v),
        users.GROUPS: lambda v, _q: bulk.people.groups_of.get(v["user-id"], []),
        # Whether a password is set is decided when the user is created: looking at each user would be a request each.
        users.CREDENTIALS: lambda _v, _q: [{"type": "password"}],
        user_role_mappings.LIST: lambda v, _q: bulk.people.roles_of.get(v["user-id"], {}),
    },
    # A new user may have the address of one who goes.
    purges=(purge("users", USER, _removable, USER_REMOVALS),),
    export=_export,
)
