"""Search in the archive: the public interface of the Tantivy index.

    search(Search("سیل تهران", reference=today), with_counts=True) → Answer

Raises :class:`IndexUnavailableError` if no index answers. The rest of the project imports only from
here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from articles.models import Article
from articles.search import checks
from articles.search.index import following
from articles.search.index.answers import (
    DEEPEST,
    Answer,
    Counts,
    Hit,
    Match,
    Search,
    Searcher,
    Sort,
)
from articles.search.index.checking import Finding
from articles.search.index.checking import compare as compare_with
from articles.search.index.compiling import Limits
from articles.search.index.files import IndexFiles, index_files
from articles.search.index.following import bring_up_to_date, is_taken_over
from articles.search.index.health import Condition, Health
from articles.search.index.health import health as health_of
from articles.search.index.index_process import following_apart
from articles.search.index.loading import as_indexed
from articles.search.index.reading import IndexReader, IndexUnavailableError, Trouble, answering
from articles.search.index.schema import FACETS
from articles.search.index.spelling import Correction, Way
from articles.search.index.suggesting import Suggestions, suggestions
from articles.search.index.writing import PrunedLogError, StaleIndexError, rebuild, update
from articles.search.language.query import (
    MAX_WORDS,
    Filter,
    LanguageFilter,
    NoteCode,
    Query,
    SourceFilter,
    without,
)
from articles.search.language.written_dates import WrittenDate, without_date
from articles.search.limits import EmptySpanError, UnreadableLimitError, read_limits
from articles.search.names.equivalents import name_table
from articles.search.names.expansion import NameTable
from articles.search.snippets import Excerpt, FoundArticle, found_articles, other_names

__all__ = [
    "DEEPEST",
    "FACETS",
    "MAX_WORDS",
    "Answer",
    "Condition",
    "Correction",
    "Counts",
    "EmptySpanError",
    "Excerpt",
    "Filter",
    "Finding",
    "FoundArticle",
    "Health",
    "Hit",
    "IndexUnavailableError",
    "LanguageFilter",
    "Limits",
    "Match",
    "NameTable",
    "NoteCode",
    "PrunedLogError",
    "Query",
    "Search",
    "Sort",
    "SourceFilter",
    "StaleIndexError",
    "Suggestions",
    "Trouble",
    "UnreadableLimitError",
    "Way",
    "WrittenDate",
    "answering",
    "bring_up_to_date",
    "compare_index",
    "connect",
    "counts",
    "did_you_mean",
    "following_apart",
    "found_articles",
    "health",
    "index_files",
    "is_taken_over",
    "more_like_this",
    "name_table",
    "other_names",
    "read_limits",
    "rebuild_index",
    "search",
    "suggest",
    "update_index",
    "without",
    "without_date",
]

_NO_NAMES = NameTable(())
_FEW_ARTICLES = 2_000


def connect() -> None:
    """Follow the commits of this process, and check the index with Django's other checks. Called
    once, when the app is ready."""
    following.connect()
    checks.connect()


def search(wanted: Search, *, with_counts: bool = False) -> Answer:
    """Answer a search from this archive's index."""
    names = name_table() if wanted.with_names else _NO_NAMES
    return _searcher(names).search(wanted, with_counts=with_counts)


def counts(limits: Limits | None = None) -> Counts:
    """What the archive holds, by source, language and month."""
    return _searcher().counts(limits or Limits())


def health() -> Health:
    """How this archive's index stands."""
    return health_of(index_files())


def rebuild_index(*, workers: int, advance: Callable[[int], None]) -> None:
    """Build this archive's index again from the database, while searches go on.

    ``workers`` processes analyse, unless starting them takes longer than the work. Raises
    :class:`filelock.Timeout` where another process is rebuilding.
    """
    if Article.objects.visible().count() <= _FEW_ARTICLES:
        workers = 0
    rebuild(index_files(), workers=workers, advance=advance)


def update_index() -> None:
    """Apply what has changed. Raises PrunedLogError and StaleIndexError."""
    update(index_files())


def compare_index(*, advance: Callable[[int], None]) -> Iterator[Finding]:
    """Every difference between this archive's index and the database."""
    return compare_with(index_files(), advance=advance)


def did_you_mean(wanted: Search, answer: Answer, reader: str | None = None) -> Correction | None:
    """What a search that found little may have been meant to be; ``reader`` is the language in
    which the reader has the site."""
    return _searcher().did_you_mean(wanted, answer, reader)


def suggest(typed: str) -> Suggestions:
    """Words, sources and articles that what a reader has typed so far may become."""
    return suggestions(_searcher(name_table()), typed)


def more_like_this(article: Article, *, limit: int = 5) -> list[int]:
    """Ids of the articles most like one, the most alike first; none for a hidden one. Takes no
    query."""
    if article.status != Article.Status.PUBLISHED:
        return []
    return _searcher().more_like(as_indexed(article), limit)


def _searcher(names: NameTable = _NO_NAMES) -> Searcher:
    return Searcher(_reader(index_files().root), names)


@cache
def _reader(root: Path) -> IndexReader:
    return IndexReader(IndexFiles(root))
