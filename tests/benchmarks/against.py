"""Import, pages, search and start of this checkout against those of an earlier revision.

    python tests/benchmarks/against.py REVISION [-n 5000] [--rounds 3]

Checks REVISION out beside this checkout, imports the same generated dumps with the code of both
(SQLite, index on), each into an archive of its own, and measures both in turn, so that whatever
else the machine does slows both:

* **import**: processor time of all processes for each dump, of new dumps and of known ones;
* **start**: processor time of whole commands, the least of all rounds;
* **pages**: processor time in this process through Django's test client, the database's included,
  at the median; everything that caches pages is emptied before each.

Only commands, keys of ``--json`` and addresses that docs/ promises are used, so that any two
revisions with them compare. Prints a table in Markdown: before, now, and how many times as fast.
Both need the packages of this environment.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from generate import make_dumps  # noqa: E402

WORD = "شهر"
COMMANDS = (["help"], ["imports"], ["search_articles", "--limit=1", WORD])
RUNS = 15
"""How often each page is asked for in a round."""

PROBE = """
import json, statistics, sys, time
import django
django.setup()
from django.conf import settings
from django.core.cache import caches
from django.test import Client
settings.ALLOWED_HOSTS = ["testserver"]
client = Client()
paths, runs = json.loads(sys.argv[1]), int(sys.argv[2])
def seconds(path):
    for cache in caches.all():
        cache.clear()
    start = time.process_time()
    response = client.get(path)
    response.getvalue()
    assert response.status_code == 200, (path, response.status_code)
    return time.process_time() - start
print(json.dumps({
    name: statistics.median([seconds(path) for _ in range(runs + 1)][1:])
    for name, path in paths.items()
}))
"""
"""Run where a checkout is the working folder: prints the seconds that each page takes."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """The code of a revision, and the archive that it fills."""

    code: Path
    data: Path

    def run(self, *arguments: str) -> str:
        """What a command or script writes to its standard output."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.code,
            env=self._environment(),
            capture_output=True,
            text=True,
        )
        if done.returncode not in (0, 1):  # 1: an import has rejected items
            raise SystemExit(f"{self.code}: {' '.join(arguments)}\n{done.stderr}")
        return done.stdout

    def seconds(self, *arguments: str) -> float:
        """Processor time of a command with all processes that it starts."""
        before = os.times()
        self.run("manage.py", *arguments)
        after = os.times()
        return (
            after.children_user
            - before.children_user
            + after.children_system
            - before.children_system
        )

    def _environment(self) -> dict[str, str]:
        own = {
            "ARCHIVE_DATA_DIR": str(self.data),
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
            "PYTHONPATH": str(self.code),
        }
        usual = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        return usual | own


Pair = tuple[Checkout, Checkout]
"""The code of before and of now."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Seconds of processor time before and now."""

    name: str
    before: float
    now: float

    def __str__(self) -> str:
        times = f"{self.before * 1000:.1f} | {self.now * 1000:.1f} | {self.before / self.now:.2f}"
        return f"| {self.name} | {times} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("revision", help="what git calls the earlier revision")
    parser.add_argument("-n", type=int, default=5_000, help="how many dumps")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _checked_out(options.revision) as earlier:
        dumps = Path(folder) / "dumps"
        make_dumps(dumps, options.n)
        both = Checkout(earlier, Path(folder) / "before"), Checkout(ROOT, Path(folder) / "now")
        for each in both:
            each.data.mkdir()
            each.run("-m", "compileall", "-q", "manage.py", "articles", "newsarchive")
            each.run("manage.py", "migrate", "--verbosity=0")
            each.run("manage.py", "collectstatic", "--no-input", "--verbosity=0")
        print("| what | before, ms | now, ms | times as fast |")
        print("| --- | ---: | ---: | ---: |")
        for measured in (
            *_imports(both, dumps, options.n),
            *_starts(both, options.rounds),
            *_pages(both, options.rounds),
        ):
            print(measured, flush=True)


@contextmanager
def _checked_out(revision: str) -> Iterator[Path]:
    """A worktree of a revision, which is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        code = Path(folder) / "code"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(code), revision], check=True)
        try:
            yield code
        finally:
            subprocess.run([*git, "remove", "--force", str(code)], check=True)


def _imports(both: Pair, dumps: Path, count: int) -> Iterator[Measure]:
    """Into empty archives, and once more what they have."""
    for name in ("import, each new dump", "import, each known dump"):
        yield Measure(name, *(each.seconds("import_dumps", str(dumps)) / count for each in both))


def _starts(both: Pair, rounds: int) -> Iterator[Measure]:
    for command in COMMANDS:
        times = [[each.seconds(*command) for each in both] for _ in range(rounds * 2)]
        yield Measure(f"start: {command[0]}", *map(min, zip(*times, strict=True)))


def _pages(both: Pair, rounds: int) -> Iterator[Measure]:
    _, now = both
    paths = _paths(json.loads(now.run("manage.py", "search_articles", "--json", WORD)))
    times: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in paths}
    for _ in range(rounds):
        for at, each in enumerate(both):
            probe = each.run("-c", PROBE, json.dumps(paths), str(RUNS))
            for name, seconds in json.loads(probe).items():
                times[name][at].append(seconds)
    for name, (earlier, later) in times.items():
        yield Measure(f"page: {name}", min(earlier), min(later))


def _paths(found: dict[str, Any]) -> dict[str, str]:
    """Kinds of pages, with the address of one; ``found`` is what a search has printed."""
    article = found["results"][0]
    day = article["published_gregorian"].replace("-", "/")
    return {
        "front page": "/fa/",
        "article": f"/fa/articles/{article['key']}/",
        "article as JSON": f"/fa/articles/{article['key']}.json",
        "search": f"/fa/search/?q={quote(WORD)}",
        "search for a title": f"/ar/search/?q={quote(article['title'][:40])}",
        "sources": "/fa/sources/",
        "month": f"/fa/archive/gregorian/{day[:7]}/",
        "day": f"/fa/archive/gregorian/{day}/",
        "feed": "/fa/feed/",
        "about": "/fa/about/",
    }


if __name__ == "__main__":
    main()
