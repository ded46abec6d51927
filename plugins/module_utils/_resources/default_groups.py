# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The groups that each new user of a realm joins."""

from __future__ import annotations

from .._api import realms
from .._field import Field
from .._reference import GROUP, group_path
from .._resource import BEHAVIOR, Assignment, Resource, by_path, keyed, listed

RESOURCE = Resource(
    name="realm",
    key=Field("realm", required=True),
    find=by_path(realms.GET, "realm", "realm"),
    get=realms.GET,
    assignments=(
        Assignment(
            "groups",
            GROUP,
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
