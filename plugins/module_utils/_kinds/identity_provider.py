# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Identity providers with their mappers, and one mapper alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Dict, Mapping, Optional

from ansible.module_utils.parsing.convert_bool import boolean

from .._base.errors import InputError
from .._engine.assignment import Params
from .._engine.field import TEXT_MAP, Field, text
from .._engine.finders import by_listing, by_path
from .._engine.hooks import Hooks, Requests
from .._engine.reference import TO_FLOW, TO_IDENTITY_PROVIDER, Representation, Values
from .._engine.resource import Children, Masked, Resource, Results, Scope
from .._http.api import identity_provider_mappers, identity_providers
from .._http.capability import lacks_key
from .._http.errors import KeycloakError
from .._http.reader import Reader
from ._provided import TO_IDENTITY_PROVIDER_MAPPER_TYPE, TO_IDENTITY_PROVIDER_TYPE

# Settings of the provider's config that playbooks for other collections write in this way.
_SNAKE = {"gui_order": "guiOrder", "sync_mode": "syncMode", "hide_on_login_page": "hideOnLoginPage"}


def _normalise(params: Params) -> Params:
    for mapper in params.get("mappers") or ():
        if mapper.get("identity_provider_alias") not in (None, "", params["alias"]):
            raise InputError(
                f"identity_provider_alias of mapper '{mapper['name']}' is '{mapper['identity_provider_alias']}', and "
                f"the task is about '{params['alias']}': leave it out, or set the mapper there."
            )
    config = params.get("config")
    if config is None:
        return params
    named = {_SNAKE.get(key, key): value for key, value in config.items()}
    source = named.pop("fromUrl", None)
    canonical = dict(params, config=named, import_from=params.get("import_from") or source)
    # Until Keycloak 26 it was a setting; now the server takes it in silence and drops it.
    hidden = named.pop("hideOnLoginPage", None)
    if hidden not in (None, "") and params.get("hide_on_login") is None:
        canonical["hide_on_login"] = boolean(hidden)
    return canonical


def _prepare(client: Reader, values: Values, params: Params, raw: Optional[Representation]) -> Params:
    """What a provider says of itself lies under what the task says of it."""
    if raw is None and not params.get("provider_id"):
        raise InputError(f"There is no identity provider '{params['alias']}': set provider_id to create one.")
    params = _hidden_by_setting(client, params, raw)
    source = params.get("import_from")
    if not source:
        return params
    kind = params.get("provider_id") or (raw or {}).get("providerId")
    if not kind:
        raise InputError("import_from needs provider_id, such as oidc or saml, to know what it reads.")
    report = _imported(client, values, kind, source)
    return dict(params, config={**report, **(params.get("config") or {})})


def _hidden_by_setting(client: Reader, params: Params, raw: Optional[Representation]) -> Params:
    """Before Keycloak 26 a provider is hidden by a setting of its config."""
    hidden = params.get("hide_on_login")
    if hidden is None or "hideOnLogin" in (raw or {}) or not lacks_key(client, "identity provider", "hideOnLogin"):
        return params
    config = {**(params.get("config") or {}), "hideOnLoginPage": text(hidden)}
    return dict(params, hide_on_login=None, config=config)


def _imported(client: Reader, values: Values, kind: str, source: str) -> Dict[str, Any]:
    if source.startswith(("http://", "https://")):
        body = {"providerId": kind, "fromUrl": source}
        try:
            return client.send(identity_providers.IMPORT_CONFIG, values, body=body).data or {}
        except KeycloakError as error:
            if error.status not in (400, 500):
                raise
            raise InputError(
                f"Keycloak could not read a description of a provider of type {kind} from {source}: open that address "
                "from the host that Keycloak runs on."
            ) from None
    try:
        content = Path(source).read_bytes()
    except OSError as error:
        raise InputError(f"import_from names '{source}', which can't be read: {error.strerror}.")
    parts = {"providerId": kind, "file": content}
    return client.send(identity_providers.IMPORT_CONFIG_FILE, values, body=parts).data or {}


MAPPER = Resource(
    name="mapper of identity provider",
    key=Field("name", required=True),
    find=by_listing(identity_provider_mappers.LIST, "name"),
    variable="id",
    fields=(
        Field("identity_provider_mapper", reference=TO_IDENTITY_PROVIDER_MAPPER_TYPE),
        Field("config", "dict", TEXT_MAP),
    ),
    get=identity_provider_mappers.GET,
    listing=identity_provider_mappers.LIST,
    create=identity_provider_mappers.CREATE,
    update=identity_provider_mappers.UPDATE,
    delete=identity_provider_mappers.DELETE,
    requests=Requests(
        constant={"identityProviderAlias": "{alias}"},
    ),
)

# A mapper is found by the alias of its provider, which has an id of another name.
_PROVIDER = replace(
    TO_IDENTITY_PROVIDER,
    find=lambda client, values, key: _with_id(client.find(identity_providers.GET, dict(values, alias=key))),
)


def _with_id(found: Optional[Mapping[str, Any]]) -> Optional[Representation]:
    return None if found is None else dict(found, id=found["alias"])


MAPPER_ALONE = replace(MAPPER, scopes=(Scope("identity_provider", "alias", _PROVIDER, ("identity_provider_alias",)),))

IDENTITY_PROVIDER = Resource(
    name="identity provider",
    key=Field("alias", required=True),
    find=by_path(identity_providers.GET, "alias", "alias"),
    variable="alias",
    identifier="alias",
    fields=(
        Field("display_name"),
        Field("provider_id", create_only=True, reference=TO_IDENTITY_PROVIDER_TYPE),
        Field("enabled", "bool"),
        Field("trust_email", "bool"),
        Field("store_token", "bool"),
        Field("add_read_token_role_on_create", "bool"),
        Field("authenticate_by_default", "bool"),
        Field("link_only", "bool"),
        Field("hide_on_login", "bool", aliases=("hide_on_login_page", "hideOnLoginPage")),
        Field("first_broker_login_flow_alias", reference=TO_FLOW),
        Field("post_broker_login_flow_alias", reference=TO_FLOW),
        Field("config", "dict", TEXT_MAP),
    ),
    get=identity_providers.GET,
    listing=identity_providers.LIST,
    create=identity_providers.CREATE,
    update=identity_providers.UPDATE,
    delete=identity_providers.DELETE,
    children=(
        Children(
            "mappers",
            replace(
                MAPPER,
                arguments={
                    "id": {"type": "str"},
                    "identity_provider_alias": {"type": "str", "aliases": ["identityProviderAlias"]},
                },
            ),
        ),
    ),
    masked=(Masked("config", "clientSecret", "config"),),
    arguments={
        "import_from": {"type": "str", "aliases": ["importFrom", "from_url"]},
        # Keycloak has it in its flows by now; playbooks for other collections may have it.
        "update_profile_first_login_mode": {"type": "str", "aliases": ["updateProfileFirstLoginMode"]},
    },
    inert={"update_profile_first_login_mode": "the flow in first_broker_login_flow_alias has a step for it"},
    requests=Requests(
        constant={"enabled": True},
    ),
    results=Results(parts={"mappers": ""}),
    hooks=Hooks(
        normalise=_normalise,
        prepare=_prepare,
    ),
)
