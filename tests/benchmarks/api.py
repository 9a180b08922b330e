"""How fast the API gives lists, and whether a long one is held in memory.

    python tests/benchmarks/api.py [-n 100000] [--keep FOLDER]

Fills an archive of its own (SQLite, in a temporary folder, or in FOLDER, which is used again when
it holds one) with articles of invented words. Prints, in processor time,

* the list of 100 articles as JSON, made anew each time, against what a list page asks of the
  database for as many articles: the ratio of the medians, taken in turns; also where no beginning
  of a text is remembered, and where each is the first that a thread of a server process does, once
  that has warmed itself;
* the whole archive as NDJSON, with and without texts: articles a second, and by how much the
  memory of the process grows behind the first tenth of it.
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
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from filling import fill  # noqa: E402

RUNS = 41
LISTED = 100
LISTS = {"without texts": "", "with texts": "&fields=key,title,published,paragraphs"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", type=int, default=100_000, help="how many articles")
    parser.add_argument("--keep", type=Path, help="where the archive is kept for another run")
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp())
    try:
        _measure(folder, options.n)
    finally:
        if not options.keep:
            shutil.rmtree(folder)


def _measure(folder: Path, count: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "ARCHIVE_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
        "DATABASE_URL": "",
        "SEARCH_INDEX": "off",
        "API_READS_PER_MINUTE": "0",
        "API_TOKEN_READS_PER_MINUTE": "0",
    }
    os.chdir(ROOT)
    is_new = not (folder / "archive.sqlite3").exists()
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], check=True)
    import django

    django.setup()
    if is_new:
        fill(count)
    _compare_lists()
    for name, parameters in LISTS.items():
        _stream(name, f"/api/v1/articles?format=ndjson&limit={count}{parameters}", count)


def _compare_lists() -> None:
    from django.core.cache import caches
    from django.http import QueryDict
    from django.test import RequestFactory
    from django.urls import resolve

    from articles.models import Article
    from articles.text import leads
    from articles.views.site.listing import listing
    from articles.views.site.pagination import ArticleList

    of_page = ArticleList(lambda: listing(Article.objects.visible()), LISTED)
    request = RequestFactory().get("/api/v1/articles", HTTP_HOST="localhost")
    view = resolve("/api/v1/articles").func

    def ask() -> None:
        of_page.page(QueryDict())

    def answer() -> None:
        view(request)

    times: dict[str, list[float]] = defaultdict(list)

    def measure(name: str, do: Callable[[], None]) -> None:
        caches["pages"].clear()
        begun = time.thread_time()
        do()
        times[name].append(1000 * (time.thread_time() - begun))

    # Once as a server process does before its first reader comes.
    assert len(json.loads(view(request).content)["items"]) == LISTED
    for _run in range(RUNS):
        measure("page", ask)
        measure("as ever", answer)
        leads._kept.cache_clear()
        measure("nothing remembered", answer)
        _in_a_new_thread(partial(measure, "page first", ask))
        _in_a_new_thread(partial(measure, "the first of a thread", answer))
    took = {name: statistics.median(each) for name, each in times.items()}
    for name, page in (
        ("as ever", "page"),
        ("nothing remembered", "page"),
        ("the first of a thread", "page first"),
    ):
        print(
            f"{LISTED} articles, {name}: the API {took[name]:.1f} ms, the queries of a list page "
            f"{took[page]:.1f} ms, ratio {took[name] / took[page]:.2f}"
        )


def _in_a_new_thread(do: Callable[[], None]) -> None:
    """With a connection of its own, for which each query is compiled."""
    from django.db import connection

    def run() -> None:
        connection.ensure_connection()
        do()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def _stream(name: str, path: str, count: int) -> None:
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client

    from articles.models import ApiToken

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size = -2000")  # what the database keeps is not the answer's
    owner, _is_new = get_user_model().objects.get_or_create(username="owner", is_superuser=True)
    _token, text = ApiToken.objects.issue(name="benchmark", owner=owner, scopes=["read"])
    headers = {"Host": "localhost", "Authorization": f"Bearer {text}"}
    begun, lines, size, before, most = time.process_time(), 0, 0, 0, 0
    for piece in Client().get(path, headers=headers).streaming_content:
        lines, size = lines + piece.count(b"\n"), size + len(piece)
        most = max(most, _memory())
        before = most if lines <= count // 10 else before
    taken, grown = time.process_time() - begun, most - before
    assert lines == count, lines
    print(f"{lines:,} articles {name}: {size / 1e6:.0f} MB, {lines / taken:,.0f} a second,", end="")
    print(f" {grown / 1e6:.1f} MB more memory behind the first tenth")


def _memory() -> int:
    """What the process itself holds, in bytes; the file of the database, which it maps, is not its
    own."""
    status = Path("/proc/self/status").read_text()
    return 1024 * int(status.partition("RssAnon:")[2].split()[0])


if __name__ == "__main__":
    main()
