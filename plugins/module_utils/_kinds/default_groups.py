# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The groups that each new user of a realm joins."""

from __future__ import annotations

from .._engine.assignment import BEHAVIOR, Assignment, keyed, listed
from .._engine.field import Field
from .._engine.finders import by_path
from .._engine.reference import TO_GROUP, group_path
from .._engine.resource import Resource
from .._http.api import realms

DEFAULT_GROUPS = Resource(
    name="realm",
    key=Field("realm", required=True),
    find=by_path(realms.GET, "realm", "realm"),
    get=realms.GET,
    assignments=(
        Assignment(
            "groups",
            TO_GROUP,
            realms.ADD_DEFAULT_GROUP,
            realms.REMOVE_DEFAULT_GROUP,
            listed("groups", group_path),
            keyed("path"),
            realms.DEFAULT_GROUPS,
            variable="groupId",
            arguments={
                "groups": {
                    "type": "list",
                    "elements": "str",
                    "required": True,
                    "aliases": ["default_groups", "defaultGroups"],
                },
                "groups_behavior": BEHAVIOR,
            },
        ),
    ),
    facet=("realm",),
)
