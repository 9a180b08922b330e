"""How long readers wait for the front page while everything else goes on.

    python tests/benchmarks/readers_wait.py [-n 20000] [--seconds 60] [--slow 12] [--keep FOLDER]

Fills an archive of its own (SQLite, in a temporary folder, or in FOLDER, which is used again when
it holds one; or PostgreSQL, when ``tests/with-postgres`` runs it), serves it by ``manage.py serve``
and asks for ``/fa/`` and ``/healthz`` in turn, twenty times a second, from the moment on at which
each is due: so an answer that is late makes those after it late, too. Prints a row in Markdown for

* **idle**: nobody else is there;
* **busy**: a dry run, an import, an undo of an import and ten readers who report errors, all the
  time and at once;
* **slow**: so many connections that send the head of a request byte by byte, always again;

with milliseconds at the median, the 95th and the 99th percentile and the longest, and how often the
99th percentile of idle that of the row is. **refused** are answers above 399. What others do on the
machine counts, too: **for core** are the seconds that the threads of the server waited for one
while they could have worked, in each second; **load** is how many processes wanted one on average
in the minute before the row ended.
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from filling import fill, fill_parts  # noqa: E402
from generate import generate  # noqa: E402

PATHS = ("/fa/", "/healthz")
A_SECOND = 20
REPORTERS = 10
DUMPS = 2_000
WARMING_SECONDS = 5


@dataclass(slots=True)
class Waits:
    """Milliseconds of each request of a path."""

    milliseconds: list[float] = field(default_factory=list)
    refused: int = 0

    def percentile(self, number: int) -> float:
        return statistics.quantiles(self.milliseconds, n=100)[number - 1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", type=int, default=20_000, help="how many articles")
    parser.add_argument("--seconds", type=int, default=60, help="how long each row is measured")
    parser.add_argument("--slow", type=int, default=12, help="how many slow connections")
    parser.add_argument("--keep", type=Path, help="where the archive is kept for another run")
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "ARCHIVE_DATA_DIR": str(folder.resolve()),
        "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
    }
    try:
        key = _prepare(options.n)
        with _served() as (port, server), tempfile.TemporaryDirectory() as dumps:
            work = _Work(Path(dumps), port, f"/fa/articles/{key}/report/")
            _measure(port, WARMING_SECONDS)
            print(
                "| while | path | p50 | p95 | p99 | longest | to idle | refused | for core | load |"
            )
            print("| --- | --- |" + " ---: |" * 8, flush=True)
            idle = _row("idle", port, server, options.seconds, None)
            with work.going_on():
                _row("busy", port, server, options.seconds, idle)
            print(f"meanwhile: {work.done}", file=sys.stderr)
            with _slow_connections(port, options.slow):
                _row("slow", port, server, options.seconds, idle)
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)  # whoever ends removes its own files


def _row(
    name: str, port: int, server: int, seconds: int, idle: dict[str, Waits] | None
) -> dict[str, Waits]:
    before = _waited_for_a_core(server)
    measured = _measure(port, seconds)
    waited = (_waited_for_a_core(server) - before) / seconds
    load, *_ = os.getloadavg()
    for path, waits in measured.items():
        p50, p95, p99 = (waits.percentile(number) for number in (50, 95, 99))
        ratio = p99 / (idle or measured)[path].percentile(99)
        print(
            f"| {name} | `{path}` | {p50:.0f} | {p95:.0f} | {p99:.0f} |"
            f" {max(waits.milliseconds):.0f} | {ratio:.1f} | {waits.refused} | {waited:.2f} |"
            f" {load:.1f} |",
            flush=True,
        )
    return measured


def _waited_for_a_core(server: int) -> float:
    """Seconds that the threads of the server's processes were ready and did not run (Linux)."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return sum(
        int((task / "schedstat").read_text().split()[1]) / 1e9
        for pid in children
        for task in Path(f"/proc/{pid}/task").iterdir()
        if "gunicorn" in Path(f"/proc/{pid}/cmdline").read_text()
    )


# -- the reader ----------------------------------------------------------------------------------


def _measure(port: int, seconds: float) -> dict[str, Waits]:
    found = {path: Waits() for path in PATHS}
    start = time.perf_counter()
    for number in range(int(seconds * A_SECOND)):
        due = start + number / A_SECOND
        time.sleep(max(due - time.perf_counter(), 0))
        waits = found[PATHS[number % len(PATHS)]]
        waits.refused += _ask(port, PATHS[number % len(PATHS)]) > 399
        waits.milliseconds.append((time.perf_counter() - due) * 1000)
    return found


def _ask(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        return 599
    finally:
        connection.close()


# -- the archive ---------------------------------------------------------------------------------


def _prepare(articles: int) -> str:
    """Make what is not there yet; returns the key of an article."""
    os.chdir(ROOT)
    _manage("migrate", "--verbosity=0")
    _manage("collectstatic", "--no-input", "--verbosity=0")
    import django

    django.setup()
    from django.db import connection

    from articles.models import Article

    if not Article.objects.exists():
        fill(articles)
        fill_parts()
        _manage("search_index", "--rebuild")
    key = str(Article.objects.latest("pk").key)
    connection.close()
    return key


def _manage(*arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], check=True, stdout=sys.stderr)


@contextmanager
def _served() -> Iterator[tuple[int, int]]:
    """The archive as a newcomer serves it, with its worker: its port and first process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", f"--port={port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            if _ask(port, "/healthz") == 200:
                break
            time.sleep(0.2)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait()


# -- what goes on meanwhile ----------------------------------------------------------------------


class _Work:
    """Commands and reports, each again as soon as it has ended."""

    def __init__(self, folder: Path, port: int, report: str) -> None:
        self._folder = folder
        self._port = port
        self._report = report
        self._ended = threading.Event()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._seed = time.time_ns()
        self.done: dict[str, int] = {}
        for name in ("dry run", "import", "undone"):
            generate(folder / name, DUMPS, seed=self._seed + len(name))

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Everything at once, until the end of the context."""
        undone = str(self._folder / "undone")
        self._command("import_dumps", undone)
        threads = [
            threading.Thread(target=self._repeat, args=(name, step))
            for name, step in {
                "dry runs": partial(
                    self._command, "import_dumps", "--dry-run", str(self._folder / "dry run")
                ),
                "imports": self._import,
                "undos": partial(self._undo, undone),
            }.items()
        ]
        # In a process of its own, so that only the server keeps the reader waiting.
        reporting = multiprocessing.get_context("spawn").Process(
            target=report_always, args=(self._port, self._report)
        )
        for each in (*threads, reporting):
            each.start()
        try:
            yield
        finally:
            reporting.terminate()
            self._ended.set()
            for process in list(self._running):
                process.send_signal(signal.SIGINT)
            for each in (*threads, reporting):
                each.join()

    def _repeat(self, name: str, step: Callable[[], None]) -> None:
        while not self._ended.is_set():
            step()
            self.done[name] = self.done.get(name, 0) + (not self._ended.is_set())

    def _import(self) -> None:
        self._command("import_dumps", str(self._folder / "import"))
        shutil.rmtree(self._folder / "import")
        self._seed += 100
        generate(self._folder / "import", DUMPS, seed=self._seed)

    def _undo(self, dumps: str) -> None:
        """Undo the latest import of these dumps, and import them again for the next time."""
        self._command("undo_import", str(self._batch_of(dumps)))
        self._command("import_dumps", dumps)

    @staticmethod
    def _batch_of(dumps: str) -> Any:
        from django.db import connection

        from articles.models import ImportBatch

        batches = ImportBatch.objects.filter(options__paths=[dumps], state=ImportBatch.State.DONE)
        try:
            return batches.latest("pk").pk
        finally:
            connection.close()

    def _command(self, *arguments: str) -> None:
        if self._ended.is_set():
            return
        process = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._running.add(process)
        process.wait()
        self._running.discard(process)


def report_always(port: int, path: str) -> None:
    """Ten readers who send the form of a report, again as soon as they are answered."""
    for _ in range(REPORTERS):
        threading.Thread(target=_report_always, args=(port, path)).start()


def _report_always(port: int, path: str) -> None:
    address = f"http://127.0.0.1:{port}{path}"
    while True:
        time.sleep(1)
        try:
            with urllib.request.urlopen(address, timeout=60) as form:
                cookie = form.headers["Set-Cookie"].partition(";")[0]
                token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.read().decode())
            assert token
            sent = {"kind": "text", "message": "A word.", "csrfmiddlewaretoken": token[1]}
            data = urllib.parse.urlencode(sent).encode()
            request = urllib.request.Request(address, data, {"Cookie": cookie})
            urllib.request.urlopen(request, timeout=60).close()
        except (OSError, http.client.HTTPException):  # refused: it is for the reader to try again
            continue


@contextmanager
def _slow_connections(port: int, count: int) -> Iterator[None]:
    """Connections that send a byte every half second, and begin again when they are closed."""
    ended = threading.Event()

    def send_slowly() -> None:
        while not ended.is_set():
            with ExitStack() as stack, socket.socket() as client:
                stack.callback(ended.wait, 0.5)
                try:
                    client.connect(("127.0.0.1", port))
                    for byte in b"GET /fa/ HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 99:
                        client.send(bytes([byte]))
                        if ended.wait(0.5):
                            return
                except OSError:
                    continue

    threads = [threading.Thread(target=send_slowly) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    main()
