"""The progress of a job, stored from time to time; checks at the same time whether to stop."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable

from articles.importing.running import ImportCancelledError, ImportPausedError
from articles.models import Job

_EVERY_SECONDS = 0.5


class JobProgress:
    """Counts a job's units and items; raises an exception to stop the job."""

    def __init__(self, job: Job, is_stopping: Callable[[], bool]) -> None:
        self._job = job
        self._is_stopping = is_stopping
        self._done = 0
        self._items = 0
        self._outcomes: Counter[str] = Counter()
        self._next = 0.0

    def advance(self, units: int = 0, *, items: int = 0, outcomes: Iterable[str] = ()) -> None:
        """Add to the progress and to the outcomes of items.

        Raises :class:`ImportCancelledError` if somebody cancelled the job, and
        :class:`ImportPausedError` if the worker should stop.
        """
        self._done += units
        self._items += items
        self._outcomes.update(outcomes)
        if self._is_stopping():
            raise ImportPausedError
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _EVERY_SECONDS
            self._write()

    def finish(self) -> None:
        """Store the final count; it is too late to cancel."""
        self._tell()

    def _write(self) -> None:
        if self._tell():
            raise ImportCancelledError

    def _tell(self) -> bool:
        return self._job.tell_progress(
            done=self._done, items=self._items, counts=dict(self._outcomes)
        )
