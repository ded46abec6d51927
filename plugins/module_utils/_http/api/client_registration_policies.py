# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Policies of dynamic client registration."""

from __future__ import annotations

from ..endpoint import get

PROVIDERS = get("/admin/realms/{realm}/client-registration-policy/providers")
