"""The state of a batch: alive while its process is, and how it ended."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import Error as DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _
from filelock import FileLock, Timeout

from articles.models import ImportBatch


@contextmanager
def alive(batch: ImportBatch) -> Iterator[None]:
    """Hold the batch's lock, which the system releases when this process ends, however it ends."""
    folder = Path(settings.DATA_DIR) / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"batch-{batch.pk}.lock"
    with FileLock(path, timeout=0):
        yield
        path.unlink(missing_ok=True)


def end(batch: ImportBatch, state: ImportBatch.State) -> None:
    """Write how a batch ended."""
    batch.state = state
    batch.finished_at = timezone.now()
    batch.save(update_fields=["state", "error", "counts", "finished_at"])


def fail_dead_batches() -> None:
    """Mark "running" batches of dead processes on this machine as failed.

    If the database cannot be written (a full disk, a lock), a later command does it.
    """
    running = ImportBatch.objects.filter(state=ImportBatch.State.RUNNING, host=socket.gethostname())
    for batch in running:
        try:
            with alive(batch):
                _fail(batch)
        except (Timeout, DatabaseError):
            continue


def fail_unfinished_batches() -> None:
    """Mark all pending and running batches as failed: in a restored archive none has a process."""
    states = ImportBatch.State
    for batch in ImportBatch.objects.filter(state__in=[states.PENDING, states.RUNNING]):
        _fail(batch)


def _fail(batch: ImportBatch) -> None:
    batch.error = _(
        "The import stopped early. What it has stored is complete; run the same command again to "
        "finish it."
    )
    end(batch, ImportBatch.State.FAILED)
