"""How many readers one machine serves: requests a second, waits, errors and memory under load.

    python tests/benchmarks/load.py [-n 100000] [--seconds 60] [--workers 3 …] [--connections 4 …]
                                    [--importing] [--keep FOLDER]

Fills an archive of its own (SQLite, in a temporary folder, or in FOLDER, which is used again when
it holds one; or PostgreSQL, when ``tests/with-postgres`` runs it), serves it by ``manage.py serve``
and lets wrk (apt-get install wrk) ask for a mix of pages in both languages, a third of them by
readers who have the page already. Each connection asks anew when it has its answer: so many readers
who never rest. ``--importing`` imports dumps the whole time, with the index following; the pages
change meanwhile, as a day's news does. Prints, for each count of server processes and of
connections, a row in Markdown:

* **a second**: requests answered;
* **p50**, **p95**, **p99**: milliseconds from the request to the whole answer;
* **web**, **database**: milliseconds of the processor for a request, of the server's processes and
  of PostgreSQL's (SQLite works in those of the server): what a machine of many cores, or one for
  each, would serve follows from these;
* **errors**: answers above 399, and connections that failed or waited for two seconds;
* **memory**: MiB of all server processes at the start and at the end;
* **imported**: dumps a second.

wrk and the import run on the same machine and take their share of it.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from filling import fill, fill_parts  # noqa: E402
from generate import generate  # noqa: E402

SHARES = {"home": 20, "article": 45, "search": 15, "calendar": 8, "source": 7, "feed": 5}
"""Of a hundred requests, how many are of each kind."""

KNOWN = 3
"""Of so many readers, one has the page already and asks whether it has changed."""

WARMING_SECONDS = 5
DUMPS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Load:
    """What one run measured; milliseconds and MiB."""

    requests_a_second: float
    p50: float
    p95: float
    p99: float
    web: float
    database: float
    errors: int
    memory: tuple[float, float]
    imported_a_second: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", type=int, default=100_000, help="how many articles")
    parser.add_argument("--seconds", type=int, default=60, help="how long each run lasts")
    parser.add_argument(
        "--workers", type=int, nargs="+", default=[(os.cpu_count() or 1) + 1], help="processes"
    )
    parser.add_argument("--connections", type=int, nargs="+", default=[4], help="readers at once")
    parser.add_argument("--importing", action="store_true", help="import dumps meanwhile")
    parser.add_argument("--keep", type=Path, help="where the archive is kept for another run")
    options = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("wrk is missing: apt-get install wrk")
    folder = options.keep or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "ARCHIVE_DATA_DIR": str(folder.resolve()),
        "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
        "SEARCHES_PER_MINUTE": "0",  # all readers have one address here
        "SUGGESTIONS_PER_MINUTE": "0",
    }
    try:
        mix = _prepare(folder, options.n)
        print(
            "| processes | connections | a second | p50 | p95 | p99 | web | database | errors "
            "| memory | imported |"
        )
        print("|" + " ---: |" * 11, flush=True)
        for workers in options.workers:
            for connections in options.connections:
                load = _measure(folder, mix, workers, connections, options)
                _report(workers, connections, load)
    finally:
        if not options.keep:
            shutil.rmtree(folder)


def _report(workers: int, connections: int, load: Load) -> None:
    start, end = load.memory
    cells = [
        f"{workers}",
        f"{connections}",
        f"{load.requests_a_second:.0f}",
        f"{load.p50:.0f}",
        f"{load.p95:.0f}",
        f"{load.p99:.0f}",
        f"{load.web:.1f}",
        f"{load.database:.1f}",
        f"{load.errors}",
        f"{start:.0f}, {end:.0f}",
        f"{load.imported_a_second:.0f}" if load.imported_a_second else "",
    ]
    print("| " + " | ".join(cells) + " |", flush=True)


# -- the archive and the mix ---------------------------------------------------------------------


def _prepare(folder: Path, articles: int) -> Path:
    """Make what is not there yet; returns the file of the mix."""
    os.chdir(ROOT)
    _manage("migrate", "--verbosity=0")
    _manage("collectstatic", "--no-input", "--verbosity=0")
    import django

    django.setup()
    from articles.models import Article

    if not Article.objects.exists():
        fill(articles)
        fill_parts()
    if not (folder / "search" / "current").exists():
        _manage("search_index", "--rebuild")
    mix = folder / "mix.tsv"
    lines: list[str] = []
    now = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime())
    rnd = random.Random(7)
    for kind, paths in _paths(rnd).items():
        weight = SHARES[kind] / len(paths)
        for number, path in enumerate(paths):
            lines.append(f"{weight:.6f}\t{path}\t{'' if number % KNOWN else now}")
    mix.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return mix


def _paths(rnd: random.Random) -> dict[str, list[str]]:
    """Addresses of each kind, in both languages, as links of the site have them."""
    from urllib.parse import quote

    from articles.models import Article, Source

    last = Article.objects.latest("pk").pk
    chosen = rnd.sample(range(1, last + 1), min(3_000, last))
    articles = list(Article.objects.visible().filter(pk__in=chosen))
    words = [rnd.choice(article.body.split()) for article in articles[:600]]
    queries = [
        *words[:300],
        *(f"{one} {two}" for one, two in zip(words[300:450], words[450:], strict=False)),
    ]
    days = [article.day for article in articles[:300] if article.day]
    paths = {
        "home": [""],
        "article": [f"articles/{article.key}/" for article in articles],
        "search": [f"search/?q={quote(query)}" for query in queries],
        "calendar": [
            "archive/",
            *(f"archive/gregorian/{day:%Y/%m}/" for day in days[:100]),
            *(f"archive/gregorian/{day:%Y/%m/%d}/" for day in days[100:]),
        ],
        "source": [
            "sources/",
            *(f"sources/{quote(source.slug)}/" for source in Source.objects.all()),
        ],
        "feed": ["feed/"],
    }
    return {
        kind: [f"/{language}/{path}" for path in of_kind for language in ("fa", "ar")]
        for kind, of_kind in paths.items()
    }


def _manage(*arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], check=True, stdout=sys.stderr)


# -- one run -------------------------------------------------------------------------------------


def _measure(folder: Path, mix: Path, workers: int, connections: int, options: Any) -> Load:
    with _served(workers) as (address, server), tempfile.TemporaryDirectory() as dumps:
        _wrk(address, mix, connections, WARMING_SECONDS)
        before = _memory(server)
        cpu = _cpu_seconds(server)
        importing = _Importing(Path(dumps)) if options.importing else None
        requests, microseconds, failed, refused, *waits = _wrk(
            address, mix, connections, options.seconds
        )
        imported = importing.stop() if importing else 0
        after = _memory(server)
        web, database = (
            1e3 * (now - then) / requests
            for now, then in zip(_cpu_seconds(server), cpu, strict=True)
        )
    seconds = microseconds / 1e6
    p50, p95, p99 = (wait / 1e3 for wait in waits)
    return Load(
        requests_a_second=requests / seconds,
        p50=p50,
        p95=p95,
        p99=p99,
        web=web,
        database=database,
        errors=failed + refused,
        memory=(before, after),
        imported_a_second=imported / seconds,
    )


@contextmanager
def _served(workers: int) -> Iterator[tuple[str, int]]:
    """The archive as a newcomer serves it; its address and the number of its first process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["manage.py", "serve", "--no-worker", f"--port={port}", f"--workers={workers}"]
    server = subprocess.Popen(
        [sys.executable, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _await(f"{address}/healthz")
        yield address, server.pid
    finally:
        server.terminate()
        server.wait()


def _await(address: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


def _wrk(address: str, mix: Path, connections: int, seconds: int) -> list[int]:
    """What the script prints at the end, in its order."""
    script = Path(__file__).with_name("load.lua")
    done = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", script, address],
        env={**os.environ, "MIX": str(mix)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    result = next(line for line in done.stdout.splitlines() if line.startswith("RESULT "))
    return [int(number) for number in result.split()[1:]]


def _memory(server: int) -> float:
    """MiB that the server's processes hold for themselves (Linux)."""
    private = 0
    for pid in _with_children(server):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                private += int(line.split()[1])
    return private / 1024


def _cpu_seconds(server: int) -> tuple[float, float]:
    """Of the processor until now: of the server's processes, and of all of PostgreSQL (Linux).

    That of processes which have ended is counted with those they belonged to.
    """
    servers = [
        int(path.name)
        for path in Path("/proc").glob("[0-9]*")
        if _read(path / "comm").strip() == "postgres"
    ]
    return sum(map(_cpu_of, _with_children(server))), sum(map(_cpu_of, servers))


def _cpu_of(pid: int) -> float:
    fields = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    ticks = sum(map(int, fields[11:15]))  # own and of ended children, in user and system mode
    return ticks / os.sysconf("SC_CLK_TCK")


def _with_children(pid: int) -> list[int]:
    return [pid, *map(int, _read(Path(f"/proc/{pid}/task/{pid}/children")).split())]


def _read(path: Path) -> str:
    """Nothing of a process that has ended meanwhile."""
    try:
        return path.read_text()
    except OSError:
        return ""


class _Importing:
    """Imports folders of new dumps, one after another, until it is stopped."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._generate(0)
        self._stopping = False
        self._running: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._import)
        self._before = self._captures()
        self._thread.start()

    def stop(self) -> int:
        """End the import as a person would; returns how many dumps were stored meanwhile."""
        stored = self._captures() - self._before
        self._stopping = True
        if self._running:
            self._running.send_signal(signal.SIGINT)
        self._thread.join()
        return stored

    def _import(self) -> None:
        for number in count():
            if self._stopping:
                return
            dumps = self._folder / str(number)
            self._running = subprocess.Popen(
                [sys.executable, "manage.py", "import_dumps", str(dumps)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            self._generate(number + 1)
            self._running.wait()
            shutil.rmtree(dumps)

    def _generate(self, number: int) -> None:
        generate(self._folder / str(number), DUMPS_AT_ONCE, seed=time.time_ns())

    @staticmethod
    def _captures() -> int:
        from articles.models import Capture

        return Capture.objects.count()


if __name__ == "__main__":
    main()
