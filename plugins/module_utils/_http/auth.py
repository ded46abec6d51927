# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ways to get a token, to renew it and to give it back."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import threading
import time
import uuid
from dataclasses import asdict, dataclass
from typing import Any, Dict, List, Optional
from urllib.parse import quote

from .._base.errors import InputError
from .errors import KeycloakError, message_of
from .foreign import foreign
from .token_store import TokenStore
from .wire import Http, Reply, Wire

_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_LOGOUT_PATIENCE = 5


@dataclass(frozen=True)
class Credentials:
    """What the user gave to log in with."""

    realm: str = "master"
    client_id: str = "admin-cli"
    client_secret: str = ""
    username: str = ""
    password: str = ""
    one_time_code: str = ""
    token: str = ""
    refresh_token: str = ""
    private_key: str = ""
    private_key_passphrase: str = ""
    key_id: str = ""
    algorithm: str = "RS256"
    certificate: bool = False  # the client proves itself by the certificate of the connection
    anonymous: bool = False  # nobody logs in: for public information of the server

    @property
    def service_account(self) -> bool:
        return not self.username and bool(self.client_secret or self.private_key or self.certificate)

    @property
    def can_log_in(self) -> bool:
        """Whether another login is possible once a token is of no use any more."""
        return bool(self.username) or self.service_account

    @property
    def login(self) -> List[str]:
        """All that a login is made with, but the code that is good for one."""
        key = (self.private_key, self.private_key_passphrase, self.key_id, self.algorithm, str(self.certificate))
        return [self.realm, self.client_id, self.client_secret, self.username, self.password, *key]

    @property
    def secrets(self) -> list[str]:
        given = (self.client_secret, self.password, self.one_time_code, self.token, self.refresh_token)
        return [secret for secret in (*given, self.private_key, self.private_key_passphrase) if secret]


@dataclass(frozen=True)
class _Grant:
    token: str
    refresh_token: str = ""
    renew_at: float = float("inf")
    ours: bool = False  # a session that this process opened, and so ends


class Auth:
    """One login, shared by all threads of the process, and with a store by all processes of a run.

    Nothing is sent before the first token is asked for.
    """

    def __init__(self, http: Http, credentials: Credentials, store: Optional[TokenStore] = None) -> None:
        self._http = http
        self._credentials = credentials
        own = credentials.token or credentials.refresh_token or credentials.anonymous
        self._store = store if credentials.can_log_in and not own else None
        self._lock = threading.Lock()
        self._grant: Optional[_Grant] = None
        self._kept = False
        self._base = f"/realms/{quote(credentials.realm, safe='')}/protocol/openid-connect/"

    @property
    def realm(self) -> str:
        return self._credentials.realm

    @property
    def secrets(self) -> list[str]:
        grant = self._grant
        return self._credentials.secrets + ([grant.token, grant.refresh_token] if grant else [])

    def token(self) -> str:
        with self._lock:
            if self._grant is None or time.monotonic() >= self._grant.renew_at:
                self._grant = self._next(self._grant)
            return self._grant.token

    def renew(self, refused: str) -> bool:
        """A new token in place of one that the server refused; False when there is no way to get one."""
        with self._lock:
            if self._grant is not None and self._grant.token == refused:
                if not (self._grant.refresh_token or self._credentials.can_log_in):
                    return False
                self._grant = self._next(self._grant)
            return True

    def renew_roles(self) -> None:
        """A new token, since the account has further roles. In silence: without one the old token stays."""
        with self._lock:
            if self._grant is not None and (self._grant.refresh_token or self._credentials.can_log_in):
                with contextlib.suppress(KeycloakError, InputError):
                    self._grant = self._next(self._grant)

    @property
    def identity(self) -> Dict[str, str]:
        """Who we are. Lightweight tokens, admin-cli's default since Keycloak 26, name no user: then the option does."""
        claims = claims_of(self.token())
        issuer = str(claims.get("iss", ""))
        return {
            "realm": issuer.rpartition("/realms/")[2] or self._credentials.realm,
            "subject": str(claims.get("sub", "")),
            "username": str(claims.get("preferred_username", "") or self._credentials.username),
            "client_id": str(claims.get("azp", "") or self._credentials.client_id),
        }

    def close(self) -> None:
        """End the session that we opened. In silence: the work is done and its result stands."""
        with self._lock:
            grant, self._grant = self._grant, None
        if grant is None or self._kept or self._store or not grant.ours or not grant.refresh_token:
            return
        try:
            form = {**self._client_fields(), "refresh_token": grant.refresh_token}
            self._http.request("POST", self._base + "logout", False, patience=_LOGOUT_PATIENCE, data=form)
        except (KeycloakError, InputError):
            pass  # the session then ends by its own time-out

    def keep(self) -> None:
        """Leave the session open for who was given the token; it ends by its own time-out."""
        with self._lock:
            self._kept = True
            if self._store:
                # The run's own session ends with the run.
                self._store = self._grant = None

    def _next(self, old: Optional[_Grant]) -> _Grant:
        """A token in place of the old one: that of another process if it has renewed it, else a new one."""
        if self._store is None:
            return self._renewed(old) if old else self._first()
        wire = self._http.wire
        with self._store.locked([wire.url, str(wire.certificate), *self._credentials.login]) as kept:
            found = kept.load()
            other = _Grant(found["token"], found["refresh_token"], found["renew_at"], True) if found else None
            if other and (old is None or other.token != old.token) and time.monotonic() < other.renew_at:
                return other
            last = other or old
            grant = self._renewed(last) if last else self._first()
            kept.save({**asdict(grant), "end": self._end()})
            return grant

    def _end(self) -> Optional[Dict[str, Any]]:
        """What ends the session, unless that takes a secret: the store keeps none."""
        given, wire = self._credentials, self._http.wire
        if given.service_account or given.client_secret or given.private_key or "@" in wire.proxy:
            return None
        return {"wire": asdict(wire), "path": f"{self._base}logout", "client_id": given.client_id}

    def _first(self) -> _Grant:
        given = self._credentials
        if given.anonymous:
            return _Grant("")
        if given.token:
            return _Grant(given.token, given.refresh_token)
        if given.refresh_token:
            return self._refreshed(_Grant("", given.refresh_token))
        return self._logged_in()

    def _renewed(self, old: _Grant) -> _Grant:
        if old.refresh_token:
            try:
                return self._refreshed(old)
            except KeycloakError as error:
                if not self._credentials.can_log_in or error.status not in (400, 401):
                    raise
        return self._logged_in()

    def _refreshed(self, old: _Grant) -> _Grant:
        form = {"grant_type": "refresh_token", "refresh_token": old.refresh_token}
        try:
            return self._ask(form, ours=old.ours, previous=old.refresh_token)
        except KeycloakError:
            if old.ours or not self._credentials.can_log_in:
                raise
            return self._logged_in()

    def _logged_in(self) -> _Grant:
        given = self._credentials
        if given.service_account:
            return self._ask({"grant_type": "client_credentials"}, ours=True)
        form = {"grant_type": "password", "username": given.username, "password": given.password}
        if given.one_time_code:
            form["totp"] = given.one_time_code
        return self._ask(form, ours=True)

    def _ask(self, form: Dict[str, str], ours: bool, previous: str = "") -> _Grant:
        # A one-time code is spent by the first try, whatever became of its answer.
        repeatable = "totp" not in form
        path = self._base + "token"
        reply = self._http.request("POST", path, repeatable, data={**self._client_fields(), **form})
        data = _json(reply)
        if reply.status != 200 or not data.get("access_token"):
            raise self._refused(path, reply, data)
        lifetime = float(data.get("expires_in") or "inf")
        return _Grant(
            token=str(data["access_token"]),
            refresh_token=str(data.get("refresh_token") or previous),
            renew_at=time.monotonic() + lifetime - min(10.0, lifetime / 4),
            ours=ours,
        )

    def _client_fields(self) -> Dict[str, str]:
        given = self._credentials
        fields = {"client_id": given.client_id}
        if given.private_key or (given.client_secret and given.algorithm.startswith("HS")):
            fields["client_assertion_type"] = _ASSERTION
            fields["client_assertion"] = self._assertion()
        elif given.client_secret:
            fields["client_secret"] = given.client_secret
        return fields

    def _assertion(self) -> str:
        given = self._credentials
        now = int(time.time())
        # The realm's address as audience is what Keycloak accepts in every version; one use, one minute.
        claims = {
            "iss": given.client_id,
            "sub": given.client_id,
            "aud": f"{self._http.wire.url}/realms/{quote(given.realm, safe='')}",
            "jti": str(uuid.uuid4()),
            "iat": now,
            "exp": now + 60,
        }
        return signed_jwt(claims, given)

    def _refused(self, path: str, reply: Reply, data: Dict[str, Any]) -> KeycloakError:
        given = self._credentials
        who = f"client {given.client_id}" if given.service_account else given.username or "the given refresh token"
        strange = foreign(reply, self._http.wire.url)
        if strange:
            message, hint = strange
        elif not data:
            message = "an answer that is not from Keycloak"
            hint = "check the address in auth_keycloak_url: a server with a base path needs it there, such as /auth"
        else:
            message = message_of(data, reply.status)
            hint = _log_in_hint(message, str(data.get("error", "")), given)
        return KeycloakError("POST", path, reply.status, message, hint, f"Login of {who} to the realm {given.realm}")


def end_sessions(store: TokenStore) -> None:
    """End the sessions of a run, as far as that takes no secret. Those that are left end by their own time-out."""
    for grant in store.all():
        end = grant["end"]
        if not end or not grant["refresh_token"]:
            continue
        certificate = end["wire"]["certificate"]
        pair = isinstance(certificate, list)
        wire = Wire(**{**end["wire"], "certificate": tuple(certificate) if pair else certificate})
        http = Http(wire, connections=1)
        form = {"client_id": end["client_id"], "refresh_token": grant["refresh_token"]}
        try:
            http.request("POST", end["path"], False, patience=_LOGOUT_PATIENCE, data=form)
        except (KeycloakError, InputError):
            pass
        finally:
            http.close()


def _log_in_hint(message: str, code: str, given: Credentials) -> str:
    if message == "Unable to find matching target resource method":
        return "check the address in auth_keycloak_url: a server with a base path needs it there, such as /auth"
    if message == "Realm does not exist":
        return "check auth_realm, the realm of the account, often master"
    if message.startswith("Invalid user credentials"):
        if given.one_time_code:
            return (
                "check auth_username and auth_password, and note that each auth_one_time_code is good for one login "
                "and half a minute"
            )
        return "check auth_username and auth_password, and set auth_one_time_code where the account must use one"
    if message == "Account disabled":
        return "enable the account, or wait when brute-force detection locked it"
    if message == "Account is not fully set up":
        return "the account has required actions left, such as a new password: log in to the console once"
    if "direct access grants" in message:
        return f"switch on direct access grants of the client {given.client_id}, or log in another way"
    if "service account" in message:
        return f"switch on the service account of the client {given.client_id}"
    if given.service_account and ("Token is not active" in message or "issued in the future" in message):
        return "the clock where the task runs and that of the server differ: the signed JWT is good for a minute"
    if "refresh token" in message or message in ("Token is not active", "Session not active"):
        return "the refresh token is expired or of another client or realm: get a new one"
    if code in ("invalid_client", "unauthorized_client"):
        return "check auth_client_id and its secret, certificate or key, and that the client is enabled in auth_realm"
    if "HTTPS required" in message:
        return "use an https:// address in auth_keycloak_url"
    return "check the connection options"


def claims_of(token: str) -> Dict[str, Any]:
    """What a token says about itself; nothing for an opaque one."""
    try:
        payload = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (IndexError, ValueError):
        return {}
    return claims if isinstance(claims, dict) else {}


def signed_jwt(claims: Dict[str, Any], given: Credentials) -> str:
    header = {"alg": given.algorithm, "typ": "JWT"}
    if given.key_id:
        header["kid"] = given.key_id
    signed = f"{_encoded(json.dumps(header).encode())}.{_encoded(json.dumps(claims).encode())}"
    return f"{signed}.{_encoded(_signature(signed.encode(), given))}"


def _signature(data: bytes, given: Credentials) -> bytes:
    bits = given.algorithm[2:]
    if given.algorithm.startswith("HS"):
        return hmac.new(given.client_secret.encode(), data, getattr(hashlib, f"sha{bits}")).digest()
    try:
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
        from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
    except ImportError:
        raise InputError(
            "Login by auth_private_key needs the Python library cryptography where the task runs."
        ) from None
    passphrase = given.private_key_passphrase.encode() or None
    try:
        key = serialization.load_pem_private_key(given.private_key.encode(), passphrase)
    except (TypeError, ValueError):
        raise InputError(
            "auth_private_key is not a private key in PEM form, or auth_private_key_passphrase is wrong."
        ) from None
    digest = getattr(hashes, f"SHA{bits}")()
    if given.algorithm.startswith("RS") and isinstance(key, rsa.RSAPrivateKey):
        return bytes(key.sign(data, padding.PKCS1v15(), digest))
    if given.algorithm.startswith("ES") and isinstance(key, ec.EllipticCurvePrivateKey):
        size = (key.curve.key_size + 7) // 8
        r, s = decode_dss_signature(key.sign(data, ec.ECDSA(digest)))
        return bytes(r.to_bytes(size, "big") + s.to_bytes(size, "big"))
    raise InputError(f"auth_private_key is not a key for {given.algorithm}: set auth_signature_algorithm.")


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _json(reply: Reply) -> Dict[str, Any]:
    try:
        data = json.loads(reply.content)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}
