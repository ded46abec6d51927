# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The collection's own errors, each one clear sentence. The edge turns them into a failed task."""

from __future__ import annotations


class RealmkitError(Exception):
    """The base of the collection's own errors: str() is the sentence for the user."""


class InputError(RealmkitError):
    """Something that the user gave is wrong; found before anything was sent."""
