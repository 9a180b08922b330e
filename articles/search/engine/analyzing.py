"""Analyses all articles for a new index, in several processes."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice

from articles.search.engine.documents import AnalyzedArticle, analyze_step
from articles.search.engine.loading import all_indexed_articles
from articles.worker_process import start_django_worker


def all_analyzed(workers: int) -> Iterator[AnalyzedArticle]:
    """Every article that belongs in an index, analysed, by ascending id; a bounded number of
    batches ahead. Analysis runs in ``workers`` processes, or in this one if it is 0."""
    steps = all_indexed_articles()
    if not workers:
        for step in steps:
            yield from analyze_step(step)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=start_django_worker) as pool:
        pending = [pool.submit(analyze_step, step) for step in islice(steps, 2 * workers)]
        while pending:
            done = pending.pop(0).result()
            pending += [pool.submit(analyze_step, step) for step in islice(steps, 1)]
            yield from done
