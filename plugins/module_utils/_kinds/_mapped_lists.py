# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Results that are lists of roles, as the modules of community.general return them."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Callable, Dict, List, Mapping, Tuple

from .._engine.change import Wanted
from .._engine.reference import Representation, Values
from .._engine.results import States
from .._http.api import user_role_mappings
from .._http.reader import Reader
from ._roles import as_role

# Where the effective roles of a user are while a task runs.
_EFFECTIVE = "realmkit.effective"

Roles = Mapping[Hashable, Representation]
Form = Callable[[Representation], Any]


def as_name(role: Representation) -> Any:
    return role["name"]


def _as_given(role: Representation) -> Any:
    return {key: role[key] for key in ("id", "name") if key in role}


def role_lists(owner: str, form: Form = as_role, given: bool = False) -> Callable[[Reader, States], Dict[str, Any]]:
    """``existing``, ``proposed`` and ``end_state`` as lists of the roles of one container that are mapped.

    ``owner`` is the option with the client whose roles they are; without it they are roles of the realm.
    ``form`` says what of each role there is. ``given`` makes ``proposed`` the roles that the task lists, and not all
    that will be mapped.
    """

    def shape(_client: Reader, states: States) -> Dict[str, Any]:
        plan = states.plan
        container = plan.wanted.params.get(owner) or ""
        assignment = plan.resource.assignments[0]
        before = plan.current.assigned.get(assignment.option, {})
        after = states.assigned(assignment)
        existing, end_state = _of(container, before, form), _of(container, after, form)
        proposed = end_state
        if given:
            listed = plan.wanted.assigned.get(assignment.option)
            keys = (*listed.add, *listed.remove) if listed else ()
            known = {**before, **after}
            known.update(states.found(assignment, [key for key in keys if key not in known]))
            proposed = [_as_given(known[key]) for key in keys]
        return {"existing": existing, "proposed": proposed, "end_state": end_state}

    return shape


def with_effective(client: Reader, values: Values, _raw: Representation, wanted: Wanted) -> Dict[str, Any]:
    """The effective roles of a user in the realm, besides its representation."""
    if wanted.params.get("client_id"):
        return {}
    return {_EFFECTIVE: client.get(user_role_mappings.EFFECTIVE_REALM, values)}


def effective_roles(client: Reader, states: States) -> Dict[str, Any]:
    """The lists of a user: without a client the roles of the realm that are effective, also those inside of others."""
    lists = role_lists("client_id", given=True)(client, states)
    before = (states.plan.current.raw or {}).get(_EFFECTIVE)
    if before is None:
        return lists
    after = (states.now.raw or {}).get(_EFFECTIVE) or ()
    direct = {state: {role["name"] for role in lists[state]} for state in ("existing", "end_state")}
    for state, effective in (("existing", before), ("end_state", after)):
        # In check mode what is effective is from before the change: what would go is direct in the other state.
        known = direct["existing"] | direct["end_state"]
        more = [as_role(role) for role in effective if role["name"] not in known]
        lists[state] = sorted(lists[state] + more, key=lambda role: str(role["name"]))
    return lists


def _of(container: str, roles: Roles, form: Form) -> List[Any]:
    own = [key for key in roles if _parts(key)[0] == container]
    return [form(roles[key]) for key in sorted(own, key=lambda key: _parts(key)[1])]


def _parts(key: Any) -> Tuple[str, str]:
    return (key[0], key[1])
