# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values as YAML that a person reads. Hosts where a module runs need not have a YAML library."""

from __future__ import annotations

import json
import re
from typing import Any, List, Mapping

# Strings that YAML reads as strings without quotes.
_PLAIN = re.compile(r"[A-Za-z_/$+(*][^\n\r\t]*|[0-9]+[A-Za-z_/.-][^\n\r\t]*")
_NOT_PLAIN = re.compile(
    r": |:$| #|^\s|\s$|^\*|^(?:true|false|null|yes|no|on|off|y|n|~)$|^[0-9][0-9a-fxo_.:e+-]*$", re.IGNORECASE
)
# Several lines that YAML keeps as they are.
_LINES = re.compile(
    r"[^\s\x00-\x1f][^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]*\n[^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]*[^\s]\n?"
)


def yaml_text(value: Any) -> str:
    """The value as lines of YAML, each with a line end; '' for nothing."""
    lines = _block(value)
    return "".join(f"{line}\n" for line in lines)


def scalar(value: Any) -> str:
    """A plain value in one line, or a list or mapping in the flow style."""
    if isinstance(value, str) and _PLAIN.fullmatch(value) and not _NOT_PLAIN.search(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _block(value: Any) -> List[str]:
    if isinstance(value, Mapping):
        return [line for key, item in value.items() for line in _entry(f"{scalar(str(key))}:", item)]
    if isinstance(value, (list, tuple)):
        return [line for item in value for line in _element(item)]
    return [] if value is None else [scalar(value)]


def _entry(key: str, value: Any) -> List[str]:
    if isinstance(value, (Mapping, list, tuple)) and value:
        return [key, *(f"  {line}" for line in _block(value))]
    if isinstance(value, str) and _LINES.fullmatch(value):
        # Line by line, so that a difference shows the lines that differ.
        sign = "|" if value.endswith("\n") else "|-"
        return [f"{key} {sign}", *(f"  {line}" for line in value.splitlines())]
    return [f"{key} {scalar(value)}"]


def _element(value: Any) -> List[str]:
    if isinstance(value, (Mapping, list, tuple)) and value:
        first, *others = _block(value)
        return [f"- {first}", *(f"  {line}" for line in others)]
    return [f"- {scalar(value)}"]
