# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects of the same key, of which the server keeps several: two runs at once make one each."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import Any, Callable, List, Mapping, Optional, Set, Tuple

from .._http.endpoint import Endpoint
from .._http.errors import KeycloakError
from .._http.reader import Reader
from .plan import Plan
from .reference import Representation, Values
from .resource import Resource
from .session import Session

# So many seconds another run has for what comes after a creation.
_PATIENCE = 10

# Ids of new objects of one key: of this run, and of others.
Twins = Tuple[Set[str], Set[str]]
All = Callable[[Reader, Values, Mapping[str, Any]], List[Representation]]


@dataclass(frozen=True)
class FirstOf:
    """Finds the first of all objects of a key, the same each time."""

    all: All

    def __call__(self, client: Reader, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
        return _first(self.all(client, values, wanted))


def _first(found: List[Representation]) -> Optional[Representation]:
    return min(found, key=lambda item: str(item.get("id"))) if found else None


def twins_of(resource: Resource) -> Optional[All]:
    """Finds all objects of a key, for kinds of which the server keeps several."""
    found: Optional[All] = resource.requests.twins or (
        resource.find.all if isinstance(resource.find, FirstOf) else None
    )
    return found


def first_and_warn(
    session: Session, resource: Resource, values: Values, sought: Mapping[str, Any]
) -> Optional[Representation]:
    """What ``find`` finds. That there is another of the same key is a warning."""
    if not isinstance(resource.find, FirstOf):
        return resource.find(session.client, values, sought)
    found = resource.find.all(session.client, values, sought)
    # Another run that is about to remove its own may not have done so yet.
    found = [item for item in found if str(item.get("id")) in session.made] or found
    if len(found) > 1:
        name = sought.get(resource.key.name) or sought.get(resource.key.option)
        line = f"There are {len(found)} objects of the kind {resource.name} with the name '{name}': "
        line += "the first of them is managed, state: absent removes all."
        if line not in session.warnings:
            session.warnings.append(line)
    return _first(found)


def lost_to_twins(look: Callable[[], List[Twins]]) -> List[Twins]:
    """Of the new objects of this run and those of other runs that ``look`` finds, the pairs whose own are to go.

    Of two runs that see both objects the one with the smaller id stays. It may be that the other run looked before
    there was anything to see and is done: whoever would stay waits until the other one would have gone, and goes then.
    """
    until = time.monotonic() + random.uniform(2, 3)
    while True:
        found = look()
        lost = [pair for pair in found if min(pair[1]) < min(pair[0]) or time.monotonic() > until]
        if lost or not found:
            return lost
        time.sleep(0.3)


def remove_if_there(client: Reader, endpoint: Endpoint, values: Values) -> None:
    """Another run may have removed it."""
    try:
        client.send(endpoint, values)
    except KeycloakError as error:
        if not error.absent:
            raise


def yield_to_twin(session: Session, plan: Plan, own: str) -> None:
    """Remove the new object again where another run made the same at the same time: the next look finds the other's."""
    resource, values = plan.resource, plan.current.values
    twins = twins_of(resource)
    session.made.add(own)
    if not twins or not own or not resource.delete:
        return
    sought = dict(plan.wanted.params, **plan.wanted.values)

    def look() -> List[Twins]:
        others = {str(item["id"]) for item in twins(session.client, values, sought)} - {own}
        return [({own}, others)] if others else []

    lost = lost_to_twins(look)
    if not lost:
        return
    session.made.discard(own)
    remove_if_there(session.client, resource.delete, dict(values, **{resource.variable: own}))
    session.warnings.append(f"Another run made {plan.title} at the same time: that one stays.")
    wait_for_other_run(session, resource, dict(values, **{resource.variable: min(lost[0][1])}))


def wait_for_other_run(session: Session, resource: Resource, values: Values) -> None:
    """Until the other run has done what it has to: both would add what the server keeps twice, such as executions."""
    before, calm = None, 0
    for _second in range(_PATIENCE):
        now = session.client.find(resource.get, values) if resource.get else None
        calm = calm + 1 if now == before else 0
        if now is None or calm == 2:
            return
        before = now
        time.sleep(1)


def delete_all(session: Session, plan: Plan) -> None:
    """The object, and where it was named rather than given by its id each other of that name."""
    resource, values = plan.resource, plan.current.values
    twins = twins_of(resource)
    ids = [values[resource.variable]] if resource.variable else []
    sought = dict(plan.wanted.params, **plan.wanted.values)
    # What goes because nobody mentions it is the one that was seen.
    named = sought.get(resource.key.name) and not plan.wanted.params.get("id")
    if twins and resource.variable and named:
        place = {name: value for name, value in values.items() if name != resource.variable}
        ids += [item[resource.identifier] for item in twins(session.client, place, sought)]
    for own in dict.fromkeys(ids) or [None]:
        path = dict(values, **{resource.variable: own}) if own else values
        if resource.requests.removal:
            resource.requests.removal(session.client, path, plan.current.raw or {})
        else:
            remove_if_there(session.client, resource.endpoint("delete"), path)
