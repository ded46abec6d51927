# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Texts of the realm in its languages."""

from __future__ import annotations

from typing import Any

from ..._engine.reference import Representation
from ..._http.api import localization
from ..._kinds.localization import LOCALIZATION
from ..kind import RealmKind
from ..parts import Parts
from ..shape import by_name, mapping, wrong
from ..stages import PARTS

_TEXTS = by_name(mapping)


def _outline(value: Any, where: str) -> Any:
    """Texts by language. YAML takes a bare ``no``, which is Norwegian, for false."""
    for locale in mapping(value, where):
        if str(locale).lower() in ("true", "false"):
            raise wrong(where, f"has the language {locale}: put a name such as no in quotes")
    return _TEXTS(value, where)


def _declare(parts: Parts, config: Representation) -> None:
    for locale, texts in (config.get("localizationTexts") or {}).items():
        parts.add(PARTS, LOCALIZATION, {"locale": locale, "texts": texts})


KIND = RealmKind(
    resources=(LOCALIZATION,),
    declare=_declare,
    outline={"localizationTexts": _outline},
    answers=lambda bulk: {
        localization.LIST: lambda v, _q: (bulk.export.get("localizationTexts") or {}).get(v["locale"], {})
    },
    export=lambda exported: {"localizationTexts": exported.bulk.export.get("localizationTexts")},
)
