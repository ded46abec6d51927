# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two runs at once add the same execution to one flow: the server keeps both (26.7), and one run removes its own."""

from __future__ import annotations

import random
import time
from typing import Collection, List, Sequence, Set, Tuple

from .._engine.reference import Values
from .._http.api import authentication
from .._http.errors import KeycloakError
from .._http.reader import Reader
from ._executions import Execution, held


def yield_to_other_run(client: Reader, values: Values, known: Collection[str], added: Collection[str]) -> None:
    """Remove the ``added`` executions again that another run added as well, and raise a conflict then.

    ``known`` are the ids of executions from before. As with other twins, those with the smallest id stay; whoever
    would stay waits until the others would have gone, since the other run may have looked too early to see any.
    """
    until = time.monotonic() + random.uniform(2, 3)
    while added:
        pairs = _pairs(held(client.get(authentication.EXECUTIONS, values), {}), known, added)
        lost = [own for own, others in pairs if min(others) < min(own) or time.monotonic() > until]
        for execution in {it for own in lost for it in own}:
            _remove(client, values, execution)
        if lost:
            message = "another run added the same executions to the flow at the same time"
            raise KeycloakError("POST", authentication.CREATE_EXECUTION.shown(values), 409, message)
        if not pairs:
            return
        time.sleep(0.3)


def _pairs(
    level: Sequence[Execution], known: Collection[str], added: Collection[str]
) -> List[Tuple[Set[str], Set[str]]]:
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


def _remove(client: Reader, values: Values, execution: str) -> None:
    try:
        client.send(authentication.DELETE_EXECUTION, dict(values, executionId=execution))
    except KeycloakError as error:
        if not error.absent:
            raise
