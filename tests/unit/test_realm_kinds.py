# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every kind has a half for whole realms, or a reason to have none."""

from __future__ import annotations

import importlib
from pathlib import Path

from ansible_collections.realmkit.keycloak.plugins.module_utils import _kinds
from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.resource import Resource
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.kinds.collections import COLLECTIONS
from ansible_collections.realmkit.keycloak.plugins.module_utils._realm.registry import KINDS

# Files of kinds without one, and why.
REASONS = {
    "client_certificate": "keys of a client are made or uploaded once; attributes of the client have them",
    "client_scope_type": "the realm's and the client's own lists of client scopes say the same",
    "client_secret": "the secret is a field of the client",
    "client_type": "no export has them",
    "default_roles": "they are composites of the realm's default role",
    "events_config": "its settings are settings of the realm",
    "management_permissions": "no export has the first version of admin permissions",
    "organization_invitation": "an invitation is a mail, which a configuration can't have sent",
    "protocol_mapper": "mappers are parts of their client or client scope",
    "role_list": "another form of role and scope mappings",
    "user_credential": "labels and order of credentials are the user's own",
    "user_verifiable_credential": "no export has them",
}


def kinds_of(stem):
    module = importlib.import_module(f"{_kinds.__name__}.{stem}")
    return [value for name, value in vars(module).items() if isinstance(value, Resource) and not name.startswith("_")]


def test_every_kind_has_a_realm_half_or_a_reason():
    files = {path.stem for path in Path(_kinds.__path__[0]).glob("*.py") if not path.stem.startswith("_")}
    in_realm = {id(resource) for kind in KINDS for resource in kind.resources}
    without = {stem for stem in files if not any(id(resource) in in_realm for resource in kinds_of(stem))}
    assert without == set(REASONS)


def test_every_part_of_a_representation_belongs_to_one_kind():
    keys = [key for kind in KINDS for key in kind.outline]
    assert len(keys) == len(set(keys))
    # Keys of old versions are collections as well, and nobody declares them.
    assert set(keys) == COLLECTIONS - {"applications", "federatedUsers", "oauthClients"}
