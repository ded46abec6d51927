# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every option, alias, choice and type of theirs is here, or a row of options.tsv says why not."""

from __future__ import annotations

import pytest
import specs


@pytest.fixture(scope="module")
def theirs():
    found = specs.theirs()
    assert len(found) == 33
    return found


@pytest.fixture(scope="module")
def rows(theirs):
    return specs.rows(theirs)


def test_every_difference_of_options_is_known(rows):
    table = specs.known()
    assert [row for row in rows if not any(it.fits(row) for it in table)] == []


def test_every_known_difference_of_options_occurs(rows):
    assert [it for it in specs.known() if not any(it.fits(row) for row in rows)] == []
    assert [it for it in specs.known() if len(it.reason.split()) < 3] == []


def test_a_task_uses_every_option(theirs, rows):
    """And where any key is accepted, every name of those that are documented there."""
    connection = {name for _place, name in specs.spellings(theirs["keycloak_realm_users_info"])} - {"realm"}
    free = {(module, option) for module, option, difference in rows if difference == "any key here"}
    gone = {module for module, option, difference in rows if option == "*"}
    unused = []
    for module in theirs.keys() - gone:
        used = {it for arguments in specs.tasks().get(module, []) for it in specs.used(theirs[module], arguments)}
        places = {place for place, _name in used}
        for place, name in specs.spellings(theirs[module]):
            below = any(place.startswith(f"{option}.") for it, option in free if it == module)
            if (place, name) not in used if below else place not in places and name not in connection:
                unused.append((module, place, name))
    assert sorted(unused) == []
