"""A process that updates the index during a long import, so that storing does not wait."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from articles.search import following
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


_ROUND = 2_000
"""So many changes are indexed together: rounds of 500 cost the index a tenth of a millisecond more
for each article, since it merges them later, and rounds of 160, as chunks of large pages are, a
whole one."""

_ROUND_SECONDS = 10.0
"""After so long fewer are a round, so that readers find what a slow import has stored."""


class _Follower:
    """Starts the process when there is a round for it. What is committed while it works is indexed
    in its next round, and what is too little for one at the end."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._turn: Future[None] | None = None
        self._time = time.monotonic()  # of the latest round
        self._is_behind = False

    def follow(self) -> None:
        """Called after each commit."""
        self._is_behind = True
        if self._turn is not None and not self._turn.done():
            return
        now = time.monotonic()
        if following.changes_behind() >= _ROUND or now - self._time >= _ROUND_SECONDS:
            self._time = now
            self._turn = self._submit()

    def finish(self) -> None:
        """Wait until the last commit is in the index; what was too little to start the process is
        indexed here."""
        if self._pool is None:
            if self._is_behind:
                following.follow()
            return
        if last := self._submit():
            try:
                last.result()
            except BrokenProcessPool:
                following.follow()
        self._pool.shutdown()

    def _submit(self) -> Future[None] | None:
        """A round of the other process; None if it has died, so that it was done here."""
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, context, initializer=start_django_worker)
        try:
            return self._pool.submit(following.follow)
        except BrokenProcessPool:
            following.follow()
            return None
