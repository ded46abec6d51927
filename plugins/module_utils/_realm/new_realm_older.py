# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a new realm of older versions has, each as a patch of the one before. Made by tests/tools/new_realm.py."""

from __future__ import annotations

from typing import Any, Mapping, Tuple

# ruff: noqa: E501 (sentences of the server)
OLDER: Tuple[Tuple[Tuple[int, int], Mapping[str, Any]], ...] = (
    (
        (26, 6),
        {
            "EXPORT": {
                "webAuthnPolicyPasswordlessResidentKey": None,
                "webAuthnPolicyResidentKey": None,
                "clientScopes": {"AuthnContextClassRef": None},
                "defaultDefaultClientScopes": [
                    "acr",
                    "basic",
                    "email",
                    "profile",
                    "role_list",
                    "roles",
                    "saml_organization",
                    "web-origins",
                ],
                "requiredActions": {"CONFIGURE_TOTP": {"priority": 10}, "UPDATE_PASSWORD": {"priority": 30}},
                "roles": {
                    "client": {
                        "realm-management": {
                            "manage-organizations": None,
                            "query-organizations": None,
                            "view-organizations": None,
                            "realm-admin": {
                                "composites": {
                                    "client": {
                                        "realm-management": [
                                            "create-client",
                                            "impersonation",
                                            "manage-authorization",
                                            "manage-clients",
                                            "manage-events",
                                            "manage-identity-providers",
                                            "manage-realm",
                                            "manage-users",
                                            "query-clients",
                                            "query-groups",
                                            "query-realms",
                                            "query-users",
                                            "view-authorization",
                                            "view-clients",
                                            "view-events",
                                            "view-identity-providers",
                                            "view-realm",
                                            "view-users",
                                        ]
                                    }
                                }
                            },
                        }
                    }
                },
                "webAuthnPolicyPasswordlessRequireResidentKey": "Yes",
            },
            "ADMIN_PERMISSIONS": {
                "authorizationSettings": {
                    "authorizationSchema": {"resourceTypes": {"Organizations": None}},
                    "resources": {"Organizations": None},
                }
            },
        },
    ),
    (
        (26, 5),
        {
            "EXPORT": {
                "maxSecondaryAuthFailures": None,
                "scimApiEnabled": None,
                "authenticationFlows": {
                    "clients": {
                        "authenticationExecutions": [
                            {"authenticator": "client-secret", "priority": 10, "requirement": "ALTERNATIVE"},
                            {"authenticator": "client-jwt", "priority": 20, "requirement": "ALTERNATIVE"},
                            {"authenticator": "client-secret-jwt", "priority": 30, "requirement": "ALTERNATIVE"},
                            {"authenticator": "client-x509", "priority": 40, "requirement": "ALTERNATIVE"},
                        ]
                    }
                },
            },
            "ADMIN_PERMISSIONS": {
                "authorizationSettings": {
                    "authorizationSchema": {
                        "resourceTypes": {
                            "Groups": {
                                "scopes": [
                                    "impersonate-members",
                                    "manage",
                                    "manage-members",
                                    "manage-membership",
                                    "view",
                                    "view-members",
                                ]
                            },
                            "Users": {"scopeAliases": {"manage-group-membership": None}},
                        }
                    },
                    "resources": {"Groups": {"scopes": {"manage-membership-of-members": None}}},
                    "scopes": {"manage-membership-of-members": None},
                }
            },
        },
    ),
    (
        (26, 4),
        {
            "EXPORT": {
                "authenticationFlows": {
                    "Account verification options": {"description": "Method with which to verity the existing account"}
                },
                "components": {
                    "org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy": [
                        {
                            "config": {"allow-default-scopes": ["true"]},
                            "name": "Allowed Client Scopes",
                            "providerId": "allowed-client-templates",
                            "subType": "anonymous",
                        },
                        {
                            "config": {"allow-default-scopes": ["true"]},
                            "name": "Allowed Client Scopes",
                            "providerId": "allowed-client-templates",
                            "subType": "authenticated",
                        },
                        {
                            "config": {
                                "allowed-protocol-mapper-types": [
                                    "oidc-address-mapper",
                                    "oidc-full-name-mapper",
                                    "oidc-sha256-pairwise-sub-mapper",
                                    "oidc-usermodel-attribute-mapper",
                                    "oidc-usermodel-property-mapper",
                                    "saml-role-list-mapper",
                                    "saml-user-attribute-mapper",
                                    "saml-user-property-mapper",
                                ]
                            },
                            "name": "Allowed Protocol Mapper Types",
                            "providerId": "allowed-protocol-mappers",
                            "subType": "anonymous",
                        },
                        {
                            "config": {
                                "allowed-protocol-mapper-types": [
                                    "oidc-address-mapper",
                                    "oidc-full-name-mapper",
                                    "oidc-sha256-pairwise-sub-mapper",
                                    "oidc-usermodel-attribute-mapper",
                                    "oidc-usermodel-property-mapper",
                                    "saml-role-list-mapper",
                                    "saml-user-attribute-mapper",
                                    "saml-user-property-mapper",
                                ]
                            },
                            "name": "Allowed Protocol Mapper Types",
                            "providerId": "allowed-protocol-mappers",
                            "subType": "authenticated",
                        },
                        {"name": "Consent Required", "providerId": "consent-required", "subType": "anonymous"},
                        {"name": "Full Scope Disabled", "providerId": "scope", "subType": "anonymous"},
                        {
                            "config": {"max-clients": ["200"]},
                            "name": "Max Clients Limit",
                            "providerId": "max-clients",
                            "subType": "anonymous",
                        },
                        {
                            "config": {
                                "client-uris-must-match": ["true"],
                                "host-sending-registration-request-must-match": ["true"],
                            },
                            "name": "Trusted Hosts",
                            "providerId": "trusted-hosts",
                            "subType": "anonymous",
                        },
                    ]
                },
            }
        },
    ),
    (
        (26, 3),
        {
            "EXPORT": {
                "authenticationFlows": {
                    "Browser - Conditional 2FA": {
                        "authenticationExecutions": [
                            {"authenticator": "conditional-user-configured", "priority": 10, "requirement": "REQUIRED"},
                            {"authenticator": "auth-otp-form", "priority": 20, "requirement": "ALTERNATIVE"},
                            {"authenticator": "webauthn-authenticator", "priority": 30, "requirement": "DISABLED"},
                            {
                                "authenticator": "auth-recovery-authn-code-form",
                                "priority": 40,
                                "requirement": "DISABLED",
                            },
                        ]
                    },
                    "First broker login - Conditional 2FA": {
                        "authenticationExecutions": [
                            {"authenticator": "conditional-user-configured", "priority": 10, "requirement": "REQUIRED"},
                            {"authenticator": "auth-otp-form", "priority": 20, "requirement": "ALTERNATIVE"},
                            {"authenticator": "webauthn-authenticator", "priority": 30, "requirement": "DISABLED"},
                            {
                                "authenticator": "auth-recovery-authn-code-form",
                                "priority": 40,
                                "requirement": "DISABLED",
                            },
                        ]
                    },
                    "first broker login": {
                        "authenticationExecutions": [
                            {
                                "authenticator": "idp-review-profile",
                                "authenticatorConfig": "review profile config",
                                "priority": 10,
                                "requirement": "REQUIRED",
                            },
                            {"flowAlias": "User creation or linking", "priority": 20, "requirement": "REQUIRED"},
                            {
                                "flowAlias": "First Broker Login - Conditional Organization",
                                "priority": 50,
                                "requirement": "CONDITIONAL",
                            },
                        ]
                    },
                },
                "authenticatorConfig": {
                    "browser-conditional-credential": None,
                    "first-broker-login-conditional-credential": None,
                },
                "requiredActions": {
                    "UPDATE_EMAIL": None,
                    "CONFIGURE_RECOVERY_AUTHN_CODES": {"priority": 120},
                    "VERIFY_PROFILE": {"priority": 90},
                    "delete_credential": {"priority": 100},
                    "idp_link": {"priority": 110},
                    "webauthn-register": {"priority": 70},
                    "webauthn-register-passwordless": {"priority": 80},
                },
                "webAuthnPolicyPasswordlessRequireResidentKey": "not specified",
                "webAuthnPolicyPasswordlessUserVerificationRequirement": "not specified",
            },
            "ADMIN_PERMISSIONS": {
                "authorizationSettings": {
                    "authorizationSchema": {
                        "resourceTypes": {
                            "Users": {
                                "scopes": ["impersonate", "manage", "manage-group-membership", "map-roles", "view"]
                            }
                        }
                    },
                    "resources": {"Users": {"scopes": {"reset-password": None}}},
                    "scopes": {"reset-password": None},
                }
            },
            "DOCUMENTS": {
                "/admin/realms/{realm}/client-policies/profiles": {
                    "globalProfiles": {"fapi-2-dpop-security-profile": None, "fapi-2-dpop-message-signing": None}
                }
            },
        },
    ),
    (
        (26, 2),
        {
            "EXPORT": {
                "authenticationFlows": {
                    "Browser - Conditional 2FA": None,
                    "First broker login - Conditional 2FA": None,
                    "Browser - Conditional OTP": {
                        "alias": "Browser - Conditional OTP",
                        "authenticationExecutions": [
                            {"authenticator": "conditional-user-configured", "priority": 10, "requirement": "REQUIRED"},
                            {"authenticator": "auth-otp-form", "priority": 20, "requirement": "REQUIRED"},
                        ],
                        "builtIn": True,
                        "description": "Flow to determine if the OTP is required for the authentication",
                        "providerId": "basic-flow",
                        "topLevel": False,
                    },
                    "First broker login - Conditional OTP": {
                        "alias": "First broker login - Conditional OTP",
                        "authenticationExecutions": [
                            {"authenticator": "conditional-user-configured", "priority": 10, "requirement": "REQUIRED"},
                            {"authenticator": "auth-otp-form", "priority": 20, "requirement": "REQUIRED"},
                        ],
                        "builtIn": True,
                        "description": "Flow to determine if the OTP is required for the authentication",
                        "providerId": "basic-flow",
                        "topLevel": False,
                    },
                    "Verify Existing Account by Re-authentication": {
                        "authenticationExecutions": [
                            {"authenticator": "idp-username-password-form", "priority": 10, "requirement": "REQUIRED"},
                            {
                                "flowAlias": "First broker login - Conditional OTP",
                                "priority": 20,
                                "requirement": "CONDITIONAL",
                            },
                        ]
                    },
                    "forms": {
                        "authenticationExecutions": [
                            {"authenticator": "auth-username-password-form", "priority": 10, "requirement": "REQUIRED"},
                            {"flowAlias": "Browser - Conditional OTP", "priority": 20, "requirement": "CONDITIONAL"},
                        ]
                    },
                },
                "requiredActions": {"CONFIGURE_RECOVERY_AUTHN_CODES": None, "idp_link": None},
            }
        },
    ),
    (
        (26, 1),
        {
            "EXPORT": {
                "adminPermissionsClient": None,
                "adminPermissionsEnabled": False,
                "browserSecurityHeaders": {"xXSSProtection": "1; mode=block"},
            },
            "ADMIN_PERMISSIONS": {
                "authorizationSettings": {
                    "authorizationSchema": {
                        "resourceTypes": {
                            "Groups": {
                                "scopes": [
                                    "impersonate-members",
                                    "manage",
                                    "manage-members",
                                    "manage-membership",
                                    "manage-membership-of-members",
                                    "view",
                                    "view-members",
                                ]
                            },
                            "Organizations": {"scopes": ["manage", "view"], "type": "Organizations"},
                            "Users": {
                                "scopeAliases": {"manage-group-membership": ["manage-membership-of-members"]},
                                "scopes": [
                                    "impersonate",
                                    "manage",
                                    "manage-group-membership",
                                    "map-roles",
                                    "reset-password",
                                    "view",
                                ],
                            },
                        }
                    },
                    "resources": {
                        "Groups": {
                            "scopes": {"manage-membership-of-members": {"name": "manage-membership-of-members"}}
                        },
                        "Organizations": {
                            "name": "Organizations",
                            "ownerManagedAccess": False,
                            "scopes": [{"name": "manage"}, {"name": "view"}],
                            "type": "Organizations",
                        },
                        "Users": {"scopes": {"reset-password": {"name": "reset-password"}}},
                    },
                    "scopes": {
                        "manage-membership-of-members": {"name": "manage-membership-of-members"},
                        "reset-password": {"name": "reset-password"},
                    },
                }
            },
        },
    ),
    (
        (26, 0),
        {
            "EXPORT": {
                "adminPermissionsEnabled": None,
                "verifiableCredentialsEnabled": None,
                "clientScopes": {"service_account": None},
            }
        },
    ),
    (
        (25, 0),
        {
            "EXPORT": {
                "bruteForceStrategy": None,
                "authenticationFlows": {
                    "Browser - Conditional Organization": None,
                    "First Broker Login - Conditional Organization": None,
                    "Organization": None,
                    "browser": {
                        "authenticationExecutions": [
                            {"authenticator": "auth-cookie", "priority": 10, "requirement": "ALTERNATIVE"},
                            {"authenticator": "auth-spnego", "priority": 20, "requirement": "DISABLED"},
                            {
                                "authenticator": "identity-provider-redirector",
                                "priority": 25,
                                "requirement": "ALTERNATIVE",
                            },
                            {"flowAlias": "forms", "priority": 30, "requirement": "ALTERNATIVE"},
                        ],
                        "description": "browser based authentication",
                    },
                    "first broker login": {
                        "authenticationExecutions": [
                            {
                                "authenticator": "idp-review-profile",
                                "authenticatorConfig": "review profile config",
                                "priority": 10,
                                "requirement": "REQUIRED",
                            },
                            {"flowAlias": "User creation or linking", "priority": 20, "requirement": "REQUIRED"},
                        ]
                    },
                    "registration": {"description": "registration flow"},
                    "registration form": {"description": "registration form"},
                },
                "clientScopes": {"organization": None, "saml_organization": None},
                "clients": {
                    "account": {
                        "attributes": {"realm_client": None},
                        "optionalClientScopes": ["address", "microprofile-jwt", "offline_access", "phone"],
                    },
                    "account-console": {
                        "attributes": {"realm_client": None},
                        "optionalClientScopes": ["address", "microprofile-jwt", "offline_access", "phone"],
                    },
                    "admin-cli": {
                        "attributes": None,
                        "fullScopeAllowed": False,
                        "optionalClientScopes": ["address", "microprofile-jwt", "offline_access", "phone"],
                    },
                    "broker": {
                        "attributes": None,
                        "optionalClientScopes": ["address", "microprofile-jwt", "offline_access", "phone"],
                    },
                    "realm-management": {
                        "attributes": None,
                        "optionalClientScopes": ["address", "microprofile-jwt", "offline_access", "phone"],
                    },
                    "security-admin-console": {
                        "attributes": {"client.use.lightweight.access.token.enabled": None, "realm_client": None},
                        "fullScopeAllowed": False,
                        "optionalClientScopes": ["address", "microprofile-jwt", "offline_access", "phone"],
                    },
                },
                "defaultDefaultClientScopes": ["acr", "basic", "email", "profile", "role_list", "roles", "web-origins"],
                "defaultOptionalClientScopes": ["address", "microprofile-jwt", "offline_access", "phone"],
                "webAuthnPolicyPasswordlessSignatureAlgorithms": ["ES256"],
                "webAuthnPolicySignatureAlgorithms": ["ES256"],
            }
        },
    ),
    (
        (24, 0),
        {
            "EXPORT": {
                "organizationsEnabled": None,
                "clientScopes": {"basic": None},
                "clients": {
                    "account": {"defaultClientScopes": ["acr", "email", "profile", "roles", "web-origins"]},
                    "account-console": {"defaultClientScopes": ["acr", "email", "profile", "roles", "web-origins"]},
                    "admin-cli": {"defaultClientScopes": ["acr", "email", "profile", "roles", "web-origins"]},
                    "broker": {"defaultClientScopes": ["acr", "email", "profile", "roles", "web-origins"]},
                    "realm-management": {"defaultClientScopes": ["acr", "email", "profile", "roles", "web-origins"]},
                    "security-admin-console": {
                        "defaultClientScopes": ["acr", "email", "profile", "roles", "web-origins"]
                    },
                },
                "defaultDefaultClientScopes": ["acr", "email", "profile", "role_list", "roles", "web-origins"],
            },
            "DOCUMENTS": {
                "/admin/realms/{realm}/client-policies/profiles": {"globalProfiles": {"saml-security-profile": None}}
            },
        },
    ),
)
