"""Search in the archive: the public interface of the Tantivy index.

    search(Search("سیل تهران", reference=today), with_counts=True) → Answer

Raises :class:`IndexUnavailableError` if no index answers. The rest of the project imports only from
here.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from articles.models import Article
from articles.search.index.answers import Answer, Counts, Hit, Match, Search, Searcher, Sort
from articles.search.index.compiling import Limits
from articles.search.index.files import IndexFiles
from articles.search.index.health import Condition, Health
from articles.search.index.health import health as health_of
from articles.search.index.loading import as_indexed
from articles.search.index.reading import IndexReader, IndexUnavailableError, Trouble
from articles.search.index.spelling import Correction, Way
from articles.search.index.suggesting import Suggestions, suggestions
from articles.search.names.equivalents import name_table
from articles.search.names.expansion import NameTable
from articles.search.snippets import Excerpt, FoundArticle, found_articles

__all__ = [
    "Answer",
    "Condition",
    "Correction",
    "Counts",
    "Excerpt",
    "FoundArticle",
    "Health",
    "Hit",
    "IndexUnavailableError",
    "Limits",
    "Match",
    "Search",
    "Sort",
    "Suggestions",
    "Trouble",
    "Way",
    "counts",
    "did_you_mean",
    "found_articles",
    "health",
    "index_files",
    "more_like_this",
    "search",
    "suggest",
]

_NO_NAMES = NameTable(())


def index_files() -> IndexFiles:
    """Where this archive's index lies: ``search/`` in the data folder."""
    return IndexFiles(Path(settings.DATA_DIR) / "search")


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


def did_you_mean(wanted: Search, answer: Answer, reader: str | None = None) -> Correction | None:
    """What a search that found little may have been meant to be; ``reader`` is the language in
    which the reader has the site."""
    return _searcher().did_you_mean(wanted, answer, reader)


def suggest(typed: str) -> Suggestions:
    """Sources and articles that what a reader has typed so far may mean."""
    return suggestions(_searcher(), typed)


def more_like_this(article: Article, *, limit: int = 5) -> list[int]:
    """Ids of the articles most like one, the most alike first; none for a hidden one.

    Takes no query where the article's figures are prefetched.
    """
    if article.status != Article.Status.PUBLISHED:
        return []
    return _searcher().more_like(as_indexed(article), limit)


def _searcher(names: NameTable = _NO_NAMES) -> Searcher:
    return Searcher(_reader(index_files().root), names)


@cache
def _reader(root: Path) -> IndexReader:
    return IndexReader(IndexFiles(root))
