"""One import from paths to stored chunks, and the life of its batch."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from filelock import FileLock, Timeout

from articles.models import ImportBatch

from .dry_run import taken_back
from .pipeline import prepared_chunks
from .reading import Tally, check_paths
from .storing import StoredItem, store_chunk


@dataclass(slots=True)
class ImportOptions:
    """How an import is run; ``workers`` 0 parses in this process."""

    label: str = ""
    workers: int = 0
    dry_run: bool = False
    user: Any = None


@dataclass(slots=True)
class ImportResult:
    """How an import ended: the batch (None after a dry run) and the counts per outcome."""

    batch_id: int | None
    counts: dict[str, int]


def run_import(
    paths: Sequence[str],
    options: ImportOptions,
    *,
    on_item: Callable[[StoredItem], None],
    on_bytes: Callable[[int], None] = lambda count: None,
) -> ImportResult:
    """Import the paths; ``on_item`` gets every item in input order once its chunk is stored.

    A dry run does the same and takes it back (:func:`.dry_run.taken_back`). Raises
    :class:`.reading.UnreadablePathError` before anything is written, and whatever ends the import
    in the middle, with whole chunks stored and the batch's state telling so.
    """
    check_paths(paths)
    if options.dry_run:
        with taken_back():
            batch = ImportBatch.objects.create(label=options.label)
            tally = _import_into(batch, paths, options, on_item, on_bytes)
        return ImportResult(None, _counts(batch, tally))
    fail_dead_batches()
    batch = ImportBatch.objects.create(
        label=options.label,
        user=options.user,
        options={"paths": list(paths), "workers": options.workers},
        state=ImportBatch.State.RUNNING,
        host=socket.gethostname(),
    )
    with _alive(batch):
        try:
            with _fewer_syncs():
                tally = _import_into(batch, paths, options, on_item, on_bytes)
        except BaseException as error:
            _end_early(batch, error)
            raise
        batch.counts = _counts(batch, tally)
        _end(batch, ImportBatch.State.DONE)
    return ImportResult(batch.pk, batch.counts)


def fail_dead_batches() -> None:
    """Mark batches "running" whose process on this machine is gone as failed.

    Where the database cannot be written (a full disk, a lock), a later command does it.
    """
    running = ImportBatch.objects.filter(state=ImportBatch.State.RUNNING, host=socket.gethostname())
    for batch in running:
        try:
            with _alive(batch):
                _fail(batch)
        except (Timeout, DatabaseError):
            continue


def fail_unfinished_batches() -> None:
    """Mark all batches that wait or run as failed: in a restored archive none has a process."""
    states = ImportBatch.State
    for batch in ImportBatch.objects.filter(state__in=[states.PENDING, states.RUNNING]):
        _fail(batch)


def _fail(batch: ImportBatch) -> None:
    batch.error = _(
        "The import stopped before its end. What it had stored is whole; "
        "run the same command again to complete it."
    )
    _end(batch, ImportBatch.State.FAILED)


@contextmanager
def _alive(batch: ImportBatch) -> Iterator[None]:
    """Hold the batch's lock, which the system lets go when this process ends, however it ends."""
    folder = Path(settings.DATA_DIR) / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"batch-{batch.pk}.lock"
    with FileLock(path, timeout=0):
        yield
        path.unlink(missing_ok=True)


@contextmanager
def _fewer_syncs() -> Iterator[None]:
    """Let SQLite not wait for the disk at each chunk, but once, when the batch's end is written.

    A power cut then costs whole chunks at the end, and the batch is not yet "done": nothing that
    running the same command again does not bring back.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")


def _end(batch: ImportBatch, state: ImportBatch.State) -> None:
    batch.state = state
    batch.finished_at = timezone.now()
    batch.save(update_fields=["state", "error", "counts", "finished_at"])


def _end_early(batch: ImportBatch, error: BaseException) -> None:
    cancelled = isinstance(error, KeyboardInterrupt)
    try:
        # The counts in memory may include a chunk that was rolled back.
        batch.refresh_from_db(fields=["counts"])
        batch.error = _("Cancelled.") if cancelled else f"{type(error).__name__}: {error}"
        _end(batch, ImportBatch.State.CANCELLED if cancelled else ImportBatch.State.FAILED)
    except DatabaseError:
        # The database itself is what failed: fail_dead_batches() of the next command says so.
        return


def _counts(batch: ImportBatch, tally: Tally) -> dict[str, int]:
    return dict(batch.counts) | {"skipped": tally.skipped}


def _import_into(
    batch: ImportBatch,
    paths: Sequence[str],
    options: ImportOptions,
    on_item: Callable[[StoredItem], None],
    on_bytes: Callable[[int], None],
) -> Tally:
    tally = Tally()
    chunks = prepared_chunks(
        paths,
        tally,
        workers=options.workers,
        reference=timezone.localdate(),
        max_item_bytes=settings.MAX_ITEM_BYTES,
        on_bytes=on_bytes,
    )
    with closing(chunks):
        for chunk in chunks:
            for stored in store_chunk(batch, chunk):
                on_item(stored)
    return tally
