# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values as YAML that a person reads. Hosts where a module runs need not have a YAML library."""

from __future__ import annotations

import json
import re
from typing import Any, List, Mapping

# Strings that YAML reads as strings without quotes.
_PLAIN = re.compile(r"[A-Za-z_/$+(][^\n\r\t]*|[0-9]+[A-Za-z_/.-][^\n\r\t]*")
_NOT_PLAIN = re.compile(
    r": |:$| #|\s$|^(?:true|false|null|yes|no|on|off|y|n)$|^\+[0-9.]|^[0-9][0-9a-fxo_.:e+-]*$|^[0-9]{4}-[0-9]",
    re.IGNORECASE,
)
# Several lines that YAML keeps as they are.
_LINES = re.compile(
    r"[^\s\x00-\x1f][^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]*\n[^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]*[^\s]\n?"
)
# JSON writes them as they are, YAML takes them for line ends or not at all.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def yaml_text(value: Any) -> str:
    """The value as lines of YAML, each with a line end; '' for nothing."""
    lines = _block(value)
    return "".join(f"{line}\n" for line in lines)


def scalar(value: Any) -> str:
    """A plain value in one line, or a list or mapping in the flow style."""
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.isprintable() and not _NOT_PLAIN.search(value):
        return value
    text = json.dumps(value, ensure_ascii=False)
    if isinstance(value, float):
        # Without a point YAML takes it for a string.
        return text if "." in text else text.replace("e", ".0e")
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _block(value: Any) -> List[str]:
    if isinstance(value, Mapping):
        return [line for key, item in value.items() for line in _entry(f"{scalar(str(key))}:", item)]
    if isinstance(value, (list, tuple)):
        return [line for item in value for line in _element(item)]
    return [] if value is None else [scalar(value)]


def _entry(key: str, value: Any) -> List[str]:
    if isinstance(value, (Mapping, list, tuple)) and value:
        return [key, *(f"  {line}" for line in _block(value))]
    return _string(key, value)


def _element(value: Any) -> List[str]:
    if isinstance(value, (Mapping, list, tuple)) and value:
        first, *others = _block(value)
        return [f"- {first}", *(f"  {line}" for line in others)]
    return _string("-", value)


def _string(start: str, value: Any) -> List[str]:
    """A scalar after its key or its dash."""
    if isinstance(value, str) and _LINES.fullmatch(value):
        # Line by line, so that a difference shows the lines that differ.
        sign = "|" if value.endswith("\n") else "|-"
        return [f"{start} {sign}", *(f"  {line}" for line in value.splitlines())]
    return [f"{start} {scalar(value)}"]
