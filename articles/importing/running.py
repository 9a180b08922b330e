"""Runs one import from paths to stored chunks."""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import ArticleChange, ImportBatch, SourceProfile

from .batches import alive, end, fail_dead_batches
from .budget import Budget
from .choosing import Choice
from .decisions import Decisions
from .known import READER, KnownReadings, reader_of
from .limits import LimitExceededError, Limits, StopReadingError, Tally
from .mappings import mappings_named
from .pipeline import prepared_chunks
from .preparing import PreparedItem, Reading
from .reading import FileState, check_paths
from .sources import only_of
from .storing import StoredItem, store_chunk


class ImportCancelledError(StopReadingError):
    """Raised by a callback to cancel a run; complete chunks stay stored."""


class ImportPausedError(ImportCancelledError):
    """The same, if the run will be continued later."""


SKIPPED = "skipped"
"""The option of a batch that names files that were skipped."""


@dataclass(slots=True)
class ImportOptions:
    """Options of an import; ``workers`` 0 parses in this process.

    ``mapping`` names the only mapping by which records are read, and ``choice`` tells which parts
    of web archives are taken. ``names`` are display names of
    paths, if they differ. ``seen`` are
    states in which paths were found before: what is no longer so is rejected. ``sources`` are the
    only ones whose items are accepted. ``batch`` is one that
    waits for this import, or that an earlier run has partly filled.
    """

    label: str = ""
    workers: int = 0
    user: Any = None
    names: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    seen: Mapping[str, FileState] = field(default_factory=dict)
    decisions: Decisions = field(default_factory=Decisions)
    mapping: str = ""
    choice: Choice = field(default_factory=Choice)
    sources: frozenset[int] | None = None
    batch: ImportBatch | None = None


@dataclass(slots=True)
class ImportResult:
    """How an import ended: the batch (None after a dry run), the counts per outcome, and the first
    of the files that are no dumps, by name."""

    batch_id: int | None
    counts: dict[str, int]
    skipped: dict[str, int] = field(default_factory=dict)


def run_import(
    paths: Sequence[str],
    options: ImportOptions,
    *,
    on_item: Callable[[StoredItem], None],
    on_bytes: Callable[[int], None] = lambda count: None,
) -> ImportResult:
    """Import the paths; ``on_item`` gets every item in input order after its chunk was stored.

    Raises :class:`.reading.UnreadablePathError` before anything is written, and any error that
    stops the import; complete chunks stay stored then, and the batch's state says so.
    """
    check_paths(paths, options.limits)
    fail_dead_batches()
    batch = _begin(paths, options)
    with alive(batch):
        try:
            with _fewer_syncs():
                tally = _import_into(batch, paths, options, on_item, on_bytes)
        except BaseException as error:
            _end_early(batch, error)
            raise
        batch.counts = _counts(batch, tally)
        skipped = skipped_names(tally, options)
        if skipped:
            batch.options[SKIPPED] = skipped
            batch.save(update_fields=["options"])
        end(batch, ImportBatch.State.DONE)
    ArticleChange.objects.remind()
    return ImportResult(batch.pk, batch.counts, skipped)


def skipped_names(tally: Tally, options: ImportOptions) -> dict[str, int]:
    """The first of the skipped files, by the names that people know them by, with how many parts of
    each were skipped."""
    found: Counter[str] = Counter()
    for name, count in tally.skipped_names.items():
        path = next((path for path in options.names if name.startswith(path)), "")
        found[f"{options.names[path]}{name[len(path) :]}" if path else name] += count
    return dict(found)


def _begin(paths: Sequence[str], options: ImportOptions) -> ImportBatch:
    batch = options.batch or ImportBatch(label=options.label, user=options.user)
    batch.options = {
        "paths": [options.names.get(path, path) for path in paths],
        "workers": options.workers,
        READER: batch.options.get(READER, ""),
    }
    if options.decisions.dropped:
        batch.options["dropped"] = sorted(options.decisions.dropped)
    batch.state = ImportBatch.State.RUNNING
    batch.host = socket.gethostname()
    batch.error, batch.finished_at = "", None
    batch.save()
    return batch


@contextmanager
def _fewer_syncs() -> Iterator[None]:
    """Make SQLite sync to disk once, when the batch's end is written, instead of after each chunk.

    A power failure may then lose the last chunks while the batch is not "done"; running the same
    command again restores them.
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


def _end_early(batch: ImportBatch, error: BaseException) -> None:
    states = ImportBatch.State
    match error:
        case ImportPausedError():
            state, sentence = states.PENDING, ""
        case KeyboardInterrupt() | ImportCancelledError():
            state, sentence = states.CANCELLED, _("Cancelled.")
        case LimitExceededError():
            state, sentence = states.FAILED, _("It unpacks to more than the limits allow.")
        case _:
            state, sentence = states.FAILED, f"{type(error).__name__}: {error}"
    try:
        # The counts in memory may include a chunk that was rolled back.
        batch.refresh_from_db(fields=["counts"])
        batch.error = sentence
        end(batch, state)
    except DatabaseError:
        # The database itself failed: fail_dead_batches() of the next command records it.
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
    tally = Tally(options.limits, lambda: on_bytes(0))
    is_resumed = batch.captures.exists()
    reading = reading_of(options.decisions, options.mapping)
    _tell_reader(batch, reading, is_resumed=is_resumed)
    known = KnownReadings(reading) if options.sources is None else None
    with closing(_chunks(paths, tally, options, on_bytes, reading, known)) as chunks:
        for chunk in chunks:
            items = _not_stored(batch, chunk) if is_resumed else chunk
            for stored in store_chunk(batch, items):
                on_item(stored)
    return tally


def _tell_reader(batch: ImportBatch, reading: Reading, *, is_resumed: bool) -> None:
    """Keep by what all items of a batch are read; nothing if earlier runs read some otherwise."""
    reader = reader_of(reading)
    is_mixed = is_resumed and batch.options[READER] != reader
    batch.options[READER] = "" if is_mixed else reader
    batch.save(update_fields=["options"])


def reading_of(decisions: Decisions, mapping: str = "") -> Reading:
    """How items are read today: by the mapping of this name alone, or by all that are known.

    Raises :class:`.mappings.UnknownMappingError`.
    """
    return Reading(
        timezone.localdate(),
        decisions.overrides,
        SourceProfile.objects.in_force(),
        mappings=mappings_named(mapping),
        proposes=not mapping,
    )


def read_chunks(
    paths: Sequence[str],
    tally: Tally,
    options: ImportOptions,
    on_bytes: Callable[[int], None],
) -> Generator[list[PreparedItem], None, None]:
    """The items of an import with these options, without dropped ones."""
    reading = reading_of(options.decisions, options.mapping)
    return _chunks(paths, tally, options, on_bytes, reading, None)


def _chunks(
    paths: Sequence[str],
    tally: Tally,
    options: ImportOptions,
    on_bytes: Callable[[int], None],
    reading: Reading,
    known: KnownReadings | None,
) -> Generator[list[PreparedItem], None, None]:
    chunks = prepared_chunks(
        paths,
        tally,
        workers=options.workers,
        reading=reading,
        known=known,
        budget=Budget(settings.MAX_PARSE_SECONDS, settings.MAX_PARSE_MEMORY),
        max_item_bytes=settings.MAX_ITEM_BYTES,
        on_bytes=on_bytes,
        names=options.names,
        seen=options.seen,
        choice=options.choice,
    )
    with closing(chunks):
        for chunk in chunks:
            if kept := options.decisions.kept(chunk):
                yield kept if options.sources is None else only_of(options.sources, kept)


def read_items(
    path: str, tally: Tally, options: ImportOptions
) -> Generator[PreparedItem, None, None]:
    """The items of a file, each with its bytes: the file may be gone when they are stored."""
    with closing(read_chunks([path], tally, options, lambda count: None)) as chunks:
        for chunk in chunks:
            for item in chunk:
                yield item._replace(parts=tuple(item.parts))


def _not_stored(batch: ImportBatch, items: Sequence[PreparedItem]) -> list[PreparedItem]:
    """The items that an earlier run of the same import has not stored."""
    rows = batch.captures.live().filter(sha256__among={item.sha256 for item in items})
    stored = set(rows.values_list("sha256", "file_name", "item_number"))
    return [
        item for item in items if (item.sha256, item.place.file, item.place.number) not in stored
    ]
