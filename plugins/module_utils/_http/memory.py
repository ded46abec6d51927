# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a loop looks up for each of its items: the roles, groups and clients that tasks name, and the user profile."""

from __future__ import annotations

import copy
import re
import time
from typing import Any, Dict, Mapping, Optional, Tuple

from .endpoint import Endpoint
from .reader import Answer

# Another process may change what is remembered here, and a task may wait for that.
_SECONDS = 10
_REMEMBERED = re.compile(
    r"/admin/realms/\{realm\}/"
    r"(roles/\{role-name\}|clients/\{client-uuid\}/roles/\{role-name\}|clients|group-by-path/\{path\}|users/profile)"
)
_OF_A_USER = re.compile(r"/admin/realms/\{realm\}/users(/\{user-id\}.*)?")

_Key = Tuple[str, str]


class Memory:
    """Answers to lookups of the last seconds. Any write but those to users forgets them all."""

    def __init__(self) -> None:
        self._answers: Dict[_Key, Tuple[float, Answer]] = {}

    def recall(self, endpoint: Endpoint, path: str, query: Mapping[str, Any]) -> Optional[Answer]:
        until, answer = self._answers.get(_key(endpoint, path, query), (0.0, None))
        return copy.deepcopy(answer) if time.monotonic() < until else None

    def keep(self, endpoint: Endpoint, path: str, query: Mapping[str, Any], answer: Answer) -> None:
        """Remember what was found; what is not there yet may be there soon."""
        if answer.data and _REMEMBERED.fullmatch(endpoint.path):
            self._answers[_key(endpoint, path, query)] = (time.monotonic() + _SECONDS, copy.deepcopy(answer))

    def heed_write(self, endpoint: Endpoint) -> None:
        if not _OF_A_USER.fullmatch(endpoint.path):
            self._answers.clear()


def _key(endpoint: Endpoint, path: str, query: Mapping[str, Any]) -> _Key:
    return f"{endpoint.method} {path}", repr(sorted(query.items()))
