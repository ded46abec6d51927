# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A representation of an older server in the form of today's, as the server's own migration does it (26.7).

What has no form today is left out with a warning that lists the objects.
"""

from __future__ import annotations

import copy
import json
import re
from functools import partial
from itertools import count
from typing import Any, Callable, Dict, Iterable, Iterator, Mapping, Set

from .._base.errors import InputError
from .._engine.field import Field, camel
from .._engine.reference import Representation, tree
from .._http.capability import NEWEST, release
from .._kinds._provided import KEY_PROVIDERS
from .._kinds.realm import REALM
from .adapt_authorization import Providers, Warn, adapt_authorization, leave_out_absent_users, taking_imports
from .new_realm import of_version

_REQUIRED_ACTIONS = {"terms_and_conditions": "TERMS_AND_CONDITIONS"}
_BASIC = "basic-flow"
# The interfaces of what a flow executes.
_EXECUTES = ("authenticator", "client-authenticator", "form-action", "form-authenticator")
# The secret part of keys that were uploaded, by their provider.
_UPLOADED = {"rsa": "privateKey", "rsa-enc": "privateKey", "java-keystore": "keystorePassword"}
_MANAGEMENT = "realm-management"
# Attributes that repeat settings of the realm under the setting's own name. The setting wins.
_SETTINGS = {field.name: field for field in REALM.every_field if field.type != "dict"}
_HEADER = "_browser_header."
_PASSWORDLESS = re.compile(r"^webAuthnPolicy(\w+)Passwordless$")


def adapted(
    config: Representation,
    name: str,
    warn: Warn,
    providers: Providers,
    has_user: Callable[[str], bool],
    version: Callable[[], str],
) -> Representation:
    """The representation for a realm of that name. ``warn`` takes a sentence and the object that it is about.

    ``version`` returns that of the server, '' where nobody knows.
    """
    realm: Representation = copy.deepcopy(dict(config))
    _required_actions(realm)
    _default_role(realm, name)
    _own_addresses(realm, name)
    _attributes(realm)
    _components(realm.get("components"))
    _flows(realm, warn)
    _migrate(realm, version)
    if is_export(realm):
        _admin_roles(realm, version)
        _removed_providers(realm, warn, providers)
        leave_out_absent_users(realm, warn, has_user)
        _masked_keys(realm, warn)
        providers = partial(taking_imports, providers)
    for client in realm.get("clients") or ():
        adapt_authorization(client, warn, providers)
    if isinstance(realm.get("sslRequired"), str):
        realm["sslRequired"] = realm["sslRequired"].lower()
    return realm


def _required_actions(realm: Representation) -> None:
    """Required actions that have another name today."""
    for action in realm.get("requiredActions") or ():
        for key in ("alias", "providerId"):
            if key in action:
                action[key] = _REQUIRED_ACTIONS.get(action[key], action[key])
    for user in realm.get("users") or ():
        if user.get("requiredActions"):
            user["requiredActions"] = [_REQUIRED_ACTIONS.get(it, it) for it in user["requiredActions"]]
        if user.get("credentials"):
            user["credentials"] = [_credential(it) for it in user["credentials"]]


def _credential(credential: Representation) -> Representation:
    """A stored credential in the form of today: until Keycloak 8 its parts stood side by side."""
    if "hashedSaltedValue" not in credential:
        return credential
    kind = credential.get("type")
    names = _PASSWORD if kind == "password" else _ONE_TIME_CODE
    data = {key: credential[key] for key in names if credential.get(key) is not None}
    secret = {"value": credential["hashedSaltedValue"], "salt": credential.get("salt")}
    if kind in ("totp", "hotp"):
        data, secret = {"subType": kind, **data}, {"value": credential["hashedSaltedValue"]}
        kind = "otp"
    kept = {key: credential[key] for key in ("id", "userLabel", "createdDate") if credential.get(key) is not None}
    return {**kept, "type": kind, "credentialData": json.dumps(data), "secretData": json.dumps(secret)}


# The settings of a credential that are no secrets.
_PASSWORD = ("hashIterations", "algorithm")
_ONE_TIME_CODE = ("algorithm", "digits", "period", "counter")


def _default_role(realm: Representation, name: str) -> None:
    """The default role is the realm's own, whatever the realm was called; lists of default roles are its composites."""
    old = (realm.get("defaultRole") or {}).get("name")
    own = f"default-roles-{name.lower()}"
    # Files that this collection exported have no such entry, and may be applied under another name.
    called = old or f"default-roles-{str(realm.get('realm') or name).lower()}"
    if called != own:
        _rename_role(realm, called, own)
    contained: Dict[str, Any] = {"realm": list(realm.pop("defaultRoles", None) or ()), "client": {}}
    for client in realm.get("clients") or ():
        roles = client.pop("defaultRoles", None)
        if roles:
            contained["client"][client["clientId"]] = list(roles)
    # A representation that has the default role itself says there what it contains.
    if old or not (contained["realm"] or contained["client"]):
        return
    roles = realm.setdefault("roles", {})
    known = {role.get("name") for role in roles.get("realm") or ()}
    roles["realm"] = [
        *(roles.get("realm") or ()),
        *({"name": it} for it in contained["realm"] if it not in known and it not in _BUILT_IN_ROLES),
        {"name": own, "composites": contained},
    ]


_BUILT_IN_ROLES = frozenset(("offline_access", "uma_authorization"))


def _rename_role(realm: Representation, old: str, new: str) -> None:
    if realm.get("defaultRole"):
        realm["defaultRole"]["name"] = new

    def renamed(names: Any) -> Any:
        return [new if name == old else name for name in names] if isinstance(names, list) else names

    for role in (realm.get("roles") or {}).get("realm") or ():
        if role.get("name") == old:
            role["name"] = new
    for role in _every_role(realm):
        composites = role.get("composites") or {}
        if composites.get("realm"):
            composites["realm"] = renamed(composites["realm"])
    for owner in (*(realm.get("users") or ()), *tree(realm.get("groups") or ())):
        if owner.get("realmRoles"):
            owner["realmRoles"] = renamed(owner["realmRoles"])


def _every_role(realm: Representation) -> Iterator[Representation]:
    roles = realm.get("roles") or {}
    yield from roles.get("realm") or ()
    for own in (roles.get("client") or {}).values():
        yield from own or ()


def _own_addresses(realm: Representation, name: str) -> None:
    """Addresses of the realm's own clients follow its name."""
    old = realm.get("realm")
    if not old or old == name:
        return
    realm["realm"] = name
    pattern = re.compile(rf"^/(realms|admin)/{re.escape(str(old))}/")
    for client in realm.get("clients") or ():
        for key in ("baseUrl", "adminUrl", "rootUrl"):
            if isinstance(client.get(key), str):
                client[key] = pattern.sub(rf"/\1/{name}/", client[key])
        if isinstance(client.get("redirectUris"), list):
            client["redirectUris"] = [pattern.sub(rf"/\1/{name}/", str(it)) for it in client["redirectUris"]]


def _attributes(realm: Representation) -> None:
    attributes = realm.get("attributes")
    if not isinstance(attributes, Mapping):
        return
    kept = {}
    for key, value in attributes.items():
        setting = _SETTINGS.get(_PASSWORDLESS.sub(r"webAuthnPolicyPasswordless\1", camel(key)))
        if setting:
            realm.setdefault(setting.name, _typed(setting, value))
        elif key.startswith(_HEADER):
            headers = realm.setdefault("browserSecurityHeaders", {})
            headers.setdefault(key[len(_HEADER) :], value)
        else:
            kept[key] = value
    realm["attributes"] = kept


def _typed(setting: Field, value: Any) -> Any:
    """An attribute, which is a string, as the setting has it."""
    if not isinstance(value, str):
        return value
    if setting.type == "list":
        return [item for item in re.split(r"[,\s]+", value) if item]
    if setting.type == "bool":
        return value == "true"
    return int(value) if setting.type == "int" and re.fullmatch(r"-?\d+", value) else value


def _components(by_type: Any) -> None:
    """What a provider records about itself, and a setting of generated keys that today's have not."""
    for kind, entries in (by_type or {}).items():
        for entry in entries or ():
            config = entry.get("config") or {}
            if kind == KEY_PROVIDERS and str(entry.get("providerId")).endswith("-generated"):
                config.pop("keyUse", None)
            for key in [key for key in config if key.startswith("lastSync")]:
                del config[key]
            _components(entry.get("subComponents"))


def _masked_keys(realm: Representation, warn: Warn) -> None:
    """Uploaded keys whose secret part the console masked: nobody can create them again from that."""
    keys = (realm.get("components") or {}).get(KEY_PROVIDERS) or ()
    gone = [it for it in keys if _UPLOADED.get(it.get("providerId"), "") not in ("", *(it.get("config") or {}))]
    for key in gone:
        warn("the export masks the secret of this uploaded key, so it is left out", f"realm key '{key.get('name')}'")
    if gone:
        realm["components"][KEY_PROVIDERS] = [key for key in keys if key not in gone]


def _admin_roles(realm: Representation, version: Callable[[], str]) -> None:
    """The roles of the client realm-management that came later: the import of organizations needs them (26.7)."""
    own = ((realm.get("roles") or {}).get("client") or {}).get(_MANAGEMENT)
    if own:
        known = {role.get("name") for role in own}
        todays = of_version(version())["EXPORT"]["roles"]["client"][_MANAGEMENT]
        later = [role for role in todays if role["name"] not in known]
        own.extend({"name": role["name"], "description": role.get("description")} for role in later)


def _migrate(realm: Representation, server: Callable[[], str]) -> None:
    """Values that the migration of an older version changes. A representation without a version is not migrated.

    A server that is older itself has them as they are.
    """
    version = release(str(realm.get("keycloakVersion") or ""))
    target = (release(server()) or NEWEST) if version and version < (26, 7) else NEWEST
    if version and version < (26, 0) <= target:
        for client in realm.get("clients") or ():
            # Their tokens got lightweight then, and the roles come from the server (MigrateTo26_0_0).
            if client.get("clientId") in ("admin-cli", "security-admin-console"):
                client["fullScopeAllowed"] = True
    if version and version < (26, 7) <= target:
        _priorities(realm)


def _priorities(realm: Representation) -> None:
    """A new password and a one-time code are asked for after the e-mail address is verified (MigrateTo26_7_0)."""
    actions = {it.get("alias"): it for it in realm.get("requiredActions") or ()}
    verify, later = actions.get("VERIFY_EMAIL"), [actions.get(it) for it in ("CONFIGURE_TOTP", "UPDATE_PASSWORD")]
    if verify is None or not isinstance(verify.get("priority"), int):
        return
    now = [it and it.get("priority") for it in later]
    if (verify["priority"], *now) == (50, 10, 30):
        new: Iterable[int] = (54, 57)
    else:
        taken = {it.get("priority") for it in actions.values()}
        new = (place for place in count(verify["priority"] + 1) if place not in taken)
    for action, place in zip([it for it in later if it], new):
        action["priority"] = place


def _flows(realm: Representation, warn: Warn) -> None:
    """An authenticator beside a basic sub-flow means nothing."""
    types = {flow.get("alias"): flow.get("providerId") for flow in realm.get("authenticationFlows") or ()}
    used: Set[Any] = set()
    for flow in realm.get("authenticationFlows") or ():
        for execution in flow.get("authenticationExecutions") or ():
            if execution.get("flowAlias") and types.get(execution["flowAlias"]) == _BASIC:
                execution.pop("authenticator", None)
            used.update((execution.get("authenticatorConfig"), execution.get("flowAlias")))
    configs = [config.get("alias") for config in realm.get("authenticatorConfig") or ()]
    subs = [flow.get("alias") for flow in realm.get("authenticationFlows") or () if flow.get("topLevel") is False]
    unused = [f"authenticatorConfig '{alias}'" for alias in configs if alias not in used]
    unused += [f"sub-flow '{alias}'" for alias in subs if alias not in used]
    if unused and not is_export(realm):
        raise InputError(f"{unused[0]}: no flow of the configuration uses it. Add the flow that does, or leave it out.")
    for title in unused:
        warn("no flow of the configuration uses it, so nothing is done", title)


def is_export(realm: Representation) -> bool:
    """Whether a server wrote it: nobody else lists the client that the server manages itself with its id.

    The collection's own export has no ids, and words such as ``state`` that no import of the server takes.
    """
    managed = any(it.get("clientId") == _MANAGEMENT and it.get("id") for it in realm.get("clients") or ())
    return managed or bool(realm.get("keycloakVersion"))


def _removed_providers(realm: Representation, warn: Warn, providers: Providers) -> None:
    """Executions of flows of one's own whose provider the server has no longer: its migration removes them as well."""
    known = {name for interface in _EXECUTES for name in providers(interface)}
    for flow in realm.get("authenticationFlows") or ():
        kept = []
        for execution in flow.get("authenticationExecutions") or ():
            name = execution.get("authenticator")
            if flow.get("builtIn") or not known or not name or name in known:
                kept.append(execution)
            else:
                warn(f"the server has no provider {name} any more, so it is left out", f"flow '{flow.get('alias')}'")
        if "authenticationExecutions" in flow:
            flow["authenticationExecutions"] = kept
