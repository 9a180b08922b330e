"""How fast an archive of many articles is searched, against bare Tantivy and SQLite's FTS5.

    python tests/benchmarks/search_speed.py [-n 300000] [--no-fts] [--keep FOLDER] [--build-only]

Fills an archive of its own (SQLite, in a temporary folder, or in FOLDER, which is used again when
it holds one) with articles of invented words drawn by Zipf's law, builds the index, and times each
kind of query:

* **search**: `articles.search.search` with all counts (source, language, month in two calendars)
  and the first 20 articles;
* **bare**: the calls of Tantivy that a program would make at least for the same: the query on the
  one field of exact words, its first 20, and the same counts;
* **bare first 20**: the first of these two calls alone;
* **FTS5**: the first 20 by its BM25, and the same counts in one query, on a table of the same
  titles and bodies, folded, and one of their sources, languages and months;
* **page**: the whole search page, made anew, through Django's test client.

**New words** is the first search of each text in this process, before what it found out about the
words is remembered. Milliseconds at the median and, for search and page, at the 95th percentile;
ratios are of the same run. Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from filling import STEP, fill  # noqa: E402

MEBI = 1024 * 1024
TODAY = date(2026, 1, 1)
RUNS = 5
"""Every query of a kind so many times, in turns with the others."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of query: its texts, and how each is asked elsewhere."""

    name: str
    texts: list[str]
    options: dict[str, Any]
    fts: Callable[[str], str] | None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", type=int, default=300_000, help="how many articles")
    parser.add_argument("--queries", type=int, default=15, help="how many of each kind")
    parser.add_argument("--no-fts", action="store_true", help="leave FTS5 out")
    parser.add_argument("--keep", type=Path, help="where the archive is kept for another run")
    parser.add_argument(
        "--build-only", action="store_true", help="make the archive and its index, for --keep"
    )
    parser.add_argument(
        "--cpu",
        action="store_true",
        help="time of the processor instead of the clock, for a machine that others use; no pages",
    )
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "ARCHIVE_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
        "DATABASE_URL": "",
        "SEARCH_INDEX": "off",
        "SEARCHES_PER_MINUTE": "0",
    }
    try:
        fts = None if options.no_fts or options.build_only else folder / "fts5.sqlite3"
        _prepare(folder, options.n, fts)
        if not options.build_only:
            _measure(list(_kinds(options.queries)), fts, cpu=options.cpu)
    finally:
        if not options.keep:
            shutil.rmtree(folder)


def _prepare(folder: Path, count: int, fts: Path | None) -> None:
    """Make what is not there yet; an archive that is kept may be of an older release."""
    os.chdir(ROOT)
    manage = [sys.executable, "manage.py"]
    is_new = not (folder / "archive.sqlite3").exists()
    subprocess.run([*manage, "migrate", "--verbosity=0"], check=True)
    subprocess.run([*manage, "collectstatic", "--no-input", "--verbosity=0"], check=True)
    import django

    django.setup()
    if is_new:
        seconds = _timed(fill, count)
        print(f"rows: {count / seconds:,.0f} articles a second")
    if not (folder / "search" / "current").exists():
        seconds = _timed(subprocess.run, [*manage, "search_index", "--rebuild"], check=True)
        print(f"index: {count / seconds:,.0f} articles a second, from the start of the process")
    size = sum(path.stat().st_size for path in (folder / "search").rglob("*") if path.is_file())
    print(f"index: {size / MEBI:,.0f} MiB, {size / count:,.0f} bytes an article")
    if fts is not None:
        if not fts.exists():
            seconds = _timed(_fill_fts, fts)
            print(f"FTS5: {count / seconds:,.0f} articles a second")
        print(f"FTS5: {fts.stat().st_size / MEBI:,.0f} MiB")


def _fill_fts(path: Path) -> None:
    from articles.models import Article
    from articles.text.search_folding import fold

    fts = sqlite3.connect(path)
    fts.execute("PRAGMA synchronous=OFF")
    fts.execute("CREATE VIRTUAL TABLE article USING fts5(title, body, content='', detail=full)")
    fts.execute("CREATE TABLE fact (id INTEGER PRIMARY KEY, source INT, language TEXT, month TEXT)")
    rows = Article.objects.values_list("pk", "title", "body").iterator(chunk_size=STEP)
    facts = Article.objects.values_list("pk", "source_id", "language", "published_on")
    with fts:
        fts.executemany(
            "INSERT INTO article(rowid, title, body) VALUES (?, ?, ?)",
            ((pk, fold(title), fold(body)) for pk, title, body in rows),
        )
        fts.executemany(
            "INSERT INTO fact VALUES (?, ?, ?, ?)",
            ((*fact, f"{day:%Y-%m}") for *fact, day in facts.iterator(chunk_size=STEP)),
        )
    fts.close()


# -- the queries ---------------------------------------------------------------------------------


def _kinds(queries: int) -> Iterator[Kind]:
    """Queries of every kind, of words with the frequencies that their names tell."""
    from articles.models import Article

    rnd = random.Random(11)
    rare, usual, common = (_words(*share, rnd, queries) for share in _SHARES)
    quoted = '"{}"'.format
    yield Kind("rare word", rare, {}, quoted)
    yield Kind("word in 1%", usual, {}, quoted)
    yield Kind("word in 30%", common, {}, quoted)
    pairs = [f"{one} {two}" for one, two in zip(usual, common, strict=False)]
    yield Kind("two words", pairs, {}, lambda text: " AND ".join(map(quoted, text.split())))
    phrases = []
    for body in Article.objects.filter(language="fa").values_list("body", flat=True)[:queries]:
        words = body.split()
        at = rnd.randrange(30)
        phrases.append(" ".join(words[at : at + 2]))
    yield Kind("phrase", [quoted(phrase) for phrase in phrases], {}, str)
    common_pairs = _pairs_that_carry_nothing(queries)
    yield Kind("phrase of common words", [quoted(" ".join(both)) for both in common_pairs], {}, str)
    prefixes = [f"{word[:4]}*" for word in usual]
    yield Kind("prefix", prefixes, {}, lambda text: f'"{text[:-1]}"*')
    filters = [f"{word} date:1395..1396 lang:fa" for word in usual]
    yield Kind("filtered", filters, {}, None)
    yield Kind("newest first", common, {"sort": "newest"}, None)


def _pairs_that_carry_nothing(queries: int) -> list[tuple[str, str]]:
    from articles.models import Article
    from articles.text.function_words import IN_ANY_LANGUAGE

    found: dict[tuple[str, str], None] = {}
    for body in Article.objects.filter(language="fa").values_list("body", flat=True)[:queries]:
        for both in pairwise(body.split()):
            if IN_ANY_LANGUAGE.issuperset(both) and len(set(both)) == 2:
                found[both] = None
    return list(found)[:queries]


_SHARES = ((0.0, 0.0003), (0.008, 0.013), (0.24, 0.40))


def _words(least: float, most: float, rnd: random.Random, queries: int) -> list[str]:
    """Persian words that such a share of the articles has, by the index itself."""
    import tantivy

    index = _index()
    searcher = index.searcher()
    total = searcher.num_docs
    persian = tantivy.Query.term_query(index.schema, "language", 1, "basic")
    found = [
        word
        for word, count in searcher.terms_with_prefix("whole_exact", "", persian)
        if max(least * total, 2) <= count <= max(most * total, 4) and word.isalpha()
    ]
    return rnd.sample(found, min(queries, len(found)))


def _index() -> Any:
    from articles.search.index.files import index_files
    from articles.search.index.reading import IndexReader

    return IndexReader(index_files()).index()


# -- the measuring -------------------------------------------------------------------------------


def _measure(kinds: list[Kind], fts_path: Path | None, *, cpu: bool) -> None:
    from django.conf import settings
    from django.core.cache import caches
    from django.test import Client

    from articles.search import Search, Sort, search

    fts = sqlite3.connect(fts_path) if fts_path else None
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    print()
    print(
        "| kind | found | new words, ms | search, ms | p95 | bare | ratio | bare first 20 | ratio "
        "| FTS5 | times slower | page | p95 |"
    )
    print("| --- |" + " ---: |" * 12)
    for kind in kinds:
        sort = Sort(kind.options.get("sort", "relevance"))
        bare, bare_first = _bare_calls(sort)
        new, ours, theirs, first, slow, page, found = [], [], [], [], [], [], []
        for turn in range(RUNS + 1):
            for text in kind.texts:
                wanted = Search(text, reference=TODAY, sort=sort)
                clock = time.thread_time if cpu else time.perf_counter
                times = [
                    _timed(search, wanted, with_counts=True, clock=clock),
                    _timed(bare, text, clock=clock),
                    _timed(bare_first, text, clock=clock),
                ]
                if turn == 0:  # warms the caches of the system and of the process
                    new.append(times[0])
                    continue
                for times_of, seconds in zip((ours, theirs, first), times, strict=True):
                    times_of.append(seconds)
                if turn > 1:
                    continue
                found.append(search(wanted).total)
                if fts is not None and kind.fts is not None:
                    slow.append(_timed(_ask_fts, fts, kind.fts(_folded(text))))
        # Apart, since a page takes what the others have just warmed out of the processor's caches.
        for turn in range(0 if cpu else RUNS + 1):
            for text in kind.texts:
                caches["pages"].clear()  # what is made for one reader is kept for the next
                seconds = _timed(_get, client, {"q": text, "sort": sort.value})
                page += [seconds] if turn else []
        middle = statistics.median
        cells = [
            kind.name,
            f"{middle(found):,.0f}",
            f"{middle(new) * 1e3:.2f}",
            f"{middle(ours) * 1e3:.2f}",
            f"{_p95(ours) * 1e3:.2f}",
            f"{middle(theirs) * 1e3:.2f}",
            f"{middle(ours) / middle(theirs):.1f}",
            f"{middle(first) * 1e3:.2f}",
            f"{middle(ours) / middle(first):.1f}",
            f"{middle(slow) * 1e3:,.1f}" if slow else "",
            f"{middle(slow) / middle(ours):,.0f}" if slow else "",
            f"{middle(page) * 1e3:.0f}" if page else "",
            f"{_p95(page) * 1e3:.0f}" if page else "",
        ]
        print("| " + " | ".join(cells) + " |", flush=True)


def _get(client: Any, parameters: dict[str, str]) -> None:
    status = client.get("/fa/search/", parameters).status_code
    if status != 200:
        raise SystemExit(f"the search page answered {status}")


def _bare_calls(sort: Any) -> tuple[Callable[[str], Any], Callable[[str], Any]]:
    """The same question put to Tantivy with nothing of ours between: one field, parsed by hand."""
    import tantivy

    from articles.search.language.query import Phrase, Prefix, parse
    from articles.text.analyzer import Analyzer

    index = _index()
    searcher, schema = index.searcher(), index.schema
    analyzer = Analyzer()
    must = tantivy.Occur.Must
    counts = {name: {"terms": {"field": name, "size": 300}} for name in ("categories", "months")}
    options = {} if sort == "relevance" else {"order_by_field": "newest"}

    def query_of(text: str) -> tantivy.Query:
        query = parse(text, reference=TODAY)
        clauses = []
        for clause in query.clauses:
            words = analyzer.phrase(clause.text)
            if isinstance(clause, Prefix):
                made = tantivy.Query.regex_query(schema, "whole_exact", f"{words[0]}.*")
            elif isinstance(clause, Phrase) and len(words) > 1:
                made = tantivy.Query.phrase_query(schema, "whole_exact", words)
            else:
                made = tantivy.Query.term_query(schema, "whole_exact", words[0], "freq")
            clauses.append((must, made))
        for days in query.days() or ():
            first, last = days.first.toordinal(), days.last.toordinal()
            kind = tantivy.FieldType.Unsigned
            clauses.append((must, tantivy.Query.range_query(schema, "day", kind, first, last)))
        if query.languages:
            clauses.append((must, tantivy.Query.term_query(schema, "language", 1, "basic")))
        return clauses[0][1] if len(clauses) == 1 else tantivy.Query.boolean_query(clauses)

    def first_20(text: str) -> Any:
        return searcher.search(query_of(text), 20, **options)

    def both(text: str) -> Any:
        query = query_of(text)
        return searcher.search(query, 20, **options), searcher.aggregate(query, counts)

    return both, first_20


def _folded(text: str) -> str:
    from articles.text.search_folding import fold

    return fold(text)


def _ask_fts(fts: sqlite3.Connection, asked: str) -> None:
    ranked = "SELECT rowid FROM article WHERE article MATCH ? ORDER BY rank LIMIT 20"
    fts.execute(ranked, [asked]).fetchall()
    counted = (
        "SELECT source, language, month, count(*) FROM article JOIN fact ON id = article.rowid "
        "WHERE article MATCH ? GROUP BY 1, 2, 3"
    )
    fts.execute(counted, [asked]).fetchall()


def _timed(
    call: Callable[..., Any],
    *args: Any,
    clock: Callable[[], float] = time.perf_counter,
    **options: Any,
) -> float:
    start = clock()
    call(*args, **options)
    return clock() - start


def _p95(times: list[float]) -> float:
    return sorted(times)[min(len(times) * 95 // 100, len(times) - 1)]


if __name__ == "__main__":
    main()
