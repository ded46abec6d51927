# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tokens that the processes of one run share, in files of a directory that only the run's user can read."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Dict, Iterator, List, Optional, Sequence

try:
    import fcntl
except ImportError:
    FLOCK = False
else:
    FLOCK = True

_PREFIX = "realmkit-token-"


class Kept:
    """The file of one login, locked: ``load`` and ``save`` its grant."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def load(self) -> Optional[Dict[str, Any]]:
        """What is kept, None if nothing is."""
        try:
            found = json.loads(os.pread(self._descriptor, os.fstat(self._descriptor).st_size, 0))
        except ValueError:
            # A process that was killed while it wrote: whoever comes next logs in.
            return None
        return found if isinstance(found, dict) else None

    def save(self, grant: Dict[str, Any]) -> None:
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, json.dumps(grant).encode(), 0)


@dataclass(frozen=True)
class TokenStore:
    """The logins of a run, a file each."""

    directory: str

    @contextmanager
    def locked(self, login: Sequence[str]) -> Iterator[Kept]:
        """The place of a login, which is named by all that it is made with. One process at a time has it."""
        path = os.path.join(self.directory, _PREFIX + self._name(login))
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield Kept(descriptor)
        finally:
            # Closing it releases the lock.
            os.close(descriptor)

    def all(self) -> List[Dict[str, Any]]:
        """What is kept of each login."""
        found = []
        for name in sorted(os.listdir(self.directory)) if os.path.isdir(self.directory) else ():
            if name.startswith(_PREFIX):
                with open(os.path.join(self.directory, name), "rb") as file:
                    found.append(Kept(file.fileno()).load())
        return [grant for grant in found if grant]

    def _name(self, login: Sequence[str]) -> str:
        """A name that shows nothing of the password in it; the directory's random name is its salt."""
        return hashlib.sha256(json.dumps([self.directory, *login]).encode()).hexdigest()
