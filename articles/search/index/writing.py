"""Updates and rebuilds the index from the database.

The database is the truth. Every change of an article is in the :class:`ArticleChange` log, written
in the transaction that makes it; the index follows that log from its own position. Any process that
gets the write lock updates it: a web process or an import after each commit
(:mod:`.following`), the worker when another machine has changed something,
``search_index --update`` at any time.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice

import tantivy
from filelock import Timeout

from articles.models import ArticleChange
from articles.search.index import positions, schema
from articles.search.index.documents import (
    ANALYZER,
    AnalyzedArticle,
    IndexedArticle,
    analyze,
    analyze_step,
    to_document,
)
from articles.search.index.files import Generation, IndexFiles, State
from articles.search.index.loading import all_indexed_articles, indexed_articles
from articles.worker_process import start_django_worker

_CHANGES = 4_000
"""Entries of the log that are read and committed together."""

_HEAP_BYTES = 48 * 1024 * 1024
"""What Tantivy's writer may hold before it writes a segment: enough for a step of changes."""

_REBUILD_HEAP_BYTES = 96 * 1024 * 1024


class StaleIndexError(Exception):
    """The index was built by another release, or for another database: it needs a rebuild."""


class PrunedLogError(StaleIndexError):
    """The log no longer has all that came after the index's position: it needs a rebuild."""


def last_change() -> int:
    """The sequence number of the latest entry of the log; 0 while there is none."""
    return ArticleChange.objects.last_sequence()


def update(files: IndexFiles, *, wait: bool = True) -> None:
    """Bring the searched generation up to the end of the log; make it when there is none.

    Without ``wait`` this returns at once when another process is writing: that one looks at the
    log again after it has let go of the lock, so nothing stays behind. Raises StaleIndexError or
    PrunedLogError, and what Tantivy raises (ValueError, OSError) when the index is damaged.
    """
    while is_behind(files):
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
        positions.tell(generation)


def rebuild(
    files: IndexFiles, *, workers: int = 0, advance: Callable[[int], None] = lambda count: None
) -> None:
    """Build a new generation from the database and search that one from then on.

    Searches and writers use the old one meanwhile. Analysis runs in ``workers`` processes, or in
    this one when there are none. ``advance`` hears of every article. Raises
    :class:`filelock.Timeout` when another process is rebuilding.
    """
    with files.rebuild_lock().acquire(timeout=0):
        positions.forget(files.remove_unused())
        generation = files.create(position=last_change())
        positions.tell(generation, now=True)  # what comes after it is kept until this is done
        with _writer(generation.open(), _REBUILD_HEAP_BYTES) as writer:
            for article in _analyzed(all_indexed_articles(), workers):
                writer.add_document(to_document(article))
                advance(1)
        _follow(generation)
        with files.write_lock():
            _follow(generation)
            files.publish(generation)
        positions.forget(files.remove_unused())
        update(files, wait=False)  # for those who did not wait for the lock


def is_behind(files: IndexFiles) -> bool:
    """Whether the log goes on after what the index has, or there is no index. Raises as
    :func:`update` does."""
    generation = files.current()
    if generation is None:
        _require_log_since(0)
        return True
    state = generation.state()
    last = last_change()
    if not state.is_of_today or state.position > last:
        raise StaleIndexError
    if state.position == last:
        return False
    _require_log_since(state.position)
    return True


def _require_log_since(position: int) -> None:
    if not ArticleChange.objects.reaches_back_to(position):
        raise PrunedLogError


def _follow(generation: Generation) -> None:
    """Apply the log from the generation's position to its end."""
    position = generation.state().position
    while True:
        changes = list(
            ArticleChange.objects.filter(sequence__gt=position)
            .order_by("sequence")
            .values_list("sequence", "article_id")[:_CHANGES]
        )
        if not changes:
            return
        _require_log_since(position)  # after reading, or what is pruned in between were missed
        _write(generation, {article_id for _, article_id in changes})
        position = changes[-1][0]
        generation.save(State(position))


def _write(generation: Generation, ids: set[int]) -> None:
    """Replace what the index has of some articles by what the database says now."""
    index = generation.open()
    with _writer(index, _HEAP_BYTES) as writer:
        # What was never indexed need not be deleted; a crash before the state was saved is the
        # reason to ask the index and not the log.
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
    """A writer of a fresh handle, whose work is committed when this ends without an error.

    Merging threads are waited for: without that, measured, 200 small writes left 472 segments on
    the disk and took twice as long. It is also what lets go of Tantivy's own lock, which a writer
    that has failed (a full disk) would else hold for as long as anything remembers the error.
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


def _analyzed(steps: Iterable[Sequence[IndexedArticle]], workers: int) -> Iterator[AnalyzedArticle]:
    """Articles analysed in order, a bounded number of steps ahead."""
    if not workers:
        for step in steps:
            yield from analyze_step(step)
        return
    steps = iter(steps)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=start_django_worker) as pool:
        pending = [pool.submit(analyze_step, step) for step in islice(steps, 2 * workers)]
        while pending:
            done = pending.pop(0).result()
            pending += [pool.submit(analyze_step, step) for step in islice(steps, 1)]
            yield from done
