"""The web server as a real process, for tests that take away from it what it needs."""

from __future__ import annotations

import http.client
import itertools
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from tests.archive_processes import Archive

PATIENCE = 120.0


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
            with urllib.request.urlopen(request, timeout=60) as answer:
                return Answer(answer.status, answer.headers, answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.status, error.headers, error.read().decode())
        except (OSError, http.client.HTTPException):
            return Answer(0, {}, "")


class Load:
    """Readers who go from page to page, until the end; what they last got of each page."""

    def __init__(self, server: Server, paths: Sequence[str], readers: int = 2) -> None:
        self.statuses: Counter[int] = Counter()
        self.last: dict[str, Answer] = {}
        self._server, self._paths = server, paths
        self._ended = threading.Event()
        self._readers = [threading.Thread(target=self._read) for _ in range(readers)]

    def __enter__(self) -> Load:
        for reader in self._readers:
            reader.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ended.set()
        for reader in self._readers:
            reader.join()

    def _read(self) -> None:
        for path in itertools.cycle(self._paths):
            if self._ended.is_set():
                return
            answer = self._server.ask(path)
            self.statuses[answer.status] += 1
            self.last[path] = answer
            time.sleep(0.3)

    def wait_for(self, status: int) -> None:
        """Until each page was last answered so."""
        wait_until(
            lambda: (
                len(self.last) == len(self._paths)
                and {answer.status for answer in list(self.last.values())} == {status}
            )
        )


def wait_until(happened: Callable[[], Any]) -> Any:
    """What it finds, as soon as that is something; a machine at work may take its time."""
    deadline = time.monotonic() + PATIENCE
    while not (found := happened()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return found


@contextmanager
def served(archive: Archive, log: Path, *, script: str = "") -> Iterator[Server]:
    """``serve`` without a worker beside it, or a script in its place; the log has what it says."""
    with serving(archive, Server(), log, "--no-worker", script=script) as (server, process):
        wait_until(lambda: server.ask("/healthz").status == 200 or process.poll() is not None)
        assert process.poll() is None, log.read_text()
        yield server


@contextmanager
def serving(
    archive: Archive, server: Server, log: Path, *options: str, script: str = ""
) -> Iterator[tuple[Server, subprocess.Popen]]:
    """``serve`` with options, or a script in its place, from its start on, and its process."""
    arguments = ["--port", str(server.port), "--workers", "1", *options]
    with log.open("wb") as said:
        command = arguments if script else ["serve", *arguments]
        process = archive.start(*command, script=script, log=said)
        try:
            yield server, process
        finally:
            process.terminate()
            process.wait(PATIENCE)
