# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Texts of the realm in its languages."""

from __future__ import annotations

from ..._engine.reference import Representation
from ..._http.api import localization
from ..._kinds.localization import LOCALIZATION
from ..kind import RealmKind
from ..parts import Parts
from ..shape import by_name, mapping
from ..stages import PARTS


def _declare(parts: Parts, config: Representation) -> None:
    for locale, texts in (config.get("localizationTexts") or {}).items():
        parts.add(PARTS, LOCALIZATION, {"locale": locale, "texts": texts})


KIND = RealmKind(
    resources=(LOCALIZATION,),
    declare=_declare,
    outline={"localizationTexts": by_name(mapping)},
    answers=lambda bulk: {
        localization.LIST: lambda v, _q: (bulk.export.get("localizationTexts") or {}).get(v["locale"], {})
    },
    export=lambda exported: {"localizationTexts": exported.bulk.export.get("localizationTexts")},
)
