"""The web server as a real process, for tests that take away from it what it needs."""

from __future__ import annotations

import http.client
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from tests.archive_processes import Archive

PATIENCE = 60.0


class Answer(NamedTuple):
    """``status`` is 0 where the connection broke."""

    status: int
    headers: Mapping[str, str]
    text: str


class Server:
    """Answers on a port of its own."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]

    def ask(self, path: str, data: bytes | None = None, **headers: str) -> Answer:
        address = f"http://127.0.0.1:{self.port}{quote(path, safe='/?=&')}"
        request = urllib.request.Request(address, data, headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return Answer(answer.status, answer.headers, answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.status, error.headers, error.read().decode())
        except (OSError, http.client.HTTPException):
            return Answer(0, {}, "")


def wait_until(happened: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + PATIENCE
    while not (found := happened()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return found


@contextmanager
def served(archive: Archive, log: Path, *, script: str = "") -> Iterator[Server]:
    """``serve`` without a worker beside it, or a script in its place; the log has what it says."""
    server = Server()
    arguments = ["--port", str(server.port), "--workers", "1", "--no-worker"]
    with log.open("wb") as said:
        command = arguments if script else ["serve", *arguments]
        process = archive.start(*command, script=script, log=said)
        try:
            wait_until(lambda: server.ask("/healthz").status == 200 or process.poll() is not None)
            assert process.poll() is None, log.read_text()
            yield server
        finally:
            process.terminate()
            process.wait(PATIENCE)
