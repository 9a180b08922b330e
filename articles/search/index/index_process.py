"""A process that updates the index during a long import, so that storing does not wait."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from articles.search.index import following
from articles.worker_process import start_django_worker


@contextmanager
def following_apart() -> Iterator[None]:
    """Inside this context, another process indexes the commits of this one; waits at the end."""
    follower = _Follower()
    with following.by(follower.follow):
        try:
            yield
        finally:
            follower.finish()


_MOST_HERE = 200
"""So many changes are indexed while another process would start."""


class _Follower:
    """Starts the process at the first commit of many changes. Commits that arrive while it works
    are indexed together in its next round."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._turn: Future[None] | None = None

    def follow(self) -> None:
        if self._pool is None:
            if following.changes_behind() <= _MOST_HERE:
                following.follow()
                return
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, context, initializer=start_django_worker)
        if self._turn is None or self._turn.done():
            try:
                self._turn = self._pool.submit(following.follow)
            except BrokenProcessPool:
                following.follow()

    def finish(self) -> None:
        """Wait until the last commit is in the index; index here if the process has died."""
        if self._pool is None:
            return
        try:
            self._pool.submit(following.follow).result()
        except BrokenProcessPool:
            following.follow()
        self._pool.shutdown()
