# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The keys of a realm's representation that are no settings of the realm itself."""

from __future__ import annotations

COLLECTIONS = frozenset(
    (
        "applications",
        "authenticationFlows",
        "authenticatorConfig",
        "clientPolicies",
        "clientProfiles",
        "clientScopeMappings",
        "clientScopes",
        "clients",
        "components",
        "defaultGroups",
        "federatedUsers",
        "groups",
        "identityProviderMappers",
        "identityProviders",
        "localizationTexts",
        "messageBundles",
        "oauthClients",
        "organizations",
        "requiredActions",
        "roles",
        "scopeMappings",
        "userProfile",
        "users",
        "workflows",
    )
)
