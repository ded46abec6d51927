# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Texts of the realm in its languages."""

from __future__ import annotations

from typing import Any, Iterator

from ..._engine.reference import Representation
from ..._http.api import localization
from ..._kinds.localization import LOCALIZATION
from ..bulk import Bulk
from ..kind import Found, Purge, RealmKind
from ..parts import Parts
from ..shape import by_name, mapping, wrong
from ..source import merge
from ..stages import PARTS

_TEXTS = by_name(mapping)


def _outline(value: Any, where: str) -> Any:
    """Texts by language. YAML takes a bare ``no``, which is Norwegian, for false."""
    for locale in mapping(value, where):
        if str(locale).lower() in ("true", "false"):
            raise wrong(where, f"has the language {locale}: put a name such as no in quotes")
    return _TEXTS(value, where)


def _declare(parts: Parts, config: Representation) -> None:
    # keycloak-config-cli calls them message bundles.
    texts_of = merge(config.get("localizationTexts") or {}, config.get("messageBundles") or {}, "messageBundles")
    for locale, texts in texts_of.items():
        parts.add(PARTS, LOCALIZATION, {"locale": locale, "texts": texts})


def _undeclared(bulk: Bulk, parts: Parts) -> Iterator[Found]:
    """Languages, and texts of those that the configuration has."""
    declared = {item.params["locale"]: item.params.get("texts") or {} for item in parts.of(LOCALIZATION)}
    for locale, texts in (bulk.export.get("localizationTexts") or {}).items():
        gone = {key: None for key in texts if key not in declared.get(locale, ())}
        if locale not in declared:
            yield Found(LOCALIZATION, locale, {"locale": locale})
        elif gone:
            yield Found(LOCALIZATION, locale, {"locale": locale, "texts": gone}, part="undeclared texts")


KIND = RealmKind(
    resources=(LOCALIZATION,),
    declare=_declare,
    outline={"localizationTexts": _outline, "messageBundles": _outline},
    answers=lambda bulk: {
        localization.LIST: lambda v, _q: (bulk.export.get("localizationTexts") or {}).get(v["locale"], {})
    },
    purges=(Purge("localization_texts", _undeclared),),
    export=lambda exported: {"localizationTexts": exported.bulk.export.get("localizationTexts")},
)
