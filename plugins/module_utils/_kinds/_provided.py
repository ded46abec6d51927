# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the server at hand provides: types of mappers, policies and providers, and features.

It takes many a type that it does not have, and answers with errors later (26.7).
"""

from __future__ import annotations

from typing import Any, Callable, Dict, Iterable, List, Mapping

from .._engine.reference import Reference, Representation, Values, listed_reference
from .._http.api import server
from .._http.reader import Reader

KEY_PROVIDERS = "org.keycloak.keys.KeyProvider"
USER_STORAGE = "org.keycloak.storage.UserStorageProvider"
PROFILE_PROVIDERS = "org.keycloak.userprofile.UserProfileProvider"
REGISTRATION_POLICIES = "org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy"
LDAP_MAPPERS = "org.keycloak.storage.ldap.mappers.LDAPStorageMapper"


def info(client: Reader) -> Mapping[str, Any]:
    """The server's description of itself, read once."""
    found: Mapping[str, Any] = client.once(server.INFO)
    return found


def component_types(client: Reader, of: str) -> Dict[str, Representation]:
    """The providers of this type that have settings, by their ids."""
    return {item["id"]: item for item in info(client)["componentTypes"].get(of) or ()}


def provider_ids(client: Reader, spi: str) -> List[str]:
    return list(((info(client).get("providers") or {}).get(spi) or {}).get("providers") or ())


def to_provided(kind: str, ids: Callable[[Reader], Iterable[str]]) -> Reference:
    """A kind of thing of which the server has a fixed list."""

    def listing(client: Reader, _values: Values) -> List[Representation]:
        return [{"id": name} for name in ids(client)]

    return listed_reference(kind, "id", listing, within=())


def to_provider(kind: str, spi: str) -> Reference:
    return to_provided(kind, lambda client: provider_ids(client, spi))


def to_component_type(kind: str, of: str) -> Reference:
    return to_provided(kind, lambda client: component_types(client, of))


TO_MAPPER_TYPE = to_provided(
    "type of protocol mapper",
    lambda client: [item["id"] for items in info(client)["protocolMapperTypes"].values() for item in items],
)
TO_IDENTITY_PROVIDER_TYPE = to_provided(
    "type of identity provider", lambda client: [item["id"] for item in info(client)["identityProviders"]]
)
TO_IDENTITY_PROVIDER_MAPPER_TYPE = to_provider("type of identity provider mapper", "identity-provider-mapper")
TO_USER_STORAGE = to_component_type("provider of user federation", USER_STORAGE)
TO_LDAP_MAPPER_TYPE = to_component_type("type of LDAP mapper", LDAP_MAPPERS)
TO_CLIENT_AUTHENTICATOR = to_provider("client authenticator", "client-authenticator")
TO_LOGIN_PROTOCOL = to_provider("protocol", "login-protocol")
TO_PASSWORD_POLICY = to_provider("password policy", "password-policy")
TO_POLICY_TYPE = to_provider("type of authorization policy", "policy")
TO_SIGNATURE = to_provider("signature algorithm", "signature")
TO_EVENT_LISTENER = to_provider("event listener", "eventsListener")
TO_EVENT_TYPE = to_provided("event type", lambda client: info(client)["enums"]["eventType"])
TO_WORKFLOW_STEP = to_provider("workflow step", "workflow-step")
TO_VALIDATOR = to_provider("validator", "validator")


def to_theme(of: str) -> Reference:
    def names(client: Reader) -> List[str]:
        # The server takes the theme that others build upon, and leaves it out of its list (26.7).
        return ["base", *(item["name"] for item in info(client)["themes"].get(of) or ())]

    return to_provided(f"{of} theme", names)
