"""Search over the archive: the public face of the Tantivy index beside the database.

    search(Search("سیل تهران", reference=today), with_counts=True) → Answer

Raises :class:`IndexUnavailableError` when there is no index that answers. The rest of the project
imports from here only.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from articles.search.compiling import Limits
from articles.search.files import IndexFiles
from articles.search.names import NameTable
from articles.search.reading import IndexReader, IndexUnavailableError, Trouble
from articles.search.results import Answer, Counts, Hit, Match, Search, Searcher, Sort

__all__ = [
    "Answer",
    "Counts",
    "Hit",
    "IndexUnavailableError",
    "Limits",
    "Match",
    "Search",
    "Sort",
    "Trouble",
    "index_files",
    "search",
]


def index_files() -> IndexFiles:
    """Where this archive's index lies: ``search/`` in the data folder."""
    return IndexFiles(Path(settings.DATA_DIR) / "search")


def search(wanted: Search, *, with_counts: bool = False) -> Answer:
    """Answer a search from this archive's index."""
    return Searcher(_reader(index_files().root), name_table()).search(
        wanted, with_counts=with_counts
    )


@cache
def name_table() -> NameTable:
    """The names across languages that searches use."""
    return NameTable.build()


@cache
def _reader(root: Path) -> IndexReader:
    return IndexReader(IndexFiles(root))
