# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each option of each kind with odd values: the second run is idle, or the first is refused with a sentence.

The options come from the argument spec of a kind. ``KINDS`` says how to make one object of it.
"""

from __future__ import annotations

import importlib
import uuid
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Mapping, Optional, Tuple

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from conftest import ROOT
from connecting import client_with

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.execute import execute
from ansible_collections.realmkit.keycloak.plugins.module_utils._engine.spec import argument_spec
from ansible_collections.realmkit.keycloak.plugins.module_utils._http.errors import KeycloakError

MODULES = "ansible_collections.realmkit.keycloak.plugins.modules."
ODD: Mapping[str, Tuple[Any, ...]] = {
    "str": ("", " ", "😀 Ü", "UPPER Case", "line\n", " 007 ", "7"),
    "int": ("0", 7, "-1"),
    "bool": ("yes", False),
    "list": ([], [""], ["UPPER Case"], ["line\n"], ["😀", "😀", " 007 "]),
    "dict": (
        {},
        {"a": None},
        {"a": ""},
        {"a": []},
        {"UPPER Case": "😀"},
        {"a": "line\n"},
        {"a": 7, "b": "007"},
        {"a": True, "b": "TRUE"},
        {"a": ["2", "1", ""]},
        {"a": " "},
        {"a": {}},
    ),
    "dicts": ([],),
}
# What says how or where something is done, not what the object is.
NO_STATE = ("state", "realm", "id", "force", "update_secret", "update_password", "parent_id")
OFTEN = ("_behavior", "_mode")


@dataclass(frozen=True)
class Kind:
    """How to make one object: the option with its name, other arguments, an element for each list of objects.

    ``settings`` are the names of two settings of its config where the server takes no others. ``skip`` names options
    with a test of their own, ``fixed`` the only object that there is.
    """

    key: str
    base: Mapping[str, Any] = field(default_factory=dict)
    elements: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    skip: Tuple[str, ...] = ()
    fixed: str = ""
    settings: Tuple[str, str] = ("a", "b")


AUTHZ = {"client_id": "authz"}
LDAP = {
    "vendor": "other",
    "connectionUrl": "ldap://127.0.0.1:1",
    "usersDn": "ou=people",
    "usernameLDAPAttribute": "uid",
    "rdnLDAPAttribute": "uid",
    "uuidLDAPAttribute": "entryUUID",
    "userObjectClasses": "inetOrgPerson",
    "authType": "none",
    "editMode": "READ_ONLY",
}
MAPPER = {"name": "m", "protocol_mapper": "oidc-hardcoded-claim-mapper"}
KINDS = {
    "auth_flow": Kind("alias", {"provider_id": "basic-flow"}, {"executions": {"provider": "auth-cookie"}}),
    "authz_permission": Kind("name", {**AUTHZ, "permission_type": "scope", "scopes": ["s"]}),
    "authz_policy": Kind("name", {**AUTHZ, "policy_type": "regex", "target_claim": "a", "pattern": "b"}),
    "authz_resource": Kind("name", AUTHZ),
    "authz_scope": Kind("name", AUTHZ),
    "authz_settings": Kind("client_id", fixed="authz"),
    "client": Kind("client_id", elements={"protocol_mappers": MAPPER}),
    "client_policy": Kind("name", elements={"conditions": {"condition": "any-client"}}),
    "client_profile": Kind("name", elements={"executors": {"executor": "secure-session"}}),
    "client_registration_policy": Kind(
        "name",
        {
            "provider_id": "trusted-hosts",
            "sub_type": "anonymous",
            "config": {"host-sending-registration-request-must-match": "true", "client-uris-must-match": "true"},
        },
        settings=("trusted-hosts", "client-uris-must-match"),
    ),
    "client_role": Kind("name", {"client_id": "authz"}, {"composites": {"name": "offline_access"}}),
    "client_scope": Kind("name", elements={"protocol_mappers": MAPPER}),
    "client_scope_type": Kind("client_id", fixed="authz"),
    "component": Kind(
        "name",
        {"provider_type": "org.keycloak.keys.KeyProvider", "provider_id": "hmac-generated"},
        settings=("algorithm", "priority"),
    ),
    "default_groups": Kind("realm"),
    "default_roles": Kind("realm", elements={"roles": {"name": "offline_access"}}),
    "events_config": Kind("realm"),
    "group": Kind("name"),
    "identity_provider": Kind(
        "alias",
        {
            "provider_id": "oidc",
            "config": {
                "authorizationUrl": "https://a.example.org",
                "tokenUrl": "https://a.example.org",
                "clientId": "a",
            },
        },
        {"mappers": {"name": "m", "identity_provider_mapper": "hardcoded-attribute-idp-mapper"}},
        skip=("import_from",),
    ),
    "idp_mapper": Kind(
        "name", {"identity_provider": "idp", "identity_provider_mapper": "hardcoded-attribute-idp-mapper"}
    ),
    "localization": Kind("locale", {"texts": {"k": "v"}}, {"overrides": {"key": "k"}}, fixed="de"),
    "organization": Kind("name", {"domains": [{"name": "a.example.org"}]}, {"domains": {"name": "b.example.org"}}),
    "organization_group": Kind("name", {"organization": "acme"}),
    "protocol_mapper": Kind("name", {"client_id": "authz", "protocol_mapper": "oidc-hardcoded-claim-mapper"}),
    "realm": Kind("realm"),
    "realm_key": Kind("name", {"provider_id": "rsa-generated"}, settings=("priority", "enabled")),
    "required_action": Kind("alias", fixed="TERMS_AND_CONDITIONS"),
    "role": Kind("name", elements={"composites": {"name": "offline_access"}}),
    "role_mapping": Kind("username", {"realm_roles": ["offline_access"]}, fixed="ann"),
    "scope_mapping": Kind("client_id", {"realm_roles": ["offline_access"]}, fixed="authz"),
    "user": Kind(
        "username",
        elements={
            "credentials": {"value": "a"},
            "federated_identities": {"identity_provider": "idp", "user_id": "1", "user_name": "n"},
        },
    ),
    "user_federation": Kind(
        "name",
        {"provider_id": "ldap", "config": LDAP},
        {"mappers": {"name": "m", "provider_id": "full-name-ldap-mapper", "config": {"ldap.full.name.attribute": "c"}}},
        settings=("customUserSearchFilter", "vendor"),
    ),
    "user_profile": Kind(
        "realm",
        elements={"attributes": {"name": "odd"}, "groups": {"name": "odd"}},
        skip=("provider_id", "provider_type"),
    ),
    "workflow": Kind(
        "name", {"on": "user_created", "steps": [{"uses": "disable-user"}]}, {"steps": {"uses": "disable-user"}}
    ),
}
# Kinds whose options are names of other objects or say what is done, and those that a plain server does not have.
ELSEWHERE = {
    "authentication_required_actions",
    "client_certificate",
    "client_rolemapping",
    "client_rolescope",
    "client_secret",
    "client_type",
    "clientscope_rolemappings",
    "management_permissions",
    "organization_invitation",
    "realm_rolemapping",
    "user_credential",
    "user_rolemapping",
    "user_verifiable_credential",
}


def resource_of(name: str) -> Tuple[Any, Optional[Callable[..., Any]]]:
    """What the module runs: its kind, and the function that picks another by the arguments."""
    module = importlib.import_module(f"{MODULES}keycloak_{name}")
    called = []
    module.run = lambda *given, **_options: called.append(given)
    module.main()
    (given,) = called
    return given[0], given[1] if len(given) > 1 else None


def test_every_kind_is_swept():
    names = {
        path.stem[len("keycloak_") :]
        for path in (ROOT / "plugins" / "modules").glob("keycloak_*.py")
        if "_edge.module import" in path.read_text()
    }
    assert names == {*KINDS, *ELSEWHERE}


def values_of(spec: Mapping[str, Any], element: Mapping[str, Any]):
    """Odd values of one option; of a list of objects, also each option of an element."""
    kind = spec.get("type", "str")
    if spec.get("choices"):
        yield from (choice for choice in spec["choices"][:2])
    elif kind == "list" and spec.get("elements") in ("dict", "raw"):
        yield from ODD["dicts"]
        if element:
            yield [dict(element)]
        for option, inner in (spec.get("options") or {}).items() if element else ():
            if option not in (*NO_STATE, *list(element)[:1]):
                yield from ([{**element, option: value}] for value in values_of(inner, {}))
    elif kind == "dict" and spec.get("options"):
        for option, inner in spec["options"].items():
            if option not in NO_STATE:
                yield from ({option: value} for value in values_of(inner, {}))
    else:
        yield from ODD["dict" if kind == "raw" else kind]


def cases():
    for name, kind in KINDS.items():
        spec = argument_spec(resource_of(name)[0])
        for option, argument in spec.items():
            left_out = option in (*NO_STATE, *kind.skip) or option.endswith(OFTEN) or option.startswith("new_")
            if not left_out and option != kind.key and (option not in kind.base or option in ("config", "texts")):
                yield name, option, argument


@pytest.fixture(scope="module")
def client(server):
    with client_with(server) as connected:
        yield connected


@pytest.fixture(scope="module")
def place(admin):
    """A realm with what the kinds live in. A realm that is itself swept is another one."""
    name = f"odd-{uuid.uuid4().hex[:8]}"
    authz = {"clientId": "authz", "serviceAccountsEnabled": True, "authorizationServicesEnabled": True}
    body = {
        "realm": name,
        "enabled": True,
        "organizationsEnabled": True,
        "organizations": [{"name": "acme"}],
        "clients": [dict(authz, authorizationSettings={"scopes": [{"name": "s"}]})],
        "identityProviders": [{"alias": "idp", "providerId": "github", "config": {"clientId": "a"}}],
        "users": [{"username": "ann", "enabled": True}],
    }
    admin.post("/admin/realms", body)
    yield name
    admin.delete(f"/admin/realms/{name}")


def run(client, resource, choose, spec, **arguments):
    parsed = ArgumentSpecValidator(spec).validate(arguments)
    if parsed.error_messages:
        raise InputError(" ".join(parsed.error_messages))
    params = parsed.validated_parameters
    before = client.writes
    result = execute(choose(params) if choose else resource, params, False, client)
    return result, client.writes - before


@pytest.mark.parametrize("name", KINDS)
def test_odd_values(client, place, name):
    kind = KINDS[name]
    resource, choose = resource_of(name)
    spec = argument_spec(resource)
    faults, accepted = [], 0
    for number, (_name, option, argument) in enumerate(case for case in cases() if case[0] == name):
        arguments: Dict[str, Any] = {"realm": place, **kind.base}
        if kind.key != "realm":
            arguments[kind.key] = kind.fixed or f"odd{number}"
        for value in values_of(argument, kind.elements.get(option, {})):
            given = value
            if option == "config" and isinstance(value, dict):
                names = dict(zip("ab", kind.settings))
                given = {**kind.base.get(option, {}), **{names.get(name, name): it for name, it in value.items()}}
            try:
                run(client, resource, choose, spec, **{**arguments, option: given})
            except InputError:
                continue
            except KeycloakError as error:
                if error.status >= 500 or not error.message:
                    faults.append(f"{option}={value!r}: {error}")
                continue
            accepted += 1
            result, writes = run(client, resource, choose, spec, **{**arguments, option: given})
            if result.changed or writes:
                faults.append(f"{option}={value!r}: again {', '.join(result.operations)} ({writes} writes)")
    assert accepted, f"nothing was accepted: what KINDS says of {name} is wrong"
    assert not faults, "\n".join([f"{len(faults)} of {name}:", *faults])
