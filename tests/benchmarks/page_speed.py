"""How long the readers' pages take in a large archive, against the same pages of a small one.

    python tests/benchmarks/page_speed.py [-n 100000] [--keep FOLDER]

Fills two archives of its own (SQLite, in temporary folders, or in FOLDER, which is used again when
it holds them) with articles of invented words, one of n and one of a hundredth of that; nearly a
third are of one month. Asks for every kind of page through Django's test client, in turns, and
counts the queries. Prints a table in Markdown with

* **small**, **large**: milliseconds of processor time, the database's included, at the median in
  either archive;
* **ratio**: how many times longer the page takes in the large one;
* **to first**: for a page deep in a list, how many times longer it takes than the list's first.

Ends with 1 when a page takes more than eight queries.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from filling import fill, fill_parts  # noqa: E402

MOST_QUERIES = 8
SMALLER = 100
CROWDED = 0.3
RUNS = 15


@dataclass(frozen=True, slots=True)
class Page:
    """A kind of page and an address of it; ``first`` names the first page of the same list."""

    name: str
    path: str
    first: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    queries: int
    milliseconds: float
    first: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", type=int, default=100_000, help="how many articles")
    parser.add_argument("--keep", type=Path, help="where the archives are kept for another run")
    parser.add_argument("--archive", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.archive:
        _measure_archive(options.archive, options.n)
        return
    folder = options.keep or Path(tempfile.mkdtemp())
    try:
        small = _measured(folder, max(options.n // SMALLER, 1))
        large = _measured(folder, options.n)
    finally:
        if not options.keep:
            shutil.rmtree(folder)
    _report(small, large)
    many = [name for name, page in large.items() if page.queries > MOST_QUERIES]
    if many:
        raise SystemExit(f"more than {MOST_QUERIES} queries: {', '.join(many)}")


def _measured(folder: Path, count: int) -> dict[str, Measured]:
    """The pages of an archive of so many articles, by name; in a process with its settings."""
    archive = folder / str(count)
    archive.mkdir(parents=True, exist_ok=True)
    settings = {
        "ARCHIVE_DATA_DIR": str(archive),
        "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
        "DATABASE_URL": "",
        "SEARCH_INDEX": "off",
        "SEARCHES_PER_MINUTE": "0",  # no limit
    }
    command = [sys.executable, __file__, f"-n={count}", f"--archive={archive}"]
    done = subprocess.run(
        command, env=os.environ | settings, stdout=subprocess.PIPE, text=True, check=True
    )
    return {name: Measured(*values) for name, *values in json.loads(done.stdout)}


def _report(small: dict[str, Measured], large: dict[str, Measured]) -> None:
    print("| page | queries | small, ms | large, ms | ratio | to first |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, page in large.items():
        before = small[name].milliseconds
        first = large[page.first].milliseconds if page.first else 0
        cells = [
            name,
            str(page.queries),
            f"{before:.1f}",
            f"{page.milliseconds:.1f}",
            f"{page.milliseconds / before:.1f}",
            f"{page.milliseconds / first:.1f}" if first else "",
        ]
        print(f"| {' | '.join(cells)} |")


# -- one archive ---------------------------------------------------------------------------------


def _measure_archive(archive: Path, count: int) -> None:
    os.chdir(ROOT)
    manage = [sys.executable, "manage.py"]
    is_new = not (archive / "archive.sqlite3").exists()
    subprocess.run([*manage, "migrate", "--verbosity=0"], check=True)
    subprocess.run([*manage, "collectstatic", "--no-input", "--verbosity=0"], check=True)
    import django

    django.setup()
    if is_new:
        fill(count, crowded=CROWDED)
        fill_parts()
    if not (archive / "search" / "current").exists():
        subprocess.run([*manage, "search_index", "--rebuild"], check=True, stdout=sys.stderr)
    pages = list(_pages())
    times = _times(pages)
    rows = [(page.name, _queries(page), times[page.name], page.first) for page in pages]
    print(json.dumps(rows))


def _pages() -> Iterator[Page]:
    """All kinds; what stands in their addresses is taken from the archive."""
    from articles.models import Article, Source
    from articles.views.site.pagination import Cursor

    def deep(name: str, path: str, articles: Any) -> Iterator[Page]:
        """The first page of a list, the one in its middle, and the last one."""
        count = articles.count()
        places = {"middle": count // 2, "end": max(count - 10, 0)}
        yield Page(name, path)
        for place, number in places.items():
            cursor = Cursor.at(articles.newest_first()[number])
            yield Page(f"{name}, {place}", f"{path}?before={cursor}", name)

    articles = Article.objects.visible()
    newest = articles.newest_first()[0]
    source = Source.objects.get(slug="source-1")
    word = articles.get(pk=1).body.split()[0]
    yield Page("about", "/fa/about/")
    yield from deep("home", "/fa/", articles)
    yield Page("article", newest.get_absolute_url())
    yield Page("article as JSON", f"/fa/articles/{newest.key}.json")
    yield Page("article as scraped", f"/fa/articles/{newest.key}/raw/")
    yield Page("sources", "/fa/sources/")
    yield from deep("source", source.get_absolute_url(), articles.filter(source=source))
    yield Page("years", "/fa/archive/")
    yield Page("year", f"/fa/archive/jalali/{newest.published_on.year}/")
    day = newest.day
    yield Page("crowded month", f"/fa/archive/gregorian/{day:%Y/%m}/")
    yield Page("usual month", f"/fa/archive/gregorian/{day.year - 5}/{day:%m}/")
    yield from deep(
        "crowded day",
        f"/fa/archive/gregorian/{day:%Y/%m/%d}/",
        articles.filter(published_on=newest.published_on),
    )
    yield Page(
        "crowded day, a source", f"/fa/archive/gregorian/{day:%Y/%m/%d}/?source={source.slug}"
    )
    yield Page("search, all", "/fa/search/")
    yield Page("search, all, page 500", "/fa/search/?page=500", "search, all")
    yield Page("search", f"/fa/search/?q={word}")
    yield Page("search, page 500", f"/fa/search/?q={word}&page=500", "search")
    yield Page("search, filtered", f"/fa/search/?q={word}&source=source-1&lang=fa&from=1395")
    yield Page("search, chart by language", f"/fa/search/?q={word}&chart=language")
    yield Page("search, without copies", f"/fa/search/?q={word}&copies=no")
    other = articles.get(pk=2).body.split()[0]
    yield Page("words over time, one", f"/fa/trends/?q={word}&names=off")
    yield Page("words over time, two", f"/fa/trends/?q={word},{other}&names=off")
    yield Page("search, nothing", "/fa/search/?q=qqzzqq")
    yield Page("feed", "/fa/feed/")
    yield Page("feed of a source", f"{source.get_absolute_url()}feed/")
    yield Page("feed of a search", f"/fa/search/feed/?q={word}")
    yield Page("sitemap", "/sitemap.xml")


def _times(pages: list[Page]) -> dict[str, float]:
    """Milliseconds at the median. Of the processor: a machine may have other work beside this."""
    from django.conf import settings
    from django.core.cache import caches
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    times: dict[str, list[float]] = {page.name: [] for page in pages}
    for _ in range(RUNS + 1):
        for page in pages:
            caches["pages"].clear()  # a page that was made for another reader takes no time at all
            start = time.process_time()
            response = client.get(page.path)
            times[page.name].append(time.process_time() - start)
            if response.status_code != 200:
                raise SystemExit(f"{page.path} answered {response.status_code}")
    # Without the first, which warms the caches of the system.
    return {name: statistics.median(found[1:]) * 1e3 for name, found in times.items()}


def _queries(page: Page) -> int:
    from django.core.cache import caches
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    caches["pages"].clear()
    with CaptureQueriesContext(connection) as queries:
        Client().get(page.path)
    return len(queries)


if __name__ == "__main__":
    main()
