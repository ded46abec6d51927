# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Default and optional client scopes: two lists, of a realm or of a client, that a scope is in one of at most."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Callable, Mapping, Optional, Tuple

from .._base.errors import InputError
from .._engine.assignment import Assigned, Assignment, Params
from .._engine.reference import TO_CLIENT_SCOPE, Representation, Values
from .._engine.session import Session
from .._http.endpoint import Endpoint


def scope_list(
    option: str,
    other: str,
    endpoints: Tuple[Endpoint, Endpoint, Optional[Endpoint]],
    items: Callable[[Session, Values, Any], Mapping[Hashable, Representation]],
    collected: Callable[[Params], bool],
    arguments: Mapping[str, Any],
) -> Assignment:
    """The list ``option`` with endpoints to add, to remove and to read; what it takes leaves the list ``other``.

    Keycloak ignores the request, or refuses it, to add a scope that is in the other list.
    ``collected`` says of the arguments whether unlisted scopes go.
    """

    def collect(params: Params) -> Optional[Assigned]:
        mine, others = params.get(option), params.get(other)
        if mine is None and others is None:
            return None
        both = sorted(set(mine or ()) & set(others or ()))
        if both and params.get("state") != "absent":
            raise InputError(f"{option} and {other} both list {', '.join(both)}: a client scope is in one of them.")
        return Assigned(
            tuple(dict.fromkeys(mine or ())),
            tuple(dict.fromkeys(others or ())) if params.get("state") != "absent" else (),
            mine is not None and collected(params),
        )

    add, remove, read = endpoints
    return Assignment(
        option, TO_CLIENT_SCOPE, add, remove, collect, items, read, variable="clientScopeId", arguments=arguments
    )
