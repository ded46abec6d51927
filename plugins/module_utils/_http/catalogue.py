# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every endpoint by its public name, such as users.create: the section and the constant in lower case.

Only what serves all kinds imports this: it brings every section with it.
"""

from __future__ import annotations

import difflib
from types import ModuleType
from typing import Dict, List

from .._base.errors import InputError
from .api import (
    attack_detection,
    authentication,
    authz,
    authz_permissions,
    authz_policies,
    authz_resources,
    authz_scopes,
    client_certificates,
    client_initial_access,
    client_policies,
    client_protocol_mappers,
    client_registration_policies,
    client_roles,
    client_scope_mappings,
    client_scope_protocol_mappers,
    client_scope_scope_mappings,
    client_scopes,
    client_types,
    clients,
    clients_v2,
    components,
    events,
    group_role_mappings,
    groups,
    identity_provider_mappers,
    identity_providers,
    localization,
    organization_group_role_mappings,
    organization_groups,
    organization_identity_providers,
    organization_invitations,
    organization_members,
    organizations,
    realms,
    required_actions,
    roles,
    roles_by_id,
    server,
    user_profile,
    user_role_mappings,
    user_storage,
    users,
    verifiable_credentials,
    workflows,
)
from .endpoint import Endpoint

_SECTIONS = (
    attack_detection,
    authentication,
    authz,
    authz_permissions,
    authz_policies,
    authz_resources,
    authz_scopes,
    client_certificates,
    client_initial_access,
    client_policies,
    client_protocol_mappers,
    client_registration_policies,
    client_roles,
    client_scope_mappings,
    client_scope_protocol_mappers,
    client_scope_scope_mappings,
    client_scopes,
    client_types,
    clients,
    clients_v2,
    components,
    events,
    group_role_mappings,
    groups,
    identity_provider_mappers,
    identity_providers,
    localization,
    organization_group_role_mappings,
    organization_groups,
    organization_identity_providers,
    organization_invitations,
    organization_members,
    organizations,
    realms,
    required_actions,
    roles,
    roles_by_id,
    server,
    user_profile,
    user_role_mappings,
    user_storage,
    users,
    verifiable_credentials,
    workflows,
)


def _named(section: ModuleType) -> Dict[str, Endpoint]:
    prefix = section.__name__.rpartition(".")[2]
    return {f"{prefix}.{name.lower()}": value for name, value in vars(section).items() if isinstance(value, Endpoint)}


ENDPOINTS: Dict[str, Endpoint] = {name: endpoint for section in _SECTIONS for name, endpoint in _named(section).items()}


def nearest(name: str, count: int = 4) -> List[str]:
    """The endpoints that someone who wrote this name most likely meant."""
    wanted = name.lower().replace("-", "_").replace(" ", "_")
    near = difflib.get_close_matches(wanted, ENDPOINTS, count, 0.5)
    section = wanted.partition(".")[0]
    sections = sorted({known.partition(".")[0] for known in ENDPOINTS})
    for close in difflib.get_close_matches(section, sections, 1, 0.75):
        near += [known for known in ENDPOINTS if known.startswith(f"{close}.")]
    return list(dict.fromkeys(near))[:count]


def endpoint_named(name: str) -> Endpoint:
    """The endpoint of this name; a bare section means its list."""
    found = ENDPOINTS.get(name) or ENDPOINTS.get(f"{name}.list")
    if found is None:
        near = nearest(name)
        help_ = f"did you mean {', '.join(near)}" if near else "docs/api.md lists them all"
        raise InputError(f"There is no endpoint {name}: {help_}.")
    return found
