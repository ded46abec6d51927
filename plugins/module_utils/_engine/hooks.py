# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Functions for what is odd about a kind."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from .._http.reader import Reader
from .assignment import Params
from .change import Change, Wanted
from .reference import Reference, Representation, Values
from .session import Session

Need = Tuple[Reference, Hashable, str]


@dataclass(frozen=True)
class Step:
    """Further writes that only this kind needs, in words that a person reads before they are done.

    ``shows`` is what the object looks like afterwards, as far as they are not writes of a field.
    """

    summaries: Tuple[str, ...]
    run: Callable[[Session, Values, Representation], None]
    shows: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Hooks:
    """Functions of a kind, in the order in which they run. A pure one sends no request.

    ``normalise`` turns arguments into their canonical form and refuses wrong ones (pure).
    ``translate`` replaces ids in the arguments by names.
    ``details`` reads what the representation of an existing object lacks.
    ``prepare`` completes the arguments by what they point to on the server.
    ``secret_settings`` lists keys of secrets whose names do not look secret, as the server reports them.
    ``refine`` adapts the desired fields to the current representation, in place (pure).
    ``steps`` returns further writes (pure).
    ``needs`` lists further names to resolve before anything is written (pure).
    ``verify`` adds to the problems what the server would refuse or drop.
    ``notes`` returns warnings of arguments that have no effect, whether or not anything changes (pure).
    ``guard`` returns why the object carries the running login and must not be removed or disabled.
    ``uncompared`` returns what of the arguments can't be compared, for the message of an unchanged run (pure).
    """

    normalise: Optional[Callable[[Params], Params]] = None
    translate: Optional[Callable[[Reader, Params], Params]] = None
    details: Optional[Callable[[Reader, Values, Representation, Wanted], Dict[str, Any]]] = None
    prepare: Optional[Callable[[Reader, Values, Params, Optional[Representation]], Params]] = None
    secret_settings: Optional[Callable[[Reader, Params, Optional[Representation]], Tuple[str, ...]]] = None
    refine: Optional[Callable[[Dict[str, Any], Optional[Representation], Params], None]] = None
    steps: Optional[Callable[[Wanted, Optional[Representation], Mapping[str, Any]], Sequence[Step]]] = None
    needs: Optional[Callable[[Params, Optional[Representation]], Sequence[Need]]] = None
    verify: Optional[Callable[[Session, Change], None]] = None
    notes: Optional[Callable[[Params, Optional[Representation]], Sequence[str]]] = None
    guard: Optional[Callable[[Session, Change], Optional[str]]] = None
    uncompared: Optional[Callable[[Params], str]] = None


@dataclass(frozen=True)
class Requests:
    """What shapes the requests of a kind.

    ``constant`` is in the body of each creation; a string in it may name a path variable.
    ``extra`` returns what else a creation sends.
    ``creation`` returns the endpoint of a creation where it depends on the arguments.
    ``taken`` lists the keys that a creation takes if not all; an update sends the others.
    ``unsent`` lists keys of the representation that an update leaves out.
    ``document`` is the key of the entries where all objects of a kind live in one document.
    ``get`` then reads that document and ``update`` writes it.
    ``twins`` finds all objects of a key, where the server lets two runs at once make one each.
    ``removal`` sends what removes an object, where that is more than one request.
    """

    constant: Mapping[str, Any] = field(default_factory=dict)
    extra: Optional[Callable[[Params], Dict[str, Any]]] = None
    creation: Optional[Callable[[Session, Values, Params], Tuple[Any, Values]]] = None
    taken: Tuple[str, ...] = ()
    unsent: Tuple[str, ...] = ()
    document: str = ""
    twins: Optional[Callable[[Reader, Values, Mapping[str, Any]], List[Representation]]] = None
    removal: Optional[Callable[[Reader, Values, Representation], None]] = None
