"""This archive's index, whichever engine keeps it: searched, counted, built, followed, compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from articles.models import Article
from articles.search.answers.filtering import Limits
from articles.search.answers.searching import (
    Answer,
    Counts,
    Search,
    Searcher,
)
from articles.search.answers.spelling import Correction
from articles.search.answers.suggesting import Suggestions, suggestions
from articles.search.answers.trends import Trends
from articles.search.engine.findings import Finding
from articles.search.engine.health import Health
from articles.search.engine.loading import as_indexed
from articles.search.engines import engine
from articles.search.names.equivalents import name_table
from articles.search.names.expansion import NameTable

_NO_NAMES = NameTable(())
_FEW_ARTICLES = 2_000


def search(wanted: Search, *, with_counts: bool = False) -> Answer:
    """Answer a search from this archive's index."""
    names = name_table() if wanted.with_names else _NO_NAMES
    with _searching(names) as searcher:
        return searcher.search(wanted, with_counts=with_counts)


def counts(limits: Limits | None = None) -> Counts:
    """What the archive holds, by source, language and month."""
    with _searching() as searcher:
        return searcher.counts(limits or Limits())


def trends(lines: Sequence[Sequence[str]], groups: Sequence[Limits]) -> list[Trends]:
    """How often each of the lines, which are names of one thing, is said month by month, in the
    articles of each group of limits."""
    with _searching() as searcher:
        return searcher.trends(lines, groups)


def health() -> Health:
    """How this archive's index stands."""
    return engine().health()


def has_index() -> bool:
    """Whether there is an index."""
    return engine().exists()


def index_version() -> tuple[Any, ...]:
    """A value that changes when searches see another state of the index."""
    return engine().version()


def answering() -> AbstractContextManager[None]:
    """Converts all errors of an engine that is written into :class:`IndexUnavailableError`."""
    return engine().answering()


def rebuild_index(*, workers: int, advance: Callable[[int], None]) -> None:
    """Build this archive's index again from the database, while searches go on.

    ``workers`` processes analyse, unless starting them takes longer than the work. Raises
    :class:`filelock.Timeout` where another process is rebuilding.
    """
    if Article.objects.visible().count() <= _FEW_ARTICLES:
        workers = 0
    engine().rebuild(workers=workers, advance=advance)


def update_index() -> None:
    """Apply what has changed. Raises PrunedLogError and StaleIndexError."""
    engine().update()


def compare_index(*, advance: Callable[[int], None]) -> Iterator[Finding]:
    """Every difference between this archive's index and the database."""
    return engine().compare(advance=advance)


def did_you_mean(wanted: Search, answer: Answer, reader: str | None = None) -> Correction | None:
    """What a search that found little may have been meant to be; ``reader`` is the language in
    which the reader has the site."""
    with _searching() as searcher:
        return searcher.did_you_mean(wanted, answer, reader)


def suggest(typed: str) -> Suggestions:
    """Words, sources and articles that what a reader has typed so far may become."""
    with _searching(name_table()) as searcher:
        return suggestions(searcher, typed)


def more_like_this(article: Article, *, limit: int = 5) -> list[int]:
    """Ids of articles most like one, the most alike first; none for a hidden one. Takes no
    query."""
    if article.status != Article.Status.PUBLISHED:
        return []
    with _searching() as searcher:
        return searcher.more_like(as_indexed(article), limit)


@contextmanager
def _searching(names: NameTable = _NO_NAMES) -> Iterator[Searcher]:
    with engine().reading() as state:
        yield Searcher(state, names)
