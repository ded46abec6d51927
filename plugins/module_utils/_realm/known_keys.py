# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys of representations in Keycloak 1.9.8 to 26.7.4, by kind. Made by tests/tools/known_keys.py."""

from __future__ import annotations

from typing import Dict, FrozenSet

_KEYS = {
    "authentication flow": """
        alias authenticationExecutions builtIn description id providerId topLevel
    """,
    "authenticator config": """
        alias config id
    """,
    "authorization permission": """
        config decisionStrategy description id logic name owner policies resourceType resources resourcesData
        scopes scopesData type
    """,
    "authorization policy": """
        config decisionStrategy description id logic name owner policies resourceType resources resourcesData
        scopes scopesData type
    """,
    "authorization resource": """
        attributes displayName iconUri id name owner ownerManagedAccess scopes type typedScopes uri uris
    """,
    "authorization scope": """
        displayName iconUri id name policies resources
    """,
    "authorization settings": """
        allowRemoteResourceManagement authorizationSchema clientId decisionStrategy id name policies
        policyEnforcementMode resources scopes
    """,
    "client": """
        access adminUrl alwaysDisplayInConsole attributes authenticationFlowBindingOverrides
        authorizationServicesEnabled authorizationSettings baseUrl bearerOnly claims clientAuthenticatorType
        clientId clientTemplate consentRequired defaultClientScopes defaultRoles description
        directAccessGrantsEnabled directGrantsOnly enabled frontchannelLogout fullScopeAllowed id
        implicitFlowEnabled name nodeReRegistrationTimeout notBefore optionalClientScopes origin protocol
        protocolMappers publicClient redirectUris registeredNodes registrationAccessToken rootUrl secret
        serviceAccountsEnabled standardFlowEnabled surrogateAuthRequired type useTemplateConfig
        useTemplateMappers useTemplateScope webOrigins
    """,
    "client policy": """
        conditions description enabled mode name profiles
    """,
    "client profile": """
        description executors name
    """,
    "client role": """
        attributes clientRole composite composites containerId description id name scopeParamRequired
    """,
    "client scope": """
        attributes bearerOnly consentRequired description directAccessGrantsEnabled frontchannelLogout
        fullScopeAllowed id implicitFlowEnabled name protocol protocolMappers publicClient
        serviceAccountsEnabled standardFlowEnabled
    """,
    "component": """
        config id name parentId providerId providerType subComponents subType
    """,
    "credential": """
        algorithm config counter createdDate credentialData device digits federationLink hashIterations
        hashedSaltedValue id period priority salt secretData temporary type userLabel value
    """,
    "execution": """
        authenticator authenticatorConfig authenticatorFlow autheticatorFlow flowAlias flowId id parentFlow
        priority requirement userSetupAllowed
    """,
    "group": """
        access attributes clientRoles description id name parentId path realmRoles subGroupCount subGroups
    """,
    "identity provider": """
        addReadTokenRoleOnCreate alias authenticateByDefault config displayName enabled
        firstBrokerLoginFlowAlias hideOnLogin internalId linkOnly organizationId postBrokerLoginFlowAlias
        providerId storeToken trustEmail types updateProfileFirstLogin updateProfileFirstLoginMode
    """,
    "link to identity provider": """
        identityProvider userId userName
    """,
    "mapper of identity provider": """
        config id identityProviderAlias identityProviderMapper name
    """,
    "organization": """
        alias attributes description domains enabled groups id identityProviders members name redirectUrl
    """,
    "protocol mapper": """
        config consentRequired consentText id name protocol protocolMapper
    """,
    "realm": """
        accessCodeLifespan accessCodeLifespanLogin accessCodeLifespanUserAction accessTokenLifespan
        accessTokenLifespanForImplicitFlow accountTheme actionTokenGeneratedByAdminLifespan
        actionTokenGeneratedByUserLifespan adminEventsDetailsEnabled adminEventsEnabled adminPermissionsClient
        adminPermissionsEnabled adminTheme applicationScopeMappings applications attributes attributesOrEmpty
        authenticationFlows authenticatorConfig browserFlow browserSecurityHeaders bruteForceProtected
        bruteForceStrategy certificate clientAuthenticationFlow clientOfflineSessionIdleTimeout
        clientOfflineSessionMaxLifespan clientScopeMappings clientScopes clientSessionIdleTimeout
        clientSessionMaxLifespan clientTemplates clients codeSecret components defaultDefaultClientScopes
        defaultGroups defaultLocale defaultOptionalClientScopes defaultRole defaultRoles
        defaultSignatureAlgorithm directGrantFlow displayName displayNameHtml dockerAuthenticationFlow
        duplicateEmailsAllowed editUsernameAllowed emailTheme enabled enabledEventTypes eventsEnabled
        eventsExpiration eventsListeners failureFactor federatedUsers firstBrokerLoginFlow groups id
        identityFederationEnabled identityProviderMappers identityProviders internationalizationEnabled
        keycloakVersion localizationTexts loginTheme loginWithEmailAllowed maxDeltaTimeSeconds
        maxFailureWaitSeconds maxSecondaryAuthFailures maxTemporaryLockouts minimumQuickLoginWaitSeconds
        notBefore oAuth2DeviceCodeLifespan oAuth2DevicePollingInterval oauthClients offlineSessionIdleTimeout
        offlineSessionMaxLifespan offlineSessionMaxLifespanEnabled organizations organizationsEnabled
        otpPolicyAlgorithm otpPolicyCodeReusable otpPolicyDigits otpPolicyInitialCounter
        otpPolicyLookAheadWindow otpPolicyPeriod otpPolicyType otpSupportedApplications parsedClientPolicies
        parsedClientProfiles passwordCredentialGrantAllowed passwordPolicy permanentLockout privateKey
        protocolMappers publicKey quickLoginCheckMilliSeconds realm refreshTokenMaxReuse registrationAllowed
        registrationEmailAsUsername registrationFlow rememberMe requiredActions requiredCredentials
        resetCredentialsFlow resetPasswordAllowed revokeRefreshToken roles scimApiEnabled scopeMappings
        smtpServer social socialProviders sslRequired ssoSessionIdleTimeout ssoSessionIdleTimeoutRememberMe
        ssoSessionMaxLifespan ssoSessionMaxLifespanRememberMe supportedLocales
        updateProfileOnInitialSocialLogin userFederationMappers userFederationProviders
        userManagedAccessAllowed users verifiableCredentialsEnabled verifyEmail waitIncrementSeconds
        webAuthnPolicyAcceptableAaguids webAuthnPolicyAttestationConveyancePreference
        webAuthnPolicyAuthenticatorAttachment webAuthnPolicyAvoidSameAuthenticatorRegister
        webAuthnPolicyCreateTimeout webAuthnPolicyExtraOrigins webAuthnPolicyPasswordlessAcceptableAaguids
        webAuthnPolicyPasswordlessAttestationConveyancePreference
        webAuthnPolicyPasswordlessAuthenticatorAttachment
        webAuthnPolicyPasswordlessAvoidSameAuthenticatorRegister webAuthnPolicyPasswordlessCreateTimeout
        webAuthnPolicyPasswordlessExtraOrigins webAuthnPolicyPasswordlessMediation
        webAuthnPolicyPasswordlessPasskeysEnabled webAuthnPolicyPasswordlessRequireResidentKey
        webAuthnPolicyPasswordlessResidentKey webAuthnPolicyPasswordlessRpEntityName
        webAuthnPolicyPasswordlessRpId webAuthnPolicyPasswordlessSignatureAlgorithms
        webAuthnPolicyPasswordlessUserVerificationRequirement webAuthnPolicyRequireResidentKey
        webAuthnPolicyResidentKey webAuthnPolicyRpEntityName webAuthnPolicyRpId
        webAuthnPolicySignatureAlgorithms webAuthnPolicyUserVerificationRequirement
    """,
    "required action": """
        alias config defaultAction enabled name priority providerId
    """,
    "role": """
        attributes clientRole composite composites containerId description id name scopeParamRequired
    """,
    "roles": """
        application client realm
    """,
    "scope mapping": """
        client clientScope clientTemplate roles self
    """,
    "user": """
        access applicationRoles attributes attributesAsListValues clientConsents clientRoles createdTimestamp
        credentials disableableCredentialTypes email emailVerified enabled federatedIdentities federationLink
        firstName groups id issuedVerifiableCredentials lastName notBefore origin rawAttributes realmRoles
        requiredActions self serviceAccountClientId socialLinks totp userProfileMetadata username
        verifiableCredentials
    """,
}
KNOWN_KEYS: Dict[str, FrozenSet[str]] = {kind: frozenset(keys.split()) for kind, keys in _KEYS.items()}
