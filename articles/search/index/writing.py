"""Updates and rebuilds the index from the database.

It follows the change log (:mod:`articles.search.engine.change_log`) from its own position. Any
process that gets the write lock updates it: a web process or an import after each commit
(:mod:`articles.search.following`), the worker when another machine has changed something,
``search_index --update`` at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import tantivy
from filelock import Timeout

from articles.search.engine import change_log, positions, schema
from articles.search.engine.analyzing import all_analyzed
from articles.search.engine.change_log import State, last_change
from articles.search.engine.documents import ANALYZER, analyze, analyze_step
from articles.search.engine.loading import indexed_articles
from articles.search.index.documents import to_document
from articles.search.index.files import Generation, IndexFiles

_HEAP_BYTES = 48 * 1024 * 1024
"""Memory of Tantivy's writer before it writes a segment: enough for one batch of changes."""

_REBUILD_HEAP_BYTES = 96 * 1024 * 1024


def update(files: IndexFiles, *, wait: bool = True) -> None:
    """Update the searched generation to the end of the log; create it if there is none.

    Without ``wait`` this returns at once if another process is writing: that one checks the log
    again after it has released the lock, so nothing is missed. Raises StaleIndexError or
    PrunedLogError, and Tantivy's errors (ValueError, OSError) if the index is damaged.
    """
    while changes_behind(files):
        try:
            with files.write_lock().acquire(timeout=-1 if wait else 0):
                generation = files.current()
                if generation is None:
                    generation = files.create(position=0)
                    _follow(generation)
                    files.publish(generation)
                else:
                    _follow(generation)
        except Timeout:
            return
    if generation := files.current():
        _tell(generation)


def rebuild(
    files: IndexFiles, *, workers: int = 0, advance: Callable[[int], None] = lambda count: None
) -> None:
    """Build a new generation from the database and publish it.

    Searches and writers use the old one meanwhile. Analysis runs in ``workers`` processes, or in
    this one if ``workers`` is 0. ``advance`` is called for every article. Raises
    :class:`filelock.Timeout` if another process is rebuilding.
    """
    with files.rebuild_lock().acquire(timeout=0):
        positions.forget(files.remove_unused())
        generation = files.create(position=last_change())
        _tell(generation, now=True)  # entries after it are kept until this is done
        with _writer(generation.open(), _REBUILD_HEAP_BYTES) as writer:
            for step in all_analyzed(workers, analyze_step):
                for article in step:
                    writer.add_document(to_document(article))
                    advance(1)
        _follow(generation)
        with files.write_lock():
            _follow(generation)
            files.publish(generation)
        positions.forget(files.remove_unused())
        update(files, wait=False)  # for processes that did not wait for the lock


def changes_behind(files: IndexFiles) -> int:
    """About how many entries of the log the index lacks; 1 if all that is lacking is the index.
    Raises like :func:`update`."""
    generation = files.current()
    return change_log.changes_behind(generation.state() if generation else None)


def _tell(generation: Generation, *, now: bool = False) -> None:
    positions.tell(generation.folder.name, generation.state().position, now=now)


def _follow(generation: Generation) -> None:
    """Apply the log from the generation's position to its end."""
    for ids, position in change_log.changes_after(generation.state().position):
        _write(generation, ids)
        generation.save(State(position))


def _write(generation: Generation, ids: set[int]) -> None:
    """Replace some articles in the index with their state in the database."""
    index = generation.open()
    with _writer(index, _HEAP_BYTES) as writer:
        # Articles that were never indexed need not be deleted. The index is asked, not the log,
        # because a
        # crash may have happened before the state was saved.
        known = _indexed_among(index, ids)
        if known:
            # Not delete_documents_by_term: for an unsigned field it makes a term of a signed one,
            # and deletes nothing.
            old = tantivy.Query.term_set_query(index.schema, schema.ARTICLE, known)
            writer.delete_documents_by_query(old)
        for article in indexed_articles(ids):
            writer.add_document(to_document(analyze(article, ANALYZER)))


@contextmanager
def _writer(index: tantivy.Index, heap_bytes: int) -> Iterator[tantivy.IndexWriter]:
    """A writer of a fresh handle; commits at the end if there was no error.

    Waits for merging threads: without that, 200 small writes left 472 segments on disk and took
    twice as long (measured). It also releases Tantivy's own lock, which a failed writer (full disk)
    would otherwise hold as long as the error is referenced.
    """
    writer = index.writer(heap_size=heap_bytes, num_threads=1)
    try:
        yield writer
        writer.commit()
    finally:
        writer.wait_merging_threads()


def _indexed_among(index: tantivy.Index, ids: set[int]) -> list[int]:
    searcher = index.searcher()
    return [pk for pk in sorted(ids) if searcher.doc_freq(schema.ARTICLE, pk)]
