# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The server itself."""

from __future__ import annotations

from ..endpoint import get, options

INFO = get("/admin/serverinfo")
PREFLIGHT = options("/admin/{any}")
