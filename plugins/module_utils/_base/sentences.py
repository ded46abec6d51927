# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Parts of sentences that messages share."""

from __future__ import annotations

import difflib
from typing import Any, Iterable, Sequence

# So many names a message spells out.
_NAMED = 10


def listed(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def did_you_mean(name: str, names: Iterable[Any], likeness: float, otherwise: str) -> str:
    """The end of a sentence about an unknown name: similar ones in its style, that of options or of the API."""
    same_style = [it for it in dict.fromkeys(map(str, names)) if ("_" in it) == ("_" in name)]
    found = difflib.get_close_matches(name, same_style, 3, likeness)
    return f"; did you mean {' or '.join(found)}?" if found else otherwise
