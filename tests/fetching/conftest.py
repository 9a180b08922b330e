"""A server of this machine that answers as a test has told it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


@dataclass
class Site:
    """``pages`` are bytes as they are sent, by path; ``asked`` are the requests that came."""

    port: int
    pages: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def put(self, path: str, body: bytes | str = b"", status: int = 200, **headers: str) -> None:
        body = body.encode() if isinstance(body, str) else body
        told = {"Content-Length": str(len(body))} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        self.pages[path] = f"HTTP/1.1 {status} Said\r\n{head}\r\n".encode() + body

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@pytest.fixture(scope="session")
def server() -> Iterator[ThreadingHTTPServer]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site = self.server.site
            site.asked.append((self.path, dict(self.headers)))
            missing = b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"
            self.wfile.write(site.pages.get(self.path, missing))
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def site(server) -> Site:
    server.site = Site(server.server_address[1])
    return server.site
