"""A proxy in front of a node, for tests: it is slow, speaks TLS, or wants a password."""

from __future__ import annotations

import base64
import http.client
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class Proxy(ThreadingHTTPServer):
    """Hands requests on to a node, ``delay`` seconds later; to those alone who know the password,
    if there is one."""

    daemon_threads = True
    delay = 0.0
    user_and_password = ""
    calls = 0

    def __init__(self, node: str, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.node = urlsplit(node.partition(",")[0]).netloc
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)

    def handle_error(self, request, client_address):
        """Clients that go away, or speak no TLS, are what is tested."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def _hand_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        wanted = base64.b64encode(self.server.user_and_password.encode()).decode()
        if wanted and self.headers.get("Authorization") != f"Basic {wanted}":
            self._answer(401, [("WWW-Authenticate", "Basic")], b"Unauthorized")
            return
        self.server.calls += 1
        time.sleep(self.server.delay)
        node = http.client.HTTPConnection(self.server.node, timeout=60)
        headers = {"Content-Type": self.headers.get("Content-Type", "application/json")}
        node.request(self.command, self.path, body, headers)
        answer = node.getresponse()
        said = answer.read()
        node.close()
        self._answer(answer.status, [("Content-Type", answer.getheader("Content-Type", ""))], said)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _hand_on

    def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response(status)
        for name, value in (*headers, ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body if self.command != "HEAD" else b"")

    def log_message(self, *arguments):
        pass


@contextmanager
def proxy(node: str, tls: ssl.SSLContext | None = None) -> Iterator[Proxy]:
    """A proxy that runs."""
    with Proxy(node, tls) as made:
        thread = threading.Thread(target=made.serve_forever, args=[0.01])
        thread.start()
        try:
            yield made
        finally:
            made.shutdown()
            thread.join()
