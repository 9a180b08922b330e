"""Takes jobs, one at a time, and records how they ended."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable

from django.db import Error as DatabaseError
from django.db import close_old_connections
from django.db.models import Q
from django.utils import timezone, translation
from filelock import Timeout

from articles.fetching.failures import FetchError
from articles.importing.batches import fail_dead_batches
from articles.importing.limits import LimitExceededError
from articles.importing.reading import UnreadablePathError
from articles.importing.running import ImportCancelledError, ImportPausedError
from articles.importing.undoing import NotUndoableError
from articles.models import ImportBatch, Job, JobLostError
from articles.notices.telling import tell_job

from . import feeds
from .duties import IN_TURN, Regular
from .failures import Failure
from .leases import renewed
from .locks import own_turn
from .progress import JobProgress
from .scheduled_backups import ScheduledBackups
from .tasks import TASKS, FilesChangedError

MOST_ATTEMPTS = 3
"""After this many deaths of its worker a job fails: it may be the cause."""

_LOOK_EVERY_SECONDS = 1.0

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
        self._regular = Regular()
        self._backups = ScheduledBackups()

    def stop(self) -> None:
        """Stop soon; may be called from a signal handler or another thread."""
        self._stopped.set()

    def run(self) -> None:
        """Wait for jobs and run them until :meth:`stop`."""
        while not self._stopped.is_set():
            try:
                found = self.work() or any(duty(self._stopped) for duty in IN_TURN)
                self._regular.look(self._stopped)
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
