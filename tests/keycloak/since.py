# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tests need that older servers lack: the version that it came with, and what modules and contracts need."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import server as keycloak
import yaml

SINCE = {
    "accounts of realms with blanks in their names": (25,),
    "percent signs in paths of groups": (25,),
    "priorities of executions": (25,),
    "the client scope basic": (25,),
    "names of broken password policies": (25,),
    "roles in tokens for policies": (25,),
    "reCAPTCHA Enterprise": (25,),
    "settings of required actions": (25,),
    "hideOnLogin": (26,),
    "keys for ECDH": (26,),
    "parents of client types": (26,),
    "the theme keycloak.v2 for logins": (26,),
    "bruteForceStrategy": (26,),
    "organizations": (26,),
    "a refusal of clocks ahead": (26, 2),
    "caches of revocation lists": (26, 2),
    "a scope of service accounts": (26, 2),
    "authorization services without defaults": (26, 4),
    "admin permissions": (26, 2),
    "descriptions of groups": (26, 3),
    "recovery codes": (26, 3),
    "events by their times": (26, 2),
    "passkeys": (26, 3),
    "organizations without domains": (26, 4),
    "groups that an import overwrites": (26, 5),
    "invitations": (26, 5),
    "users beside a directory that is down": (26, 5),
    "groups of organizations": (26, 6),
    "admin permissions of organizations": (26, 6),
    "roles that manage organizations": (26, 6),
    "masked secrets of authenticators": (26, 7),
    "a refusal of unknown protocols": (26, 7),
    "certificates of any name": (26, 7),
    "workflows": (26, 7),
    "the API v2": (26, 7),
    "verifiable credentials": (26, 7),
}
NOW = keycloak.numbers(keycloak.VERSION)
TARGETS = Path(__file__).resolve().parents[1] / "integration" / "targets"
# What all that a module does needs.
MODULES = {
    "keycloak_client_type": ("parents of client types",),
    "keycloak_organization": ("organizations",),
    "keycloak_organization_group": ("groups of organizations",),
    "keycloak_organization_invitation": ("invitations",),
    "keycloak_user_verifiable_credential": ("verifiable credentials",),
    "keycloak_workflow": ("workflows",),
}


def has(name: str) -> bool:
    return SINCE[name] <= NOW


def lacking(names: Iterable[str]) -> str:
    """Why a test of these can't pass, '' where it can."""
    missing = [name for name in names if not has(name)]
    since = ".".join(map(str, max((SINCE[name] for name in missing), default=())))
    return f"needs {', '.join(missing)}: Keycloak {since} or newer, this is {keycloak.VERSION}" if missing else ""


def of_target(name: str) -> tuple[str, ...]:
    """What an integration target needs: that of its module, and ``needs`` of its contracts."""
    path = TARGETS / name / "vars" / "main.yml"
    contracts = yaml.safe_load(path.read_text()).values() if path.exists() else ()
    own = [need for data in contracts if isinstance(data, dict) for need in data.get("needs", ())]
    return (*MODULES.get(name, ()), *own)
