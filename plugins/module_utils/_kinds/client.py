# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clients, with their protocol mappers and client scopes."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any, Dict, Mapping, Optional, Sequence

from .._base.errors import InputError
from .._engine.assignment import BEHAVIOR, Assignment, Params
from .._engine.change import Change
from .._engine.field import BLANKLESS, SET, Field, Map, camel, text
from .._engine.finders import by_reference
from .._engine.hooks import Hooks, Need, Requests
from .._engine.reference import TO_CLIENT, TO_CLIENT_SCOPE, TO_FLOW, Reference, Representation, Values
from .._engine.resource import Resource, Results
from .._engine.session import Session
from .._http.api import authentication, client_protocol_mappers, clients
from .._http.reader import Reader
from ._client_scope_lists import scope_list
from ._empty_secrets import refuse_empty
from ._protocol_mappers import protocol_mappers
from ._provided import TO_CLIENT_AUTHENTICATOR, TO_LOGIN_PROTOCOL

_NAMES = ("browser", "direct_grant")
# Each also in the spellings that playbooks for other collections have.
_OVERRIDES = {
    spelling: name for name in _NAMES for option in (name, f"{name}_name") for spelling in (option, camel(option))
}
_LISTS = ("default_client_scopes", "optional_client_scopes")
_EXACT = ("exact", "idempotent")
_POST_LOGOUT = "post.logout.redirect.uris"
_BETWEEN = "##"


def _find_flow(client: Reader, values: Values, key: Any) -> Optional[Representation]:
    flows = client.get(authentication.LIST, values)
    return next((flow for flow in flows if key in (flow["alias"], flow["id"])), None)


# A client may name a flow by its id as well.
_FLOW = Reference(TO_FLOW.kind, TO_FLOW.key, _find_flow, TO_FLOW.names, TO_FLOW.listing)


class _Overrides(Map):
    """The flows of a client by what they are for; null or an empty name removes one."""

    def clean(self, value: Any) -> Any:
        cleaned: Dict[str, Any] = {}
        for key, flow in value.items():
            if key not in _OVERRIDES:
                known = ", ".join(_OVERRIDES)
                raise InputError(f"authentication_flow_binding_overrides has no key '{key}': there are {known}.")
            cleaned[_OVERRIDES[key]] = flow or cleaned.get(_OVERRIDES[key])
        return cleaned


class _Nodes(Map):
    """Nodes of a cluster with the time at which each registered; the server answers 500 to any other value (26.7)."""

    def _clean_value(self, value: Any) -> Any:
        if value in (None, ""):
            return None
        if not re.fullmatch(r"\s*-?[0-9]+\s*", text(value)):
            raise InputError(f"registered_nodes has '{value}': each node needs a number, the time of its registration.")
        return int(value)


def _normalise(params: Params) -> Params:
    """Settings that have an option of their own among the attributes that contain them."""
    refuse_empty(params, "secret")
    own: Dict[str, str] = {}
    if params.get("backchannel_logout_url") is not None:
        own["backchannel.logout.url"] = params["backchannel_logout_url"]
    if params.get("valid_post_logout_redirect_uris") is not None:
        own[_POST_LOGOUT] = _BETWEEN.join(params["valid_post_logout_redirect_uris"])
    changed = dict(params, attributes={**(params.get("attributes") or {}), **own}) if own else dict(params)
    flows = params.get("authentication_flow_binding_overrides")
    if flows is not None and params.get("authentication_flow_binding_overrides_behavior") == "exact":
        changed["authentication_flow_binding_overrides"] = {**dict.fromkeys(_NAMES), **flows}
    return changed


def _refine(values: Dict[str, Any], raw: Optional[Representation], params: Params) -> None:
    """A flow by the id that the client has is no change, nor are addresses in another order."""
    addresses = values.get("attributes", {}).get(_POST_LOGOUT)
    held_addresses = ((raw or {}).get("attributes") or {}).get(_POST_LOGOUT)
    if addresses and held_addresses and set(addresses.split(_BETWEEN)) == set(held_addresses.split(_BETWEEN)):
        values["attributes"] = dict(values["attributes"], **{_POST_LOGOUT: held_addresses})
    public = values.get("publicClient", (raw or {}).get("publicClient"))
    if public and raw is not None:
        # The server keeps no secret of a public client, or one that nobody can change (26.7).
        values.pop("secret", None)
    _refuse_unauthorizable(values, raw, params)
    wanted = values.get("authenticationFlowBindingOverrides")
    if wanted:
        held = (raw or {}).get("authenticationFlowBindingOverrides") or {}
        values["authenticationFlowBindingOverrides"] = {
            name: flow for name, flow in wanted.items() if flow is None or flow != held.get(name)
        }


def _refuse_unauthorizable(values: Mapping[str, Any], raw: Optional[Representation], params: Params) -> None:
    """The server answers with an internal error, or forgets that authorization services were asked for (26.7)."""
    current = raw or {}
    if not raw and params.get("authorization_settings") is not None and not values.get("serviceAccountsEnabled"):
        raise InputError("authorization_settings needs a client with service_accounts_enabled: true.")
    if not values.get("authorizationServicesEnabled") or current.get("authorizationServicesEnabled"):
        return
    after = {**current, **values}
    if after.get("publicClient") or after.get("bearerOnly") or not after.get("serviceAccountsEnabled"):
        raise InputError(
            "authorization_services_enabled needs a client with service_accounts_enabled: true that is neither "
            "public_client nor bearer_only."
        )


def _ignored(params: Params) -> bool:
    return params.get("client_scopes_behavior") == "ignore"


def _scopes(option: str, other: str, add: Any, remove: Any, arguments: Mapping[str, Any]) -> Assignment:
    name = camel(option)

    def items(session: Session, values: Values, raw: Any) -> Mapping[Hashable, Representation]:
        # One that is about to be removed has no place in what the client has by then.
        known = {item["name"]: item for item in session.listing(TO_CLIENT_SCOPE, values)}
        return {name: known[name] for name in raw.get(camel(option)) or () if name in known}

    assignment = scope_list(
        option,
        other,
        (add, remove, None),
        items,
        lambda params: params.get("client_scopes_behavior") in _EXACT,
        dict({option: {"type": "list", "elements": "str", "aliases": [name]}}, **arguments),
    )
    collect = assignment.collect
    return Assignment(**dict(vars(assignment), collect=lambda params: None if _ignored(params) else collect(params)))


def _extra(params: Params) -> Dict[str, Any]:
    """What only a new client takes along."""
    body: Dict[str, Any] = {}
    if params.get("authorization_settings") is not None:
        body["authorizationSettings"] = params["authorization_settings"]
    # The server gives a client that lists any scope no others, of neither list (26.7).
    body.update({camel(option): params[option] for option in _LISTS if params.get(option) is not None})
    return body


def _needs(params: Params, raw: Optional[Representation]) -> Sequence[Need]:
    if raw is not None or not _ignored(params):
        return ()
    return [(TO_CLIENT_SCOPE, name, option) for option in _LISTS for name in params.get(option) or ()]


def _notes(params: Params, raw: Optional[Representation]) -> Sequence[str]:
    if raw is None or not params.get("authorization_settings"):
        return ()
    return [
        f"authorization_settings has no effect on client '{raw['clientId']}', which exists: keycloak_authz_settings "
        "and the modules for authorization resources, scopes, policies and permissions change them."
    ]


def _guard(session: Session, plan: Change) -> Optional[str]:
    """The client that the run is logged in with stays."""
    identity = session.client.identity
    raw = plan.current.raw or {}
    own = (identity.get("realm"), identity.get("client_id")) == (plan.current.values["realm"], raw.get("clientId"))
    if own:
        return f"This run is logged in with {plan.title}: without it nobody could log in that way again."
    return None


def _bool(option: str) -> Field:
    return Field(option, "bool")


CLIENT = Resource(
    name="client",
    key=Field("client_id"),
    find=by_reference(TO_CLIENT),
    variable="client-uuid",
    fields=(
        Field("name"),
        Field("description"),
        Field("type", meaning=BLANKLESS),
        Field("root_url"),
        Field("admin_url"),
        Field("base_url"),
        _bool("enabled"),
        _bool("always_display_in_console"),
        _bool("surrogate_auth_required"),
        Field("client_authenticator_type", reference=TO_CLIENT_AUTHENTICATOR),
        Field("secret", secret=True),
        Field("redirect_uris", "list", SET, elements="str"),
        Field("web_origins", "list", SET, elements="str"),
        Field("not_before", "int"),
        _bool("bearer_only"),
        _bool("consent_required"),
        _bool("standard_flow_enabled"),
        _bool("implicit_flow_enabled"),
        _bool("direct_access_grants_enabled"),
        _bool("service_accounts_enabled"),
        Field("authorization_services_enabled", "bool", default=False),
        _bool("public_client"),
        _bool("frontchannel_logout"),
        Field("protocol", reference=TO_LOGIN_PROTOCOL),
        # An attribute that a request leaves out stays, an empty one goes.
        Field("attributes", "dict", Map(removed="", blanks=False)),
        Field(
            "authentication_flow_binding_overrides",
            "dict",
            _Overrides(removed=""),
            reference=_FLOW,
            held="id",
        ),
        _bool("full_scope_allowed"),
        Field("node_re_registration_timeout", "int"),
        Field("registered_nodes", "dict", _Nodes()),
    ),
    get=clients.GET,
    listing=clients.LIST,
    create=clients.CREATE,
    update=clients.UPDATE,
    delete=clients.DELETE,
    assignments=(
        _scopes(
            "default_client_scopes",
            "optional_client_scopes",
            clients.ADD_DEFAULT_CLIENT_SCOPE,
            clients.REMOVE_DEFAULT_CLIENT_SCOPE,
            {
                "client_scopes_behavior": {
                    "type": "str",
                    "default": "additive",
                    "choices": ["additive", "exact", "ignore", "patch", "idempotent"],
                    "aliases": ["clientScopesBehavior"],
                }
            },
        ),
        _scopes(
            "optional_client_scopes",
            "default_client_scopes",
            clients.ADD_OPTIONAL_CLIENT_SCOPE,
            clients.REMOVE_OPTIONAL_CLIENT_SCOPE,
            {},
        ),
    ),
    children=(protocol_mappers(client_protocol_mappers),),
    arguments={
        "authorization_settings": {"type": "dict", "aliases": ["authorizationSettings"]},
        "authentication_flow_binding_overrides_behavior": BEHAVIOR,
        "force": {"type": "bool", "default": False},
        "backchannel_logout_url": {"type": "str", "aliases": ["backchannelLogoutUrl"]},
        "valid_post_logout_redirect_uris": {
            "type": "list",
            "elements": "str",
            "aliases": ["validPostLogoutRedirectUris", "postLogoutRedirectUris"],
        },
        # What Keycloak no longer has, or keeps elsewhere; playbooks for other collections may have it.
        "client_template": {"type": "str", "aliases": ["clientTemplate"]},
        "default_roles": {"type": "list", "elements": "str", "aliases": ["defaultRoles"]},
        "registration_access_token": {"type": "str", "aliases": ["registrationAccessToken"], "no_log": True},
        "use_template_config": {"type": "bool", "aliases": ["useTemplateConfig"]},
        "use_template_mappers": {"type": "bool", "aliases": ["useTemplateMappers"]},
        "use_template_scope": {"type": "bool", "aliases": ["useTemplateScope"]},
    },
    inert={
        "client_template": "Keycloak has client scopes in place of templates, see default_client_scopes",
        "default_roles": "default roles are those of the realm, see keycloak_default_roles",
        "registration_access_token": "the server makes it, see keycloak_client_action",
        "use_template_config": "Keycloak has client scopes in place of templates",
        "use_template_mappers": "Keycloak has client scopes in place of templates",
        "use_template_scope": "Keycloak has client scopes in place of templates",
    },
    by_id=True,
    own_ids=True,
    requests=Requests(
        extra=_extra,
        # Mappers have endpoints of their own.
        unsent=("protocolMappers",),
    ),
    results=Results(empty={"authorizationServicesEnabled": False, "protocolMappers": []}),
    hooks=Hooks(
        normalise=_normalise,
        refine=_refine,
        needs=_needs,
        notes=_notes,
        guard=_guard,
    ),
)
