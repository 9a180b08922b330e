"""Compares the index with the database: its files, its state and its articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from articles.search.engine import schema
from articles.search.engine.findings import (
    COMPARED,
    Difference,
    Finding,
    article_findings,
    state_findings,
)
from articles.search.index.checksums import damaged_files
from articles.search.index.files import IndexFiles
from articles.search.index.reading import IndexReader, answering


def compare(
    files: IndexFiles, *, advance: Callable[[int], None] = lambda count: None
) -> Iterator[Finding]:
    """Every difference. Raises :class:`IndexUnavailableError` without an index.

    ``advance`` is called with the number of articles that were compared.
    """
    generation = files.current()
    if generation:
        with answering():
            damaged = list(damaged_files(generation))
        yield from (Finding(Difference.DAMAGED, name) for name in damaged)
    searched = IndexReader(files).state()
    with answering():
        state = generation.state() if generation else None
    if state:
        yield from state_findings(state)

    def indexed(first: int, last: int | None) -> dict[int, list[tuple[int, ...]]]:
        found: dict[int, list[tuple[int, ...]]] = {}
        columns = searched.columns(first, last, (schema.ARTICLE, *COMPARED))
        for pk, *values in zip(*columns, strict=True):
            found.setdefault(pk, []).append(tuple(values))
        return found

    yield from article_findings(indexed, advance)
