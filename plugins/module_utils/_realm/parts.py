# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A realm in Keycloak's own representation, taken apart into the objects that the kinds of the collection manage."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any, Container, Dict, FrozenSet, Hashable, Iterator, List, Mapping, Optional, Sequence, Set, Tuple

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from .._base.errors import InputError
from .._engine.assignment import Params
from .._engine.field import Field
from .._engine.reference import Representation
from .._engine.resource import Resource
from .._engine.spec import argument_spec
from .._kinds import (
    auth_flow,
    authz_settings,
    client,
    client_policy,
    client_profile,
    client_registration_policy,
    client_role,
    client_scope,
    component,
    default_groups,
    group,
    identity_provider,
    localization,
    organization,
    organization_group,
    realm,
    realm_key,
    required_action,
    role,
    role_mapping,
    scope_mapping,
    user,
    user_federation,
    user_profile,
    workflow,
)
from .._kinds._groups import place_of
from .._secrets.redact import MASK
from .authorization import objects
from .shape import shaped
from .snapshot import COLLECTIONS

# What is done after what. Objects of a stage are independent of each other, save those that share a document.
(
    SETTINGS,
    PROFILE,
    PARTS,
    FLOWS,
    CLIENT_PROFILES,
    CLIENT_POLICIES,
    CLIENTS,
    ROLES,
    GROUPS,
    PROVIDERS,
    COMPOSITES,
    MAPPINGS,
    USERS,
    USER_ROLES,
    ORGANIZATIONS,
    ORGANIZATION_GROUPS,
    AUTHORIZATION,
    BINDINGS,
) = range(0, 1800, 100)
# The parts of a run that can be done one by one: each has what stands from its first stage to before that of the next.
PHASES = {"settings": SETTINGS, "clients": CLIENTS, "users": USERS, "bindings": BINDINGS}
SERIAL = frozenset((PARTS, FLOWS, CLIENT_PROFILES, CLIENT_POLICIES))

_FLOW_OPTIONS = (
    "browser_flow",
    "registration_flow",
    "direct_grant_flow",
    "reset_credentials_flow",
    "client_authentication_flow",
    "docker_authentication_flow",
    "first_broker_login_flow",
)
_SCOPE_OPTIONS = ("default_default_client_scopes", "default_optional_client_scopes")
# What the server says of a realm or an object and nobody can set, or what is read elsewhere.
_EVERYWHERE = frozenset(("access", "clientRole", "composite", "containerId", "id", "origin"))
_IGNORED: Dict[str, Set[str]] = {
    "realm": {"keycloakVersion", "otpSupportedApplications", "defaultRole", "requiredCredentials", "clientProfiles"}
    | {"clientPolicies", "defaultGroups", "keysAlgorithm", "privateKey", "publicKey", "certificate", "codeSecret"}
    | {"adminPermissionsClient"},
    "client": {"clientTemplate"},
    "group": {"subGroups", "subGroupCount", "realmRoles", "clientRoles", "parentId"},
    "organization": {"groups"},
    "organization group": {"subGroups", "subGroupCount", "parentId"},
    "user": {"createdTimestamp", "totp", "realmRoles", "clientRoles", "serviceAccountClientId", "self", "notBefore"}
    | {"disableableCredentialTypes", "clientConsents"},
    "identity provider": {"internalId", "types", "updateProfileFirstLoginMode"},
    "realm key": {"subComponents", "subType"},
    "user federation": {"subComponents", "subType"},
    "mapper of user federation": {"subComponents", "subType"},
    "client registration policy": {"subComponents"},
    "component": {"subComponents"},
    "workflow": {"state"},
}
# Parts of a representation that are handled below, or hold nothing that is declared.
_SUPPORTED = COLLECTIONS | {"applications", "oauthClients", "users", "federatedUsers"}


Promise = Tuple[str, Hashable]


@dataclass(frozen=True)
class Item:
    """An object that the configuration declares.

    ``early`` is what is done of it before ``stage``, at ``early_stage``: a role is there before others contain it.
    ``half`` marks that first part.
    """

    stage: int
    resource: Resource
    params: Params
    promises: Tuple[Promise, ...] = ()
    early_stage: int = 0
    early: Optional[Params] = None
    half: bool = False

    @property
    def late(self) -> FrozenSet[str]:
        """Options that are not done early."""
        if self.early is None:
            return frozenset(self.params)
        return frozenset(option for option, value in self.params.items() if value != self.early.get(option))

    def within(self, phases: Container[str]) -> Optional[Item]:
        """What of it is done in these phases."""
        if phase(self.stage) in phases:
            return self
        if self.early is None or phase(self.early_stage) not in phases:
            return None
        return replace(early(self), half=False)

    @property
    def title(self) -> str:
        key = self.params.get(self.resource.key.option) or self.params.get("path") or self.params.get("service_account")
        holder = next((f" of {it.reference.kind} '{self.params[it.option]}'" for it in self.resource.scopes), "")
        roles = "roles of " if self.resource in MAPPINGS_OF else ""
        # Registration policies of both types have the same names, and so may resources of several owners.
        more = self.params.get("sub_type") or self.params.get("owner")
        return f"{roles}{self.resource.name} '{key}'{f' ({more})' if more else ''}{holder}"


def phase(stage: int) -> str:
    """The phase that a stage is in."""
    return [name for name, first in PHASES.items() if stage >= first][-1]


AHEAD = (realm.REALM, user_profile.USER_PROFILE)
MAPPINGS_OF = (role_mapping.OF_USER, role_mapping.OF_GROUP, scope_mapping.OF_CLIENT, scope_mapping.OF_CLIENT_SCOPE)
# Kinds that share a module share its arguments.
_SPEC_OF = {id(role_mapping.OF_GROUP): role_mapping.OF_USER, id(scope_mapping.OF_CLIENT_SCOPE): scope_mapping.OF_CLIENT}


@dataclass
class Parts:
    """The objects of a configuration, in any order, and what it holds that nothing was made of.

    ``elsewhere`` is what other phases promise, and what was imported. ``ahead`` are their objects that others are held
    against.
    """

    realm: str
    policies: Mapping[str, str] = field(default_factory=dict)
    items: List[Item] = field(default_factory=list)
    warnings: List[str] = field(default_factory=list)
    elsewhere: FrozenSet[Promise] = frozenset()
    ahead: Tuple[Item, ...] = ()

    @property
    def promises(self) -> FrozenSet[Promise]:
        """What will be there once the configuration is applied, for names that refer to it."""
        return self.elsewhere.union(promise for item in self.items for promise in item.promises)

    @property
    def admin_permissions(self) -> bool:
        """Whether the realm is declared to have them."""
        settings = next((item.params for item in self.items if item.resource is realm.REALM), {})
        return bool(settings.get("admin_permissions_enabled"))

    def only(self, phases: Sequence[str]) -> Parts:
        """What is done in these phases."""
        items = [found for item in self.items for found in [item.within(phases)] if found]
        ahead = [item for item in self.items if item.resource in AHEAD and not item.within(phases)]
        return replace(self, items=items, elsewhere=self.promises, ahead=tuple(ahead))

    def add(self, stage: int, resource: Resource, given: Mapping[str, Any], promises: Tuple[Promise, ...] = ()) -> None:
        """What can be created promises itself under its name, besides what is promised here."""
        params = self.params(resource, given)
        own = ((resource.name, params.get(resource.key.option)),) if resource.create else ()
        self.items.append(Item(stage, resource, params, (*own, *promises)))

    def params(self, resource: Resource, given: Mapping[str, Any]) -> Dict[str, Any]:
        """Parsed arguments of a kind, from options or from the keys of its representation."""
        spec = argument_spec(_SPEC_OF.get(id(resource), resource))
        named = self._named(resource, spec, given)
        named.update({key: it for key, it in self.policies.items() if it in (spec.get(key) or {}).get("choices", ())})
        parsed = ArgumentSpecValidator(spec).validate(dict(named, realm=self.realm))
        if parsed.error_messages:
            name = given.get(resource.key.option) or given.get(resource.key.name)
            raise InputError(f"{resource.name} '{name}' in the configuration: {parsed.error_messages[0]}.")
        return dict(parsed.validated_parameters)

    def _named(self, resource: Resource, spec: Mapping[str, Any], given: Mapping[str, Any]) -> Dict[str, Any]:
        known = {name: option for option, item in spec.items() for name in (option, *item.get("aliases", ()))}
        known.update({item.name: item.option for item in resource.every_field})
        known.update({child.name: child.option for child in resource.children})
        ignored = _EVERYWHERE | _IGNORED.get(resource.name, set())
        children = {child.option: child.resource for child in resource.children}
        named: Dict[str, Any] = {}
        for key, value in given.items():
            option = known.get(key)
            if value is None or key in ignored or option == "realm":
                continue
            if option is None:
                self.warn(f"{resource.name}: Nothing was done about {key}, which this module does not know.")
            elif option in children and isinstance(value, list):
                inner = children[option]
                inner_spec = spec[option]["options"]
                named[option] = [self._named(inner, inner_spec, item) for item in value]
            else:
                named[option] = _nested(resource, option, value)
        return named

    def once(self, imported: Container[str]) -> Parts:
        """The same once it was applied: what is set in each run has been set.

        Of users that were imported, by their titles, nothing is read again: the import tells of each that it is there.
        """
        done = dict.fromkeys(self.policies, "on_create")
        items = [
            replace(item, params={**item.params, **{key: it for key, it in done.items() if key in item.params}})
            for item in self.items
            if item.title not in imported
        ]
        return replace(self, items=items, elsewhere=self.promises)

    def warn(self, sentence: str) -> None:
        if sentence not in self.warnings:
            self.warnings.append(sentence)


def _nested(resource: Resource, option: str, value: Any) -> Any:
    """Objects inside a representation under the names of their options."""
    found = next((item for item in resource.every_field if item.option == option), None)
    return value if found is None else _options(found, value)


def _options(held: Field, value: Any) -> Any:
    if not held.options:
        return value
    names = {item.name: item for item in held.options}
    if isinstance(value, list):
        return [_options(held, item) for item in value]
    if not isinstance(value, Mapping):
        return value
    return {
        names[key].option if key in names else key: _options(names[key], item) if key in names else item
        for key, item in value.items()
        if item is not None
    }


def _unmasked(value: Any) -> Any:
    """Without the secrets that an export shows masked."""
    if isinstance(value, Mapping):
        return {key: _unmasked(item) for key, item in value.items() if item not in (MASK, [MASK])}
    if isinstance(value, list):
        return [_unmasked(item) for item in value]
    return value


def parts_of(config: Representation, name: str, policies: Optional[Mapping[str, str]] = None) -> Parts:
    """The objects that a representation of a realm declares. ``policies`` are options that many kinds have."""
    held: Representation = _unmasked(shaped(config))
    parts = Parts(name, policies or {})
    _realm(parts, held)
    _components(parts, held.get("components") or {}, None)
    for locale, texts in (held.get("localizationTexts") or {}).items():
        parts.add(PARTS, localization.LOCALIZATION, {"locale": locale, "texts": texts})
    for action in held.get("requiredActions") or ():
        parts.add(PARTS, required_action.REQUIRED_ACTION, action)
    for scope in held.get("clientScopes") or ():
        parts.add(PARTS, client_scope.CLIENT_SCOPE, scope)
    _flows(parts, held)
    for stage, resource, document, entries in (
        (CLIENT_PROFILES, client_profile.CLIENT_PROFILE, "clientProfiles", "profiles"),
        (CLIENT_POLICIES, client_policy.CLIENT_POLICY, "clientPolicies", "policies"),
    ):
        for entry in (held.get(document) or {}).get(entries) or ():
            parts.add(stage, resource, entry)
    _clients(parts, held)
    _roles(parts, held.get("roles") or {})
    _groups(parts, held.get("groups") or (), ())
    if held.get("defaultGroups"):
        parts.add(MAPPINGS, default_groups.DEFAULT_GROUPS, {"groups": held["defaultGroups"]})
    _identity_providers(parts, held)
    _scope_mappings(parts, held)
    for person in held.get("users") or ():
        _user(parts, person)
    for one in held.get("organizations") or ():
        _organization(parts, one)
    for one in held.get("workflows") or ():
        parts.add(ORGANIZATIONS, workflow.WORKFLOW, one)
    _authorization(parts, held)
    return parts


def _realm(parts: Parts, held: Representation) -> None:
    """The settings first, what they are bound to last."""
    settings = {key: value for key, value in held.items() if key not in _SUPPORTED and key != "realm"}
    params = parts.params(realm.REALM, dict(settings, state="present"))
    early = {key: None if key in (*_FLOW_OPTIONS, *_SCOPE_OPTIONS) else value for key, value in params.items()}
    parts.items.append(Item(BINDINGS, realm.REALM, params, early_stage=SETTINGS, early=early))


def _components(parts: Parts, by_type: Mapping[str, Any], parent: Optional[str]) -> None:
    for kind, entries in by_type.items():
        for entry in entries:
            inner = entry.get("subComponents") or {}
            if kind == "org.keycloak.userprofile.UserProfileProvider":
                _user_profile(parts, entry)
            elif kind == "org.keycloak.keys.KeyProvider":
                parts.add(PARTS, realm_key.REALM_KEY, entry)
            elif kind == "org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy":
                parts.add(PARTS, client_registration_policy.CLIENT_REGISTRATION_POLICY, entry)
            elif kind == "org.keycloak.storage.UserStorageProvider":
                mappers = [mapper for items in inner.values() for mapper in items]
                parts.add(PARTS, user_federation.USER_FEDERATION, dict(entry, mappers=mappers or None))
                continue
            elif not entry.get("name"):
                # The server's own bookkeeping, such as that of workflows, which have a list of their own.
                continue
            else:
                parts.add(PARTS, component.COMPONENT, dict(entry, provider_type=kind, parent_id=parent))
            _components(parts, inner, entry.get("name"))


def _user_profile(parts: Parts, entry: Representation) -> None:
    for text in (entry.get("config") or {}).get("kc.user.profile.config") or ():
        parts.add(PROFILE, user_profile.USER_PROFILE, json.loads(text))


def _flows(parts: Parts, held: Representation) -> None:
    flows = {flow["alias"]: flow for flow in held.get("authenticationFlows") or ()}
    configs = {item["alias"]: item.get("config") or {} for item in held.get("authenticatorConfig") or ()}
    for alias, flow in flows.items():
        if flow.get("topLevel", True):
            tree = list(_executions(flow, flows, configs))
            given = {"alias": alias, "description": flow.get("description"), "provider_id": flow.get("providerId")}
            parts.add(FLOWS, auth_flow.AUTH_FLOW, dict(given, executions=tree))


def _executions(
    flow: Representation, flows: Mapping[str, Representation], configs: Mapping[str, Any]
) -> Iterator[Dict[str, Any]]:
    for item in sorted(flow.get("authenticationExecutions") or (), key=lambda it: it.get("priority") or 0):
        row = {"provider": item.get("authenticator"), "requirement": item.get("requirement")}
        alias = item.get("authenticatorConfig")
        if alias:
            row.update(config=configs.get(alias), config_alias=alias)
        inner = item.get("flowAlias")
        if inner:
            if inner not in flows:
                raise InputError(
                    f"The flow '{flow['alias']}' has the sub-flow '{inner}', which authenticationFlows lacks."
                )
            sub = flows[inner]
            row.update(sub_flow=inner, type=sub.get("providerId"), description=sub.get("description"))
            row["executions"] = list(_executions(sub, flows, configs))
        yield {key: value for key, value in row.items() if value is not None}


def _clients(parts: Parts, held: Representation) -> None:
    aliases = {flow["id"]: flow["alias"] for flow in held.get("authenticationFlows") or () if flow.get("id")}
    for item in held.get("clients") or ():
        overrides = item.get("authenticationFlowBindingOverrides")
        if overrides:
            named = {key: aliases.get(value, value) for key, value in overrides.items()}
            item = dict(item, authenticationFlowBindingOverrides=named)
        promises: List[Promise] = []
        if item.get("serviceAccountsEnabled"):
            promises.append(("user", f"service-account-{item['clientId']}".lower()))
        if item.get("authorizationServicesEnabled"):
            promises.append((authz_settings.AUTHZ_SETTINGS.name, item["clientId"]))
        item = {key: it for key, it in item.items() if key != "authorizationSettings"}
        parts.add(CLIENTS, client.CLIENT, item, promises=tuple(promises))


def _roles(parts: Parts, held: Mapping[str, Any]) -> None:
    every: List[Tuple[str, Resource, Representation]] = [("", role.ROLE, it) for it in held.get("realm") or ()]
    for client_id, own in (held.get("client") or {}).items():
        every += [(client_id, client_role.CLIENT_ROLE, it) for it in own]
    for client_id, resource, item in every:
        contained = item.get("composites") or {}
        composites = [{"name": name} for name in contained.get("realm") or ()]
        for holder, names in (contained.get("client") or {}).items():
            composites += [{"name": name, "client_id": holder} for name in names]
        named = {key: value for key, value in item.items() if key != "composites"}
        params = parts.params(resource, dict(named, **({"client_id": client_id} if client_id else {})))
        says = composites or item.get("composites_behavior") == "exact"
        whole = parts.params(resource, dict(params, composites=composites)) if says else params
        # Admin permissions name them in one word.
        word = f"{client_id}/{item['name']}" if client_id else item["name"]
        promises = (("role", (client_id, item["name"])), ("role", word))
        parts.items.append(Item(COMPOSITES, resource, whole, promises, early_stage=ROLES, early=params))


def _groups(parts: Parts, items: Sequence[Representation], above: Tuple[str, ...]) -> None:
    for item in items:
        names = (*above, item["name"])
        path = "/" + "/".join(names)
        given = dict(item, parents=[{"name": name} for name in above] or None, path=None, roles_behavior=None)
        promises = (("group", path), ("group", place_of({"name": item["name"], "parents": given["parents"]})))
        parts.add(GROUPS + len(above), group.GROUP, given, promises=promises)
        _mapping(parts, MAPPINGS, role_mapping.OF_GROUP, {"group": path}, item)
        _groups(parts, item.get("subGroups") or (), names)


def _organization(parts: Parts, one: Representation) -> None:
    members = [it["username"] if isinstance(it, Mapping) else it for it in one.get("members") or ()]
    providers = [it["alias"] if isinstance(it, Mapping) else it for it in one.get("identityProviders") or ()]
    lists = {"members": members or None, "identityProviders": providers or None}
    promises = tuple(("organization member", (one["name"], name.lower())) for name in members)
    parts.add(ORGANIZATIONS, organization.ORGANIZATION, {**one, **lists}, promises=promises)
    _organization_groups(parts, one["name"], one.get("groups") or (), ())


def _organization_groups(parts: Parts, holder: str, items: Sequence[Representation], above: Tuple[str, ...]) -> None:
    for item in items:
        names = (*above, item["name"])
        given = dict(item, organization=holder, parents=[{"name": name} for name in above] or None, path=None)
        place = place_of({"name": item["name"], "parents": given["parents"]})
        promises = (("organization group", place),)
        parts.add(ORGANIZATION_GROUPS + len(above), organization_group.ORGANIZATION_GROUP, given, promises=promises)
        _organization_groups(parts, holder, item.get("subGroups") or (), names)


def _mapping(parts: Parts, stage: int, resource: Resource, holder: Mapping[str, Any], item: Representation) -> None:
    """The roles that an object holds, where the configuration says so."""
    behavior = item.get("roles_behavior")
    roles = {"realm_roles": item.get("realmRoles"), "client_roles": item.get("clientRoles")}
    if any(roles.values()) or (behavior == "exact" and roles != {"realm_roles": None, "client_roles": None}):
        parts.add(stage, resource, {**holder, **roles, "roles_behavior": behavior})


def _identity_providers(parts: Parts, held: Representation) -> None:
    mappers: Dict[str, List[Representation]] = {}
    for mapper in held.get("identityProviderMappers") or ():
        mappers.setdefault(mapper["identityProviderAlias"], []).append(mapper)
    for item in held.get("identityProviders") or ():
        given = dict(item, mappers=mappers.pop(item["alias"], None))
        parts.add(PROVIDERS, identity_provider.IDENTITY_PROVIDER, given)
    for alias, own in mappers.items():
        for mapper in own:
            given = dict(mapper, identityProviderAlias=alias)
            parts.add(PROVIDERS + 1, identity_provider.MAPPER_ALONE, given)


def _scope_mappings(parts: Parts, held: Representation) -> None:
    roles: Dict[Tuple[str, str], Dict[str, Any]] = {}
    rows = [("", row) for row in held.get("scopeMappings") or ()]
    rows += [(client_id, row) for client_id, own in (held.get("clientScopeMappings") or {}).items() for row in own]
    for client_id, row in rows:
        holder = ("client_id", row["client"]) if row.get("client") else ("client_scope", row["clientScope"])
        own = roles.setdefault(holder, {"realmRoles": [], "clientRoles": {}})
        if client_id:
            own["clientRoles"].setdefault(client_id, []).extend(row["roles"])
        else:
            own["realmRoles"] += row["roles"]
    for (option, name), own in roles.items():
        resource = scope_mapping.OF_CLIENT if option == "client_id" else scope_mapping.OF_CLIENT_SCOPE
        _mapping(parts, MAPPINGS, resource, {option: name}, own)


def _user(parts: Parts, person: Representation) -> None:
    service = person.get("serviceAccountClientId")
    if service:
        _mapping(parts, MAPPINGS, role_mapping.OF_USER, {"service_account": service}, person)
        return
    passwords = [it for it in person.get("credentials") or () if it.get("type") == "password" and it.get("value")]
    if len(passwords) < len(person.get("credentials") or ()):
        parts.warn("user: Credentials other than passwords in plain text are not set.")
    credentials = [
        {key: it[key] for key in ("type", "value", "temporary") if it.get(key) is not None} for it in passwords
    ]
    given = dict(person, credentials=credentials or None, roles_behavior=None)
    parts.add(USERS, user.USER, given, promises=(("user", str(person["username"]).lower()),))
    _mapping(parts, USER_ROLES, role_mapping.OF_USER, {"username": person["username"]}, person)


def _authorization(parts: Parts, held: Representation) -> None:
    """Settings that stand within clients; their policies may name anything of the realm."""
    roles = {key for kind, key in parts.promises if kind == "role" and isinstance(key, tuple)}
    for item in held.get("clients") or ():
        settings = item.get("authorizationSettings") or {}
        for resource, step, given, promises in objects(item["clientId"], settings, roles):
            parts.add(AUTHORIZATION + step, resource, given, promises=promises)


def early(item: Item) -> Item:
    """The part of an object that is done first."""
    return replace(item, stage=item.early_stage, params=item.early or item.params, early=None, half=True)
