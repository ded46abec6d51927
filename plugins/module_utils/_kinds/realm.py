# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Realms and their settings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, Mapping, Optional, Sequence

from .._base.errors import InputError
from .._engine.assignment import Assignment, Params, keyed
from .._engine.change import Change, Wanted
from .._engine.field import BLANKLESS, POLICIES, SET, TEXT_MAP, Field, Map, OrElse, camel, policies, same_value
from .._engine.hooks import Hooks, Need, Requests, Step
from .._engine.realm_settings import whole_realm
from .._engine.reference import TO_FLOW, Representation, Values
from .._engine.resource import Masked, Resource
from .._engine.session import Session
from .._http.api import localization, realms
from .._http.capability import described, lacking
from .._http.endpoint import Endpoint
from .._http.errors import KeycloakError
from .._http.reader import Reader
from ._client_scope_lists import scope_list
from ._provided import TO_EVENT_LISTENER, TO_EVENT_TYPE, TO_PASSWORD_POLICY, TO_SIGNATURE, to_theme
from .localization import texts_step

# What a realm is always bound to, and the built-in flow for it.
FLOWS = {
    "browser_flow": "browser",
    "registration_flow": "registration",
    "direct_grant_flow": "direct grant",
    "reset_credentials_flow": "reset credentials",
    "client_authentication_flow": "clients",
    "docker_authentication_flow": "docker auth",
    "first_broker_login_flow": "first broker login",
}
_TEXTS = (
    "display_name",
    "display_name_html",
    "otp_policy_type",
    "otp_policy_algorithm",
    "default_locale",
)
_NUMBERS = (
    "not_before",
    "refresh_token_max_reuse",
    "access_token_lifespan",
    "access_token_lifespan_for_implicit_flow",
    "sso_session_idle_timeout",
    "sso_session_max_lifespan",
    "sso_session_idle_timeout_remember_me",
    "sso_session_max_lifespan_remember_me",
    "offline_session_idle_timeout",
    "offline_session_max_lifespan",
    "client_session_idle_timeout",
    "client_session_max_lifespan",
    "client_offline_session_idle_timeout",
    "client_offline_session_max_lifespan",
    "access_code_lifespan",
    "access_code_lifespan_user_action",
    "access_code_lifespan_login",
    "action_token_generated_by_admin_lifespan",
    "action_token_generated_by_user_lifespan",
    "oauth2_device_code_lifespan",
    "oauth2_device_polling_interval",
    "max_temporary_lockouts",
    "max_failure_wait_seconds",
    "minimum_quick_login_wait_seconds",
    "wait_increment_seconds",
    "quick_login_check_milli_seconds",
    "max_delta_time_seconds",
    "failure_factor",
    "max_secondary_auth_failures",
    "otp_policy_initial_counter",
    "otp_policy_digits",
    "otp_policy_look_ahead_window",
    "otp_policy_period",
)
_SWITCHES = (
    "enabled",
    "revoke_refresh_token",
    "offline_session_max_lifespan_enabled",
    "registration_allowed",
    "registration_email_as_username",
    "remember_me",
    "verify_email",
    "login_with_email_allowed",
    "duplicate_emails_allowed",
    "reset_password_allowed",
    "edit_username_allowed",
    "brute_force_protected",
    "permanent_lockout",
    "otp_policy_code_reusable",
    "events_enabled",
    "admin_events_enabled",
    "admin_events_details_enabled",
    "internationalization_enabled",
    "user_managed_access_allowed",
    "organizations_enabled",
    "verifiable_credentials_enabled",
    "admin_permissions_enabled",
    "scim_api_enabled",
)
_WEB_AUTHN_CHOICES = (
    "attestation_conveyance_preference",
    "authenticator_attachment",
    "require_resident_key",
    "resident_key",
    "user_verification_requirement",
)


def _web_authn(prefix: str) -> tuple[Field, ...]:
    algorithms = OrElse(["ES256", "RS256"], SET)
    return (
        Field(f"{prefix}_rp_entity_name", meaning=OrElse("keycloak")),
        Field(f"{prefix}_rp_id"),
        *(Field(f"{prefix}_{name}", meaning=OrElse("not specified")) for name in _WEB_AUTHN_CHOICES),
        Field(f"{prefix}_signature_algorithms", "list", algorithms, elements="str"),
        *(Field(f"{prefix}_{name}", "list", SET, elements="str") for name in ("acceptable_aaguids", "extra_origins")),
        Field(f"{prefix}_create_timeout", "int"),
        Field(f"{prefix}_avoid_same_authenticator_register", "bool"),
    )


# Settings that Keycloak also keeps among the realm's attributes, where the old value of a request would win (26.7).
_TWICE = {
    "oauth2DeviceCodeLifespan": "oauth2DeviceCodeLifespan",
    "oauth2DevicePollingInterval": "oauth2DevicePollingInterval",
    "otpPolicyCodeReusable": "realmReusableOtpCode",
}


def _refine(values: Dict[str, Any], raw: Optional[Representation], params: Params) -> None:
    for option, built_in in FLOWS.items():
        if values.get(camel(option)) == "":
            raise InputError(f"{option} names no flow, and a realm always has one: '{built_in}' is the built-in one.")
    now = raw or {}
    for name in ("loginWithEmailAllowed", "registrationEmailAsUsername"):
        # The server then drops this in silence (26.7).
        if values.get(name) and values.get("duplicateEmailsAllowed", now.get("duplicateEmailsAllowed")):
            raise InputError(
                f"{name} needs a realm in which each address is that of one user: set duplicate_emails_allowed: false."
            )
    copies = {
        copy: values[name]
        for name, copy in _TWICE.items()
        if name in values and (copy in (now.get("attributes") or {}) or not same_value(now.get(name), values[name]))
    }
    if copies:
        values["attributes"] = dict(TEXT_MAP.clean(copies), **(values.get("attributes") or {}))


# Settings that the server ignores while their feature is off (26.7).
_FEATURES = {
    "adminPermissionsEnabled": "ADMIN_FINE_GRAINED_AUTHZ_V2",
    "organizationsEnabled": "ORGANIZATION",
    "scimApiEnabled": "SCIM_API",
    "verifiableCredentialsEnabled": "OID4VC_VCI",
}


def _needs(params: Params, raw: Optional[Representation]) -> Sequence[Need]:
    """The server's refusal of a password policy does not name it (26.7)."""
    held = policies((raw or {}).get("passwordPolicy"))
    named = policies(params.get("password_policy"))
    return [(TO_PASSWORD_POLICY, name, "password_policy") for name in named if name not in held]


def _verify(session: Session, plan: Change) -> None:
    """A task can't bind a new realm to a flow of its own. A simulated realm has flows to come."""
    for name, feature in _FEATURES.items():
        if plan.changes.get(name) and lacking(described(session.client), "", feature):
            session.problems.append(
                f"Keycloak would ignore {name} of {plan.title}: the server's feature {feature} is off. "
                f"Start the server with --features={feature.lower().replace('_', '-')}, or leave the option out."
            )
    if plan.action != "create" or session.simulated:
        return
    for option, built_in in FLOWS.items():
        named = plan.changes.get(camel(option))
        if named and named not in FLOWS.values():
            raise InputError(
                f"A new realm has only the built-in flows, and {option} names '{named}': "
                f"create the realm with '{built_in}', then the flow, then set {option}."
            )


def _find(client: Reader, _values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    try:
        return whole_realm(client, {"realm": wanted["realm"]})
    except KeycloakError as error:
        if error.missing_realm:
            return None
        raise


def _extra(params: Params) -> Dict[str, Any]:
    return {"id": params["id"]} if params.get("id") else {}


def _details(client: Reader, values: Values, _raw: Representation, wanted: Wanted) -> Dict[str, Any]:
    """The texts in each language that is mentioned."""
    texts = wanted.params.get("localization_texts") or {}
    return {
        "localizationTexts": {locale: client.get(localization.LIST, dict(values, locale=locale)) for locale in texts}
    }


def _texts(wanted: Wanted, raw: Optional[Representation], _values: Mapping[str, Any]) -> Sequence[Step]:
    """Texts in each language that is mentioned, merged by key; a language without texts loses its own."""
    held = (raw or {}).get("localizationTexts") or {}
    after = dict(held)
    steps = []
    for locale, texts in (wanted.params.get("localization_texts") or {}).items():
        step = texts_step(locale, held.get(locale) or {}, texts or {}, exact=texts is None)
        if step:
            after[locale] = step.shows["texts"]
            steps.append(replace(step, shows={"localizationTexts": dict(after)}))
    return steps


def _guard(session: Session, plan: Change) -> Optional[str]:
    """The realm that the run is logged in to stays."""
    realm = plan.current.values["realm"]
    if session.client.identity.get("realm") == realm:
        return f"This run is logged in to realm '{realm}': without it nobody could log in there again."
    return None


def _scopes(option: str, other: str, add: Endpoint, remove: Endpoint, read: Endpoint) -> Assignment:
    def exact(params: Params) -> bool:
        return params.get(f"{option}_behavior") == "exact"

    return scope_list(option, other, (add, remove, read), keyed("name"), exact, {})


REALM = Resource(
    name="realm",
    key=Field("realm"),
    find=_find,
    variable="realm",
    identifier="realm",
    fields=(
        *(Field(option) for option in _TEXTS),
        Field("default_signature_algorithm", reference=TO_SIGNATURE),
        *(Field(option, "int") for option in _NUMBERS),
        Field("events_expiration", "int", default=0),
        *(Field(option, "bool") for option in _SWITCHES),
        Field("supported_locales", "list", SET, elements="str"),
        Field("events_listeners", "list", SET, elements="str", reference=TO_EVENT_LISTENER),
        Field("enabled_event_types", "list", SET, elements="str", reference=TO_EVENT_TYPE),
        *(Field(f"{of}_theme", reference=to_theme(of)) for of in ("login", "account", "admin", "email")),
        Field("password_policy", meaning=POLICIES),
        Field("ssl_required", choices=("all", "external", "none")),
        Field("brute_force_strategy", choices=("LINEAR", "MULTIPLE")),
        *_web_authn("web_authn_policy"),
        *_web_authn("web_authn_policy_passwordless"),
        Field("web_authn_policy_passwordless_passkeys_enabled", "bool"),
        Field("web_authn_policy_passwordless_mediation", meaning=BLANKLESS),
        *(Field(option, reference=TO_FLOW) for option in FLOWS),
        # The server adds headers to those that it has; one that is empty it does not send.
        Field("browser_security_headers", "dict", Map(removed="")),
        Field("smtp_server", "dict", TEXT_MAP),
        Field("attributes", "dict", TEXT_MAP),
    ),
    get=realms.GET,
    listing=realms.LIST,
    create=realms.CREATE,
    update=realms.UPDATE,
    delete=realms.DELETE,
    assignments=(
        _scopes(
            "default_default_client_scopes",
            "default_optional_client_scopes",
            realms.ADD_DEFAULT_CLIENT_SCOPE,
            realms.REMOVE_DEFAULT_CLIENT_SCOPE,
            realms.DEFAULT_CLIENT_SCOPES,
        ),
        _scopes(
            "default_optional_client_scopes",
            "default_default_client_scopes",
            realms.ADD_OPTIONAL_CLIENT_SCOPE,
            realms.REMOVE_OPTIONAL_CLIENT_SCOPE,
            realms.OPTIONAL_CLIENT_SCOPES,
        ),
    ),
    masked=(Masked("smtpServer", "password", "attributes"),),
    arguments={
        "id": {"type": "str"},
        "force": {"type": "bool", "default": False},
        "localization_texts": {"type": "dict", "aliases": ["localizationTexts"]},
        # Keycloak takes none of these with a realm; playbooks for other collections may have them.
        "otp_supported_applications": {"type": "list", "elements": "str", "aliases": ["otpSupportedApplications"]},
        "client_scope_mappings": {"type": "dict", "aliases": ["clientScopeMappings"]},
        "default_groups": {"type": "list", "elements": "str", "aliases": ["defaultGroups"]},
        "default_roles": {"type": "list", "elements": "str", "aliases": ["defaultRoles"]},
    },
    constraints={"required_one_of": [("id", "realm")]},
    inert={
        "otp_supported_applications": "the server finds them by the policy for one-time codes",
        "client_scope_mappings": "see keycloak_scope_mapping",
        "default_groups": "see keycloak_default_groups",
        "default_roles": "see keycloak_default_roles",
    },
    requests=Requests(
        constant={"enabled": True},
        extra=_extra,
        # Clients policies have endpoints of their own, and what they would be is not this kind's to say.
        unsent=("clientProfiles", "clientPolicies", "localizationTexts"),
    ),
    hooks=Hooks(
        normalise=lambda params: dict(params, realm=params.get("realm") or params["id"]),
        details=_details,
        refine=_refine,
        steps=_texts,
        needs=_needs,
        verify=_verify,
        guard=_guard,
    ),
)
