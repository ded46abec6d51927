#!/usr/bin/python
# Copyright: the realmkit.keycloak authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keycloak_realm
short_description: Manage Keycloak realms
version_added: 0.1.0
description:
  - "Creates, changes and removes realms: policies, lifetimes, themes, flows, events, the mail server."
  - What a task does not mention is left as it is, down to single attributes.
author:
  - The realmkit.keycloak authors (@realmkit)
options:
  realm:
    description:
      - Name of the realm. It may contain blanks, but no slash.
      - Without it O(id) is the name.
    type: str
  display_name:
    description:
      - Name that the login page shows.
    type: str
    aliases: [displayName]
  display_name_html:
    description:
      - The same as HTML.
    type: str
    aliases: [displayNameHtml]
  default_signature_algorithm:
    description:
      - Algorithm that tokens are signed with, such as V(RS256).
    type: str
    aliases: [defaultSignatureAlgorithm]
  password_policy:
    description:
      - Policy for passwords, such as V(length(12\) and notUsername). An empty string clears it.
    type: str
    aliases: [passwordPolicy]
  otp_policy_type:
    description:
      - Type of one-time codes.
    type: str
    aliases: [otpPolicyType]
  otp_policy_algorithm:
    description:
      - Hash algorithm of one-time codes.
    type: str
    aliases: [otpPolicyAlgorithm]
  login_theme:
    description:
      - Theme of the login pages.
    type: str
    aliases: [loginTheme]
  account_theme:
    description:
      - Theme of the account console.
    type: str
    aliases: [accountTheme]
  admin_theme:
    description:
      - Theme of the admin console.
    type: str
    aliases: [adminTheme]
  email_theme:
    description:
      - Theme of the mails.
    type: str
    aliases: [emailTheme]
  default_locale:
    description:
      - Language for those who have not chosen one.
    type: str
    aliases: [defaultLocale]
  not_before:
    description:
      - Tokens issued before this time are not accepted, in seconds since 1970.
    type: int
    aliases: [notBefore]
  refresh_token_max_reuse:
    description:
      - How often a refresh token may be used again when O(revoke_refresh_token) is on.
    type: int
    aliases: [refreshTokenMaxReuse]
  access_token_lifespan:
    description:
      - Life of an access token, in seconds.
    type: int
    aliases: [accessTokenLifespan]
  access_token_lifespan_for_implicit_flow:
    description:
      - Life of an access token from the implicit flow, in seconds.
    type: int
    aliases: [accessTokenLifespanForImplicitFlow]
  sso_session_idle_timeout:
    description:
      - A session ends when it is idle for so long, in seconds.
    type: int
    aliases: [ssoSessionIdleTimeout]
  sso_session_max_lifespan:
    description:
      - A session ends after this time in any case, in seconds.
    type: int
    aliases: [ssoSessionMaxLifespan]
  sso_session_idle_timeout_remember_me:
    description:
      - The idle time of remembered sessions, in seconds. V(0) means as for others.
    type: int
    aliases: [ssoSessionIdleTimeoutRememberMe]
  sso_session_max_lifespan_remember_me:
    description:
      - The longest life of remembered sessions, in seconds. V(0) means as for others.
    type: int
    aliases: [ssoSessionMaxLifespanRememberMe]
  offline_session_idle_timeout:
    description:
      - An offline session ends when it is idle for so long, in seconds.
    type: int
    aliases: [offlineSessionIdleTimeout]
  offline_session_max_lifespan:
    description:
      - The longest life of offline sessions, in seconds.
    type: int
    aliases: [offlineSessionMaxLifespan]
  client_session_idle_timeout:
    description:
      - The idle time of a client's session, in seconds. V(0) means that of the whole session.
    type: int
    aliases: [clientSessionIdleTimeout]
  client_session_max_lifespan:
    description:
      - The longest life of a client's session, in seconds. V(0) means that of the whole session.
    type: int
    aliases: [clientSessionMaxLifespan]
  client_offline_session_idle_timeout:
    description:
      - The idle time of a client's offline session, in seconds.
    type: int
    aliases: [clientOfflineSessionIdleTimeout]
  client_offline_session_max_lifespan:
    description:
      - The longest life of a client's offline session, in seconds.
    type: int
    aliases: [clientOfflineSessionMaxLifespan]
  access_code_lifespan:
    description:
      - How long a client may take to redeem its code, in seconds.
    type: int
    aliases: [accessCodeLifespan]
  access_code_lifespan_user_action:
    description:
      - How long an action of the user such as a new password may take, in seconds.
    type: int
    aliases: [accessCodeLifespanUserAction]
  access_code_lifespan_login:
    description:
      - How long a login may take, in seconds.
    type: int
    aliases: [accessCodeLifespanLogin]
  action_token_generated_by_admin_lifespan:
    description:
      - Life of links in mails that administrators send, in seconds.
    type: int
    aliases: [actionTokenGeneratedByAdminLifespan]
  action_token_generated_by_user_lifespan:
    description:
      - Life of links in mails that users ask for, in seconds.
    type: int
    aliases: [actionTokenGeneratedByUserLifespan]
  oauth2_device_code_lifespan:
    description:
      - Life of a device code, in seconds.
    type: int
    aliases: [oauth2DeviceCodeLifespan]
  oauth2_device_polling_interval:
    description:
      - How long a device waits between two questions, in seconds.
    type: int
    aliases: [oauth2DevicePollingInterval]
  max_temporary_lockouts:
    description:
      - How many temporary locks come before the permanent one.
    type: int
    aliases: [maxTemporaryLockouts]
  max_failure_wait_seconds:
    description:
      - The longest lock, in seconds.
    type: int
    aliases: [maxFailureWaitSeconds]
  minimum_quick_login_wait_seconds:
    description:
      - Lock after failures in quick succession, in seconds.
    type: int
    aliases: [minimumQuickLoginWaitSeconds]
  wait_increment_seconds:
    description:
      - Time that a lock grows by with each further failure, in seconds.
    type: int
    aliases: [waitIncrementSeconds]
  quick_login_check_milli_seconds:
    description:
      - What counts as quick succession, in milliseconds.
    type: int
    aliases: [quickLoginCheckMilliSeconds]
  max_delta_time_seconds:
    description:
      - After this time failures are forgotten, in seconds.
    type: int
    aliases: [maxDeltaTimeSeconds]
  failure_factor:
    description:
      - How many wrong passwords lock an account.
    type: int
    aliases: [failureFactor]
  max_secondary_auth_failures:
    description:
      - How many failures of a second factor lock an account.
    type: int
    aliases: [maxSecondaryAuthFailures]
  otp_policy_initial_counter:
    description:
      - First counter of codes of the type V(hotp).
    type: int
    aliases: [otpPolicyInitialCounter]
  otp_policy_digits:
    description:
      - Number of digits of a one-time code.
    type: int
    aliases: [otpPolicyDigits]
  otp_policy_look_ahead_window:
    description:
      - How many codes ahead are accepted.
    type: int
    aliases: [otpPolicyLookAheadWindow]
  otp_policy_period:
    description:
      - Life of a one-time code, in seconds.
    type: int
    aliases: [otpPolicyPeriod]
  events_expiration:
    description:
      - How long they are kept, in seconds. V(0) means for ever.
    type: int
    aliases: [eventsExpiration]
  enabled:
    description:
      - Whether users can log in to the realm. A new realm is enabled by default.
    type: bool
  revoke_refresh_token:
    description:
      - Whether a refresh token is good for a limited number of uses.
    type: bool
    aliases: [revokeRefreshToken]
  offline_session_max_lifespan_enabled:
    description:
      - Whether offline sessions have a longest life.
    type: bool
    aliases: [offlineSessionMaxLifespanEnabled]
  registration_allowed:
    description:
      - Whether users may register themselves.
    type: bool
    aliases: [registrationAllowed]
  registration_email_as_username:
    description:
      - Whether the e-mail address is the user name.
    type: bool
    aliases: [registrationEmailAsUsername]
  remember_me:
    description:
      - Whether the login page offers to remember the user.
    type: bool
    aliases: [rememberMe]
  verify_email:
    description:
      - Whether users must verify their e-mail address.
    type: bool
    aliases: [verifyEmail]
  login_with_email_allowed:
    description:
      - Whether users may log in with their e-mail address.
    type: bool
    aliases: [loginWithEmailAllowed]
  duplicate_emails_allowed:
    description:
      - Whether several users may have the same e-mail address.
    type: bool
    aliases: [duplicateEmailsAllowed]
  reset_password_allowed:
    description:
      - Whether the login page offers to reset a forgotten password.
    type: bool
    aliases: [resetPasswordAllowed]
  edit_username_allowed:
    description:
      - Whether users may change their user name.
    type: bool
    aliases: [editUsernameAllowed]
  brute_force_protected:
    description:
      - Whether repeated wrong passwords lock an account for a while.
    type: bool
    aliases: [bruteForceProtected]
  permanent_lockout:
    description:
      - Whether accounts are locked for good.
    type: bool
    aliases: [permanentLockout]
  otp_policy_code_reusable:
    description:
      - Whether a code may be used twice within its life.
    type: bool
    aliases: [otpPolicyCodeReusable]
  events_enabled:
    description:
      - Whether events of users are stored.
    type: bool
    aliases: [eventsEnabled]
  admin_events_enabled:
    description:
      - Whether events of administrators are stored.
    type: bool
    aliases: [adminEventsEnabled]
  admin_events_details_enabled:
    description:
      - Whether admin events contain the representation that was sent.
    type: bool
    aliases: [adminEventsDetailsEnabled]
  internationalization_enabled:
    description:
      - Whether pages and mails come in several languages.
    type: bool
    aliases: [internationalizationEnabled]
  user_managed_access_allowed:
    description:
      - Whether users may share their resources (UMA).
    type: bool
    aliases: [userManagedAccessAllowed]
  organizations_enabled:
    description:
      - Whether the realm has organizations.
    type: bool
    aliases: [organizationsEnabled]
  verifiable_credentials_enabled:
    description:
      - Whether the realm issues verifiable credentials. Needs the server's feature C(oid4vc-vci).
    type: bool
    aliases: [verifiableCredentialsEnabled]
  admin_permissions_enabled:
    description:
      - Whether the realm has fine-grained admin permissions (version 2).
    type: bool
    aliases: [adminPermissionsEnabled]
  scim_api_enabled:
    description:
      - Whether the realm offers the SCIM API.
    type: bool
    aliases: [scimApiEnabled]
  enabled_event_types:
    description:
      - Types of events that are stored. The list replaces the current one.
    type: list
    elements: str
    aliases: [enabledEventTypes]
  events_listeners:
    description:
      - Listeners that get the events. The list replaces the current one.
    type: list
    elements: str
    aliases: [eventsListeners]
  supported_locales:
    description:
      - The languages on offer. The list replaces the current one.
    type: list
    elements: str
    aliases: [supportedLocales]
  ssl_required:
    description:
      - Which requests must use HTTPS.
    type: str
    choices: [all, external, none]
    aliases: [sslRequired]
  brute_force_strategy:
    description:
      - How the waiting time grows.
    type: str
    choices: [LINEAR, MULTIPLE]
    aliases: [bruteForceStrategy]
  web_authn_policy_rp_entity_name:
    description:
      - "WebAuthn for a second factor: name of the realm that the authenticator shows."
    type: str
    aliases: [webAuthnPolicyRpEntityName]
  web_authn_policy_rp_id:
    description:
      - "WebAuthn for a second factor: domain that credentials are for."
    type: str
    aliases: [webAuthnPolicyRpId]
  web_authn_policy_attestation_conveyance_preference:
    description:
      - "WebAuthn for a second factor: which attestation is asked for."
    type: str
    aliases: [webAuthnPolicyAttestationConveyancePreference]
  web_authn_policy_authenticator_attachment:
    description:
      - "WebAuthn for a second factor: whether the authenticator is part of the device."
    type: str
    aliases: [webAuthnPolicyAuthenticatorAttachment]
  web_authn_policy_require_resident_key:
    description:
      - "WebAuthn for a second factor: whether a discoverable credential is required."
    type: str
    aliases: [webAuthnPolicyRequireResidentKey]
  web_authn_policy_resident_key:
    description:
      - "WebAuthn for a second factor: whether a discoverable credential is made."
    type: str
    aliases: [webAuthnPolicyResidentKey]
  web_authn_policy_user_verification_requirement:
    description:
      - "WebAuthn for a second factor: whether the authenticator must verify the user."
    type: str
    aliases: [webAuthnPolicyUserVerificationRequirement]
  web_authn_policy_signature_algorithms:
    description:
      - "WebAuthn for a second factor: accepted algorithms. The list replaces the current one."
    type: list
    elements: str
    aliases: [webAuthnPolicySignatureAlgorithms]
  web_authn_policy_acceptable_aaguids:
    description:
      - "WebAuthn for a second factor: accepted authenticators. The list replaces the current one."
    type: list
    elements: str
    aliases: [webAuthnPolicyAcceptableAaguids]
  web_authn_policy_extra_origins:
    description:
      - "WebAuthn for a second factor: trusted further origins. The list replaces the current one."
    type: list
    elements: str
    aliases: [webAuthnPolicyExtraOrigins]
  web_authn_policy_create_timeout:
    description:
      - "WebAuthn for a second factor: how long a registration may take, in seconds."
    type: int
    aliases: [webAuthnPolicyCreateTimeout]
  web_authn_policy_avoid_same_authenticator_register:
    description:
      - "WebAuthn for a second factor: whether an authenticator may not be registered twice."
    type: bool
    aliases: [webAuthnPolicyAvoidSameAuthenticatorRegister]
  web_authn_policy_passwordless_rp_entity_name:
    description:
      - "WebAuthn for logins without a password: name of the realm that the authenticator shows."
    type: str
    aliases: [webAuthnPolicyPasswordlessRpEntityName]
  web_authn_policy_passwordless_rp_id:
    description:
      - "WebAuthn for logins without a password: domain that credentials are for."
    type: str
    aliases: [webAuthnPolicyPasswordlessRpId]
  web_authn_policy_passwordless_attestation_conveyance_preference:
    description:
      - "WebAuthn for logins without a password: which attestation is asked for."
    type: str
    aliases: [webAuthnPolicyPasswordlessAttestationConveyancePreference]
  web_authn_policy_passwordless_authenticator_attachment:
    description:
      - "WebAuthn for logins without a password: whether the authenticator is part of the device."
    type: str
    aliases: [webAuthnPolicyPasswordlessAuthenticatorAttachment]
  web_authn_policy_passwordless_require_resident_key:
    description:
      - "WebAuthn for logins without a password: whether a discoverable credential is required."
    type: str
    aliases: [webAuthnPolicyPasswordlessRequireResidentKey]
  web_authn_policy_passwordless_resident_key:
    description:
      - "WebAuthn for logins without a password: whether a discoverable credential is made."
    type: str
    aliases: [webAuthnPolicyPasswordlessResidentKey]
  web_authn_policy_passwordless_user_verification_requirement:
    description:
      - "WebAuthn for logins without a password: whether the authenticator must verify the user."
    type: str
    aliases: [webAuthnPolicyPasswordlessUserVerificationRequirement]
  web_authn_policy_passwordless_signature_algorithms:
    description:
      - "WebAuthn for logins without a password: accepted algorithms. The list replaces the current one."
    type: list
    elements: str
    aliases: [webAuthnPolicyPasswordlessSignatureAlgorithms]
  web_authn_policy_passwordless_acceptable_aaguids:
    description:
      - "WebAuthn for logins without a password: accepted authenticators. The list replaces the current one."
    type: list
    elements: str
    aliases: [webAuthnPolicyPasswordlessAcceptableAaguids]
  web_authn_policy_passwordless_extra_origins:
    description:
      - "WebAuthn for logins without a password: trusted further origins. The list replaces the current one."
    type: list
    elements: str
    aliases: [webAuthnPolicyPasswordlessExtraOrigins]
  web_authn_policy_passwordless_create_timeout:
    description:
      - "WebAuthn for logins without a password: how long a registration may take, in seconds."
    type: int
    aliases: [webAuthnPolicyPasswordlessCreateTimeout]
  web_authn_policy_passwordless_avoid_same_authenticator_register:
    description:
      - "WebAuthn for logins without a password: whether an authenticator may not be registered twice."
    type: bool
    aliases: [webAuthnPolicyPasswordlessAvoidSameAuthenticatorRegister]
  web_authn_policy_passwordless_passkeys_enabled:
    description:
      - "WebAuthn for logins without a password: whether the login page offers passkeys."
    type: bool
    aliases: [webAuthnPolicyPasswordlessPasskeysEnabled]
  web_authn_policy_passwordless_mediation:
    description:
      - "WebAuthn for logins without a password: how the browser asks for a passkey."
    type: str
    aliases: [webAuthnPolicyPasswordlessMediation]
  browser_flow:
    description:
      - Alias of the flow for logins with a browser.
    type: str
    aliases: [browserFlow]
  registration_flow:
    description:
      - Alias of the flow for registrations.
    type: str
    aliases: [registrationFlow]
  direct_grant_flow:
    description:
      - Alias of the flow for logins with user name and password at the token endpoint.
    type: str
    aliases: [directGrantFlow]
  reset_credentials_flow:
    description:
      - Alias of the flow for forgotten passwords.
    type: str
    aliases: [resetCredentialsFlow]
  client_authentication_flow:
    description:
      - Alias of the flow that authenticates clients.
    type: str
    aliases: [clientAuthenticationFlow]
  docker_authentication_flow:
    description:
      - Alias of the flow for docker registries.
    type: str
    aliases: [dockerAuthenticationFlow]
  first_broker_login_flow:
    description:
      - Alias of the flow for the first login through an identity provider.
    type: str
    aliases: [firstBrokerLoginFlow]
  browser_security_headers:
    description:
      - Security headers of Keycloak's pages, merged by name. A null removes one.
    type: dict
    aliases: [browserSecurityHeaders]
  smtp_server:
    description:
      - "Mail server of the realm: a mapping with C(host), C(port), C(from), C(fromDisplayName), C(replyTo), C(ssl),
        C(starttls), C(auth), C(user), C(password) and so on, merged by name. A null removes an entry."
      - Keycloak never shows the password again; see O(update_secret).
    type: dict
    aliases: [smtpServer]
  attributes:
    description:
      - Attributes of the realm, each a value. Numbers and booleans are stored as strings.
      - Attributes that are not listed stay; a null removes one.
    type: dict
  default_default_client_scopes:
    description:
      - Client scopes that new clients get as default.
    type: list
    elements: str
    aliases: [defaultDefaultClientScopes]
  default_default_client_scopes_behavior:
    description:
      - V(additive) adds what is listed and keeps all others, V(exact) removes those that are not listed.
    type: str
    choices: [additive, exact]
    default: additive
  default_optional_client_scopes:
    description:
      - Client scopes that new clients get as optional.
    type: list
    elements: str
    aliases: [defaultOptionalClientScopes]
  default_optional_client_scopes_behavior:
    description:
      - V(additive) adds what is listed and keeps all others, V(exact) removes those that are not listed.
    type: str
    choices: [additive, exact]
    default: additive
  id:
    description:
      - Accepted for playbooks that have it. Keycloak chooses the id of a new realm; an existing one keeps its own.
    type: str
  force:
    description:
      - Disable or remove the realm that this task is logged in to.
    type: bool
    default: false
  localization_texts:
    description:
      - Texts by language and key. Those that are not listed stay; a null removes a text, or all of a language.
      - See also M(realmkit.keycloak.keycloak_localization).
    type: dict
    aliases: [localizationTexts]
  otp_supported_applications:
    description:
      - Accepted for playbooks that were written for other collections and without effect, since Keycloak reports
        which applications suit the policy for one-time codes.
    type: list
    elements: str
    aliases: [otpSupportedApplications]
  client_scope_mappings:
    description:
      - Accepted for playbooks that were written for other collections and without effect, since Keycloak takes
        no scope mappings with a realm, see M(realmkit.keycloak.keycloak_scope_mapping).
    type: dict
    aliases: [clientScopeMappings]
  default_groups:
    description:
      - Accepted for playbooks that were written for other collections and without effect, since Keycloak takes
        no default groups with a realm.
    type: list
    elements: str
    aliases: [defaultGroups]
  default_roles:
    description:
      - Accepted for playbooks that were written for other collections and without effect, since Keycloak takes
        no default roles with a realm. They are composites of its default role, see
        M(realmkit.keycloak.keycloak_role).
    type: list
    elements: str
    aliases: [defaultRoles]
extends_documentation_fragment:
  - realmkit.keycloak.state
  - realmkit.keycloak.update_secret
  - realmkit.keycloak.auth
  - realmkit.keycloak.attributes
seealso:
  - module: realmkit.keycloak.keycloak_realm_config
  - module: realmkit.keycloak.keycloak_realm_info
  - module: realmkit.keycloak.keycloak_events_config
  - module: realmkit.keycloak.keycloak_user_profile
  - module: realmkit.keycloak.keycloak_localization
  - name: Keycloak Server Administration Guide
    description: Concepts and settings, as the admin console shows them.
    link: https://www.keycloak.org/docs/latest/server_admin/
"""

EXAMPLES = r"""
- name: Create a realm with a password policy and a mail server
  realmkit.keycloak.keycloak_realm:
    auth_keycloak_url: https://sso.example.com
    auth_username: admin
    auth_password: "{{ admin_password }}"
    realm: demo
    display_name: Demo
    password_policy: length(12) and notUsername
    brute_force_protected: true
    access_token_lifespan: 300
    smtp_server:
      host: smtp.example.com
      port: 587
      from: sso@example.com
      starttls: true
      auth: true
      user: sso@example.com
      password: "{{ smtp_password }}"

# The next examples take the connection from module_defaults (see the notes) or from the environment.
- name: Change one attribute and keep the rest
  realmkit.keycloak.keycloak_realm:
    realm: demo
    attributes:
      frontendUrl: https://login.example.com

- name: Remove the realm and everything in it
  realmkit.keycloak.keycloak_realm:
    realm: demo
    state: absent
"""

RETURN = r"""
msg:
  description: What was done, or would be in check mode, in a line.
  returned: always
  type: str
  sample: "create realm 'demo'"
operations:
  description: What was done, or would be in check mode, an entry each.
  returned: success
  type: list
  elements: str
  sample:
  - 'update realm ''demo'': displayName, bruteForceProtected, passwordPolicy, smtpServer, attributes'
existing:
  description: The realm before the task, empty when there was none.
  returned: success
  type: dict
proposed:
  description: What the task declares.
  returned: success
  type: dict
end_state:
  description: The realm after the task; in check mode what it would be.
  returned: success
  type: dict
  sample:
    accessTokenLifespan: 300
    attributes:
      cibaAuthRequestedUserHint: login_hint
      cibaBackchannelTokenDeliveryMode: poll
      cibaExpiresIn: '120'
      cibaInterval: '5'
      clientOfflineSessionIdleTimeout: '0'
      clientOfflineSessionMaxLifespan: '0'
      clientSessionIdleTimeout: '0'
      clientSessionMaxLifespan: '0'
      oauth2DeviceCodeLifespan: '600'
      oauth2DevicePollingInterval: '5'
      parRequestUriLifespan: '60'
      realmReusableOtpCode: 'false'
      scimApiEnabled: 'false'
    bruteForceProtected: true
    displayName: Demo
    id: 0e3c1b7a-5d2f-4c8e-9a61-2f7d4b8c6e15
    passwordPolicy: length(12) and notUsername
    realm: demo
    smtpServer:
      auth: 'true'
      from: sso@example.com
      host: smtp.example.com
      password: '**********'
      port: '587'
      starttls: 'true'
      user: sso@example.com
"""

from ansible_collections.realmkit.keycloak.plugins.module_utils._edge.module import run
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.realm import REALM


def main() -> None:
    run(REALM)


if __name__ == "__main__":
    main()
