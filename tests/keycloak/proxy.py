# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A forwarding proxy in front of the real server: it records every request and can spoil answers on demand.

  proxy.py start|stop [--name proxy] [--server test]

Control, with plain JSON:

  GET    /__proxy__/requests   what came by, and what of it wrote
  DELETE /__proxy__/requests   forget it
  PUT    /__proxy__/faults     a list of rules, which replaces the rules so far

A rule: method and path are regular expressions, `after` matches pass untouched, the next `count` are spoilt by
`action`:
`answer` (status, headers, body, without asking the server), `drop` (before the server sees the request), `drop_after`
(once the server has done it), `truncate` (half of the answer, then the end) or `delay` (seconds, then as usual).
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import re
import socket
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import background

CONTROL = "/__proxy__/"
WRITING = ("POST", "PUT", "PATCH", "DELETE")
# Reads that Keycloak wants as POST, as the collection's endpoints mark them with reading=True.
READING_POSTS = re.compile(
    r"/(partial-export|client-description-converter|identity-provider/import-config"
    r"|certificates/[^/]+/(download|generate-and-download)|testSMTPConnection|testLDAPConnection"
    r"|ldap-server-capabilities|evaluate|evaluate-scopes/.*|validate-password)$"
)
# Each hop has its own.
HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "te", "upgrade", "proxy-connection"}


@dataclass(frozen=True)
class Request:
    """A request as it came by; status 0 when no answer came back."""

    method: str
    path: str
    status: int

    @property
    def protocol(self) -> bool:
        """Whether it is a token or logout call rather than administration."""
        return re.match(r"/(.+/)?realms/[^/]+/protocol/", self.path) is not None and "/admin/" not in self.path

    @property
    def writing(self) -> bool:
        if self.method not in WRITING or self.protocol:
            return False
        return not (self.method == "POST" and READING_POSTS.search(self.path.partition("?")[0]))


@dataclass
class Fault:
    """One rule; see the head of this file."""

    action: str
    method: str = ".*"
    path: str = ".*"
    after: int = 0
    count: int = 1
    status: int = 503
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    seconds: float = 0.0

    def strikes(self, method: str, path: str) -> bool:
        if self.count <= 0 or not re.fullmatch(self.method, method) or not re.search(self.path, path):
            return False
        if self.after > 0:
            self.after -= 1
            return False
        self.count -= 1
        return True


class Drop(Exception):
    """The connection ends here."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server
    # Small answers must not wait for an acknowledgement.
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.upstream: http.client.HTTPConnection | None = None

    def finish(self) -> None:
        if self.upstream is not None:
            self.upstream.close()
        with contextlib.suppress(OSError):
            super().finish()

    def log_message(self, format: str, *args: Any) -> None:
        """The record of requests is the log."""

    def handle_one(self) -> None:
        body = self.read_body()
        if self.path.startswith(CONTROL):
            self.control(body)
            return
        fault = self.server.fault(self.command, self.path)
        try:
            self.pass_on(body, fault)
        except Drop:
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = handle_one

    def read_body(self) -> bytes:
        if "chunked" not in self.headers.get("Transfer-Encoding", "").lower():
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return b"".join(parts)

    def pass_on(self, body: bytes, fault: Fault | None) -> None:
        action = fault.action if fault else ""
        if fault and action == "delay":
            time.sleep(fault.seconds)
        if action == "drop":
            self.server.record(self.command, self.path, 0)
            raise Drop
        if fault and action == "answer":
            self.server.record(self.command, self.path, fault.status)
            self.reply(fault.status, list(fault.headers.items()), fault.body.encode())
            return
        status, headers, content = self.forward(body)
        self.server.record(self.command, self.path, status)
        if action == "drop_after":
            raise Drop
        self.reply(status, headers, content, truncate=action == "truncate")

    def forward(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
        if body or self.command in ("POST", "PUT", "PATCH"):
            headers["Content-Length"] = str(len(body))
        if self.upstream is None:
            self.upstream = http.client.HTTPConnection(self.server.target, timeout=120)
        try:
            self.upstream.request(self.command, self.path, body or None, headers)
            answer = self.upstream.getresponse()
            content = answer.read()
        except (http.client.HTTPException, OSError) as error:
            self.upstream.close()
            self.upstream = None
            self.server.record(self.command, self.path, 0)
            raise Drop from error
        kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in HOP]
        return answer.status, kept, content

    def reply(self, status: int, headers: list[tuple[str, str]], content: bytes, truncate: bool = False) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        if status != 204 and status != 304:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content[: len(content) // 2] if truncate else content)
        if truncate:
            self.wfile.flush()
            raise Drop

    def control(self, body: bytes) -> None:
        answer: Any = None
        word = self.path[len(CONTROL) :]
        if word == "requests" and self.command == "GET":
            answer = self.server.listing()
        elif word == "requests" and self.command == "DELETE":
            self.server.requests.clear()
        elif word == "faults" and self.command == "PUT":
            self.server.faults = [Fault(**rule) for rule in json.loads(body)]
        else:
            self.reply(404, [], b"")
            return
        self.reply(200, [("Content-Type", "application/json")], json.dumps(answer).encode())


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, target: str, port: int = 0) -> None:
        super().__init__((background.LOOPBACK, port), Handler)
        self.target = urlsplit(target).netloc
        self.requests: list[Request] = []
        self.faults: list[Fault] = []
        self._lock = threading.Lock()

    def fault(self, method: str, path: str) -> Fault | None:
        with self._lock:
            return next((fault for fault in self.faults if fault.strikes(method, path)), None)

    def record(self, method: str, path: str, status: int) -> None:
        self.requests.append(Request(method, path, status))

    def listing(self) -> list[dict[str, Any]]:
        return [{**asdict(one), "writing": one.writing, "protocol": one.protocol} for one in list(self.requests)]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is its own affair; anything else is a fault of this proxy."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Proxy:
    """The proxy within a test's own process."""

    def __init__(self, target: str) -> None:
        self._server = Server(target)
        self.url = f"http://{background.LOOPBACK}:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def start(self) -> Proxy:
        self._thread.start()
        return self

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Proxy:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def reset(self) -> None:
        self._server.requests.clear()
        self._server.faults = []

    @property
    def requests(self) -> list[Request]:
        return list(self._server.requests)

    @property
    def writes(self) -> list[Request]:
        return [request for request in self.requests if request.writing]

    @property
    def faults(self) -> list[Fault]:
        return self._server.faults

    @faults.setter
    def faults(self, faults: list[Fault]) -> None:
        self._server.faults = faults


def start(name: str, server: str) -> None:
    target = background.load(server)
    if target is None:
        raise background.StartError(f"{server} does not run; start it first.")
    running = background.load(name)
    if running is not None:
        if running.extra["target"] == target.url:
            return
        background.stop(name)
    port = background.free_port()
    log = background.CACHE / "instances" / f"{name}.log"
    command = [sys.executable, Path(__file__), "serve", "--target", target.url, "--port", str(port)]
    process = background.spawn(command, log)
    background.wait(process, lambda: background.listening(port), log, "The proxy", 20)
    url = f"http://{background.LOOPBACK}:{port}"
    background.State(name, url, process.pid, str(log), f"--target {target.url}", {"target": target.url}).save()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("start", "stop", "serve"))
    parser.add_argument("--name", default="proxy")
    parser.add_argument("--server", default="test", help="name of the instance behind it")
    parser.add_argument("--target", help="with serve: address to forward to")
    parser.add_argument("--port", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.action == "serve":
        Server(arguments.target, arguments.port).serve_forever()
    elif arguments.action == "stop":
        background.stop(arguments.name)
    else:
        start(arguments.name, arguments.server)
    return 0


if __name__ == "__main__":
    sys.exit(main())
