# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two runs at once add the same execution to one flow: the server keeps both (26.7), and one run removes its own."""

from __future__ import annotations

from typing import Collection, List, Sequence

from .._engine.reference import Values
from .._engine.twins import Twins, lost_to_twins, remove_if_there
from .._http.api import authentication
from .._http.errors import KeycloakError
from .._http.reader import Reader
from ._executions import Execution, held


def yield_to_other_run(client: Reader, values: Values, known: Collection[str], added: Collection[str]) -> None:
    """Remove the ``added`` executions again that another run added as well, and raise a conflict then.

    ``known`` are the ids of executions from before.
    """
    if not added:
        return
    lost = lost_to_twins(lambda: _pairs(held(client.get(authentication.EXECUTIONS, values), {}), known, added))
    for execution in {it for own, _others in lost for it in own}:
        remove_if_there(client, authentication.DELETE_EXECUTION, dict(values, executionId=execution))
    if lost:
        message = "another run added the same executions to the flow at the same time"
        raise KeycloakError("POST", authentication.CREATE_EXECUTION.shown(values), 409, message)


def _pairs(level: Sequence[Execution], known: Collection[str], added: Collection[str]) -> List[Twins]:
    """The own new executions and those of others, for each provider and sub-flow that both added to one level."""
    found = []
    for title in dict.fromkeys(it.title for it in level):
        new = {it.id for it in level if it.title == title and it.id not in known}
        own, others = new & set(added), new - set(added)
        if own and others:
            found.append((own, others))
    for item in level:
        found += _pairs(item.executions or (), known, added)
    return found
