# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The code blocks of a page."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.M | re.S)
_NAMED = re.compile(r"# ([\w./-]+\.yml)\n")
_NOT_RUN = re.compile(r"# Not run by the tests: (.+)\n")


@dataclass
class Block:
    """``file`` is the name of the file in its first line, ``reason`` why it can't run."""

    language: str
    text: str
    file: str = ""
    reason: str = ""


def blocks(page: Path, realm: str) -> Iterator[Block]:
    """From top to bottom. The realm that pages call demo gets another name."""
    for _indent, language, text in _BLOCK.findall(re.sub(r"\bdemo\b", realm, page.read_text())):
        text = textwrap.dedent(text)
        named, reason = _NAMED.match(text), _NOT_RUN.match(text)
        yield Block(language, text, named.group(1) if named else "", reason.group(1) if reason else "")
