# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""One login a run and one connection a process, where code of this collection runs in Ansible's own processes.

A module in a process of its own shares nothing: it logs in, and logs out at its end.
"""

from __future__ import annotations

import atexit
import os
from contextlib import contextmanager
from typing import Any, Dict, Iterator, Mapping, Optional, Tuple

from .._http.auth import end_sessions
from .._http.client import Client
from .._http.token_store import FLOCK, TokenStore
from .options import OPTIONS, connect


class _Shared:
    """The logins of this run, and the client that this process used last."""

    def __init__(self) -> None:
        self.store: Optional[TokenStore] = None
        self.last: Optional[Tuple[int, Dict[str, Any], Client]] = None


_SHARED = _Shared()


def share_in(directory: str) -> None:
    """Share logins in this directory of the run from now on. The process that is asked first ends them at its exit."""
    if FLOCK and _SHARED.store is None:
        _SHARED.store = TokenStore(directory)
        atexit.register(_end, os.getpid())


def _end(process: int) -> None:
    if _SHARED.store and os.getpid() == process:
        end_sessions(_SHARED.store)


@contextmanager
def connected(params: Mapping[str, Any], anonymous: bool = False) -> Iterator[Client]:
    """A client for these options. Tasks of a loop use the same one after each other."""
    if _SHARED.store is None or anonymous:
        with connect(params, anonymous) as client:
            yield client
        return
    given = {name: params.get(name) for name in OPTIONS}
    process = os.getpid()
    if _SHARED.last is None or _SHARED.last[:2] != (process, given):
        # Of another process it may hold a connection that only that one may use.
        _SHARED.last = (process, given, connect(params, store=_SHARED.store))
    yield _SHARED.last[2]
