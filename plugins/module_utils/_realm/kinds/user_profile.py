# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The user profile: a document in the configuration of a component."""

from __future__ import annotations

import json
from typing import Any, Dict, Mapping, Optional

from ..._base.errors import InputError
from ..._engine.reference import Representation
from ..._http.api import user_profile
from ..._kinds._provided import PROFILE_PROVIDERS
from ..._kinds.user_profile import USER_PROFILE
from ..bulk import Bulk
from ..item import Declared
from ..kind import RealmKind
from ..new_realm import document
from ..parts import Parts
from ..shape import record, unique
from ..stages import PROFILE

_DOCUMENT = "kc.user.profile.config"


def _declare(parts: Parts, config: Representation) -> None:
    entries = (config.get("components") or {}).get(PROFILE_PROVIDERS) or ()
    documents = [_document(text) for entry in entries for text in (entry.get("config") or {}).get(_DOCUMENT) or ()]
    # keycloak-config-cli has it as a mapping beside the components.
    documents += [config["userProfile"]] if config.get("userProfile") else []
    if len(documents) > 1:
        raise InputError(f"There are {len(documents)} user profiles, in components and userProfile: keep one.")
    for found in documents:
        # Attributes of users are compared with the profile as it will be.
        parts.add(PROFILE, USER_PROFILE, found, ahead=True)


def readable(config: Representation) -> Representation:
    """The configuration of the component with its document in lines, of which a change is one or a few."""
    return {
        key: [json.dumps(json.loads(it), indent=2, ensure_ascii=False) for it in value] if key == _DOCUMENT else value
        for key, value in config.items()
    }


def _document(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise InputError(f"The user profile in components > {PROFILE_PROVIDERS} is no valid JSON: {error}.") from None


def _settle(declared: Declared, bulk: Bulk, parts: Parts) -> Optional[Declared]:
    """The document of a new realm is the whole of its profile; in a realm that exists it adds to that."""
    if not parts.makes_realm:
        return declared
    default = document(user_profile.GET.path, bulk.realm, bulk.data.client.version) or {}
    known = {item["name"]: item for item in default.get("attributes") or ()}
    attributes = declared.params.get("attributes")
    exact = attributes and [_exact(item, known.get(item["name"]) or {}) for item in attributes]
    if exact:
        # Nobody can do without these (26.7).
        missing = {"username", "email"} - {item["name"] for item in exact}
        exact += [{**dict.fromkeys(exact[0]), "name": name} for name in sorted(missing)]
    return declared.saying(attributes=exact, attributes_behavior="exact", groups_behavior="exact")


def _exact(attribute: Mapping[str, Any], default: Representation) -> Dict[str, Any]:
    """An attribute that says which parts of the default one it does not have."""
    parts = {
        key: {"state": "absent"} for key in ("required", "selector") if default.get(key) and not attribute.get(key)
    }
    validations = {key: None for key in default.get("validations") or ()}
    return {**attribute, **parts, "validations": {**validations, **(attribute.get("validations") or {})}}


KIND = RealmKind(
    resources=(USER_PROFILE,),
    declare=_declare,
    outline={"userProfile": record(attributes=unique("name"), groups=unique("name"))},
    settle=_settle,
)
