# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A realm read in bulk: its export, its users, its organizations."""

from __future__ import annotations

from dataclasses import dataclass

from .._engine.reference import Representation, Values
from .._http.client import Client
from .data import Handler, Query, RealmData
from .organizations import Organizations
from .people import People

__all__ = ["Bulk", "Handler", "Query", "bulk"]


@dataclass(frozen=True)
class Bulk:
    data: RealmData
    people: People
    organizations: Organizations

    @property
    def export(self) -> Representation:
        return self.data.export

    @property
    def realm(self) -> str:
        return str(self.data.values["realm"])


def bulk(client: Client, values: Values, export: Representation, exists: bool = True, complete: bool = True) -> Bulk:
    data = RealmData(client, values, export, exists, complete)
    return Bulk(data, People(data), Organizations(data))
