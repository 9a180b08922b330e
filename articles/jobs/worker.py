"""Takes jobs, one at a time, and records how they ended."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from django.db import Error as DatabaseError
from django.db import close_old_connections
from django.db.models import Q
from django.utils import timezone, translation
from filelock import Timeout

from articles.curation.habits import learn
from articles.db.write_ahead_log import empty_write_ahead_log
from articles.events import following as events
from articles.fetching.failures import FetchError
from articles.importing.batches import fail_dead_batches
from articles.importing.limits import LimitExceededError
from articles.importing.reading import UnreadablePathError
from articles.importing.running import ImportCancelledError, ImportPausedError
from articles.importing.undoing import NotUndoableError
from articles.importing.uploads import remove_old_uploads
from articles.models import ArticleChange, Feed, ImportBatch, Job, JobLostError, WorkerSign
from articles.notices.delivering import deliver_due
from articles.notices.telling import tell_findings, tell_job
from articles.reuse.following import changes_behind, follow
from articles.watching.cycle import run_cycle

from . import feeds
from .failures import Failure
from .leases import renewed
from .locks import own_turn
from .progress import JobProgress
from .scheduled_backups import ScheduledBackups
from .tasks import TASKS, FilesChangedError

MOST_ATTEMPTS = 3
"""After this many deaths of its worker a job fails: it may be the cause."""

_LOOK_EVERY_SECONDS = 1.0
_SWEEP_EVERY_SECONDS = 3600.0
_WATCH_EVERY_SECONDS = 600.0
_SIGN_EVERY_SECONDS = 30.0

_logger = logging.getLogger(__name__)


class Worker:
    """Runs jobs until it is stopped; the current job is then put back for the next worker."""

    def __init__(
        self,
        on_job: Callable[[Job], None] = lambda job: None,
        stopped: threading.Event | None = None,
    ) -> None:
        self._on_job = on_job
        self._stopped = stopped or threading.Event()
        self._backups = ScheduledBackups()
        self._next_sweep = self._next_watch = self._next_sign = 0.0

    def stop(self) -> None:
        """Stop soon; may be called from a signal handler or another thread."""
        self._stopped.set()

    def run(self) -> None:
        """Wait for jobs and run them until :meth:`stop`."""
        while not self._stopped.is_set():
            try:
                self._give_sign()
                found = self.work() or self._read_feed() or self._compare_texts()
                found = found or self._link_events()
                self._sweep()
                self._watch()
                self._deliver()
                self._backups.look()
            except (DatabaseError, OSError) as error:
                # A job that was taken stays "running" and continues at the next attempt.
                _logger.warning("%s: %s", type(error).__name__, error)
                found = False
            if not found:
                close_old_connections()
                self._stopped.wait(_LOOK_EVERY_SECONDS)
        self._backups.stop()

    def work(self) -> bool:
        """Run the next job, if there is one and no other process holds the lock."""
        if not Job.objects.unfinished().exists():
            return False
        try:
            with own_turn(wait=_LOOK_EVERY_SECONDS):
                _end_dead_jobs()
                job = _next_job()
                if job:
                    self._on_job(job)
                    perform(job, self._stopped.is_set)
                return job is not None
        except Timeout:
            return False

    def _read_feed(self) -> bool:
        """Read the next feed whose time has come, if no other process reads feeds."""
        feed = Feed.objects.due(timezone.now()).first()
        if feed is None:
            return False
        try:
            with feeds.own_turn(), feeds.stoppable(self._stopped) as wait:
                feeds.read_feed(feed, feeds.visitor(wait))
        except Timeout:
            return False
        return True

    def _compare_texts(self) -> bool:
        """Find what some of the articles that have changed share with others, if there are any."""
        if not changes_behind():
            return False
        steps = iter((False,))
        follow(is_stopping=lambda: next(steps, True))
        return True

    def _link_events(self) -> bool:
        """Link the articles that have changed, while there is nothing else to do."""
        if not events.behind():
            return False
        try:
            events.follow(is_stopping=self._has_other_work)
        except Timeout:
            return False
        return True

    def _sweep(self) -> None:
        if time.monotonic() >= self._next_sweep:
            self._next_sweep = time.monotonic() + _SWEEP_EVERY_SECONDS
            unfinished = Job.objects.unfinished().values_list("folder", flat=True)
            remove_old_uploads(keep=set(unfinished))
            ArticleChange.objects.prune()
            learn(is_stopping=self._has_other_work)
            empty_write_ahead_log()

    def _give_sign(self) -> None:
        """Tell that this worker lives; while it has a job, the job tells it."""
        if time.monotonic() >= self._next_sign:
            self._next_sign = time.monotonic() + _SIGN_EVERY_SECONDS
            WorkerSign.objects.give()

    def _watch(self) -> None:
        if time.monotonic() >= self._next_watch:
            self._next_watch = time.monotonic() + _WATCH_EVERY_SECONDS
            with suppress(Timeout):  # another machine's worker does
                tell_findings(run_cycle())

    def _deliver(self) -> None:
        """Send what is due of the notices; a job that waits comes first."""
        deliver_due(is_stopping=self._has_other_work)

    def _has_other_work(self) -> bool:
        return self._stopped.is_set() or Job.objects.unfinished().exists()


def _end_dead_jobs() -> None:
    """Put back jobs whose worker died. Call it inside :func:`.locks.own_turn`: then a job that
    "runs" on this machine has lost its worker, because a worker would hold the lock."""
    for dead in Job.objects.dead().select_related("batch"):
        if dead.cancel_requested:
            _end(dead, Job.State.CANCELLED)
        elif dead.attempts >= MOST_ATTEMPTS:
            _end(dead, Job.State.FAILED, Failure.WORKER_DIED)
        else:
            dead.wait()


def _next_job() -> Job | None:
    """The next job, which this worker has now."""
    while job := Job.objects.claim():
        if not job.cancel_requested:
            return job
        _end(job, Job.State.CANCELLED)
    return None


def perform(job: Job, is_stopping: Callable[[], bool] = lambda: False) -> None:
    """Run a job in the language of the person who started it, and record how it ended."""
    if job.state == Job.State.PENDING:
        job.begin()
    progress = JobProgress(job, is_stopping)
    with translation.override(job.language or None), renewed(job):
        try:
            result = TASKS[job.kind](job, progress)
        except ImportPausedError:
            job.wait()
        except JobLostError:
            _logger.warning("Job %s was taken over by another machine.", job.pk)
        except ImportCancelledError:
            _end(job, Job.State.CANCELLED)
        except UnreadablePathError as error:
            _end(job, Job.State.FAILED, Failure.UNREADABLE, error.reason)
        except LimitExceededError:
            _end(job, Job.State.FAILED, Failure.TOO_MUCH)
        except FilesChangedError:
            _end(job, Job.State.FAILED, Failure.CHANGED)
        except FetchError as error:
            said = str(feeds.SENTENCES[error.failure])
            _end(job, Job.State.FAILED, Failure.NOT_FETCHED, f"{said} {error.detail}".strip())
        except NotUndoableError as error:
            _end(job, Job.State.FAILED, Failure.NOT_UNDOABLE, str(error))
        except OSError as error:
            _end(job, Job.State.FAILED, Failure.FILES, error.strerror or str(error))
        except DatabaseError:
            raise
        except Exception as error:
            _logger.exception("Job %s", job.pk)
            _end(job, Job.State.FAILED, Failure.UNEXPECTED, f"{type(error).__name__}: {error}")
        else:
            progress.finish()
            job.end(Job.State.DONE, result=result)
            tell_job(job)


def _end(job: Job, state: Job.State, error: str = "", message: str = "") -> None:
    """Mark a job as failed or cancelled, and close the batch that it may have left open."""
    fail_dead_batches()
    if job.kind == Job.Kind.IMPORT and job.batch:
        states = ImportBatch.State
        # Of a machine that is gone, nobody else would mark it.
        is_elsewhere = Q(state=states.RUNNING) & ~Q(host=socket.gethostname())
        is_open = Q(state=states.PENDING) | is_elsewhere
        open_batch = ImportBatch.objects.filter(is_open, pk=job.batch.pk)
        open_batch.update(
            state=states.CANCELLED if state == Job.State.CANCELLED else states.FAILED,
            finished_at=timezone.now(),
        )
    job.end(state, error=error, message=message)
    tell_job(job)
