"""How long words over time take, as the archive grows.

    python tests/benchmarks/trends_speed.py [-n 25000 100000] [--keep FOLDER] [--profile]

For each number an archive of its own (SQLite, in a temporary folder, or in FOLDER, which is used
again when it holds it) of so many articles of invented words over twenty years is filled and
indexed. Asks in turns for the page of one word, of two words, and by language, each of the forty
commonest words once, and for the index's answers alone. Prints the median and the 95th percentile
in milliseconds of the processor and of the clock, the greatest memory, and how many times longer
the largest archive takes than the smallest. ``--profile`` tells instead where the page's time goes.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import json
import os
import pstats
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from filling import fill  # noqa: E402

from tests.benchmarks.scratch import begin_archive  # noqa: E402

COMMONEST = 40
SAMPLE = 500
PER_CENT = 95


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", type=int, nargs="+", default=[25_000, 100_000])
    parser.add_argument("--keep", type=Path, help="where the archives are kept for another run")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--archive", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.archive:
        _measure(options.archive, options.n[0], with_profile=options.profile)
        return
    folder = options.keep or Path(tempfile.mkdtemp())
    try:
        medians = [_measured(folder, count, options) for count in options.n]
    finally:
        if not options.keep:
            shutil.rmtree(folder)
    if not options.profile:
        for name, first in medians[0].items():
            print(f"{name}: {medians[-1][name] / first:.1f} times")


def _measured(folder: Path, count: int, options: argparse.Namespace) -> dict[str, float]:
    """The medians of an archive; in a process of its own, since settings are read once."""
    archive = folder / str(count)
    archive.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, __file__, f"-n={count}", f"--archive={archive}"]
    if options.profile:
        command.append("--profile")
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    *told, medians = done.stdout.splitlines()
    print("\n".join(told), flush=True)
    return json.loads(medians)


def _measure(archive: Path, count: int, *, with_profile: bool) -> None:
    is_new = not (archive / "archive.sqlite3").exists()
    os.environ["SEARCHES_PER_MINUTE"] = "0"  # no limit
    begin_archive(archive)
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    if is_new:
        fill(count)
    if not (archive / "search" / "current").exists():
        start = time.perf_counter()
        call_command("search_index", rebuild=True, stdout=sys.stderr)
        print(f"{count:,} articles indexed in {time.perf_counter() - start:,.0f} s")
    asked = _asked(_commonest())
    if with_profile:
        profile = cProfile.Profile()
        for ask in asked["page of one word"]:
            profile.runcall(ask)
        pstats.Stats(profile, stream=sys.stdout).sort_stats("tottime").print_stats(25)
        print("{}")
        return
    print(f"{count:,} articles | processor: median | p95 | clock: median | p95")
    medians = {}
    for name, asks in asked.items():
        asks[0]()  # what is remembered until the index changes
        gc.collect()  # as the server has it: newsarchive/wsgi.py
        gc.freeze()
        processor, clock = zip(*(_timed(ask) for ask in asks), strict=True)
        numbers = (statistics.median(processor), _late(processor))
        numbers += (statistics.median(clock), _late(clock))
        medians[name] = numbers[0]
        print(f"{name} | {' | '.join(f'{number:.0f}' for number in numbers)}")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB at most")
    print(json.dumps(medians))


def _commonest() -> list[str]:
    from articles.models import Article

    bodies = Article.objects.order_by("pk").values_list("body", flat=True)[:SAMPLE]
    counts = Counter(word for body in bodies for word in body.split() if word.isalpha())
    return [word for word, _count in counts.most_common(COMMONEST)]


def _asked(words: list[str]) -> dict[str, list[Callable[[], object]]]:
    from django.conf import settings
    from django.core.cache import caches
    from django.test import Client

    from articles.search import Limits, trends

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()

    def page(query: str) -> Callable[[], object]:
        def ask() -> None:
            caches["pages"].clear()  # a page that was made for another reader takes no time
            response = client.get(f"/fa/trends/?q={query}&names=off")
            if response.status_code != 200:
                raise SystemExit(f"{query}: {response.status_code}")

        return ask

    pairs = list(zip(words, words[1:] + words[:1], strict=True))
    return {
        "the index's answer for one word": [
            lambda word=word: trends([[word]], [Limits()]) for word in words
        ],
        "page of one word": [page(word) for word in words],
        "page of two words": [page(",".join(pair)) for pair in pairs],
        "page of one word, by language": [page(f"{word}&by=language") for word in words],
    }


def _timed(ask: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of the processor and of the clock."""
    clock, processor = time.perf_counter(), time.process_time()
    ask()
    return 1e3 * (time.process_time() - processor), 1e3 * (time.perf_counter() - clock)


def _late(times: tuple[float, ...]) -> float:
    return statistics.quantiles(times, n=100)[PER_CENT - 1]


if __name__ == "__main__":
    main()
