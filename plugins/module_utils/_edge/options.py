# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The connection options: one place for modules and for lookups, with a fallback to the environment for each."""

from __future__ import annotations

import os
import re
from typing import Any, Dict, Mapping, Optional, Sequence, Tuple
from urllib.parse import urlsplit, urlunsplit

from ansible.module_utils.common.parameters import env_fallback

from .._base.errors import InputError
from .._http.auth import Credentials
from .._http.client import Client
from .._http.token_store import TokenStore
from .._http.wire import Wire

AGENT = "realmkit.keycloak/0.1.0"
ALGORITHMS = ("RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "HS256", "HS384", "HS512")

# option: (environment variable, argument spec)
_OPTIONS: Dict[str, Tuple[str, Dict[str, Any]]] = {
    "auth_keycloak_url": ("KEYCLOAK_URL", {"aliases": ["url", "auth_url"], "no_log": False}),
    "auth_realm": ("KEYCLOAK_AUTH_REALM", {"default": "master"}),
    "auth_client_id": ("KEYCLOAK_CLIENT_ID", {"default": "admin-cli"}),
    "auth_client_secret": ("KEYCLOAK_CLIENT_SECRET", {"no_log": True}),
    "auth_username": ("KEYCLOAK_USERNAME", {"aliases": ["username"]}),
    "auth_password": ("KEYCLOAK_PASSWORD", {"no_log": True, "aliases": ["password"]}),
    "auth_one_time_code": ("KEYCLOAK_ONE_TIME_CODE", {"no_log": True, "aliases": ["auth_totp"]}),
    "token": ("KEYCLOAK_TOKEN", {"no_log": True, "aliases": ["auth_token"]}),
    "refresh_token": ("KEYCLOAK_REFRESH_TOKEN", {"no_log": True, "aliases": ["auth_refresh_token"]}),
    "auth_private_key": ("KEYCLOAK_PRIVATE_KEY", {"no_log": True}),
    "auth_private_key_file": ("KEYCLOAK_PRIVATE_KEY_FILE", {"type": "path", "no_log": False}),
    "auth_private_key_passphrase": ("KEYCLOAK_PRIVATE_KEY_PASSPHRASE", {"no_log": True}),
    "auth_private_key_id": ("KEYCLOAK_PRIVATE_KEY_ID", {"no_log": False}),
    "auth_signature_algorithm": ("KEYCLOAK_SIGNATURE_ALGORITHM", {"choices": list(ALGORITHMS)}),
    "auth_client_certificate": ("KEYCLOAK_CLIENT_CERTIFICATE", {"type": "path"}),
    "auth_client_certificate_key": ("KEYCLOAK_CLIENT_CERTIFICATE_KEY", {"type": "path", "no_log": False}),
    "validate_certs": ("KEYCLOAK_VALIDATE_CERTS", {"type": "bool", "default": True}),
    "ca_path": ("KEYCLOAK_CA_PATH", {"type": "path"}),
    "proxy": ("KEYCLOAK_PROXY", {}),
    "connection_timeout": ("KEYCLOAK_CONNECTION_TIMEOUT", {"type": "int", "default": 10}),
    "read_timeout": ("KEYCLOAK_READ_TIMEOUT", {"type": "int", "default": 120}),
    "connection_retries": ("KEYCLOAK_CONNECTION_RETRIES", {"type": "int", "default": 3}),
    "http_agent": ("KEYCLOAK_HTTP_AGENT", {"default": AGENT}),
}

OPTIONS = tuple(_OPTIONS)
REALM = "KEYCLOAK_REALM"
# The argument in which the action plugin hands Ansible's variables to a module, under the names of the environment.
VARIABLES = "_realmkit_variables"
# The argument with the name that a task calls the module by, which may be one that leads to it.
CALLED = "_realmkit_called"
_STRIPPED = ("token", "refresh_token", "auth_one_time_code", "http_agent", "proxy")
_CONSOLE = re.compile(r"/(admin(/.*)?|realms(/.*)?)$")


def connection_spec(own_options: Sequence[str] = ()) -> Dict[str, Any]:
    """The argument spec of the connection. A module names its own options, and their names are then no aliases here."""
    spec = {}
    for name, (variable, option) in _OPTIONS.items():
        spec[name] = {"type": "str", **option, "fallback": (given_fallback, [variable])}
        aliases = [alias for alias in option.get("aliases", ()) if alias not in own_options]
        spec[name].pop("aliases", None)
        if aliases:
            spec[name]["aliases"] = aliases
    return spec


def environment_variable(option: str) -> str:
    return _OPTIONS[option][0]


def variables() -> Dict[str, str]:
    """The names of Ansible's variables for the connection and the realm, and those of the environment."""
    return {name.lower(): name for name in (REALM, *(name for name, _option in _OPTIONS.values()))}


# The values of Ansible's variables for the module that runs now.
GIVEN: Dict[str, Any] = {}


def given_fallback(name: str) -> Any:
    """The value of Ansible's variable of that name, else of the environment's; both are less than an option."""
    return GIVEN[name] if GIVEN.get(name) is not None else env_fallback(name)


def connect(params: Mapping[str, Any], anonymous: bool = False, store: Optional[TokenStore] = None) -> Client:
    """A client for these options, or one that does not log in. With a store it shares its login.

    Sends nothing yet; what is missing or can't be right is an InputError.
    """
    given = {name: params.get(name) for name in OPTIONS}
    for name in _STRIPPED:
        # They come out of files and commands, with a line end.
        value = given[name]
        given[name] = value.strip() if isinstance(value, str) else value
    url = clean_url(given["auth_keycloak_url"] or "")
    credentials = Credentials(anonymous=True) if anonymous else _credentials(given)
    return Client(_wire(url, given), credentials, store=store)


def clean_url(url: str) -> str:
    """The server's base address, or an InputError that says what it should be."""
    url = url.strip()
    if not url:
        raise InputError("No Keycloak server is named: set the option auth_keycloak_url or the variable KEYCLOAK_URL.")
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise InputError("auth_keycloak_url is no valid address: it looks like https://sso.example.org.") from None
    if parts.scheme not in ("http", "https") or not host:
        raise InputError(
            "auth_keycloak_url must begin with http:// or https:// and a host, as in https://sso.example.org."
        )
    if "@" in parts.netloc:
        raise InputError("auth_keycloak_url must not contain credentials: use auth_username and auth_password.")
    base = urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))
    if _CONSOLE.search(base):
        raise InputError(
            f"auth_keycloak_url is the address of a page of Keycloak: use {_CONSOLE.sub('', base)} instead."
        )
    if parts.query or parts.fragment:
        raise InputError(f"auth_keycloak_url must end before ? and #: use {base} instead.")
    return base


def _credentials(given: Mapping[str, Any]) -> Credentials:
    secret, username, password = given["auth_client_secret"], given["auth_username"], given["auth_password"]
    key = _private_key(given)
    certificate = bool(given["auth_client_certificate"])
    if bool(username) != bool(password):
        if not (given["token"] or given["refresh_token"]):
            one, other = ("auth_username", "auth_password") if username else ("auth_password", "auth_username")
            raise InputError(f"{one} needs {other} ({environment_variable(other)}).")
        username = password = None
    if given["auth_client_certificate_key"] and not certificate:
        raise InputError("auth_client_certificate_key needs auth_client_certificate (KEYCLOAK_CLIENT_CERTIFICATE).")
    ways = (given["token"], given["refresh_token"], username, secret, key, certificate)
    if not any(ways):
        raise InputError(
            "No way to log in is set: set auth_username and auth_password (KEYCLOAK_USERNAME, KEYCLOAK_PASSWORD), or "
            "auth_client_id with auth_client_secret (KEYCLOAK_CLIENT_ID, KEYCLOAK_CLIENT_SECRET), "
            "or token (KEYCLOAK_TOKEN)."
        )
    return Credentials(
        realm=given["auth_realm"] or "master",
        client_id=given["auth_client_id"] or "admin-cli",
        client_secret=secret or "",
        username=username or "",
        password=password or "",
        one_time_code=given["auth_one_time_code"] or "",
        token=given["token"] or "",
        refresh_token=given["refresh_token"] or "",
        private_key=key,
        private_key_passphrase=given["auth_private_key_passphrase"] or "",
        key_id=given["auth_private_key_id"] or "",
        algorithm=_algorithm(given["auth_signature_algorithm"], key, secret),
        certificate=certificate,
    )


def _algorithm(algorithm: Optional[str], key: str, secret: Optional[str]) -> str:
    if algorithm and algorithm.startswith("HS") and not secret:
        raise InputError(f"auth_signature_algorithm {algorithm} needs auth_client_secret.")
    if algorithm and not algorithm.startswith("HS") and not key:
        raise InputError(f"auth_signature_algorithm {algorithm} needs auth_private_key or auth_private_key_file.")
    return algorithm or "RS256"


def _private_key(given: Mapping[str, Any]) -> str:
    text, path = given["auth_private_key"] or "", given["auth_private_key_file"]
    if text and path:
        raise InputError("auth_private_key and auth_private_key_file exclude each other.")
    if not path:
        return str(text)
    try:
        with open(os.path.expanduser(path), encoding="utf-8") as file:
            return file.read()
    except (OSError, UnicodeDecodeError):
        raise InputError(f"auth_private_key_file {path} can't be read where the task runs.") from None


def _wire(url: str, given: Mapping[str, Any]) -> Wire:
    for name in ("ca_path", "auth_client_certificate", "auth_client_certificate_key"):
        if given[name] and not os.path.exists(os.path.expanduser(given[name])):
            raise InputError(f"{name} {given[name]} does not exist where the task runs.")
    for name in ("connection_timeout", "read_timeout"):
        if given[name] is not None and given[name] <= 0:
            raise InputError(f"{name} must be more than 0 seconds.")
    certificate, key = given["auth_client_certificate"], given["auth_client_certificate_key"]
    verify = given["validate_certs"] is not False
    defaults = Wire(url)
    return Wire(
        url,
        verify=os.path.expanduser(given["ca_path"]) if verify and given["ca_path"] else verify,
        certificate=(certificate, key) if certificate and key else certificate,
        proxy=given["proxy"] or "",
        connect_timeout=given["connection_timeout"] or defaults.connect_timeout,
        read_timeout=given["read_timeout"] or defaults.read_timeout,
        retries=defaults.retries if given["connection_retries"] is None else max(0, given["connection_retries"]),
        agent=given["http_agent"] or AGENT,
    )
