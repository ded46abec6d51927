# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTTP below everything: one keep-alive session, time-outs, retries of what is safe to repeat, plain sentences for
what goes wrong on the way. Knows neither Ansible nor tokens."""

from __future__ import annotations

import random
import re
import time
import traceback
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Callable, Dict, Iterator, Optional, Tuple, Union

from .errors import KeycloakError

try:
    import requests
    from requests.adapters import HTTPAdapter
    from requests.auth import AuthBase
except ImportError:
    AuthBase = object  # type: ignore[assignment,misc]
    REQUESTS_IMPORT_ERROR: Optional[str] = traceback.format_exc()
else:
    REQUESTS_IMPORT_ERROR = None


_LONGEST_WAIT = 30.0
_BUSY = (429, 503)
_PASSING = (429, 502, 503, 504)


@dataclass(frozen=True)
class Wire:
    """How the server is reached."""

    url: str
    verify: Union[bool, str] = True
    certificate: Union[None, str, Tuple[str, str]] = None
    proxy: str = ""
    connect_timeout: float = 10
    read_timeout: float = 120
    retries: int = 3
    retry_delay: float = 0.5
    agent: str = "realmkit.keycloak"


class Bearer(AuthBase):
    """Puts the token on the request. As an auth object, because a .netrc overrides a plain Authorization header."""

    def __init__(self, token: str) -> None:
        self.token = token

    def __call__(self, request: Any) -> Any:
        if self.token:
            request.headers["Authorization"] = f"Bearer {self.token}"
        return request


@dataclass(frozen=True)
class Reply:
    """An answer as it came; ``repeated`` when an earlier try may have reached the server without an answer."""

    status: int
    content: bytes
    content_type: str
    location: str
    charset: str
    repeated: bool
    cookies: Dict[str, str] = field(default_factory=dict)


class Http:
    def __init__(self, wire: Wire, connections: int = 4, sleep: Callable[[float], None] = time.sleep) -> None:
        self.wire = wire
        self._sleep = sleep
        self._session = requests.Session()
        self._session.trust_env = False
        # No cookies: the admin API needs none, and without them the session can serve several threads.
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = HTTPAdapter(pool_connections=1, pool_maxsize=connections)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)
        self._settings: Optional[Dict[str, Any]] = None

    def close(self) -> None:
        self._session.close()

    def request(
        self,
        method: str,
        path: str,
        repeatable: bool,
        token: str = "",
        patience: float = 0,
        harmless: bool = False,
        **content: Any,
    ) -> Reply:
        """Send, and send again while that is safe and the failure may pass. Any answer with a status is returned.

        ``patience`` is for what is not worth waiting for: one try of that many seconds.
        ``harmless`` says that it changes nothing, or nothing more when it is sent again: an internal error may pass.
        """
        delays = iter(()) if patience else self._delays()
        timeout = (patience, patience) if patience else (self.wire.connect_timeout, self.wire.read_timeout)
        lost = False
        while True:
            try:
                answer = self._send(method, path, token, timeout, content)
            except ValueError as error:
                # An address or a header that can't be used, in errors of requests, of urllib3 and of Python itself.
                raise KeycloakError(method, path, 0, *_explain_unsent(error)) from None
            except requests.RequestException as error:
                reached = _may_have_reached(error)
                delay = next(delays, None) if _may_pass(error) and (repeatable or not reached) else None
                if delay is None:
                    raise self._failure(method, path, error, reached and not repeatable) from None
                lost = lost or reached
                self._sleep(delay)
                continue
            delay = self._delay_after(answer, repeatable, delays, harmless)
            if delay is None:
                return _reply(answer, lost)
            lost = lost or answer.status_code not in _BUSY
            self._sleep(delay)

    def _send(
        self, method: str, path: str, token: str, timeout: Tuple[float, float], content: dict[str, Any]
    ) -> requests.Response:
        headers = {"User-Agent": self.wire.agent, "Accept": "application/json, */*;q=0.5"}
        headers.update(content.get("headers") or {})
        answer = self._session.request(
            method,
            self.wire.url + path,
            headers=headers,
            auth=Bearer(token),
            timeout=timeout,
            allow_redirects=False,
            **self._of_environment(),
            **{name: value for name, value in content.items() if name != "headers"},
        )
        _refuse_truncated(answer)
        return answer

    def _of_environment(self) -> Dict[str, Any]:
        """Proxies and certificates as environment and options say: requests would look them up for each request."""
        if self._settings is None:
            proxies = {"http": self.wire.proxy, "https": self.wire.proxy} if self.wire.proxy else None
            with requests.Session() as trusting:
                self._settings = dict(
                    trusting.merge_environment_settings(
                        self.wire.url, proxies, False, self.wire.verify, self.wire.certificate
                    )
                )
        return self._settings

    def _delays(self) -> Iterator[float]:
        for attempt in range(self.wire.retries):
            yield self.wire.retry_delay * 2**attempt * random.uniform(0.75, 1.25)

    def _delay_after(
        self, answer: requests.Response, repeatable: bool, delays: Iterator[float], harmless: bool
    ) -> Optional[float]:
        """How long to wait before the next try, or None when this answer stands."""
        # Under load an export fails with 500 now and then (26.7).
        if answer.status_code not in _PASSING and not (harmless and answer.status_code == 500):
            return None
        asked = _retry_after(answer.headers.get("Retry-After", ""))
        # 429, and 503 with a time to come back, say that nothing was done; the others leave it open.
        undone = answer.status_code == 429 or (answer.status_code == 503 and asked is not None)
        delay = next(delays, None) if repeatable or undone else None
        return None if delay is None else min(max(delay, asked or 0), _LONGEST_WAIT)

    def _failure(self, method: str, path: str, error: requests.RequestException, unsure: bool) -> KeycloakError:
        message, hint = self._explain(error)
        if unsure:
            hint = f"whether the server did it is not known, so it was not sent again; {hint}"
        return KeycloakError(method, path, 0, message, hint)

    def _explain(self, error: requests.RequestException) -> Tuple[str, str]:
        # Its text can contain the token or the proxy's password: it is searched and never shown.
        text = str(error)
        url = self.wire.url
        if isinstance(error, requests.exceptions.SSLError):
            return _explain_tls(text, url)
        if isinstance(error, requests.exceptions.ProxyError) or "Tunnel connection failed" in text:
            if "407" in text:
                return PROXY_LOGIN
            return (
                f"the proxy on the way to {url} refused or did not answer",
                "check the proxy option and the proxy variables",
            )
        if isinstance(error, requests.exceptions.ConnectTimeout):
            return (
                f"no connection to {url} within {self.wire.connect_timeout:g} seconds",
                "check auth_keycloak_url and any firewall, or raise connection_timeout",
            )
        if isinstance(error, requests.exceptions.Timeout):
            return (
                f"{url} did not answer within {self.wire.read_timeout:g} seconds",
                "look at the server's load, or raise read_timeout",
            )
        if "NameResolutionError" in text or "getaddrinfo" in text or "Name or service not known" in text:
            return f"the name of the host in {url} is not known", "check the spelling of auth_keycloak_url and the DNS"
        if "refused" in text:
            return (
                f"nothing listens at {url}",
                "check that Keycloak runs and that auth_keycloak_url has its host and port",
            )
        if _is_truncated(error):
            return "the answer ended before it was complete", "look at the server and at any proxy on the way to it"
        if isinstance(error, OSError) and not isinstance(error, requests.exceptions.ConnectionError):
            return f"the request could not be sent ({type(error).__name__})", "check the connection options"
        return f"the connection to {url} broke", "check that Keycloak runs, and any proxy or firewall on the way to it"


PROXY_LOGIN = (
    "the proxy asks for a user and a password (407)",
    "put them into the address of the option proxy, as in http://user:password@proxy.example.org:3128",
)


def _explain_unsent(error: Exception) -> Tuple[str, str]:
    """Never with the text of the error, which contains what could not be sent: a token."""
    if isinstance(error, requests.exceptions.InvalidProxyURL):
        return "the address of the proxy is not valid", "check the option proxy and the variables HTTP_PROXY and so on"
    if "header" in type(error).__name__.lower() + str(error) or isinstance(error, UnicodeError):
        return (
            "the request could not be sent: the token or http_agent has a character that no header can have",
            "check token, KEYCLOAK_TOKEN and http_agent for line ends and stray characters",
        )
    return "the request could not be sent: its address is not valid", "check auth_keycloak_url and proxy"


def _explain_tls(text: str, url: str) -> Tuple[str, str]:
    if "CERTIFICATE_VERIFY_FAILED" in text or "doesn't match" in text:
        reason = re.search(r"verify failed: ([^(\"]+)", text) or re.search(r"(hostname .*? doesn't match [^)]*)", text)
        found = reason.group(1).strip(" .'") if reason else "not trusted"
        return f"the TLS certificate of {url} was not accepted ({found})", _certificate_hint(found)
    if "WRONG_VERSION_NUMBER" in text or "record layer failure" in text:
        return f"{url} does not speak TLS", "the address most likely starts with http:// rather than https://"
    return (
        f"the TLS handshake with {url} failed",
        "check ca_path, auth_client_certificate and the server's TLS settings",
    )


def _certificate_hint(reason: str) -> str:
    low = reason.lower()
    if "mismatch" in low or "match" in low or "not valid for" in low:
        return "it is that of another host: check the host in auth_keycloak_url, and what answers under that name"
    if "expired" in low:
        return "renew the server's certificate, or check the clock where the task runs"
    if "not yet valid" in low:
        return "check the clocks of the server and of where the task runs"
    return "name the file of the certificate authority in ca_path"


def _retry_after(value: str) -> Optional[float]:
    """Seconds to wait, from a number of seconds or a date."""
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError, IndexError):
        return None


def _cause(error: BaseException) -> Any:
    """The urllib3 error inside: requests wraps it, and urllib3 wraps it once more after its own tries."""
    inner = error.args[0] if error.args else None
    return getattr(inner, "reason", None) or inner


def _may_have_reached(error: requests.RequestException) -> bool:
    if isinstance(error, (requests.exceptions.ConnectTimeout, requests.exceptions.SSLError)):
        return False
    name = type(_cause(error)).__name__
    if isinstance(error, requests.exceptions.ProxyError):
        return False
    return name not in ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError")


def _may_pass(error: requests.RequestException) -> bool:
    passing = (
        requests.exceptions.ConnectionError,
        requests.exceptions.Timeout,
        requests.exceptions.ChunkedEncodingError,
        requests.exceptions.ContentDecodingError,
    )
    return isinstance(error, passing) and not isinstance(error, requests.exceptions.SSLError)


def _is_truncated(error: requests.RequestException) -> bool:
    broken = (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError)
    return isinstance(error, broken) or "IncompleteRead" in str(error)


def _refuse_truncated(answer: requests.Response) -> None:
    """urllib3 before 2.0 passes on an answer that is shorter than it should be."""
    length = answer.headers.get("Content-Length", "")
    if answer.request.method == "HEAD" or "Content-Encoding" in answer.headers or not length.isdigit():
        return
    if len(answer.content) < int(length):
        raise requests.exceptions.ChunkedEncodingError("IncompleteRead")


def _reply(answer: requests.Response, lost: bool) -> Reply:
    return Reply(
        status=answer.status_code,
        content=answer.content,
        content_type=answer.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
        location=answer.headers.get("Location", ""),
        charset=_charset(answer.headers.get("Content-Type", "")),
        repeated=lost,
        cookies=answer.cookies.get_dict(),
    )


def _charset(content_type: str) -> str:
    named = re.search(r"charset=[\"']?([\w.-]+)", content_type, re.IGNORECASE)
    return named.group(1) if named else "utf-8"
