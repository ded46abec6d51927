# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Groups, by their path or by their name and parents."""

from __future__ import annotations

from .._engine.hooks import Hooks, Requests
from .._engine.reference import TO_GROUP
from .._engine.resource import Resource, Results
from .._http.api import groups
from ._groups import ARGUMENTS, FIELDS, KEY, NOISE, ONE_PLACE, UNSENT, Tree, normalise

_TREE = Tree(TO_GROUP, groups.CREATE, groups.ADD_CHILD)

GROUP = Resource(
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
    arguments=ARGUMENTS,
    constraints=ONE_PLACE,
    find=_TREE.find,
    requests=Requests(
        creation=_TREE.creation,
        unsent=UNSENT,
    ),
    results=Results(noise=NOISE, empty={"attributes": {}, "clientRoles": {}, "realmRoles": [], "subGroups": []}),
    hooks=Hooks(
        normalise=normalise,
        steps=_TREE.move,
        needs=_TREE.needs,
    ),
)
