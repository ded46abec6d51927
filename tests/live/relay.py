# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A relay in front of the real server that can go wrong on the way: the server behind it stays real."""

from __future__ import annotations

import http.client
import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class Relay:
    """Passes requests on and notes them, over TLS with a context. ``fault`` makes the next ones that fit go wrong."""

    def __init__(self, url, tls=None):
        self.target = urlsplit(url)
        self.seen = []
        self._faults = []
        relay = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one(self):
                relay._serve(self)

            do_GET = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_PATCH = handle_one

            def log_message(self, *_args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self._server.server_port}{self.target.path}"

    @contextmanager
    def running(self):
        thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()

    def fault(self, method, path, kind, times=1, **more):
        """kind: answer (status, headers, body in its place), lost (done, no answer), cut (half of the answer)."""
        self._faults.append([method, re.compile(path), kind, times, more])

    def count(self, method, path):
        return sum(1 for seen, where in self.seen if seen == method and re.search(path, where))

    def _next_fault(self, method, path):
        for fault in self._faults:
            if fault[0] == method and fault[1].search(path) and fault[3]:
                fault[3] -= 1
                return fault[2], fault[4]
        return None, {}

    def _serve(self, handler):
        length = int(handler.headers.get("Content-Length") or 0)
        body = handler.rfile.read(length)
        self.seen.append((handler.command, handler.path))
        kind, more = self._next_fault(handler.command, handler.path)
        if kind == "answer":
            return _answer(handler, more["status"], more.get("headers", {}), more.get("body", b""))
        answer, content = self._ask(handler, body)
        if kind == "lost":
            handler.close_connection = True
            return handler.connection.close()
        headers = {name: value for name, value in answer.getheaders() if name.lower() not in _HOP}
        return _answer(handler, answer.status, headers, content, cut=kind == "cut")

    def _ask(self, handler, body):
        connection = http.client.HTTPConnection(self.target.hostname, self.target.port, timeout=60)
        try:
            headers = {name: value for name, value in handler.headers.items() if name.lower() not in _HOP}
            connection.request(handler.command, handler.path, body, headers)
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()


_HOP = ("connection", "content-length", "transfer-encoding", "host", "keep-alive")


def _answer(handler, status, headers, content, cut=False):
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    if status != 204:
        handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content[: len(content) // 2] if cut else content)
    handler.wfile.flush()
    if cut:
        handler.close_connection = True
        handler.connection.close()
