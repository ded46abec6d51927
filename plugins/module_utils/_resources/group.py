# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Groups, by their path or by their name and parents."""

from __future__ import annotations

from .._api import groups
from .._reference import GROUP
from .._resource import Resource
from ._groups import ARGUMENTS, FIELDS, KEY, NOISE, ONE_PLACE, UNSENT, Tree, normalise

_TREE = Tree(GROUP, groups.CREATE, groups.ADD_CHILD)

RESOURCE = Resource(
    name="group",
    key=KEY,
    variable="group-id",
    fields=FIELDS,
    get=groups.GET,
    listing=groups.LIST,
    create=groups.CREATE,
    update=groups.UPDATE,
    delete=groups.DELETE,
    by_id=True,
    noise=NOISE,
    unsent=UNSENT,
    arguments=ARGUMENTS,
    constraints=ONE_PLACE,
    find=_TREE.find,
    normalise=normalise,
    needs=_TREE.needs,
    creation=_TREE.creation,
    steps=_TREE.move,
)
