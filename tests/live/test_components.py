# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Components: keys of a realm, client registration policies, and any other type."""

from __future__ import annotations

import subprocess

import pytest
from connecting import realm_of
from kinds import converge, task
from needs import needs

from ansible_collections.realmkit.keycloak.plugins.module_utils._base.errors import InputError
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.client_registration_policy import (
    CLIENT_REGISTRATION_POLICY as POLICY,
)
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.component import COMPONENT
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.realm_key import REALM_KEY as KEY
from ansible_collections.realmkit.keycloak.plugins.module_utils._kinds.user_federation import USER_FEDERATION
from ansible_collections.realmkit.keycloak.plugins.module_utils._secrets.show import shown

NAME = "Größe a/%+&?# 😀 B"
MAPPER = "org.keycloak.storage.ldap.mappers.LDAPStorageMapper"
LDAP = {
    "vendor": "other",
    "connectionUrl": "ldap://127.0.0.1:1",
    "usersDn": "ou=people",
    "authType": "simple",
    "bindDn": "cn=admin",
    "bindCredential": "first",
    "editMode": "READ_ONLY",
    "usernameLDAPAttribute": "uid",
    "rdnLDAPAttribute": "uid",
    "uuidLDAPAttribute": "entryUUID",
    "userObjectClasses": "inetOrgPerson",
}


def held(admin, realm, name):
    return [item for item in admin.get(f"/admin/realms/{realm}/components") if item.get("name") == name]


def active(admin, realm, algorithm="RS256"):
    return admin.get(f"/admin/realms/{realm}/keys")["active"][algorithm]


def pair(directory):
    """A new private key and its certificate, as PEM."""
    files = [str(directory / name) for name in ("key.pem", "certificate.pem")]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=x"]
    subprocess.run([*command, "-keyout", files[0], "-out", files[1]], check=True, capture_output=True)
    return [(directory / name).read_text() for name in ("key.pem", "certificate.pem")]


def test_keys_of_a_realm(server, admin, realm):
    old = active(admin, realm)
    converge(
        server, KEY, realm=realm, name=NAME, provider_id="rsa-generated", config={"priority": 200, "key_size": 2048}
    )
    new = active(admin, realm)
    assert new != old
    converge(server, KEY, realm=realm, name=NAME, config={"active": False})
    assert active(admin, realm) == old
    assert held(admin, realm, NAME)[0]["config"] == {"priority": ["200"], "keySize": ["2048"], "active": ["false"]}
    with pytest.raises(InputError, match="provider_id of realm key '.*' can't be changed"):
        task(server, KEY, realm=realm, name=NAME, provider_id="rsa")
    converge(server, KEY, realm=realm, name=NAME, state="absent")
    with pytest.raises(InputError, match="Realm key 'rsa-generated' is the only one of its kind"):
        task(server, KEY, realm=realm, name="rsa-generated", state="absent")
    assert active(admin, realm) == old


def test_a_key_of_ones_own_changed_alone(server, admin, realm, tmp_path):
    key, certificate = pair(tmp_path)
    config = {"private_key": key, "certificate": certificate, "priority": 300}
    converge(server, KEY, realm=realm, name="own", config=config)
    first = active(admin, realm)
    converge(server, KEY, realm=realm, name="own", config={"priority": 301})
    # The mask that the server shows in place of the key did not become the key.
    assert active(admin, realm) == first
    key, certificate = pair(tmp_path)
    config = {"privateKey": key, "certificate": certificate}
    run = converge(server, KEY, realm=realm, name="own", config=config)
    assert run.changed and key not in str(shown(run.result.before, run.result.after))
    assert active(admin, realm) != first
    assert task(server, KEY, realm=realm, name="own", config=config, update_secret="always").changed
    assert task(server, KEY, realm=realm, name="own", config=config, update_password="always").changed
    other = dict(config, privateKey=pair(tmp_path)[0])
    assert not task(server, KEY, realm=realm, name="own", config=other, update_password="on_create").changed


def test_client_registration_policies(server, admin, realm):
    name = "Max Clients Limit"
    converge(server, POLICY, realm=realm, name=name, sub_type="anonymous", config={"max-clients": 10})
    converge(
        server,
        POLICY,
        realm=realm,
        name=name,
        sub_type="authenticated",
        provider_id="max-clients",
        config={"max-clients": "7"},
    )
    assert {it["subType"]: it["config"]["max-clients"] for it in held(admin, realm, name)} == {
        "anonymous": ["10"],
        "authenticated": ["7"],
    }
    converge(server, POLICY, realm=realm, name=name, sub_type="authenticated", state="absent")
    assert [it["subType"] for it in held(admin, realm, name)] == ["anonymous"]
    with pytest.raises(InputError, match="no client registration policy provider 'max-client'.*max-clients"):
        task(server, POLICY, realm=realm, name=NAME, sub_type="anonymous", provider_id="max-client")


def test_a_component_of_a_realm_to_come(server):
    told = task(server, COMPONENT, True, realm="to come", name="c", provider_type="x")
    assert told.changed and "There is no realm" in told.result.warnings[0]


def test_components_of_a_realm_and_of_another(server, admin, realm):
    storage = {"provider_type": "org.keycloak.storage.UserStorageProvider", "provider_id": "ldap"}
    converge(server, COMPONENT, parent_id=realm, name=NAME, config=LDAP, **storage)
    mapper = {"provider_type": MAPPER, "provider_id": "full-name-ldap-mapper"}
    settings = {"ldap.full.name.attribute": "cn", "read.only": True, "write.only": False}
    converge(server, COMPONENT, realm=realm, parent_id=NAME, name="full", config=settings, **mapper)
    (ldap,), (full,) = held(admin, realm, NAME), held(admin, realm, "full")
    assert full["parentId"] == ldap["id"]
    changed = {"bindCredential": "second"}
    assert converge(server, COMPONENT, realm=realm, name=NAME, config=changed, **storage).changed
    assert task(server, COMPONENT, realm=realm, name=NAME, config=changed, update_secret="always", **storage).changed
    with pytest.raises(InputError, match="no component 'x' in realm"):
        task(server, COMPONENT, realm=realm, parent_id="x", name="full", config=settings, **mapper)
    converge(server, COMPONENT, realm=realm, parent_id=NAME, name="full", provider_type=MAPPER, state="absent")
    converge(server, COMPONENT, realm=realm, name=NAME, state="absent", **storage)
    assert held(admin, realm, NAME) == held(admin, realm, "full") == []


@pytest.mark.parametrize("nothing", [None, [], "", [""]])
def test_settings_that_are_removed(server, admin, realm, nothing):
    """The server keeps a setting that a request leaves out."""
    hosts = {"name": "Trusted Hosts", "sub_type": "anonymous"}
    converge(server, POLICY, realm=realm, **hosts, config={"trusted-hosts": ["a.example.org", "b.example.org"]})
    converge(server, POLICY, realm=realm, **hosts, config={"trusted-hosts": nothing})
    (anonymous,) = [it for it in held(admin, realm, "Trusted Hosts") if it["subType"] == "anonymous"]
    assert "trusted-hosts" not in anonymous["config"]

    key = {"name": f"key {nothing}", "provider_id": "rsa-generated"}
    converge(server, KEY, realm=realm, **key, config={"keySize": 2048, "priority": 3})
    converge(server, KEY, realm=realm, **key, config={"key_size": nothing})
    assert held(admin, realm, key["name"])[0]["config"] == {"priority": ["3"]}

    ldap = {"name": f"ldap {nothing}", "provider_id": "ldap"}
    named = {"name": "m", "provider_id": "user-attribute-ldap-mapper"}
    settings = {"user.model.attribute": "a", "ldap.attribute": "b", "attribute.default.value": "c"}
    searched = dict(LDAP, customUserSearchFilter="(uid=*)")
    converge(server, USER_FEDERATION, realm=realm, **ldap, config=searched, mappers=[dict(named, config=settings)])
    mappers = [dict(named, config={"attribute.default.value": nothing})]
    converge(server, USER_FEDERATION, realm=realm, **ldap, config={"customUserSearchFilter": nothing}, mappers=mappers)
    assert "customUserSearchFilter" not in held(admin, realm, ldap["name"])[0]["config"]
    parent = held(admin, realm, ldap["name"])[0]["id"]
    (mapper,) = [it for it in held(admin, realm, "m") if it["parentId"] == parent]
    assert mapper["config"] == {"user.model.attribute": ["a"], "ldap.attribute": ["b"]}

    storage = {"provider_type": "org.keycloak.storage.UserStorageProvider", "name": ldap["name"]}
    converge(server, COMPONENT, realm=realm, **storage, config={"bindDn": nothing})
    assert "bindDn" not in held(admin, realm, ldap["name"])[0]["config"]


@pytest.mark.parametrize(
    ("provider", "config", "stored"),
    [
        ("ecdsa-generated", {"algorithm": "ES384", "elliptic_curve": "P-384"}, {"ecdsaEllipticCurveKey": ["P-384"]}),
        ("ecdsa-generated", {"algorithm": "ES512"}, {"ecdsaEllipticCurveKey": ["P-521"]}),
        pytest.param(
            "ecdh-generated",
            {"algorithm": "ECDH-ES+A128KW", "elliptic_curve": "P-521"},
            {"ecdhAlgorithm": ["ECDH-ES+A128KW"], "ecdhEllipticCurveKey": ["P-521"]},
            marks=needs("keys for ECDH"),
        ),
        ("eddsa-generated", {"algorithm": "EdDSA", "ellipticCurve": "Ed448"}, {"eddsaEllipticCurveKey": ["Ed448"]}),
        ("aes-generated", {"algorithm": "AES", "secret_size": 32}, {"secretSize": ["32"]}),
    ],
)
def test_a_curve_under_the_name_that_its_provider_has(server, admin, realm, provider, config, stored):
    name = f"{provider} {config}"
    converge(server, KEY, realm=realm, name=name, provider_id=provider, config=config)
    config_held = held(admin, realm, name)[0]["config"]
    assert {key: config_held[key] for key in stored} == stored
    # Nothing signs or encrypts with it.
    if provider != "aes-generated":
        converge(server, KEY, realm=realm, name=name, state="absent")
        assert held(admin, realm, name) == []


def test_settings_that_a_provider_of_keys_lacks(server, admin, realm):
    for provider, config, sentence in (
        ("aes-generated", {"algorithm": "RS256"}, "'algorithm', which is no setting of the provider aes-generated"),
        ("rsa-generated", {"key_siez": 2048}, "'keySiez', which is no setting.*Similar ones: keySize"),
        (
            "ecdsa-generated",
            {"algorithm": "ES256", "elliptic_curve": "P-384"},
            "ES256 does not go with the curve P-384",
        ),
    ):
        with pytest.raises(InputError, match=sentence):
            task(server, KEY, realm=realm, name="never", provider_id=provider, config=config)
    assert held(admin, realm, "never") == []


def test_a_key_that_the_realm_signs_with_stays(server, admin):
    with realm_of(server, defaultSignatureAlgorithm="ES256") as own:
        converge(server, KEY, realm=own, name="signs", provider_id="ecdsa-generated", config={"priority": 1})
        with pytest.raises(InputError, match="Realm key 'signs' is the only one of its kind"):
            task(server, KEY, realm=own, name="signs", state="absent")
        assert held(admin, own, "signs")


@pytest.mark.parametrize("kind", [KEY, COMPONENT], ids=lambda kind: kind.name)
def test_a_certificate_that_the_server_makes(server, admin, realm, tmp_path, kind):
    arguments = {"realm": realm, "name": "certified", "provider_id": "rsa"}
    if kind is COMPONENT:
        arguments.update(name="certified too", provider_type="org.keycloak.keys.KeyProvider")
    config = {"privateKey": pair(tmp_path)[0], "certificate": "", "priority": 35}
    converge(server, kind, **arguments, config=config)
    first = held(admin, realm, arguments["name"])[0]["config"]["certificate"]
    for certificate in ({"certificate": ""}, {}):
        config = {"privateKey": pair(tmp_path)[0], **certificate}
        converge(server, kind, **arguments, config=config)
        second = held(admin, realm, arguments["name"])[0]["config"]["certificate"]
        assert second != first
        first = second
