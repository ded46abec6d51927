# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets that a template left empty: the server takes them, and whoever knows the name can log in."""

from __future__ import annotations

from .._base.errors import InputError
from .._engine.assignment import Params


def refuse_empty(params: Params, option: str) -> None:
    secret = params.get(option)
    if secret is not None and not str(secret).strip():
        name = params.get("client_id") or params.get("id") or params.get("username")
        raise InputError(f"The {option} of '{name}' is empty: leave it out, or set one.")
