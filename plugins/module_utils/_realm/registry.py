# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every kind of a realm, in the order in which a representation is taken apart: names come before what uses them."""

from __future__ import annotations

from .kinds import (
    auth_flow,
    authorization,
    client,
    client_policies,
    client_scope,
    component,
    group,
    identity_provider,
    localization,
    organization,
    realm,
    required_action,
    role,
    scope_mapping,
    user,
    user_profile,
    workflow,
)

KINDS = (
    realm.KIND,
    user_profile.KIND,
    component.KIND,
    localization.KIND,
    required_action.KIND,
    client_scope.KIND,
    auth_flow.KIND,
    client_policies.KIND,
    client.KIND,
    role.KIND,
    group.KIND,
    identity_provider.KIND,
    scope_mapping.KIND,
    user.KIND,
    organization.KIND,
    workflow.KIND,
    authorization.KIND,
)
