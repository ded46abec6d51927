# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each option of each kind with odd values: the second run is idle, or the first is refused with a sentence.

The options come from the argument spec of a kind. ``KINDS`` says how to make one object of it.
"""

from __future__ import annotations

import importlib
import uuid
from dataclasses import dataclass, field
from typing import Any, Callable, Mapping, Optional, Tuple
from unittest import mock

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from conftest import ROOT
from connecting import client_with
from needs import for_server, has, needs

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
    "auth_flow": Kind(
        "alias", {"provider_id": "basic-flow"}, {"executions": {"provider": "auth-cookie", "requirement": "REQUIRED"}}
    ),
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
    "organization": Kind("name", elements={"domains": {"name": "b.example.org"}}),
    "organization_group": Kind("name", {"organization": "acme"}),
    "protocol_mapper": Kind("name", {"client_id": "authz", "protocol_mapper": "oidc-hardcoded-claim-mapper"}),
    "realm": Kind("realm"),
    "realm_key": Kind("name", {"provider_id": "rsa-generated"}, settings=("priority", "enabled")),
    "realm_localization": Kind("locale", elements={"overrides": {"key": "k"}}, fixed="de"),
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
# What some kinds need of the server.
NEEDS = {
    "organization": "organizations without domains",
    "organization_group": "groups of organizations",
    "workflow": "workflows",
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
    with mock.patch.object(module, "run", lambda *given, **_options: called.append(given)):
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


def cases_of(name):
    kind = KINDS[name]
    for option, argument in argument_spec(resource_of(name)[0]).items():
        if option == "protocol" and not has("a refusal of unknown protocols"):
            # The server fails with a 500.
            continue
        left_out = option in (*NO_STATE, *kind.skip) or option.endswith(OFTEN) or option.startswith("new_")
        if not left_out and option != kind.key and (option not in kind.base or option in ("config", "texts")):
            yield name, option, argument


@pytest.fixture(scope="module")
def client(server):
    with client_with(server) as connected:
        yield connected


@pytest.fixture(scope="module")
def place(admin):
    """A realm with what the kinds live in, and another one that is itself swept."""
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
    admin.post("/admin/realms", for_server(body))
    admin.post("/admin/realms", {"realm": f"{name}-swept"})
    yield name
    for realm in (name, f"{name}-swept"):
        admin.remove_realm(realm)


def run(client, resource, choose, spec, **arguments):
    parsed = ArgumentSpecValidator(spec).validate(arguments)
    if parsed.error_messages:
        raise InputError(" ".join(parsed.error_messages))
    params = parsed.validated_parameters
    before = client.writes
    result = execute(choose(params) if choose else resource, params, False, client)
    return result, client.writes - before


def given(kind, option, value):
    """The value of an option; settings are named as the provider's own, beside those that it needs."""
    if option != "config" or not isinstance(value, dict):
        return value
    names = dict(zip("ab", kind.settings))
    return {**kind.base.get(option, {}), **{names.get(name, name): it for name, it in value.items()}}


class Sweep:
    """One kind on one server: what was accepted, and what was not idle in the second run."""

    def __init__(self, client, place, name):
        self.kind, self.client = KINDS[name], client
        self.resource, self.choose = resource_of(name)
        self.spec = argument_spec(self.resource)
        self.base = {"realm": f"{place}-swept" if name == "realm" else place, **self.kind.base}
        self.accepted, self.faults = 0, []

    def twice(self, name, options):
        """Both runs with these options; what is wrong, None for a refusal with a sentence."""
        arguments = {**self.base, **{option: given(self.kind, option, value) for option, value in options.items()}}
        if self.kind.key != "realm":
            arguments[self.kind.key] = self.kind.fixed or name
        try:
            run(self.client, self.resource, self.choose, self.spec, **arguments)
        except InputError:
            return None
        except KeycloakError as error:
            return str(error) if error.status >= 500 or not error.message else None
        self.accepted += 1
        result, writes = run(self.client, self.resource, self.choose, self.spec, **arguments)
        return f"again {', '.join(result.operations)} ({writes} writes)" if result.changed or writes else ""

    def all(self, name, cases):
        """Many options at once; what is refused or not idle in halves, down to the one option."""
        if cases:
            wrong = self.twice(name, dict(cases))
            if wrong and len(cases) == 1:
                self.faults.append(f"{cases[0][0]}={cases[0][1]!r}: {wrong}")
            elif wrong != "" and len(cases) > 1:
                half = len(cases) // 2
                self.all(f"{name}a", cases[:half])
                self.all(f"{name}b", cases[half:])


@pytest.mark.parametrize("name", [pytest.param(it, marks=needs(NEEDS[it])) if it in NEEDS else it for it in KINDS])
def test_odd_values(client, place, name):
    sweep = Sweep(client, place, name)
    values = {
        option: list(values_of(argument, sweep.kind.elements.get(option, {})))
        for _name, option, argument in cases_of(name)
    }
    for number in range(max(map(len, values.values()), default=0)):
        # Components of one type have names of their own, whichever kind they are of.
        cases = [(option, them[number]) for option, them in values.items() if number < len(them)]
        sweep.all(f"odd{number}" + name.replace("_", ""), cases)
    assert sweep.accepted, f"nothing was accepted: what KINDS says of {name} is wrong"
    assert not sweep.faults, "\n".join([f"{len(sweep.faults)} of {name}:", *sweep.faults])
