"""Analyses all articles for a new index, in several processes."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from typing import TypeVar

from articles.search.engine.documents import IndexedArticle
from articles.search.engine.loading import all_indexed_articles
from articles.worker_process import start_django_worker

Analyzed = TypeVar("Analyzed")


def all_analyzed(
    workers: int, analyze_step: Callable[[Sequence[IndexedArticle]], Analyzed]
) -> Iterator[Analyzed]:
    """Every article that belongs in an index, analysed, some hundred at a time by ascending id; a
    bounded number of steps ahead. ``analyze_step`` runs in ``workers`` processes, or in this one if
    it is 0."""
    steps = all_indexed_articles()
    if not workers:
        yield from map(analyze_step, steps)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=start_django_worker) as pool:
        pending = [pool.submit(analyze_step, step) for step in islice(steps, 2 * workers)]
        while pending:
            done = pending.pop(0).result()
            pending += [pool.submit(analyze_step, step) for step in islice(steps, 1)]
            yield done
