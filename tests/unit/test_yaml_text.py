# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values as YAML, read again by PyYAML."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.yaml_text import yaml_text

WORDS = (
    *("+1", "+.5", "+.inf", "1e+16", "0b1", "0o7", "1_000", "12:30:45", "2024-01-01 10:00:00", "2024-01-01T10:00:00Z"),
    *("=", "<<", "~", "-", "- a", "*", "* a", "a ", " a", "a:", "a: b", "a #b", "Null", "NULL", "TRUE", "oFF", "Y"),
    *("\x7f", "a\x85b", "a\u2028b", "\ufeffa", "a\xa0", "a\tb", "\\"),
    *("a\nb\tc\n", " a\nb", "a\n\nb", "a\nb ", "a\nb\n\n", "a\nb\ufeff", "a\n\tb"),
)
texts = st.one_of(st.sampled_from(WORDS), st.text())
plain = st.one_of(texts, st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False))
values = st.recursive(plain, lambda inner: st.one_of(st.lists(inner), st.dictionaries(texts, inner)))


@pytest.mark.parametrize(
    "value",
    [
        {"a": "true", "b": True, "c": "1", "d": 1, "e": None, "f": "", "g": [], "h": {}},
        {
            "text": "two\nlines",
            "colon": "a: b",
            "star": "*",
            "date": "2024-01-01",
            "no": "no",
            "umlaut": "ü",
            "hash": "a #b",
        },
        {"list": [{"name": "x", "inner": [{"a": 1}, []]}, "plain", ["a", ["b"]]]},
        {"https://a/*": "https://a/*", "5e3": "1_000", "=": "=", "0x1": "0x1F", "1:30": "1:30", "~": "~", "- a": "- a"},
        {"%": "% a", "@": "@a", "[a": "{b", "&a": "!b", "?": "? a", "|": "|", ">": "> x", "'": "'", '"': '"', "`": "`"},
    ],
)
def test_text_is_yaml_that_reads_the_same(value):
    assert yaml.safe_load(yaml_text(value)) == value


@given(values)
def test_any_value_reads_the_same(value):
    assert yaml.safe_load(yaml_text({"value": value})) == {"value": value}
